"""A workspace's own entries, read beside the knowledge base: a small index over the base's vocabulary.

Nothing is trained, so that hundreds of entries are ready within milliseconds of being written.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.knowledge.base import KnowledgeBase
from bot.matching.assets import AssetNames, Sighting
from bot.matching.index import Index
from bot.matching.language import Language, Parsed, counted, split
from bot.matching.nearest import Nearest
from bot.matching.phrases import Label, Phrase, asking, phrases
from bot.matching.reading import Kind, Meaning

_ALIKE = 0.6
"""The cosine from which a question may be one for the people of a role, or one that was put aside."""

_ENTRIES = (Kind.OWNERSHIP, Kind.ABOUT, Kind.WALKTHROUGH, Kind.FAQ)


@dataclass(frozen=True, slots=True)
class Hit:
    """The own entry that a question is closest to."""

    label: Label
    phrase: Phrase
    cosine: float
    confidence: float
    """The probability that the entry is what was asked for."""
    roles: tuple[str, ...] = ()
    """Those that the question names."""

    @property
    def meaning(self) -> Meaning:
        """What the question means if it is this entry."""
        if self.label.kind is Kind.OWNERSHIP:
            return Meaning(self.label.kind, topic=self.label.entry)
        if self.label.kind is Kind.PEOPLE:
            return Meaning(self.label.kind, self.roles)
        if self.label.outside:
            return Meaning(Kind.UNKNOWN)
        return Meaning(self.label.kind, entry=self.label.entry)


class Overlay:
    """What one workspace adds, ready to be read; made for one index and only ever read with that one."""

    def __init__(
        self, index: Index, own: KnowledgeBase, *, people: bool = False, assets: AssetNames | None = None
    ) -> None:
        """Index the own entries over the vocabulary of the base that `index` was made from.

        With `people`, it also reads who fills a role: in a workspace that knows whom to name. With `assets`,
        it also reads whose something is that has a name there.
        """
        self._judge = index.judge
        self._assets = assets
        self._base = index.language
        self._phrases = [
            phrase for phrase in phrases(own) if phrase.label.kind in _ENTRIES or phrase.label.outside
        ]
        if people:
            self._phrases += [Phrase(text, Label(Kind.PEOPLE)) for text in asking()[Kind.PEOPLE]]
        self._roleless = np.array([phrase.label.kind is not Kind.PEOPLE for phrase in self._phrases], bool)
        typed = [split(phrase.text) for phrase in self._phrases]
        self.language = Language(own, counted(typed), index.language)
        parsed = [self.language.parse_words(words).terms for words in typed]
        self._nearest = Nearest(index.space, parsed)
        self.language.forget()

    def hit(self, parsed: Parsed, least: float = 0.0) -> Hit | None:
        """Return the closest own entry; None where the question shares no word with any.

        Or where no entry can be as likely as `least`: then most questions need not be compared with them.
        """
        roles = parsed.roles
        enough = min(self._judge.nearness(least), _ALIKE)
        near = self._nearest.closest(parsed.terms, None if roles else self._roleless, enough)
        if near is None:
            return None
        phrase = self._phrases[near.place]
        return Hit(phrase.label, phrase, near.cosine, self._confidence(phrase, near.cosine), roles)

    def sight(self, question: str, text: str, parsed: Parsed) -> Sighting | None:
        """Return what a question, as typed and cleaned, names of what is owned here; None for nothing."""
        if not self._assets:
            return None
        names = [mention.names[0].words for mention in parsed.mentions]
        return self._assets.sight(question, text, self._base.knows, names)

    def _confidence(self, phrase: Phrase, cosine: float) -> float:
        """Return the probability that a phrase is meant.

        What chance brings about tells nothing of ways to ask for people, nor of what was put aside: they
        share their words with questions that are answered. As sure as alike is right for these, and half
        alike is not enough.
        """
        if phrase.label.kind is Kind.PEOPLE or phrase.label.outside:
            return cosine if cosine >= _ALIKE else 0.0
        return self._judge.judge_near(cosine)

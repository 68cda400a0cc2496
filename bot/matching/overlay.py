"""A workspace's own entries, read beside the knowledge base: a small index over the base's vocabulary.

Nothing is trained, so that hundreds of entries are ready within milliseconds of being written.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.base import KnowledgeBase
from bot.matching.index import Index
from bot.matching.language import Language, Parsed, counted
from bot.matching.nearest import Nearest
from bot.matching.phrases import Label, Phrase, phrases
from bot.matching.reading import Kind, Meaning

_ENTRIES = (Kind.OWNERSHIP, Kind.ABOUT, Kind.WALKTHROUGH, Kind.FAQ)


@dataclass(frozen=True, slots=True)
class Hit:
    """The own entry that a question is closest to."""

    label: Label
    phrase: Phrase
    cosine: float
    confidence: float
    """The probability that the entry is what was asked for."""

    @property
    def meaning(self) -> Meaning:
        """What the question means if it is this entry."""
        if self.label.kind is Kind.OWNERSHIP:
            return Meaning(self.label.kind, topic=self.label.entry)
        return Meaning(self.label.kind, entry=self.label.entry)


class Overlay:
    """What one workspace adds, ready to be read; made for one index and only ever read with that one."""

    def __init__(self, index: Index, own: KnowledgeBase) -> None:
        """Index the own entries over the vocabulary of the base that `index` was made from."""
        self._judge = index.judge
        self._phrases = [phrase for phrase in phrases(own) if phrase.label.kind in _ENTRIES]
        self.language = Language(own, counted(phrase.text for phrase in self._phrases), index.language)
        parsed = [self.language.parse(phrase.text).terms for phrase in self._phrases]
        self._nearest = Nearest(index.space, parsed)

    def hit(self, parsed: Parsed) -> Hit | None:
        """Return the closest own entry; None where the question shares no word with any."""
        near = self._nearest.closest(parsed.terms)
        if near is None:
            return None
        phrase = self._phrases[near.place]
        return Hit(phrase.label, phrase, near.cosine, self._judge.judge_near(near.cosine))

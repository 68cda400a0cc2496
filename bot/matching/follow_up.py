"""Reads what leaves its subject out: "and what tools do they use?", "compare with analysts"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.matching.index import Index
from bot.matching.labels import ROLES_NEEDED
from bot.matching.language import ROLE, Parsed
from bot.matching.names import Sort
from bot.matching.reading import Kind, Meaning

_PRONOUNS = frozenset(("they", "them", "their", "theirs", "he", "she", "his", "her", "him", "those"))
_FOLLOWS = frozenset(("and", "also", "compare", "compared", "versus", "vs", "difference"))

_LONGEST = 12
"""Words up to which a question may lean on an earlier one."""

_BARE = 3
"""Words up to which it may do so without a word that says so: "tools?", "skills please"."""

_LEANS = 0.1
"""The margin from which a filled-in question counts as one of its kind."""

_LEANS_TO_ROLE = 0.8
"""The same for what a role is where no word leans: put a role after anything, and it may sound like that."""

_FAR_AHEAD = 0.5
"""How much further a question has to get by a role it lacks than as it stands, where that is an answer."""

_PAIRS = frozenset((Kind.COMPARISON, Kind.COLLABORATION))
_COMPARES = frozenset(("compare", "compared", "differ", "difference", "different", "versus", "vs"))
_LEANS_TO_ANOTHER = 0.2
"""The margin from which a question lacks a second role."""

_AHEAD = 0.3
"""How much further it has to get by that than as it stands."""

_LINKS = frozenset(("and", "or", "what", "how", "about", "the", "a", "an", "for", "of", "with"))
"""Words that add nothing to a role's name: "and what about the analysts?"."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A kind of question that lacks a subject."""

    kind: Kind
    roles: tuple[str, ...]
    """The roles that it does name."""
    confidence: float

    def completed(self, context: Meaning) -> Meaning | None:
        """Return the whole meaning, with the roles the conversation is about; None where it has none."""
        if not context.roles:
            return None
        if self.kind is Kind.COMPARISON or (self.kind is Kind.COLLABORATION and self.roles):
            return Meaning(self.kind, tuple(dict.fromkeys((*context.roles[:2], *self.roles))))
        return Meaning(self.kind, self.roles or context.roles)


def follow_up(index: Index, parsed: Parsed, margin: float | None, inside: float) -> FollowUp | None:
    """Return what would be asked if one more role were named; None where nothing speaks for it.

    The missing role is put where a pronoun stands, or else at the end. Where the question can be answered
    as it stands, with a margin, it has to name no role, and make far more sense with one. How far it is
    `inside` what is covered, as it stands, tells "and the duties?" from "and lunch?".
    """
    if margin is not None and parsed.roles:
        return None
    words = parsed.words
    if len(words) > _LONGEST:
        return None
    at = next((at for at, word in enumerate(parsed.read_as) if word in _PRONOUNS), None)
    if at is None and not _FOLLOWS.intersection(parsed.read_as[:2]) and len(words) > _BARE:
        return None
    if not all(map(index.language.knows, parsed.read_as)):
        return None
    kind, filled = _filled(index, words, at)
    if at is None and kind is Kind.ROLE and inside < 0:
        return None
    bare = at is None and not _FOLLOWS.intersection(parsed.read_as[:2])
    enough = _LEANS_TO_ROLE if bare and kind is Kind.ROLE else _LEANS
    if margin is not None:
        enough = max(enough, margin + _FAR_AHEAD)
    return _leaning(kind, parsed, filled) if kind in ROLES_NEEDED and filled >= enough else None


def second_role(index: Index, parsed: Parsed, margin: float) -> FollowUp | None:
    """Return what would be asked if a second role were named: "how do they work with analysts?".

    None where nothing speaks for it, or less than for the question as it stands, which has a margin.
    """
    mentions = [mention for mention in parsed.mentions if mention.names[0].sort is Sort.ROLE]
    if len(mentions) != 1 or len(parsed.words) > _LONGEST:
        return None
    before = parsed.read_as[: mentions[0].start]
    at = next((at for at, word in enumerate(before) if word in _PRONOUNS), None)
    if at is None and not _COMPARES.intersection(before):
        return None
    kind, filled = _filled(index, parsed.words, at)
    if kind not in _PAIRS or filled < max(_LEANS_TO_ANOTHER, margin + _AHEAD):
        return None
    return _leaning(kind, parsed, filled)


def _filled(index: Index, words: tuple[str, ...], at: int | None) -> tuple[Kind, float]:
    """Return the kind of the question with a role at a place, or else at its end, and its margin."""
    filled = (*words, ROLE) if at is None else (*words[:at], ROLE, *words[at + 1 :])
    scores = index.score(index.language.parse_words(filled).terms).scores
    best = int(np.argmax(scores))
    return index.labels.all[best].kind, float(scores[best])


def _leaning(kind: Kind, parsed: Parsed, margin: float) -> FollowUp:
    return FollowUp(kind, parsed.roles, float(1 / (1 + np.exp(-4 * (margin - _LEANS) - 1))))


def carried(parsed: Parsed, context: Meaning) -> Meaning | None:
    """Return what was asked before, of another role: "and analysts?"; None where more than that is said."""
    roles = parsed.roles
    if not roles or context.kind not in ROLES_NEEDED or not _LINKS.intersection(parsed.read_as[:1]):
        return None
    named = {at for mention in parsed.mentions for at in range(mention.start, mention.end)}
    if any(word not in _LINKS for at, word in enumerate(parsed.read_as) if at not in named):
        return None
    if context.kind is Kind.COMPARISON:
        return Meaning(context.kind, tuple(dict.fromkeys((*context.roles[:2], *roles))))
    return Meaning(context.kind, roles)

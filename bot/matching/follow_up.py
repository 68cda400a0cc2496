"""Reads what leaves its subject out: "and what tools do they use?", "compare with analysts"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.matching.index import Index
from bot.matching.labels import ROLES_NEEDED
from bot.matching.language import ROLE, Parsed
from bot.matching.names import Sort
from bot.matching.reading import Kind, Meaning

_PRONOUNS = frozenset(
    ("they", "them", "their", "theirs", "he", "she", "his", "her", "him", "it", "its", "those")
)
_FOLLOWS = frozenset(("and", "also", "what", "which", "how", "compare", "versus", "vs", "difference"))

_LONGEST = 12
"""Words up to which a question may lean on an earlier one."""

_BARE = 3
"""Words up to which it may do so without a word that says so: "tools?", "skills please"."""

_LEANS = -0.35
"""The margin from which a filled-in question counts as one of its kind."""


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
        if self.roles and self.kind is Kind.ROLE and context.kind in ROLES_NEEDED:
            return Meaning(context.kind, self.roles)
        return Meaning(self.kind, self.roles or context.roles)


def follow_up(index: Index, parsed: Parsed) -> FollowUp | None:
    """Return what would be asked if one more role were named; None where nothing speaks for it.

    The missing role is put where a pronoun stands, or else at the end.
    """
    words = parsed.words
    if len(words) > _LONGEST or not all(map(index.language.knows, parsed.read_as)):
        return None
    at = next((at for at, word in enumerate(parsed.read_as) if word in _PRONOUNS), None)
    if at is None and not _FOLLOWS.intersection(parsed.read_as[:2]) and len(words) > _BARE:
        return None
    filled = (*words, ROLE) if at is None else (*words[:at], ROLE, *words[at + 1 :])
    scores = index.score(index.language.parse_words(filled).terms).scores
    best = int(np.argmax(scores))
    kind = index.labels.all[best].kind
    if kind not in ROLES_NEEDED or scores[best] < _LEANS:
        return None
    return FollowUp(kind, parsed.ids(Sort.ROLE), float(1 / (1 + np.exp(-4 * (scores[best] - _LEANS) - 1))))

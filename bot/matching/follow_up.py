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
"""The same for what a role is: put a role at the end of anything, and it may sound like that."""

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
    if kind not in ROLES_NEEDED or scores[best] < (_LEANS_TO_ROLE if kind is Kind.ROLE else _LEANS):
        return None
    return FollowUp(kind, parsed.ids(Sort.ROLE), float(1 / (1 + np.exp(-4 * (scores[best] - _LEANS) - 1))))


def carried(parsed: Parsed, context: Meaning) -> Meaning | None:
    """Return what was asked before, of another role: "and analysts?"; None where more than that is said."""
    roles = parsed.ids(Sort.ROLE)
    if not roles or context.kind not in ROLES_NEEDED or not _LINKS.intersection(parsed.read_as[:1]):
        return None
    named = {at for mention in parsed.mentions for at in range(mention.start, mention.end)}
    if any(word not in _LINKS for at, word in enumerate(parsed.read_as) if at not in named):
        return None
    if context.kind is Kind.COMPARISON:
        return Meaning(context.kind, tuple(dict.fromkeys((*context.roles[:2], *roles))))
    return Meaning(context.kind, roles)

"""Turns the scores of labels into meanings: which kind of question, about whom or what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.matching.index import Index, Scored
from bot.matching.language import ASKS_WHO, ROLE, Parsed
from bot.matching.names import Sort
from bot.matching.phrases import Label
from bot.matching.reading import Kind, Meaning

ROLES_NEEDED = {Kind.ROLE: 1, Kind.SKILLS: 1, Kind.TOOLS: 1, Kind.COLLABORATION: 1, Kind.COMPARISON: 2}
"""How many roles a question of a kind has to name."""

_ONE_ROLE = (Kind.ROLE, Kind.SKILLS, Kind.TOOLS)
_SELF = frozenset(("i", "am", "my", "was", "from", "our", "as"))
_LOOKED_AT = 24
"""Labels that are looked at, best first; beyond them nothing has ever been right."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to understand a question."""

    label: Label
    meaning: Meaning
    score: float


def candidates(index: Index, parsed: Parsed, scored: Scored) -> list[Candidate]:
    """Return the meanings that a question can have, best first, areas outside among them.

    A label whose subjects the question does not name (a comparison with one role) is left out.
    """
    scores = scored.scores
    top = np.argpartition(-scores, min(_LOOKED_AT, len(scores) - 1))[:_LOOKED_AT] if len(scores) else ()
    found = []
    for at in sorted(top, key=lambda at: -scores[at]):
        label = index.labels[at]
        meaning = meaning_of(label, parsed)
        if meaning is not None:
            found.append(Candidate(label, meaning, float(scores[at])))
    return found


def meaning_of(label: Label, parsed: Parsed) -> Meaning | None:
    """Return what a label means for this question, or None where its subjects are not named."""
    kind = label.kind
    if kind in ROLES_NEEDED:
        roles = parsed.ids(Sort.ROLE)
        if kind in _ONE_ROLE and len(roles) > 1:
            roles = _asked_about(parsed) or roles
        return Meaning(kind, roles) if len(roles) >= ROLES_NEEDED[kind] else None
    if kind is Kind.EXPERTISE:
        items = parsed.ids(Sort.ITEM)
        return Meaning(kind, items=items) if items else None
    if kind is Kind.OWNERSHIP:
        return Meaning(kind, topic=label.entry)
    if kind is Kind.ABOUT and ASKS_WHO in parsed.terms.marks:
        return None
    return Meaning(kind, entry=label.entry)


def _asked_about(parsed: Parsed) -> tuple[str, ...]:
    """Return the roles that the asker does not name as their own: "I'm an analyst and want to be a DE"."""
    others = []
    for mention in parsed.mentions:
        if mention.names[0].sort is Sort.ROLE:
            before = parsed.read_as[max(0, mention.start - 3) : mention.start]
            if not _SELF.intersection(before):
                others.append(mention.names[0].id)
    return tuple(dict.fromkeys(others))


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A kind of question that lacks a subject: "and what tools do they use?", "compare with analysts"."""

    kind: Kind
    roles: tuple[str, ...]
    confidence: float


def needing_context(index: Index, parsed: Parsed) -> Incomplete | None:
    """Return what is asked if one more role were named, or None where nothing speaks for it.

    The missing role is put where a pronoun stands, or else at the end.
    """
    if len(parsed.words) > _LONGEST_FOLLOW_UP:
        return None
    roles = parsed.ids(Sort.ROLE)
    at = next((at for at, word in enumerate(parsed.read_as) if word in _PRONOUNS), None)
    filled = (*parsed.words[:at], ROLE, *parsed.words[at + 1 :]) if at is not None else (*parsed.words, ROLE)
    if at is None and not _FOLLOWS.intersection(parsed.read_as[:2]) and len(parsed.words) > _BARE:
        return None
    if not all(map(index.language.knows, parsed.read_as)):
        return None
    scores = index.score(index.language.parse_words(filled).terms).scores
    best = int(np.argmax(scores))
    kind = index.labels[best].kind
    if kind not in ROLES_NEEDED or scores[best] < _LEANS:
        return None
    return Incomplete(kind, roles, float(1 / (1 + np.exp(-4 * (scores[best] - _LEANS) - 1))))


def with_context(incomplete: Incomplete, context: Meaning) -> Meaning | None:
    """Return the whole meaning, with the roles that the conversation is about; None where it has none."""
    if not context.roles:
        return None
    kind = incomplete.kind
    if kind is Kind.COMPARISON or (kind is Kind.COLLABORATION and incomplete.roles):
        return Meaning(kind, tuple(dict.fromkeys((*context.roles[:2], *incomplete.roles))))
    if incomplete.roles and kind is Kind.ROLE and context.kind in ROLES_NEEDED:
        return Meaning(context.kind, incomplete.roles)
    return Meaning(kind, incomplete.roles or context.roles)


_PRONOUNS = frozenset(
    ("they", "them", "their", "theirs", "he", "she", "his", "her", "him", "it", "its", "those")
)
_FOLLOWS = frozenset(("and", "also", "what", "which", "how", "compare", "versus", "vs", "difference"))
_LONGEST_FOLLOW_UP = 12
_BARE = 3
"""Words up to which a question may be a bare follow-up: "tools?", "and skills"."""
_LEANS = -0.35
"""The margin from which a filled-in question counts as one of its kind."""

"""Learns how far to trust the scores, from the knowledge base itself: by leaving parts of it out.

A quarter of the entries and of the areas outside is left out, and a fifth of the other phrases, four
times over; what is left out is then asked. Phrases of entries that are gone must be rejected, the others
must find their own. No constant is fitted to any list of questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle

from bot.knowledge.base import KnowledgeBase
from bot.matching.candidates import candidates
from bot.matching.index import Index, fit
from bot.matching.judging import Judge, Signs, regress
from bot.matching.language import ITEM, ROLE
from bot.matching.phrases import Label, Phrase
from bot.matching.signs import signs_of

_FOLDS = 4
_EVERY = 5
_UNCOVERED = 0.25
"""The share of questions about something else that a bot is assumed to get."""


def calibrate(knowledge: KnowledgeBase, learnt: Sequence[Phrase]) -> Judge:
    """Return what turns the signs of a reading into probabilities on this knowledge base."""
    signs: list[Signs] = []
    right: list[bool] = []
    covered: list[bool] = []
    for seen, known, sign in _trials(knowledge, learnt):
        signs.append(sign)
        right.append(seen)
        covered.append(known)
    uncovered = sum(not known for known in covered) or 1
    weight = (len(covered) - uncovered) / uncovered * _UNCOVERED / (1 - _UNCOVERED)
    weights = [1.0 if known else weight for known in covered]
    return Judge(regress(signs, right, weights), regress(signs, covered, weights))


def _trials(knowledge: KnowledgeBase, learnt: Sequence[Phrase]) -> Iterator[tuple[bool, bool, Signs]]:
    entries = list(dict.fromkeys(phrase.label for phrase in learnt if phrase.label.entry))
    fillers = {ROLE: cycle(_names(knowledge, ROLE)), ITEM: cycle(_names(knowledge, ITEM))}
    for fold in range(_FOLDS):
        gone = {label for at, label in enumerate(entries) if at % _FOLDS == fold}
        asked = {at for at in range(len(learnt)) if (at * 7 + fold) % _EVERY == 0}
        kept = [phrase for at, phrase in enumerate(learnt) if phrase.label not in gone and at not in asked]
        index = fit(knowledge, kept)
        for at, phrase in enumerate(learnt):
            left_out = phrase.label in gone
            if (left_out and at % 2) or (at in asked and not left_out):
                yield from _trial(index, phrase, not left_out, fillers)


def _trial(
    index: Index, phrase: Phrase, kept: bool, fillers: dict[str, cycle[str]]
) -> Iterator[tuple[bool, bool, Signs]]:
    text = phrase.text
    for slot, names in fillers.items():
        while slot in text:
            text = text.replace(slot, next(names), 1)
    parsed = index.language.parse(text)
    scored = index.score(parsed.terms)
    found = signs_of(index, parsed, scored, candidates(index, parsed, scored))
    if found is None:
        return
    best, signs = found
    own = _outcome(index, phrase.label)
    right = (
        not phrase.label.outside
        and best.label.kind is phrase.label.kind
        and bool(index.outcomes[best.label] & own)
    )
    yield right, right or (kept and not phrase.label.outside), signs


def _outcome(index: Index, label: Label) -> frozenset[str]:
    return index.outcomes.get(label, frozenset())


def _names(knowledge: KnowledgeBase, slot: str) -> list[str]:
    if slot == ROLE:
        return [
            name for role in knowledge.roles.values() for name in (role.name, *role.aliases, role.plural)
        ] or [""]
    return [entry.name for entry in (*knowledge.tools.values(), *knowledge.skills.values())] or [""]

"""The classes of the classifier with what is known of each, and what each means for a given question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bot.matching.language import ASKS_WHO, Parsed
from bot.matching.linear import Floats
from bot.matching.names import Sort
from bot.matching.phrases import Label
from bot.matching.reading import Kind, Meaning

ROLES_NEEDED = {Kind.ROLE: 1, Kind.SKILLS: 1, Kind.TOOLS: 1, Kind.COLLABORATION: 1, Kind.COMPARISON: 2}
"""How many roles a question of a kind has to name."""

_MOST_ROLES = max(ROLES_NEEDED.values())
_GENERAL = (Kind.LIST, Kind.HELP)
_ONE_ROLE = (Kind.ROLE, Kind.SKILLS, Kind.TOOLS)
_SELF = frozenset(("i", "am", "my", "was", "from", "our", "as"))
_SELF_SPAN = 3
"""Words before a role within which the asker speaks of themselves: "I work as a ..."."""


class Labels:
    """All labels, in the order of the classifier's scores: what is covered, then the areas outside."""

    def __init__(self, labels: Sequence[Label], outcomes: Mapping[Label, frozenset[str]]) -> None:
        self.all = tuple(labels)
        self.covered = sum(not label.outside for label in labels)
        """How many are covered."""
        if any(label.outside for label in labels[: self.covered]):
            raise ValueError("labels outside stand before covered ones")
        self._roles_needed = np.array([ROLES_NEEDED.get(label.kind, 0) for label in labels], np.int8)
        self._needs_item = np.array([label.kind is Kind.EXPERTISE for label in labels], bool)
        self._general = np.array([label.kind in _GENERAL for label in labels], bool)
        self._about = np.array([label.kind is Kind.ABOUT for label in labels], bool)
        groups: dict[tuple[Kind, str], list[int]] = defaultdict(list)
        for at, label in enumerate(labels):
            for outcome in outcomes[label]:
                groups[label.kind, outcome].append(at)
        self._alike = [
            np.array(sorted({other for outcome in outcomes[label] for other in groups[label.kind, outcome]}))
            for label in labels
        ]
        self._penalties: dict[tuple[int, bool, bool], Floats] = {}

    def alike(self, at: int) -> npt.NDArray[np.intp]:
        """Return the labels that are answered as this one is, itself among them."""
        return self._alike[at]

    def penalties(self, parsed: Parsed) -> Floats:
        """Return what each label loses: minus infinity where the question lacks the subjects for it.

        An idea is not a who: a question for people is never one about a concept. And who names two roles,
        or a tool, asks about these and not in general.
        """
        roles, items = len(parsed.roles), bool(parsed.items)
        sort = (min(roles, _MOST_ROLES), items, ASKS_WHO in parsed.terms.marks)
        found = self._penalties.get(sort)
        if found is None:
            found = self._penalties[sort] = self._penalised(*sort)
        return found

    def _penalised(self, roles: int, items: bool, who: bool) -> Floats:
        possible = self._roles_needed <= roles
        if not items:
            possible &= ~self._needs_item
        if items or roles > 1:
            possible &= ~self._general
        if who:
            possible &= ~self._about
        return np.where(possible, np.float32(0), np.float32(-np.inf))

    def meaning(self, at: int, parsed: Parsed) -> Meaning:
        """Return what a possible label means for this question."""
        label = self.all[at]
        kind = label.kind
        if kind in ROLES_NEEDED:
            roles = parsed.roles
            if kind in _ONE_ROLE and len(roles) > 1:
                roles = _asked_about(parsed) or roles
            return Meaning(kind, roles)
        if kind is Kind.EXPERTISE:
            return Meaning(kind, items=parsed.items)
        if kind is Kind.OWNERSHIP:
            return Meaning(kind, topic=label.entry)
        return Meaning(kind, entry=label.entry)


def _asked_about(parsed: Parsed) -> tuple[str, ...]:
    """Return the roles that the asker does not name as their own: "I'm an analyst and want to be a DE"."""
    others = []
    for mention in parsed.mentions:
        if mention.names[0].sort is Sort.ROLE:
            before = parsed.read_as[max(0, mention.start - _SELF_SPAN) : mention.start]
            if not _SELF.intersection(before):
                others.append(mention.names[0].id)
    return tuple(dict.fromkeys(others))

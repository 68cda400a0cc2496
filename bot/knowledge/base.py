"""The knowledge base as the rest of the app holds it: every entry by its id, with one version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from bot.knowledge.models import (
    Concept,
    Entry,
    Faq,
    Model,
    Named,
    Outside,
    Part,
    Plan,
    Role,
    Source,
    Stake,
    Synonyms,
    Topic,
    Walkthrough,
)

_LISTED = {"synonyms", "outside"}
"""Shelves that are held in order, as nobody looks their entries up."""


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything in one `knowledge/` folder, checked; entries keep the order of their files."""

    roles: Mapping[str, Role] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    tools: Mapping[str, Entry] = field(default_factory=dict)
    skills: Mapping[str, Entry] = field(default_factory=dict)
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    walkthroughs: Mapping[str, Walkthrough] = field(default_factory=dict)
    plans: Mapping[str, Plan] = field(default_factory=dict)
    faqs: Mapping[str, Faq] = field(default_factory=dict)
    synonyms: tuple[Synonyms, ...] = ()
    outside: tuple[Outside, ...] = ()
    version: str = ""
    """A hash of the files' content; two bases with one version say the same."""

    @classmethod
    def of(cls, entries: Mapping[str, Iterable[Any]], version: str) -> Self:
        """Return the base that holds these entries, by shelf; each has its shelf's model."""
        held: dict[str, Any] = {
            shelf: tuple(found) if shelf in _LISTED else {entry.id: entry for entry in found}
            for shelf, found in entries.items()
        }
        return cls(**held, version=version)

    def on(self, shelf: str) -> Iterable[Model]:
        """Return the entries of one shelf, in file order."""
        held: Mapping[str, Model] | tuple[Model, ...] = getattr(self, shelf)
        return held.values() if isinstance(held, Mapping) else held

    @cached_property
    def stakes_by_role(self) -> Mapping[str, tuple[tuple[Topic, Stake], ...]]:
        """Every stake with its topic, by role, in file order; gathered once, as answers ask often."""
        found: dict[str, list[tuple[Topic, Stake]]] = {}
        for topic in self.topics.values():
            for stake in topic.stakes:
                found.setdefault(stake.role, []).append((topic, stake))
        return {role: tuple(stakes) for role, stakes in found.items()}

    @cached_property
    def uses_by_item(self) -> Mapping[str, tuple[tuple[Role, Named], ...]]:
        """Every mention of a tool or skill by a role, by the item, in file order; gathered once."""
        found: dict[str, list[tuple[Role, Named]]] = {}
        for role in self.roles.values():
            for named in (*role.tools, *role.skills):
                found.setdefault(named.id, []).append((role, named))
        return {item: tuple(uses) for item, uses in found.items()}

    def stakes_of(self, role: str, part: Part) -> tuple[tuple[Topic, Stake], ...]:
        """Return the topics in which a role has this part, with its stake, in file order."""
        return tuple(pair for pair in self.stakes_by_role.get(role, ()) if pair[1].part is part)

    def users_of(self, item: str) -> tuple[tuple[Role, int], ...]:
        """Return the roles whose tools or skills name this entry, most sources first, with their count."""
        best: dict[str, tuple[Role, int]] = {}
        for role, named in self.uses_by_item.get(item, ()):
            count = len(named.source_ids)
            if role.id not in best or best[role.id][1] < count:
                best[role.id] = (role, count)
        return tuple(sorted(best.values(), key=lambda pair: -pair[1]))

"""The knowledge base as the rest of the app holds it: every entry by its id, with one version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.knowledge.models import (
    Concept,
    Entry,
    Faq,
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



@dataclass(frozen=True, slots=True)
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

    def stakes_of(self, role: str, part: Part) -> tuple[tuple[Topic, Stake], ...]:
        """Return the topics in which a role has this part, with its stake, in file order."""
        return tuple(
            (topic, stake)
            for topic in self.topics.values()
            for stake in topic.stakes
            if stake.role == role and stake.part is part
        )

    def users_of(self, item: str) -> tuple[tuple[Role, int], ...]:
        """Return the roles whose tools or skills name this entry, most sources first, with their count."""
        found = [
            (role, len(named.source_ids))
            for role in self.roles.values()
            for named in (*role.tools, *role.skills)
            if named.id == item
        ]
        best = {role.id: (role, count) for role, count in sorted(found, key=lambda pair: pair[1])}
        return tuple(sorted(best.values(), key=lambda pair: -pair[1]))

"""What somebody new will meet first, and who owns it: what the people around them answer for."""

from __future__ import annotations

from collections import Counter

from bot.answers.roles import partners_of
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Part, Topic

_OWNING = frozenset({Part.RESPONSIBLE, Part.ACCOUNTABLE})
MOST = 6


def met_first(role: str, knowledge: KnowledgeBase) -> tuple[Topic, ...]:
    """Return topics that others own: those in which the role has a say before those of its partners.

    No owner comes twice before every other has come once, so that the newcomer learns whom to ask for what.
    """
    around = {partner.id for partner in partners_of(knowledge.roles[role], knowledge)}
    ranked: list[tuple[int, bool, Topic]] = []
    met: Counter[str] = Counter()
    for topic, near in sorted(_of_others(role, knowledge), key=lambda pair: not pair[1]):
        owner = _owner(topic)
        if near or owner in around:
            met[owner] += 1
            ranked.append((met[owner], not near, topic))
    return tuple(topic for *_, topic in sorted(ranked, key=lambda each: each[:2])[:MOST])


def _of_others(role: str, knowledge: KnowledgeBase) -> list[tuple[Topic, bool]]:
    """Return the topics that somebody else owns, each with whether the role has a say in it."""
    found = []
    for topic in knowledge.topics.values():
        parts = {stake.part for stake in topic.stakes if stake.role == role}
        if not parts & _OWNING and _owner(topic):
            found.append((topic, bool(parts)))
    return found


def _owner(topic: Topic) -> str:
    owners = (stake.role for stake in topic.stakes if stake.part in _OWNING and not stake.partial)
    return next(owners, "")

"""How roles work together, and how they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from bot.answers.kinds import Aspect, CollaborationAnswer, ComparisonAnswer, Partner, PartnersAnswer
from bot.answers.ownership import covering, lacking
from bot.answers.questions import in_sentence, item_name
from bot.answers.roles import partners_of
from bot.answers.weighing import heaviest, statements_in, weighed
from bot.answers.workspace import EMPTY, Workspace
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Collaboration, Named, Part, Role, Topic, Walkthrough
from bot.matching.reading import Meaning

_OWNING = (Part.RESPONSIBLE, Part.ACCOUNTABLE)


def partners(meaning: Meaning, knowledge: KnowledgeBase, workspace: Workspace) -> PartnersAnswer:
    """Return who a role works with, told on its own page first."""
    role = knowledge.roles[meaning.roles[0]]
    told = [(collaboration.role, collaboration) for collaboration in role.works_with]
    told += [
        (other.id, collaboration)
        for other in knowledge.roles.values()
        for collaboration in other.works_with
        if collaboration.role == role.id
    ]
    found: dict[str, Collaboration] = {}
    for partner, collaboration in told:
        found.setdefault(partner, collaboration)
    return PartnersAnswer(
        meaning=meaning,
        roles=meaning.roles,
        sources=weighed(collaboration.summary for collaboration in found.values()),
        role=role,
        partners=tuple(Partner(knowledge.roles[id_], told.summary) for id_, told in found.items()),
        here=workspace.for_role(role.id),
        covered_by=covering(role.id, knowledge, workspace),
        absent=lacking((knowledge.roles[id_] for id_ in found), knowledge, workspace),
    )


def collaboration(
    meaning: Meaning, knowledge: KnowledgeBase, workspace: Workspace = EMPTY
) -> CollaborationAnswer:
    """Return how two roles work together, from whichever page tells it; seen from the first one."""
    first, second = (knowledge.roles[id_] for id_ in meaning.roles[:2])
    here = [told for told in first.works_with if told.role == second.id]
    there = [told for told in second.works_with if told.role == first.id]
    told = (*here, *there)
    return CollaborationAnswer(
        meaning=meaning,
        roles=meaning.roles,
        sources=weighed(statement for each in told for statement in statements_in(each)),
        pair=(first, second),
        summaries=tuple(each.summary for each in told),
        brings=(*(s for each in here for s in each.brings), *(s for each in there for s in each.receives)),
        receives=(*(s for each in here for s in each.receives), *(s for each in there for s in each.brings)),
        before=tuple(s for each in told for s in each.before),
        during=tuple(s for each in told for s in each.during),
        after=tuple(s for each in told for s in each.after),
        common_partners=_common_partners(first, second, knowledge),
        common_topics=_common_topics(first, second, knowledge),
        walkthrough=_story_of(first, second, knowledge),
        absent=lacking((first, second), knowledge, workspace),
    )


def comparison(meaning: Meaning, knowledge: KnowledgeBase, workspace: Workspace = EMPTY) -> ComparisonAnswer:
    """Return what two or three roles share and what only one of them has."""
    compared = tuple(knowledge.roles[id_] for id_ in dict.fromkeys(meaning.roles))[:3]
    duties = [_duties(role) for role in compared]
    return ComparisonAnswer(
        meaning=meaning,
        roles=meaning.roles,
        sources=heaviest(sum((role.support for role in compared), Counter())),
        compared=compared,
        duties=_aspect(duties),
        topics=_topics(compared, duties, knowledge),
        tools=_aspect([_names(role.tools, knowledge) for role in compared]),
        skills=_aspect([_names(role.skills, knowledge) for role in compared]),
        support=tuple(len(role.support) for role in compared),
        others=tuple(other for other in knowledge.roles.values() if other not in compared),
        absent=lacking(compared, knowledge, workspace),
    )


def _common_partners(first: Role, second: Role, knowledge: KnowledgeBase) -> tuple[Role, ...]:
    others = {role.id for role in partners_of(second, knowledge)}
    return tuple(role for role in partners_of(first, knowledge) if role.id in others)


def _common_topics(first: Role, second: Role, knowledge: KnowledgeBase) -> tuple[Topic, ...]:
    others = {topic.id for topic, _ in knowledge.stakes_by_role.get(second.id, ())}
    found = {topic.id: topic for topic, _ in knowledge.stakes_by_role.get(first.id, ()) if topic.id in others}
    return tuple(found.values())


def _story_of(first: Role, second: Role, knowledge: KnowledgeBase) -> Walkthrough | None:
    pair = {first.id, second.id}
    return next((story for story in knowledge.walkthroughs.values() if set(story.roles) == pair), None)


def _aspect(sides: Sequence[Mapping[Hashable, str]]) -> Aspect:
    """Return the names that all sides have and, for each side, those that no other has."""
    everywhere = frozenset(sides[0]).intersection(*sides[1:])
    shared = tuple(name for key, name in sides[0].items() if key in everywhere)
    only = []
    for side in sides:
        elsewhere = frozenset[Hashable]().union(*(other for other in sides if other is not side))
        only.append(tuple(name for key, name in side.items() if key not in elsewhere))
    return Aspect(shared, tuple(only))


def _topics(
    compared: Sequence[Role], duties: Sequence[Mapping[Hashable, str]], knowledge: KnowledgeBase
) -> Aspect:
    """Return what the roles own beyond their duties; a topic that is a duty of one of them is told there."""
    told = frozenset[Hashable]().union(*duties)
    owned = [_owned(role, knowledge) for role in compared]
    hands = [_hands_in(role, knowledge) for role in compared]
    beyond = []
    for at, side in enumerate(owned):
        elsewhere = frozenset[Hashable]().union(*(hand for other, hand in enumerate(hands) if other != at))
        beyond.append(tuple(name for key, name in side.items() if key not in told and key not in elsewhere))
    return Aspect(_aspect(owned).shared, tuple(beyond))


def _duties(role: Role) -> dict[Hashable, str]:
    return {duty.topic or duty.title.casefold(): in_sentence(duty.title) for duty in role.duties}


def _owned(role: Role, knowledge: KnowledgeBase) -> dict[Hashable, str]:
    return {
        topic.id: in_sentence(topic.title)
        for topic, stake in knowledge.stakes_by_role.get(role.id, ())
        if stake.part in _OWNING and not stake.partial
    }


def _hands_in(role: Role, knowledge: KnowledgeBase) -> frozenset[Hashable]:
    """Return the topics that a role is responsible for, be it in part: they are nobody else's only."""
    stakes = knowledge.stakes_by_role.get(role.id, ())
    return frozenset(topic.id for topic, stake in stakes if stake.part in _OWNING)


def _names(named: Sequence[Named], knowledge: KnowledgeBase) -> dict[Hashable, str]:
    return {each.id: item_name(each.id, knowledge) for each in named}

"""What one role is, knows, works with, and who uses what."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answers.kinds import ExpertiseAnswer, RoleAnswer, SkillsAnswer, ToolsAnswer, User
from bot.answers.ownership import covering, lacking
from bot.answers.questions import item_name
from bot.answers.told import Item
from bot.answers.weighing import heaviest, weighed
from bot.answers.workspace import EMPTY, Workspace
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Entry, Named, Role
from bot.matching.reading import Meaning


def role_card(meaning: Meaning, knowledge: KnowledgeBase, workspace: Workspace) -> RoleAnswer:
    """Return all that is known of a role."""
    role = knowledge.roles[meaning.roles[0]]
    return RoleAnswer(
        meaning=meaning,
        roles=meaning.roles,
        sources=heaviest(role.support),
        role=role,
        partners=partners_of(role, knowledge),
        tools=items(role.tools, knowledge),
        skills=items(role.skills, knowledge),
        others=tuple(other for other in knowledge.roles.values() if other is not role and not other.partner),
        here=workspace.for_role(role.id),
        covered_by=covering(role.id, knowledge, workspace),
    )


def skills(meaning: Meaning, knowledge: KnowledgeBase, workspace: Workspace) -> SkillsAnswer:
    """Return what a role must know."""
    role = knowledge.roles[meaning.roles[0]]
    return SkillsAnswer(
        meaning=meaning,
        roles=meaning.roles,
        sources=weighed(role.skills),
        role=role,
        tools=items(role.tools, knowledge),
        skills=items(role.skills, knowledge),
        here=workspace.for_role(role.id),
        covered_by=covering(role.id, knowledge, workspace),
    )


def tools(meaning: Meaning, knowledge: KnowledgeBase, workspace: Workspace) -> ToolsAnswer:
    """Return what a role works with."""
    role = knowledge.roles[meaning.roles[0]]
    return ToolsAnswer(
        meaning=meaning,
        roles=meaning.roles,
        sources=weighed(role.tools),
        role=role,
        tools=items(role.tools, knowledge),
        skills=items(role.skills, knowledge),
        here=workspace.for_role(role.id),
        covered_by=covering(role.id, knowledge, workspace),
    )


def expertise(meaning: Meaning, knowledge: KnowledgeBase, workspace: Workspace = EMPTY) -> ExpertiseAnswer:
    """Return who uses or knows the things asked about, those who use all of them first."""
    users = _users(meaning.items, knowledge)
    return ExpertiseAnswer(
        meaning=meaning,
        roles=tuple(user.role.id for user in users),
        sources=weighed(use.named for user in users for use in user.uses),
        items=tuple(_entry(item, knowledge) for item in meaning.items),
        names=tuple(item_name(item, knowledge) for item in meaning.items),
        tools_only=all(item in knowledge.tools for item in meaning.items),
        users=users,
        absent=lacking((user.role for user in users), knowledge, workspace),
    )


def partners_of(role: Role, knowledge: KnowledgeBase) -> tuple[Role, ...]:
    """Return the roles that this one works with, whichever of the two pages tells so."""
    own = (told.role for told in role.works_with)
    told_there = (
        other.id for other in knowledge.roles.values() for told in other.works_with if told.role == role.id
    )
    return tuple(knowledge.roles[id_] for id_ in dict.fromkeys((*own, *told_there)))


def items(named: Iterable[Named], knowledge: KnowledgeBase) -> tuple[Item, ...]:
    """Return a role's tools or skills with their names."""
    return tuple(Item(each.id, item_name(each.id, knowledge), each) for each in named)


def _entry(item: str, knowledge: KnowledgeBase) -> Entry:
    return knowledge.tools.get(item) or knowledge.skills[item]


def _users(wanted: tuple[str, ...], knowledge: KnowledgeBase) -> tuple[User, ...]:
    uses: dict[str, dict[str, Named]] = {}
    for item in wanted:
        for role, named in knowledge.uses_by_item.get(item, ()):
            uses.setdefault(role.id, {}).setdefault(item, named)
    users = [User(knowledge.roles[role], items(named.values(), knowledge)) for role, named in uses.items()]
    return tuple(sorted(users, key=lambda user: (-len(user.uses), -_support(user))))


def _support(user: User) -> int:
    return sum(len(use.named.source_ids) for use in user.uses)

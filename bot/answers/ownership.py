"""Who owns a topic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answers.kinds import Holder, OwnershipAnswer
from bot.answers.told import Lacking
from bot.answers.weighing import mentioned
from bot.answers.workspace import Workspace
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Part, Role, Stake, Topic
from bot.matching.reading import Meaning

_ORDER = (
    (Part.RESPONSIBLE, False),
    (Part.ACCOUNTABLE, False),
    (Part.RESPONSIBLE, True),
    (Part.ACCOUNTABLE, True),
)


def ownership(meaning: Meaning, knowledge: KnowledgeBase, workspace: Workspace) -> OwnershipAnswer:
    """Return who is responsible, in full before in part, and who else has a stake."""
    topic = knowledge.topics[meaning.topic or ""]
    owners = _owners(topic, knowledge)
    others = _others(topic, knowledge)
    roles = tuple(dict.fromkeys(holder.role.id for holder in owners))
    return OwnershipAnswer(
        meaning=meaning,
        roles=roles,
        sources=mentioned(holder.stake for holder in (*owners, *others)),
        subject=topic,
        owners=owners,
        others=others,
        here=workspace.for_topic(topic.id, roles),
        covered_by=covering(roles[0], knowledge, workspace) if roles else None,
        absent=lacking((holder.role for holder in (*owners, *others)), knowledge, workspace, roles[:1]),
    )


def covering(role: str, knowledge: KnowledgeBase, workspace: Workspace) -> tuple[Role, ...] | None:
    """Return who covers for a role that the workspace does not have; None where it has the role."""
    if role not in workspace.absent:
        return None
    return tuple(knowledge.roles[other] for other in workspace.absent[role] if other in knowledge.roles)


def lacking(
    roles: Iterable[Role], knowledge: KnowledgeBase, workspace: Workspace, told: Sequence[str] = ()
) -> Lacking:
    """Return which of some roles the workspace does not have, each once, but for those told elsewhere."""
    each = {role.id: role for role in roles if role.id not in told}
    covers = ((role, covering(role.id, knowledge, workspace)) for role in each.values())
    return tuple((role, by) for role, by in covers if by is not None)


def _owners(topic: Topic, knowledge: KnowledgeBase) -> tuple[Holder, ...]:
    return tuple(
        Holder(knowledge.roles[stake.role], stake)
        for part, partial in _ORDER
        for stake in topic.stakes
        if stake.part is part and stake.partial is partial
    )


def _others(topic: Topic, knowledge: KnowledgeBase) -> tuple[Holder, ...]:
    def holder(stake: Stake) -> Holder:
        return Holder(knowledge.roles[stake.role], stake)

    consulted = (holder(stake) for stake in topic.stakes if stake.part is Part.CONSULTED)
    informed = (holder(stake) for stake in topic.stakes if stake.part is Part.INFORMED)
    return (*consulted, *informed)

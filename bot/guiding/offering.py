"""Which roles a newcomer may choose from, and how far they have come, as cards need it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.cards.newcomers import Newcomer
from bot.cards.plan import Standing, StepLine
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Role
from bot.onboarding.enrolment import Course, Enrolment, StepStatus, progress
from bot.workspace.workspaces import Local


def offered(local: Local) -> Sequence[Role]:
    """Return the roles that this workspace has, those that the sources describe before the others."""
    absent = local.contents.directory.absent
    roles = [role for role in local.snapshot.knowledge.roles.values() if role.id not in absent]
    return sorted(roles, key=lambda role: role.partner)


def standing(known: Enrolment | None, knowledge: KnowledgeBase, now: datetime) -> Standing | None:
    """Return where somebody stands in their plan; None where they have none."""
    plan = knowledge.plans.get((known.plan if known else None) or "")
    role = knowledge.roles.get((known.role if known else None) or "")
    if known is None or plan is None or role is None:
        return None
    come = progress(known, now)
    titles = {step.id: step.title for step in plan.steps}
    due = {step: message.at for message in known.messages if message.wanted for step in message.steps}
    lines = tuple(
        StepLine(
            id=id_,
            title=titles[id_],
            done=status is StepStatus.DONE,
            delivered=status is StepStatus.DELIVERED,
            due=due.get(id_),
        )
        for id_, status in come.statuses
        if id_ in titles
    )
    return Standing(plan.title, role.name, known.course, lines, come.next_at)


def newcomers(
    by_channel: Mapping[str, Sequence[Enrolment]], names: Mapping[str, str], knowledge: KnowledgeBase
) -> Mapping[str, Sequence[Newcomer]]:
    """Return who finished what, by the channel that they came by."""
    return {
        channel: [_newcomer(each, names.get(each.user, each.user), knowledge) for each in known]
        for channel, known in by_channel.items()
    }


def _newcomer(known: Enrolment, name: str, knowledge: KnowledgeBase) -> Newcomer:
    plan, role = knowledge.plans.get(known.plan or ""), knowledge.roles.get(known.role or "")
    titles = {step.id: step.title for step in plan.steps} if plan else {}
    finished = tuple(titles.get(step.id, step.id) for step in known.steps if step.done_at)
    chosen = known.course is not Course.INVITED
    return Newcomer(name, role.name if role and chosen else None, finished, len(known.steps), known.course)

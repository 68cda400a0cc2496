"""What people ask next, once they know this."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answers.kinds import (
    AboutAnswer,
    Answer,
    CollaborationAnswer,
    ListAnswer,
    PartnersAnswer,
    RoleAnswer,
    SkillsAnswer,
    SourceAnswer,
    ToolsAnswer,
    WalkthroughAnswer,
)
from bot.answers.questions import Offer, offers
from bot.knowledge.base import KnowledgeBase
from bot.matching.reading import Kind, Meaning

_MOST = 3


def next_questions(told: Answer, knowledge: KnowledgeBase) -> tuple[Offer, ...]:
    """Return up to three questions that follow from an answer, the likeliest first."""
    return offers(list(_follow(told, knowledge))[:_MOST], knowledge)


def _follow(told: Answer, knowledge: KnowledgeBase) -> Iterator[Meaning]:
    match told:
        case RoleAnswer():
            known = (
                (Kind.COLLABORATION, told.partners),
                (Kind.SKILLS, told.skills),
                (Kind.TOOLS, told.tools),
            )
            yield from (Meaning(kind, roles=told.roles[:1]) for kind, there in known if there)
        case SkillsAnswer() | ToolsAnswer():
            others = (
                (Kind.TOOLS, told.tools) if isinstance(told, SkillsAnswer) else (Kind.SKILLS, told.skills)
            )
            yield from (Meaning(kind, roles=told.roles[:1]) for kind, there in [others] if there)
            yield Meaning(Kind.ROLE, roles=told.roles[:1])
        case PartnersAnswer():
            for partner in told.partners:
                yield Meaning(Kind.COLLABORATION, roles=(told.role.id, partner.role.id))
        case CollaborationAnswer():
            yield Meaning(Kind.COMPARISON, roles=tuple(role.id for role in told.pair))
            yield from (Meaning(Kind.ROLE, roles=(role.id,)) for role in told.pair)
        case ListAnswer():
            yield from (Meaning(Kind.ROLE, roles=(role.id,)) for role in told.described)
        case WalkthroughAnswer():
            stories = (story for story in knowledge.walkthroughs if story != told.story.id)
            yield from (Meaning(Kind.WALKTHROUGH, entry=story) for story in stories)
        case AboutAnswer():
            yield from (Meaning(Kind.ROLE, roles=(role,)) for role in told.concept.roles)
            yield from (Meaning(Kind.OWNERSHIP, topic=topic) for topic in told.concept.topics)
        case SourceAnswer():
            yield Meaning(Kind.LIST)
        case _:
            yield from (Meaning(Kind.ROLE, roles=(role,)) for role in told.roles)

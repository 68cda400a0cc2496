"""Answers that belong to no single role: the list, stories, concepts, packs, people, help, "I don't know"."""

from __future__ import annotations

from bot.answers.kinds import (
    AboutAnswer,
    FaqAnswer,
    HelpAnswer,
    ListAnswer,
    SourceAnswer,
    Stage,
    UnknownAnswer,
    WalkthroughAnswer,
)
from bot.answers.known_here import PeopleAnswer
from bot.answers.ownership import covering
from bot.answers.questions import offers
from bot.answers.weighing import weighed
from bot.answers.workspace import Workspace
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Topic, Walkthrough
from bot.matching.reading import Kind, Meaning, Reading

_NEAREST = 3


def roster(meaning: Meaning, knowledge: KnowledgeBase, workspace: Workspace) -> ListAnswer:
    """Return which roles there are, those that the sources describe apart from their partners."""
    everyone = knowledge.roles.values()
    return ListAnswer(
        meaning=meaning,
        sources=weighed(role.purpose for role in everyone),
        described=tuple(role for role in everyone if not role.partner),
        partners=tuple(role for role in everyone if role.partner),
        absent=tuple(role for role in everyone if role.id in workspace.absent),
    )


def walkthrough(meaning: Meaning, knowledge: KnowledgeBase) -> WalkthroughAnswer:
    """Return the story that was named, else the one of the roles named, else the whole team's."""
    story = _story(meaning, knowledge)
    stages = tuple(Stage(step, tuple(knowledge.roles[role] for role in step.roles)) for step in story.steps)
    return WalkthroughAnswer(
        meaning=Meaning(Kind.WALKTHROUGH, roles=meaning.roles, entry=story.id),
        roles=meaning.roles,
        sources=weighed((story.summary, *story.steps)),
        story=story,
        stages=stages,
    )


def about(meaning: Meaning, knowledge: KnowledgeBase) -> AboutAnswer | SourceAnswer:
    """Return what a concept or a source is."""
    entry = meaning.entry or ""
    if entry in knowledge.concepts:
        concept = knowledge.concepts[entry]
        return AboutAnswer(meaning=meaning, sources=weighed(concept.statements), concept=concept)
    return SourceAnswer(meaning=meaning, sources=(entry,), source=knowledge.sources[entry])


def faq(meaning: Meaning, knowledge: KnowledgeBase) -> FaqAnswer:
    """Return an entry of a question-and-answer pack; its roles need not be known here."""
    entry = knowledge.faqs[meaning.entry or ""]
    return FaqAnswer(
        meaning=meaning,
        roles=entry.roles,
        sources=entry.source_ids,
        entry=entry,
        entry_roles=tuple(knowledge.roles[role] for role in entry.roles if role in knowledge.roles),
    )


def people(meaning: Meaning, knowledge: KnowledgeBase, workspace: Workspace) -> PeopleAnswer | UnknownAnswer:
    """Return who fills a role here or where to ask, or that nobody has said so yet."""
    role = knowledge.roles[meaning.roles[0]]
    here, covered_by = workspace.for_role(role.id), covering(role.id, knowledge, workspace)
    if here or covered_by is not None:
        return PeopleAnswer(meaning=meaning, roles=meaning.roles, role=role, here=here, covered_by=covered_by)
    nearest = offers([Meaning(Kind.ROLE, roles=meaning.roles[:1])], knowledge)
    return UnknownAnswer(meaning=meaning, unassigned=role, offers=nearest)


def help_with(meaning: Meaning, knowledge: KnowledgeBase) -> HelpAnswer:
    """Return examples of what can be asked, made from what is known."""
    return HelpAnswer(meaning=meaning, offers=offers(_examples(knowledge), knowledge))


def unknown(reading: Reading, knowledge: KnowledgeBase, workspace: Workspace) -> UnknownAnswer:
    """Return that this is not known, with the nearest things; if only the subject is missing, the roles."""
    nearest = offers((other.meaning for other in reading.alternatives), knowledge, workspace)[:_NEAREST]
    return UnknownAnswer(
        meaning=reading.meaning,
        offers=nearest,
        needs_subject=reading.needs_subject,
        unmatched=reading.path,
        known_roles=tuple(knowledge.roles.values()) if reading.needs_subject else (),
    )


def _story(meaning: Meaning, knowledge: KnowledgeBase) -> Walkthrough:
    if meaning.entry:
        return knowledge.walkthroughs[meaning.entry]
    stories = tuple(knowledge.walkthroughs.values())
    of_these = (story for story in stories if set(story.roles) == set(meaning.roles))
    return next(of_these, stories[0])


def _examples(knowledge: KnowledgeBase) -> list[Meaning]:
    """Return one example of each kind that people ask most, as far as there is something to ask about."""
    known = sorted(knowledge.roles.values(), key=lambda role: -len(role.purpose.source_ids))
    roles = [role.id for role in known if not role.partner]
    # Stakes stand best supported first, so the first one tells how well a topic is covered.
    best = max(knowledge.topics.values(), key=_support, default=None)
    return [
        *([Meaning(Kind.OWNERSHIP, topic=best.id)] if best else []),
        *(Meaning(Kind.ROLE, roles=(role,)) for role in roles[:1]),
        *([Meaning(Kind.COMPARISON, roles=tuple(roles[1:3]))] if roles[2:] else []),
        *(Meaning(Kind.WALKTHROUGH, entry=story) for story in list(knowledge.walkthroughs)[:1]),
        *(Meaning(Kind.EXPERTISE, items=(tool,)) for tool in list(knowledge.tools)[:1]),
        *(Meaning(Kind.FAQ, entry=entry) for entry in list(knowledge.faqs)[:3] if not roles),
    ]


def _support(topic: Topic) -> int:
    return len(topic.stakes[0].source_ids) if topic.stakes else 0

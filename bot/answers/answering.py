"""From a reading to an answer: every kind of question has one place that answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from bot.answers.asides import about, faq, help_with, people, roster, unknown, walkthrough
from bot.answers.assets import asset
from bot.answers.following import next_questions
from bot.answers.kinds import Answer
from bot.answers.known_here import AssetAnswer
from bot.answers.ownership import ownership
from bot.answers.questions import Offer, question
from bot.answers.roles import expertise, role_card, skills, tools
from bot.answers.together import collaboration, comparison, partners
from bot.answers.workspace import EMPTY, Workspace
from bot.knowledge.base import KnowledgeBase
from bot.matching.reading import Kind, Meaning, Reading

Tell: TypeAlias = Callable[[Meaning, KnowledgeBase, Workspace], Answer | None]

_NEARLY_AS_GOOD = 0.5
"""An alternative is offered on the card from this share of the reading's own confidence on."""


def known(meaning: Meaning, knowledge: KnowledgeBase, workspace: Workspace = EMPTY) -> Answer | None:
    """Return what is known to a meaning, however it was asked; None for what is not known, or no longer."""
    if meaning.kind is Kind.UNKNOWN or not _is_known(meaning, knowledge, workspace):
        return None
    told = _TELL[meaning.kind](meaning, knowledge, workspace)
    return replace(
        told,
        cited=tuple(knowledge.sources[id_] for id_ in told.sources if id_ in knowledge.sources),
        source_count=len(knowledge.sources),
        offers=told.offers or next_questions(told, knowledge),
    )


def answer(
    reading: Reading, knowledge: KnowledgeBase, workspace: Workspace = EMPTY, tell: Tell = known
) -> Answer:
    """Return what is known to a reading, as `tell` has it; what is not known is an UnknownAnswer."""
    told = tell(reading.meaning, knowledge, workspace)
    if told is None:
        return unknown(reading, knowledge, workspace)
    if isinstance(told, AssetAnswer):
        told = replace(told, path=reading.path)
    rival = _rival(reading, knowledge, workspace)
    return told if rival is None else replace(told, rival=rival)


def _is_known(meaning: Meaning, knowledge: KnowledgeBase, workspace: Workspace) -> bool:
    """Whether every subject is there, and all that the kind needs; a button may outlive what it asks for."""
    if meaning.kind is Kind.ASSET:
        return bool(workspace.catalogue.of(meaning.items))
    return (
        meaning.kind in _TELL
        and len(set(meaning.roles)) >= _ROLES_NEEDED.get(meaning.kind, 0)
        and all(role in knowledge.roles for role in meaning.roles)
        and all(item in knowledge.tools or item in knowledge.skills for item in meaning.items)
        and (meaning.topic in knowledge.topics or meaning.kind is not Kind.OWNERSHIP)
        and (bool(meaning.items) or meaning.kind is not Kind.EXPERTISE)
        and _has_entry(meaning, knowledge)
    )


def _has_entry(meaning: Meaning, knowledge: KnowledgeBase) -> bool:
    match meaning.kind:
        case Kind.ABOUT:
            return meaning.entry in knowledge.concepts or meaning.entry in knowledge.sources
        case Kind.FAQ:
            return meaning.entry in knowledge.faqs
        case Kind.WALKTHROUGH:
            return meaning.entry in knowledge.walkthroughs if meaning.entry else bool(knowledge.walkthroughs)
        case _:
            return True


def _rival(reading: Reading, knowledge: KnowledgeBase, workspace: Workspace) -> Offer | None:
    for other in reading.alternatives[:1]:
        text = question(other.meaning, knowledge, workspace)
        if text and other.meaning != reading.meaning:
            near = other.confidence >= _NEARLY_AS_GOOD * reading.confidence
            return Offer(text, other.meaning) if near else None
    return None


def _together(meaning: Meaning, knowledge: KnowledgeBase, workspace: Workspace) -> Answer:
    pair = len(set(meaning.roles)) > 1
    return collaboration(meaning, knowledge, workspace) if pair else partners(meaning, knowledge, workspace)


_ROLES_NEEDED = {
    Kind.ROLE: 1,
    Kind.SKILLS: 1,
    Kind.TOOLS: 1,
    Kind.COLLABORATION: 1,
    Kind.COMPARISON: 2,
    Kind.PEOPLE: 1,
}

_TELL: Mapping[Kind, Callable[[Meaning, KnowledgeBase, Workspace], Answer]] = {
    Kind.ROLE: role_card,
    Kind.OWNERSHIP: ownership,
    Kind.SKILLS: skills,
    Kind.TOOLS: tools,
    Kind.EXPERTISE: expertise,
    Kind.COLLABORATION: _together,
    Kind.COMPARISON: comparison,
    Kind.LIST: roster,
    Kind.WALKTHROUGH: lambda meaning, knowledge, _: walkthrough(meaning, knowledge),
    Kind.HELP: lambda meaning, knowledge, _: help_with(meaning, knowledge),
    Kind.ABOUT: lambda meaning, knowledge, _: about(meaning, knowledge),
    Kind.FAQ: lambda meaning, knowledge, _: faq(meaning, knowledge),
    Kind.PEOPLE: people,
    Kind.ASSET: asset,
}

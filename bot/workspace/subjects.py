"""Which role or topic somebody means who names it and says nothing else."""

from __future__ import annotations

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Role, Topic
from bot.matching.reading import Kind, Meaning
from bot.matching.text import clean, words
from bot.workspace.directory import Subject, SubjectKind


def subject_called(text: str, knowledge: KnowledgeBase) -> Subject | None:
    """Return the role or topic that has exactly this name, alias or id; a role before a topic."""
    wanted = words(clean(text))
    if not wanted:
        return None
    for role in knowledge.roles.values():
        if any(words(name) == wanted for name in (role.id, role.name, role.plural, *role.aliases)):
            return Subject(kind=SubjectKind.ROLE, id=role.id)
    for topic in knowledge.topics.values():
        if any(words(name) == wanted for name in (topic.id, topic.title, *topic.aliases)):
            return Subject(kind=SubjectKind.TOPIC, id=topic.id)
    return None


def subject_of(meaning: Meaning) -> Subject | None:
    """Return the role or topic that a button is about."""
    if meaning.kind is Kind.OWNERSHIP and meaning.topic:
        return Subject(kind=SubjectKind.TOPIC, id=meaning.topic)
    if meaning.roles:
        return Subject(kind=SubjectKind.ROLE, id=meaning.roles[0])
    return None


def found(subject: Subject, knowledge: KnowledgeBase) -> Role | Topic | None:
    """Return what the knowledge holds of a subject; None where it is gone."""
    if subject.kind is SubjectKind.ROLE:
        return knowledge.roles.get(subject.id)
    return knowledge.topics.get(subject.id)

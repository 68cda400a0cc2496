"""Which role or topic somebody means who names it and says nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from weakref import finalize

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Role, Topic
from bot.matching.reading import Kind, Meaning
from bot.matching.text import clean, words
from bot.workspace.directory import Subject, SubjectKind

_indexes: dict[int, Mapping[tuple[str, ...], Subject]] = {}
"""By the identity of the knowledge, for as long as that is there: it is edited, and there are many."""


def subject_called(text: str, knowledge: KnowledgeBase) -> Subject | None:
    """Return the role or topic that has exactly this name, alias or id; a role before a topic."""
    wanted = tuple(words(clean(text)))
    return _index(knowledge).get(wanted) if wanted else None


def _index(knowledge: KnowledgeBase) -> Mapping[tuple[str, ...], Subject]:
    """Return every name's subject, put together once for each knowledge: there are thousands."""
    index = _indexes.get(id(knowledge))
    if index is None:
        index = _indexes[id(knowledge)] = dict(_named(knowledge))
        finalize(knowledge, _indexes.pop, id(knowledge))
    return index


def _named(knowledge: KnowledgeBase) -> Iterator[tuple[tuple[str, ...], Subject]]:
    """Yield names with what they name; of two with the same name, the one that counts comes last."""
    for topic in reversed(list(knowledge.topics.values())):
        for name in (topic.id, topic.title, *topic.aliases):
            yield tuple(words(name)), Subject(kind=SubjectKind.TOPIC, id=topic.id)
    for role in reversed(list(knowledge.roles.values())):
        for name in (role.id, role.name, role.plural, *role.aliases):
            yield tuple(words(name)), Subject(kind=SubjectKind.ROLE, id=role.id)


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

"""Whether the directory would help somebody who asks today: a pure look at it and the knowledge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Part, Role, Topic
from bot.workspace.directory import Directory, Subject
from bot.workspace.subjects import found


@dataclass(frozen=True, slots=True)
class Health:
    """What is amiss; empty tuples where all is well. Ids, in the order of the knowledge base."""

    topics_without_anybody: tuple[str, ...]
    """Neither the topic nor a role that is responsible for it names anybody."""
    roles_without_people: tuple[str, ...]
    accountable_twice: tuple[tuple[str, tuple[str, ...]], ...]
    """Topics for which more than one role here is accountable, with those roles."""
    stale: tuple[Subject, ...]
    """Entries that nobody has confirmed for six months, the oldest first."""
    gone: tuple[Subject, ...]
    """Entries of roles and topics that the knowledge base no longer has."""

    def __bool__(self) -> bool:
        """Whether anything is amiss."""
        return any(
            (
                self.topics_without_anybody,
                self.roles_without_people,
                self.accountable_twice,
                self.stale,
                self.gone,
            )
        )


def health(directory: Directory, knowledge: KnowledgeBase, now: datetime) -> Health:
    """Return what is amiss in a workspace; `knowledge` holds its own entries too."""
    topics = knowledge.topics.values()
    present = (
        role for role in knowledge.roles.values() if not role.partner and role.id not in directory.absent
    )
    accountable = ((topic.id, _accountable(topic, directory)) for topic in topics)
    stale = (
        (listed.confirmed_at, str(subject), subject)
        for subject, listed in directory.entries.items()
        if listed.stale(now)
    )
    return Health(
        tuple(topic.id for topic in topics if not _anybody(topic, directory)),
        tuple(role.id for role in present if not directory.role(role.id).somebody),
        tuple((topic, several) for topic, several in accountable if len(several) > 1),
        tuple(subject for *_, subject in sorted(stale, key=lambda found: found[:2])),
        tuple(_gone(directory, knowledge)),
    )


def names(amiss: Health, knowledge: KnowledgeBase) -> Mapping[str, Sequence[str]]:
    """Return what is amiss by the names of roles and topics, under the words of `Health`."""
    topics, roles = knowledge.topics, knowledge.roles
    stale = (found(each, knowledge) for each in amiss.stale)
    return {
        "roles_without_people": [roles[each].plural for each in amiss.roles_without_people],
        "topics_without_anybody": [topics[each].title for each in amiss.topics_without_anybody],
        "accountable_twice": [topics[each].title for each, _ in amiss.accountable_twice],
        "stale": [each.plural if isinstance(each, Role) else each.title for each in stale if each],
        "gone": [str(each) for each in amiss.gone],
    }


def _anybody(topic: Topic, directory: Directory) -> bool:
    responsible = _here((stake.role for stake in topic.stakes if stake.part is Part.RESPONSIBLE), directory)
    return directory.topic(topic.id).somebody or any(directory.role(role).somebody for role in responsible)


def _accountable(topic: Topic, directory: Directory) -> tuple[str, ...]:
    return _here((stake.role for stake in topic.stakes if stake.part is Part.ACCOUNTABLE), directory)


def _here(roles: Iterator[str], directory: Directory) -> tuple[str, ...]:
    """Return the roles, those that do not exist here as the ones that cover for them, each once."""
    return tuple(dict.fromkeys(found for role in roles for found in directory.absent.get(role, (role,))))


def _gone(directory: Directory, knowledge: KnowledgeBase) -> Iterator[Subject]:
    known = {"role": knowledge.roles, "topic": knowledge.topics}
    return (subject for subject in directory.entries if subject.id not in known[subject.kind])

"""Who fills a role or looks after a topic in one workspace: ids only, names are looked up when drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, NewType

from pydantic import AwareDatetime, StringConstraints

from bot.knowledge.models import Id, Line, Model

WorkspaceId = NewType("WorkspaceId", str)
"""What rows belong to: a workspace's id (T...), or that of an organisation that installed for all (E...)."""

PersonId = Annotated[str, StringConstraints(pattern=r"^[UW][A-Z0-9]{1,30}$")]
GroupId = Annotated[str, StringConstraints(pattern=r"^S[A-Z0-9]{1,30}$")]
ChannelId = Annotated[str, StringConstraints(pattern=r"^[CGD][A-Z0-9]{1,30}$")]
Link = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>|]+$", max_length=500)]
"""Only http and https: whatever stands here is one click away from everybody."""
Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
r"""A name that a program made. With `\w` for its letters, those of every script forty times over, what checks
it would take two megabytes wherever it stands.
"""

STALE = timedelta(days=182)
"""Six months; after that somebody should say that an entry is still right."""


class SubjectKind(StrEnum):
    """What an entry of the directory is about."""

    ROLE = "role"
    TOPIC = "topic"


class Subject(Model):
    """A role or a topic, by id."""

    kind: SubjectKind
    id: Id

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Entry(Model):
    """Who it is here and where to ask; what people fill in."""

    people: tuple[PersonId, ...] = ()
    groups: tuple[GroupId, ...] = ()
    channel: ChannelId | None = None
    """Where to ask."""
    backup: PersonId | GroupId | None = None
    """Who stands in when nobody else is there."""
    note: Line | None = None
    link: Link | None = None

    def __bool__(self) -> bool:
        """Whether anything is filled in."""
        return self != _NOTHING

    @property
    def somebody(self) -> bool:
        """Whether it names a person or a group; a channel alone answers nobody."""
        return bool(self.people or self.groups)


_NOTHING = Entry()


class Confirmation(Model):
    """Who said that an entry is right, and when."""

    by: Token
    at: AwareDatetime


class Listed(Model):
    """An entry with who last said that it is right, and when."""

    entry: Entry
    confirmed_by: str
    confirmed_at: datetime

    @property
    def confirmation(self) -> Confirmation:
        """Who said so, and when."""
        return Confirmation(by=self.confirmed_by, at=self.confirmed_at)

    def stale(self, now: datetime) -> bool:
        """Whether nobody has confirmed it for six months."""
        return now - self.confirmed_at > STALE


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything that a workspace knows of who does what there."""

    entries: Mapping[Subject, Listed] = field(default_factory=lambda: MappingProxyType({}))
    absent: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Roles that do not exist here, each with the roles that cover for it."""

    def entry(self, subject: Subject) -> Entry:
        """Return what is filled in for a role or topic; an empty entry where nothing is."""
        listed = self.entries.get(subject)
        return listed.entry if listed else _NOTHING

    def role(self, role: str) -> Entry:
        """Return the entry of a role."""
        return self.entry(Subject(kind=SubjectKind.ROLE, id=role))

    def topic(self, topic: str) -> Entry:
        """Return the entry of a topic."""
        return self.entry(Subject(kind=SubjectKind.TOPIC, id=topic))

    def of_person(self, person: str) -> Iterator[Subject]:
        """Yield the roles and topics for which somebody is named, as backup too."""
        for subject, listed in self.entries.items():
            if person in listed.entry.people or person == listed.entry.backup:
                yield subject

    def naming(self, contact: str) -> Iterator[Subject]:
        """Yield every subject whose entry names a person, group or channel: those to mend when it is gone."""
        for subject, listed in self.entries.items():
            entry = listed.entry
            if contact in (*entry.people, *entry.groups, entry.channel, entry.backup):
                yield subject

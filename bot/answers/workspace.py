"""What one workspace adds to an answer: who fills a role there, where to ask, which roles it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.answers.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Contact:
    """A person, a user group or a channel, with the name to draw; a name never pings, a mention would."""

    id: str
    name: str
    url: str | None = None
    """Where Slack shows more of it; a link pings nobody either."""


@dataclass(frozen=True, slots=True)
class Here:
    """Who fills a role or looks after a topic in this workspace, and where to ask."""

    people: tuple[Contact, ...] = ()
    groups: tuple[Contact, ...] = ()
    channel: Contact | None = None
    """Where to ask."""
    backup: Contact | None = None
    """Who stands in."""
    note: str | None = None
    link: str | None = None

    def __bool__(self) -> bool:
        """Whether there is anybody to name or anywhere to ask; a note alone helps nobody."""
        return bool(self.people or self.groups or self.channel or self.backup)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A snapshot that was fetched before the question is read, so that answering never waits."""

    roles: Mapping[str, Here] = field(default_factory=dict)
    topics: Mapping[str, Here] = field(default_factory=dict)
    absent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Roles that do not exist here, each with the roles that cover for it."""
    catalogue: Catalogue = field(default_factory=Catalogue)
    """What is owned here by name."""

    def for_role(self, role: str) -> Here:
        """Return who fills the role here, or covers for it; empty where nobody is known to."""
        filling = (role, *self.absent.get(role, ()))
        return next(filter(None, (self.roles.get(each) for each in filling)), NOBODY)

    def for_topic(self, topic: str, owners: tuple[str, ...]) -> Here:
        """Return who looks after the topic here, else who fills the first owning role that anybody fills."""
        return self.topics.get(topic) or next(filter(None, map(self.for_role, owners)), NOBODY)


NOBODY = Here()
EMPTY = Workspace()
"""Outside any workspace: the terminal, and every workspace that has added nothing."""

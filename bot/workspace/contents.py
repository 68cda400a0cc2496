"""Everything that answers in one workspace rest on, at one version."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from pydantic import JsonValue, TypeAdapter, ValidationError

from bot.answers.catalogue import Catalogue
from bot.answers.workspace import Contact, Here, Workspace
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Outside
from bot.workspace.directory import Directory, Entry, Listed, Subject, SubjectKind
from bot.workspace.edits import Place
from bot.workspace.own import OWN, Own, OwnEntry
from bot.workspace.settings import ChannelSettings, WorkspaceSettings

log = logging.getLogger(__name__)


_NO_ASSETS = Catalogue()

_ASSETS = 8
"""Assets that take the memory of one entry."""


@dataclass(frozen=True)
class Contents:
    """What a workspace keeps; immutable."""

    version: int = 0
    directory: Directory = field(default_factory=Directory)
    own: Own = field(default_factory=Own)
    settings: WorkspaceSettings = field(default_factory=WorkspaceSettings)
    channels: Mapping[str, ChannelSettings] = field(default_factory=dict)
    """Those with settings of their own."""
    stewards: tuple[str, ...] = ()
    catalogue: Catalogue = field(default_factory=Catalogue)
    """What was imported of who owns what."""
    put_aside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Questions that are not this workspace's to answer, by their gap."""

    @classmethod
    def of(
        cls, version: int, kept: Iterable[tuple[Place, JsonValue]], catalogue: Catalogue = _NO_ASSETS
    ) -> Contents:
        """Return what was kept, each value from its place; one that can no longer be read is passed over."""
        found = _Found()
        for place, value in kept:
            try:
                found.take(place, value)
            except ValidationError:
                log.exception("%s of a workspace cannot be read and is left out", place)
        return cls(
            version=version,
            directory=Directory(found.entries, found.absent),
            own=Own(tuple(found.own)),
            settings=found.settings,
            channels=found.channels,
            stewards=found.stewards,
            catalogue=catalogue,
            put_aside=found.put_aside,
        )

    @cached_property
    def not_ours(self) -> tuple[str, ...]:
        """Questions that are not this workspace's to answer."""
        return tuple(dict.fromkeys(text for texts in self.put_aside.values() for text in texts))

    @property
    def size(self) -> int:
        """How many entries it holds, as a measure of the memory that it takes."""
        assets = len(self.catalogue) // _ASSETS
        return len(self.directory.entries) + len(self.own.entries) + len(self.not_ours) + assets

    @cached_property
    def read_beside(self) -> KnowledgeBase:
        """What questions are read against beside the base: own entries, and what is not to be answered."""
        texts = self.not_ours
        aside = (Outside(id="not-ours", title="Not ours to answer", phrases=texts),) if texts else ()
        return replace(self.own.knowledge, outside=aside)

    @cached_property
    def snapshot(self) -> Workspace:
        """What answers need of it; people and channels are named by their ids, for whoever draws them."""
        entries = self.directory.entries.items()
        return Workspace(
            roles={at.id: here_of(listed.entry) for at, listed in entries if at.kind is SubjectKind.ROLE},
            topics={at.id: here_of(listed.entry) for at, listed in entries if at.kind is SubjectKind.TOPIC},
            absent=self.directory.absent,
            catalogue=self.catalogue,
        )

    def channel(self, channel: str) -> ChannelSettings:
        """Return a channel's settings, the defaults where it has none of its own."""
        return self.channels.get(channel, _DEFAULTS)


_DEFAULTS = ChannelSettings()
_KINDS = frozenset(SubjectKind)
_IDS = TypeAdapter(tuple[str, ...])


class _Found:
    """What has been read so far."""

    def __init__(self) -> None:
        self.entries: dict[Subject, Listed] = {}
        self.absent: dict[str, tuple[str, ...]] = {}
        self.own: list[OwnEntry] = []
        self.settings = WorkspaceSettings()
        self.channels: dict[str, ChannelSettings] = {}
        self.stewards: tuple[str, ...] = ()
        self.put_aside: dict[str, tuple[str, ...]] = {}

    def take(self, place: Place, value: JsonValue) -> None:
        """Read one value; raise ValidationError where it is not what belongs there."""
        shelf, key = place
        if shelf in _KINDS:
            self.entries[Subject(kind=SubjectKind(shelf), id=key)] = Listed.model_validate(value)
        elif shelf == "absence":
            self.absent[key] = _IDS.validate_python(value)
        elif shelf == "settings":
            self.settings = WorkspaceSettings.model_validate(value)
        elif shelf == "channel":
            self.channels[key] = ChannelSettings.model_validate(value)
        elif shelf == "stewards":
            self.stewards = _IDS.validate_python(value)
        elif shelf == "not-ours":
            self.put_aside[key] = _IDS.validate_python(value)
        else:
            self.own.append(OWN.validate_python({"shelf": shelf.removeprefix("own-"), "value": value}))


def here_of(entry: Entry) -> Here:
    """Return an entry as answers hold it, with ids for names."""
    return Here(
        people=tuple(Contact(person, person) for person in entry.people),
        groups=tuple(Contact(group, group) for group in entry.groups),
        channel=Contact(entry.channel, entry.channel) if entry.channel else None,
        backup=Contact(entry.backup, entry.backup) if entry.backup else None,
        note=entry.note,
        link=entry.link,
    )

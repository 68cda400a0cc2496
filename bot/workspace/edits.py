"""What can be changed in a workspace: one value a change, so that all are audited and proposed alike."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import Field, JsonValue, TypeAdapter

from bot.knowledge.models import LATER, Id, Model, Phrase
from bot.workspace.directory import ChannelId, Confirmation, Entry, Listed, PersonId, Subject, Token
from bot.workspace.own import OwnEntry, OwnShelf
from bot.workspace.rights import Deed
from bot.workspace.settings import ChannelSettings, WorkspaceSettings

GapId: TypeAlias = Token


class Place(NamedTuple):
    """Where a value is kept; the audit log names it so."""

    shelf: str
    key: str

    def __str__(self) -> str:
        return f"{self.shelf} {self.key}".strip()


class _Edit(Model, ABC):
    @property
    @abstractmethod
    def place(self) -> Place:
        """What it changes."""

    @abstractmethod
    def after(self, before: JsonValue, by: str, now: datetime) -> JsonValue:
        """Return what stands in the place after it; None for nothing."""


class Assign(_Edit):
    """Say who fills a role or looks after a topic; an empty entry takes it out of the directory."""

    edit: Literal["assign"] = "assign"
    of: Subject
    entry: Entry
    confirmed: Confirmation | None = None
    """Who said before that it is right, where that is taken over with it."""

    @property
    def place(self) -> Place:
        """The role or topic."""
        return Place(self.of.kind, self.of.id)

    def after(self, before: JsonValue, by: str, now: datetime) -> JsonValue:  # noqa: ARG002
        """Return the entry, confirmed by whoever made it unless somebody is named for that."""
        who, when = (self.confirmed.by, self.confirmed.at) if self.confirmed else (by, now)
        return _listed(self.entry, who, when) if self.entry else None


class Confirm(_Edit):
    """Say that an entry is still right."""

    edit: Literal["confirm"] = "confirm"
    of: Subject

    @property
    def place(self) -> Place:
        """The role or topic."""
        return Place(self.of.kind, self.of.id)

    def after(self, before: JsonValue, by: str, now: datetime) -> JsonValue:
        """Return the entry with who confirmed it; nothing where there is none to confirm."""
        return _listed(Listed.model_validate(before).entry, by, now) if before else None


class MarkAbsent(_Edit):
    """Say that the workspace does not have a role, and who covers for it; None says that it has."""

    edit: Literal["mark-absent"] = "mark-absent"
    role: Id
    covered_by: tuple[Id, ...] | None

    @property
    def place(self) -> Place:
        """The role's absence."""
        return Place("absence", self.role)

    def after(self, before: JsonValue, by: str, now: datetime) -> JsonValue:  # noqa: ARG002
        """Return the covering roles."""
        return None if self.covered_by is None else list(self.covered_by)


class NameStewards(_Edit):
    """Say who looks after what the workspace knows, beside its admins."""

    edit: Literal["name-stewards"] = "name-stewards"
    people: tuple[PersonId, ...]

    @property
    def place(self) -> Place:
        """The list of stewards."""
        return Place("stewards", "")

    def after(self, before: JsonValue, by: str, now: datetime) -> JsonValue:  # noqa: ARG002
        """Return the people, each once."""
        return list(dict.fromkeys(self.people)) or None


class Settle(_Edit):
    """Choose the workspace's settings."""

    edit: Literal["settle"] = "settle"
    settings: WorkspaceSettings

    @property
    def place(self) -> Place:
        """The settings."""
        return Place("settings", "")

    def after(self, before: JsonValue, by: str, now: datetime) -> JsonValue:  # noqa: ARG002
        """Return the settings."""
        return self.settings.model_dump(mode="json")


class SettleChannel(_Edit):
    """Choose a channel's settings."""

    edit: Literal["settle-channel"] = "settle-channel"
    channel: ChannelId
    settings: ChannelSettings

    @property
    def place(self) -> Place:
        """The channel."""
        return Place("channel", self.channel)

    def after(self, before: JsonValue, by: str, now: datetime) -> JsonValue:  # noqa: ARG002
        """Return the settings; the defaults need no keeping."""
        return None if self.settings == ChannelSettings() else self.settings.model_dump(mode="json")


class Write(_Edit):
    """Add or replace an entry of the workspace's own."""

    edit: Literal["write"] = "write"
    own: OwnEntry
    gap: GapId | None = None
    """The gap that it answers, where somebody proposes an answer to one."""

    @property
    def place(self) -> Place:
        """The entry."""
        return Place(f"own-{self.own.shelf}", self.own.value.id)

    def after(self, before: JsonValue, by: str, now: datetime) -> JsonValue:  # noqa: ARG002
        """Return the entry as its YAML would have it."""
        value: JsonValue = self.own.value.model_dump(mode="json", exclude_defaults=True)
        return value


class Erase(_Edit):
    """Take an entry of the workspace's own away."""

    edit: Literal["erase"] = "erase"
    shelf: OwnShelf
    id: Id

    @property
    def place(self) -> Place:
        """The entry."""
        return Place(f"own-{self.shelf}", self.id)

    def after(self, before: JsonValue, by: str, now: datetime) -> JsonValue:  # noqa: ARG002
        """Return nothing."""
        return None


class PutAside(_Edit):
    """Say that what is asked like this is not the workspace's to answer; without texts, that it is again."""

    edit: Literal["put-aside"] = "put-aside"
    gap: GapId
    texts: tuple[Phrase, ...]

    @property
    def place(self) -> Place:
        """The gap."""
        return Place("not-ours", self.gap)

    def after(self, before: JsonValue, by: str, now: datetime) -> JsonValue:  # noqa: ARG002
        """Return the texts, as people asked."""
        return list(self.texts) or None


Edit: TypeAlias = Annotated[
    Assign | Confirm | MarkAbsent | NameStewards | Settle | SettleChannel | Write | Erase | PutAside,
    Field(discriminator="edit"),
]

EDIT: TypeAdapter[Edit] = TypeAdapter(Edit, config=LATER)
"""Reads and writes an edit as JSON."""


def needed(edit: Edit) -> Deed:
    """Return the right that an edit takes: stewards do not name stewards."""
    return Deed.NAME_STEWARDS if isinstance(edit, NameStewards) else Deed.CHANGE


def _listed(entry: Entry, by: str, now: datetime) -> JsonValue:
    value: JsonValue = Listed(entry=entry, confirmed_by=by, confirmed_at=now).model_dump(
        mode="json", exclude_defaults=True
    )
    return value

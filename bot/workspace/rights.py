"""Who may do what, decided on the server at every submit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.workspace.directory import WorkspaceId
from bot.workspace.settings import WorkspaceSettings


class Standing(StrEnum):
    """What somebody is to the workspace they ask in."""

    ADMIN = "admin"
    """An admin or owner, as Slack says."""
    MEMBER = "member"
    GUEST = "guest"
    STRANGER = "stranger"
    """Somebody of another organisation."""
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts or asks."""

    id: str
    standing: Standing


class Deed(StrEnum):
    """What needs a right."""

    SEE_DIRECTORY = "see the directory"
    BE_LEARNT_FROM = "leave a gap or a vote"
    PROPOSE = "propose a change"
    CHANGE = "change the directory, answers and settings"
    DECIDE = "approve or decline a proposal"
    SEE_GAPS = "see and answer gaps"
    NAME_STEWARDS = "name stewards"


_EVERYBODY = frozenset({Deed.SEE_DIRECTORY, Deed.BE_LEARNT_FROM, Deed.PROPOSE})
_STEWARDS = _EVERYBODY | {Deed.CHANGE, Deed.DECIDE, Deed.SEE_GAPS}
_ADMINS = frozenset(Deed)
_GUESTS = frozenset({Deed.BE_LEARNT_FROM})


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights of one workspace's people."""

    workspace: WorkspaceId
    settings: WorkspaceSettings
    stewards: Collection[str] = ()
    """People whom the workspace's admins named to look after what it knows."""
    admins: Collection[tuple[str, str]] = ()
    """Workspace and person of those that the server's own settings name."""

    def may(self, person: Person, deed: Deed, *, shared: bool = False) -> bool:
        """Return whether somebody may do it; `shared` is a channel that another organisation reads too."""
        if shared and deed in {Deed.SEE_DIRECTORY, Deed.BE_LEARNT_FROM}:
            return False
        return deed in self._deeds(person)

    def _deeds(self, person: Person) -> frozenset[Deed]:
        if person.standing in {Standing.STRANGER, Standing.BOT}:
            return frozenset()
        if person.standing is Standing.ADMIN or (self.workspace, person.id) in self.admins:
            return _ADMINS
        if person.standing is Standing.GUEST:
            return _GUESTS | {Deed.SEE_DIRECTORY} if self.settings.guests_see_directory else _GUESTS
        return _STEWARDS if person.id in self.stewards else _EVERYBODY

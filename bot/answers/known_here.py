"""What can be said of one workspace alone: who fills a role there, and who owns what its files name."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.told import Told
from bot.answers.workspace import Contact, Here
from bot.knowledge.assets import Asset
from bot.knowledge.models import Role
from bot.matching.reading import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleAnswer(Told):
    """Who fills a role in this workspace."""

    kind = Kind.PEOPLE
    role: Role
    here: Here
    covered_by: tuple[Role, ...] | None = None
    """Who covers for it where the workspace does not have it; None where it has."""

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of the people, then of the groups."""
        return tuple(contact.id for contact in (*self.here.people, *self.here.groups))


@dataclass(frozen=True, slots=True)
class AssetOwner:
    """Somebody who owns something."""

    written: str
    """As the file has it."""
    contact: Contact | None
    """Who that is here; None where nobody has said."""


@dataclass(frozen=True, slots=True)
class Owned:
    """Something with its owners."""

    asset: Asset
    owners: tuple[AssetOwner, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetAnswer(Told):
    """Who owns something that a file of the workspace names."""

    kind = Kind.ASSET
    owned: tuple[Owned, ...]
    """All that goes by the name that was asked for, or decides on the path."""
    path: str = ""
    """The path that was asked for; empty for a name, and where a button was pressed."""

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of the owners who are known here, each once."""
        owners = (owner for each in self.owned for owner in each.owners)
        return tuple(dict.fromkeys(owner.contact.id for owner in owners if owner.contact))

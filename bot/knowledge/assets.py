"""What teams own that is no topic: models, services, paths; each as a file of theirs says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b


class AssetKind(StrEnum):
    """What kind of thing is owned."""

    PATH = "path"
    COMPONENT = "component"
    SYSTEM = "system"
    RESOURCE = "resource"
    MODEL = "model"
    SEED = "seed"
    SNAPSHOT = "snapshot"
    EXPOSURE = "exposure"


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns something."""

    written: str
    """As the file has it, for people to read."""
    reference: str
    """The same for every way of writing it, to look it up: `group:default/payments`, `@acme/payments`."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which paths a line of CODEOWNERS is about."""

    text: str
    """As written."""
    section: str = ""
    """Without regard to case, as GitLab joins sections of one name; empty before the first."""
    excludes: bool = False
    """A path that matches belongs to nobody in this section, whatever other lines say."""


@dataclass(frozen=True, slots=True)
class Asset:
    """Something with owners, and where that is written."""

    id: str
    """Unique within its file, and the same when the file is read again."""
    name: str
    """What people call it."""
    kind: AssetKind
    owners: tuple[Owner, ...]
    """None where the file says that nobody owns it."""
    file: str
    line: int
    pattern: Pattern | None = None
    """For paths, what is matched against; the name is only what people call it."""

    @property
    def key(self) -> str:
        """What it is known by in a button, which has no room for a path."""
        return blake2b(f"{self.file}\0{self.id}".encode(), digest_size=8).hexdigest()

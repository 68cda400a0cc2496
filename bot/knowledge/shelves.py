"""Which file of a knowledge folder holds what, and where the folder is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.knowledge.models import (
    Concept,
    Entry,
    Faq,
    Model,
    Outside,
    Plan,
    Role,
    Source,
    Synonyms,
    Topic,
    Walkthrough,
)

SIZE = 1_000_000
"""Bytes of one file; more is no longer a file that people review."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of entry: its model, its files, and its field in `KnowledgeBase`."""

    name: str
    word: str
    """What one entry is called when speaking to people."""
    model: type[Model]
    pattern: str
    """The files, relative to the folder: `roles/*.yaml`."""
    many: bool
    """True where a file holds a list of entries, False where it is one entry."""

    @property
    def kind(self) -> str:
        """The name of its file or folder, as people know it: `onboarding`, `vocabulary`."""
        return self.pattern.partition("/")[0].removesuffix(".yaml")

    def files(self, folder: Path) -> Iterator[Path]:
        """Yield the shelf's files in a folder; hidden ones are an editor's own business."""
        return (path for path in folder.glob(self.pattern) if not path.name.startswith("."))


SHELVES = (
    Shelf("roles", "role", Role, "roles/*.yaml", many=False),
    Shelf("topics", "topic", Topic, "topics/*.yaml", many=True),
    Shelf("tools", "tool", Entry, "tools.yaml", many=True),
    Shelf("skills", "skill", Entry, "skills.yaml", many=True),
    Shelf("concepts", "concept", Concept, "concepts.yaml", many=True),
    Shelf("sources", "source", Source, "sources.yaml", many=True),
    Shelf("walkthroughs", "walkthrough", Walkthrough, "walkthroughs/*.yaml", many=False),
    Shelf("plans", "onboarding plan", Plan, "onboarding/*.yaml", many=False),
    Shelf("faqs", "FAQ", Faq, "faqs/*.yaml", many=True),
    Shelf("synonyms", "synonym set", Synonyms, "vocabulary.yaml", many=True),
    Shelf("outside", "outside area", Outside, "outside.yaml", many=True),
)


def shelved(folder: Path) -> list[tuple[Path, Shelf]]:
    """Return every file that a shelf reads, in the order of their names."""
    return sorted((path, shelf) for shelf in SHELVES for path in shelf.files(folder))


class Version:
    """A hash of files, one after the other, by their names within the folder and their content."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._hash = folder, sha256()

    def add(self, path: Path, data: bytes) -> None:
        """Take the next file."""
        name = path.relative_to(self._folder).as_posix()
        self._hash.update(f"{name}\0{len(data)}\0".encode() + data)

    def __str__(self) -> str:
        """Return what it comes to."""
        return self._hash.hexdigest()[:16]


def version_of(folder: Path) -> str | None:
    """Return the version of a folder's knowledge, unread and unchecked; None where a file cannot be read."""
    version = Version(folder)
    try:
        for path, _ in shelved(folder):
            if not path.is_file() or path.stat().st_size > SIZE:
                return None
            version.add(path, path.read_bytes())
    except OSError:
        return None
    return str(version)


def default_folder() -> Path:
    """Return the knowledge that came with the app: inside the wheel, else of the repository."""
    package = Path(__file__).resolve().parents[1]
    carried = package / "_knowledge"
    return carried if carried.is_dir() else package.parent / "knowledge"

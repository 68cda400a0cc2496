"""The files of a folder taken apart into records: one entry each, with its model where it fits one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError
from yaml.nodes import Node

from bot.knowledge import places
from bot.knowledge.models import Model
from bot.knowledge.places import Unreadable
from bot.knowledge.problems import Fault, KnowledgeError, Problem, Severity, quoted
from bot.knowledge.sections import Section, sections
from bot.knowledge.shelves import SHELVES, SIZE, Shelf, Version, shelved
from bot.knowledge.wording import closest, in_words


@dataclass(frozen=True)
class Document:
    """One readable file: its shelf, its text, and its plain value."""

    folder: Path
    path: Path
    shelf: Shelf
    text: str
    value: Any
    faults: tuple[Fault, ...]
    """What is wrong with its keys and tags."""

    @cached_property
    def root(self) -> Node:
        """Its nodes, composed again when first asked for: only faults need them, and they are heavy."""
        return cast(Node, places.compose(self.text))

    def problem(self, fault: Fault, severity: Severity = Severity.ERROR) -> Problem:
        """Return a fault as a problem of this file."""
        return Problem(str(self.path), fault.line, fault.column, fault.message, severity)


@dataclass(frozen=True)
class Record:
    """One entry as it stands in a file, fit or unfit."""

    document: Document
    base: places.Path
    """The way to it within its document."""
    value: Any
    model: Model | None
    """None where the value does not fit."""

    @property
    def shelf(self) -> Shelf:
        """The shelf it belongs on."""
        return self.document.shelf

    @property
    def id(self) -> str | None:
        """Its id, where it has one that is a text."""
        found = self.value.get("id") if isinstance(self.value, dict) else None
        return found if isinstance(found, str) else None

    @property
    def name(self) -> str:
        """What to call it when speaking to people: "topic 'data-quality'"."""
        return f"{self.shelf.word} {quoted(self.id)}"

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Every mapping in it that is meant to be a model, itself first."""
        return tuple(sections(self.shelf.model, self.value))

    def problem(
        self, path: places.Path, message: str, severity: Severity = Severity.ERROR, *, key: bool = False
    ) -> Problem:
        """Return a problem at a value of this record, or at its key."""
        node = places.node_at(self.document.root, (*self.base, *path), key=key)
        return self.document.problem(places.fault_at(node, message), severity)

    def place(self, path: places.Path) -> str:
        """Return `FILE:LINE` of a value within the folder, to refer to it from elsewhere."""
        file = self.document.path.relative_to(self.document.folder).as_posix()
        return f"{file}:{self.problem(path, '').line}"


@dataclass
class Collection:
    """Everything that a folder holds, good and bad."""

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[tuple[Shelf, str]] = field(default_factory=list)
    """Files that could not be read, by shelf and stem: what they define is not known."""
    shelves: set[str] = field(default_factory=set)
    """The names of the shelves that have a file here."""
    version: str = ""

    def on(self, shelf: str) -> Iterator[Record]:
        """Yield the records of one shelf, in file order."""
        return (record for record in self.records if record.shelf.name == shelf)


def collect(folder: Path) -> Collection:
    """Return a folder's records and the problems of form; raise KnowledgeError where there is no folder."""
    if not folder.is_dir():
        raise KnowledgeError([Problem(str(folder), 0, 0, "there is no such folder")])
    found, version = Collection(), Version(folder)
    files = shelved(folder)
    for path, shelf in files:
        found.shelves.add(shelf.name)
        try:
            data = _bytes(path)
            document = _document(folder, path, shelf, data)
            entries = _entries(document)
        except Unreadable as error:
            fault = error.fault
            found.problems.append(Problem(str(path), fault.line, fault.column, fault.message))
            found.unread.append((shelf, path.stem))
            continue
        version.add(path, data)
        found.problems.extend(map(document.problem, document.faults))
        found.records.extend(_record(document, base, value, found.problems) for base, value in entries)
    if not files:
        message = "holds no knowledge: no roles/, topics/, faqs/ or other file that is read"
        found.problems.append(Problem(str(folder), 0, 0, message))
    found.problems.extend(_strangers(folder, {path for path, _ in files}))
    found.version = str(version)
    return found


def _bytes(path: Path) -> bytes:
    """Return a file's bytes, never more than are allowed."""
    try:
        if not path.is_file():
            raise Unreadable(0, 0, "this is not a file")
        with path.open("rb") as file:
            data = file.read(SIZE + 1)
    except OSError as error:
        raise Unreadable(0, 0, f"the file cannot be opened: {error.strerror}") from None
    if len(data) > SIZE:
        raise Unreadable(1, 1, "the file is larger than 1 MB; split it")
    return data


def _document(folder: Path, path: Path, shelf: Shelf, data: bytes) -> Document:
    text = _decoded(data)
    root = places.compose(text)
    if root is None:
        raise Unreadable(1, 1, f"the file is empty; it should hold {_contents(shelf)}")
    value, faults = places.plain(root)
    return Document(folder, path, shelf, text, value, tuple(faults))


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        good = data[: error.start].decode()
        line, column = places.place_of(good, len(good))
        raise Unreadable(line, column, "the file is not UTF-8; save it in that encoding") from None


def _contents(shelf: Shelf) -> str:
    return f"a list, one {shelf.word} an item" if shelf.many else f"one {shelf.word}"


def _entries(document: Document) -> list[tuple[places.Path, Any]]:
    """Return each entry of a document with the way to it."""
    value, shelf = document.value, document.shelf
    if not shelf.many:
        return [((), value)]
    if isinstance(value, list) and value:
        return [((position,), item) for position, item in enumerate(value)]
    raise Unreadable(*places.position(document.root), f"the file should hold {_contents(shelf)}")


def _record(document: Document, base: places.Path, value: object, problems: list[Problem]) -> Record:
    model = document.shelf.model
    try:
        return Record(document, base, value, model.model_validate(value))
    except ValidationError as errors:
        problems.extend(
            document.problem(in_words(error, model, document.root, base))
            for error in errors.errors(include_url=False)
        )
        return Record(document, base, value, None)


def _strangers(folder: Path, known: set[Path]) -> Iterator[Problem]:
    """Yield a warning for each YAML file that no shelf reads: a misspelt name would be a silent loss."""
    patterns = [shelf.pattern for shelf in SHELVES]
    for path in sorted({*folder.rglob("*.yaml"), *folder.rglob("*.yml")} - known):
        inside = path.relative_to(folder)
        if not any(part.startswith(".") for part in inside.parts):
            message = f"nothing reads a file of this name{closest(inside.as_posix(), patterns)}"
            yield Problem(str(path), 0, 0, message, Severity.WARNING)

"""All that a workspace keeps as one YAML file: written out and read back without loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml
from pydantic import Field, ValidationError
from yaml.nodes import Node

from bot.imports.found import BadImport, decoded
from bot.knowledge import places
from bot.knowledge.models import Faq, Id, Model, Phrase, Prose, Role, Topic
from bot.knowledge.places import Path, Unreadable
from bot.knowledge.problems import quoted
from bot.knowledge.wording import in_words
from bot.workspace.assets import AssetFile
from bot.workspace.contents import Contents
from bot.workspace.directory import ChannelId, Confirmation, Entry, PersonId, Subject, SubjectKind
from bot.workspace.edits import (
    Assign,
    Edit,
    GapId,
    MarkAbsent,
    NameStewards,
    PutAside,
    Settle,
    SettleChannel,
    Write,
)
from bot.workspace.own import OWN, OwnEntry, OwnFaq, OwnRole, OwnShelf, OwnText, OwnTopic
from bot.workspace.settings import ChannelSettings, WorkspaceSettings
from bot.workspace.written_assets import FileName, WrittenFile, asset_files, written_files

SIZE = 5_000_000
"""Bytes, as for a catalogue: some thirty thousand things with owners."""
_VALUES = 1_000_000
"""Of that many bytes, where the texts are short."""

_FOLDED = {"\r", "\x85", "\u2028", "\u2029", "\ufeff"}
_TEXTS = {
    "role_texts": OwnShelf.ROLE_TEXT,
    "topic_texts": OwnShelf.TOPIC_TEXT,
    "concept_texts": OwnShelf.CONCEPT_TEXT,
}
_OWN = ("roles", "topics", "faqs")


class WrittenEntry(Entry):
    """Who it is here, and who said last that it is right."""

    confirmed: Confirmation | None = None
    """Left out by whoever writes it by hand: then it is confirmed by being taken over."""

    @property
    def entry(self) -> Entry:
        """The entry alone."""
        return Entry.model_validate(self.model_dump(exclude={"confirmed"}))


class WrittenDirectory(Model):
    """Who does what, by the ids of roles and topics."""

    roles: dict[Id, WrittenEntry] = Field(default_factory=dict)
    topics: dict[Id, WrittenEntry] = Field(default_factory=dict)


class Written(Model):
    """What a workspace keeps: its own entries in the models of the knowledge base, and all else by id."""

    roles: tuple[Role, ...] = ()
    topics: tuple[Topic, ...] = ()
    faqs: tuple[Faq, ...] = ()
    role_texts: dict[Id, Prose] = Field(default_factory=dict)
    """Texts that take the place of the knowledge base's, by the entry's id."""
    topic_texts: dict[Id, Prose] = Field(default_factory=dict)
    concept_texts: dict[Id, Prose] = Field(default_factory=dict)
    directory: WrittenDirectory = Field(default_factory=WrittenDirectory)
    not_here: dict[Id, tuple[Id, ...]] = Field(default_factory=dict)
    """Roles that do not exist here, each with those that cover for it."""
    stewards: tuple[PersonId, ...] = ()
    settings: WorkspaceSettings = Field(default_factory=WorkspaceSettings)
    channels: dict[ChannelId, ChannelSettings] = Field(default_factory=dict)
    not_ours: dict[GapId, tuple[Phrase, ...]] = Field(default_factory=dict)
    """Questions that were put aside, by their gap."""
    imported: dict[FileName, WrittenFile] = Field(default_factory=dict)
    """Who owns what by name, by the file that said so."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file with what it holds, and a way to say where."""

    file: str
    written: Written
    root: Node | None = None

    def refuse(self, path: Path, reason: str) -> NoReturn:
        """Raise BadImport at the line of a value."""
        line = places.position(places.node_at(self.root, path, key=True))[0] if self.root else 0
        raise BadImport(self.file, line, reason)

    @property
    def files(self) -> tuple[AssetFile, ...]:
        """What it says that other files said of who owns what."""
        return asset_files(self.written.imported)

    def edits(self, standing: Contents) -> Iterator[tuple[Path, Edit]]:
        """Yield what the file asks for, each with its place there; what it leaves out stays as it stands."""
        written = self.written
        for path, own in self._own():
            yield path, Write(own=own)
        for kind, listed in (("roles", written.directory.roles), ("topics", written.directory.topics)):
            for id_, entry in listed.items():
                of = Subject(kind=SubjectKind(kind.removesuffix("s")), id=id_)
                yield ("directory", kind, id_), _assigned(of, entry, standing)
        for role, covered_by in written.not_here.items():
            yield ("not_here", role), MarkAbsent(role=role, covered_by=covered_by)
        if "stewards" in written.model_fields_set:
            yield ("stewards",), NameStewards(people=written.stewards)
        if "settings" in written.model_fields_set:
            given = written.settings.model_dump(exclude_unset=True)
            yield ("settings",), Settle(settings=standing.settings.model_copy(update=given))
        for channel, settings in written.channels.items():
            given = settings.model_dump(exclude_unset=True)
            merged = standing.channel(channel).model_copy(update=given)
            yield ("channels", channel), SettleChannel(channel=channel, settings=merged)
        for gap, texts in written.not_ours.items():
            yield ("not_ours", gap), PutAside(gap=gap, texts=texts)

    def _own(self) -> Iterator[tuple[Path, OwnEntry]]:
        written = self.written
        yield from ((("roles", at), OwnRole(value=role)) for at, role in enumerate(written.roles))
        yield from ((("topics", at), OwnTopic(value=topic)) for at, topic in enumerate(written.topics))
        yield from ((("faqs", at), OwnFaq(value=faq)) for at, faq in enumerate(written.faqs))
        for field, shelf in _TEXTS.items():
            for id_, text in getattr(written, field).items():
                value = {"id": id_, "text": text}
                yield (field, id_), OWN.validate_python({"shelf": shelf, "value": value})


def _assigned(of: Subject, written: WrittenEntry, standing: Contents) -> Assign:
    """Return the entry, confirmed as the file says, else as it stands where nothing else changes."""
    listed = standing.directory.entries.get(of)
    entry, confirmed = written.entry, written.confirmed
    if confirmed is None and listed is not None and listed.entry == entry:
        confirmed = listed.confirmation
    return Assign(of=of, entry=entry, confirmed=confirmed)


def written_of(contents: Contents, files: Iterable[AssetFile] = (), *, only_own: bool = False) -> Written:
    """Return all that a workspace keeps, with what was imported, or only the entries that it wrote itself."""
    own = contents.own.entries
    found: dict[str, Any] = {
        "roles": tuple(entry.value for entry in own if isinstance(entry, OwnRole)),
        "topics": tuple(entry.value for entry in own if isinstance(entry, OwnTopic)),
        "faqs": tuple(entry.value for entry in own if isinstance(entry, OwnFaq)),
        **{
            field: {e.value.id: e.value.text for e in own if isinstance(e, OwnText) and e.shelf is shelf}
            for field, shelf in _TEXTS.items()
        },
    }
    if not only_own:
        found |= _beside(contents) | {"imported": written_files(files)}
    return Written(**{field: value for field, value in found.items() if value})


def _beside(contents: Contents) -> dict[str, Any]:
    listed: dict[str, dict[str, WrittenEntry]] = {"roles": {}, "topics": {}}
    for subject, each in contents.directory.entries.items():
        entry = WrittenEntry(**each.entry.model_dump(exclude_defaults=True), confirmed=each.confirmation)
        listed[f"{subject.kind}s"][subject.id] = entry
    chosen = contents.settings != WorkspaceSettings()
    return {
        "directory": WrittenDirectory(**listed) if contents.directory.entries else None,
        "not_here": dict(contents.directory.absent),
        "stewards": contents.stewards,
        "settings": WorkspaceSettings(**contents.settings.model_dump()) if chosen else None,
        "channels": {id_: ChannelSettings(**each.model_dump()) for id_, each in contents.channels.items()},
        "not_ours": dict(contents.put_aside),
    }


def read_written(data: bytes, file: str) -> Document:
    """Return what a file holds; a plain list is a pack of questions with answers.

    Raise BadImport at the first thing that does not fit.
    """
    text = decoded(data, file, SIZE)
    try:
        root = places.compose(text)
        value, faults = places.plain(root, _VALUES) if root else (None, [])
    except Unreadable as error:
        raise BadImport(file, error.fault.line, error.fault.message) from None
    if root is None or value is None:
        return Document(file, Written())
    if faults:
        raise BadImport(file, faults[0].line, faults[0].message)
    if isinstance(value, list):
        value, root = {"faqs": value}, _as_faqs(root)
    if not isinstance(value, dict):
        raise BadImport(file, 1, "the file should hold roles, topics, faqs, texts or a directory")
    _require_unique(value, root, file)
    try:
        return Document(file, Written.model_validate(value), root)
    except ValidationError as errors:
        fault = in_words(errors.errors(include_url=False)[0], Written, root)
        raise BadImport(file, fault.line, fault.message) from None


def write_written(written: Written) -> str:
    """Return the YAML from which `read_written` makes an equal value; empty for nothing."""
    value = written.model_dump(mode="json", exclude_defaults=True)
    # What was chosen is written whole: that a setting is as usual is a choice too.
    if "settings" in value:
        value["settings"] = written.settings.model_dump(mode="json")
    if "channels" in value:
        value["channels"] = {id_: each.model_dump(mode="json") for id_, each in written.channels.items()}
    for said in value.get("imported", {}).values():
        said["assets"] = [_Row(asset) for asset in said["assets"]]
    if not value:
        return ""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


class _Dumper(yaml.SafeDumper):
    """The safe dumper, with quotes around what YAML would otherwise fold: the rarer ends of lines."""


def _quoted_where_needed(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = '"' if _FOLDED & {*text} else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


class _Row(dict[str, Any]):
    """What stands in one line, as there may be thousands of them."""


def _in_a_row(dumper: _Dumper, row: _Row) -> yaml.MappingNode:
    return dumper.represent_mapping("tag:yaml.org,2002:map", row, flow_style=True)


_Dumper.add_representer(str, _quoted_where_needed)
_Dumper.add_representer(_Row, _in_a_row)


def _as_faqs(root: Node) -> Node:
    key = yaml.ScalarNode("tag:yaml.org,2002:str", "faqs", root.start_mark, root.start_mark)
    return yaml.MappingNode("tag:yaml.org,2002:map", [(key, root)], root.start_mark, root.end_mark)


def _require_unique(value: dict[str, Any], root: Node, file: str) -> None:
    for shelf in _OWN:
        held = value.get(shelf)
        ids = [_id(entry) for entry in held] if isinstance(held, list) else []
        for position in _again(ids):
            line = places.position(places.node_at(root, (shelf, position, "id")))[0]
            raise BadImport(file, line, f"{quoted(ids[position])} is there twice")


def _id(entry: object) -> str | None:
    found = entry.get("id") if isinstance(entry, dict) else None
    return found if isinstance(found, str) else None


def _again(ids: list[str | None]) -> Iterable[int]:
    """Yield the positions of ids that stood before."""
    seen: Counter[str] = Counter()
    for position, id_ in enumerate(ids):
        if id_ is not None:
            seen[id_] += 1
            if seen[id_] > 1:
                yield position

"""Takes files over into a workspace: what they would change is known first, then all is done or nothing."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePath

from slack_sdk.web.async_client import AsyncWebClient

from bot.imports.backstage import read_backstage
from bot.imports.codeowners import read_codeowners
from bot.imports.dbt import read_dbt
from bot.imports.found import BadImport, Found
from bot.imports.owners import OwnerMap
from bot.imports.plan import Plan, plan_assets, plan_entries, unmapped
from bot.knowledge import places
from bot.knowledge.assets import Asset, Owner
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.problems import quoted
from bot.workspace.assets import LONGEST, AssetFile
from bot.workspace.checking import Unfit
from bot.workspace.contents import Contents
from bot.workspace.edits import Assign, Edit, MarkAbsent, Place, Settle, Write
from bot.workspace.origin import Origin
from bot.workspace.own import Own, OwnEntry
from bot.workspace.profiles import Profiles
from bot.workspace.written import Document, read_written, written_of

_BACKSTAGE = re.compile(rb"^[\"']?apiVersion[\"']?\s*:", re.MULTILINE)
_NO_OWNERS = OwnerMap()


READ = "CODEOWNERS, a manifest.json of dbt, or a YAML file"
"""What can be read, for people."""


def readable(file: str) -> bool:
    """Tell by its name whether a file can be read at all."""
    return _code_owners(file) or file.endswith((".json", ".yaml", ".yml"))


def _code_owners(file: str) -> bool:
    return PurePath(file).name.upper().removesuffix(".TXT") == "CODEOWNERS"


def read_file(data: bytes, file: str) -> Found | Document:
    """Return what a file says of ownership, or what a workspace keeps; raise BadImport."""
    if len(file) > LONGEST:
        raise BadImport(file[-LONGEST:], 0, f"a file's name may have {LONGEST} letters")
    if not readable(file):
        raise BadImport(file, 0, f"import {READ}")
    if _code_owners(file):
        return read_codeowners(data, file).found
    if file.endswith(".json"):
        return read_dbt(data, file)
    # One that has been emptied is still the catalogue.
    catalogue = PurePath(file).stem == "catalog-info" or _BACKSTAGE.search(data)
    return read_backstage(data, file) if catalogue else read_written(data, file)


@dataclass(frozen=True, slots=True)
class Files:
    """What was read, from all files."""

    documents: tuple[Document, ...] = ()
    found: Mapping[str, Found] = field(default_factory=dict)

    @property
    def names(self) -> Iterator[str]:
        """The files that say who owns what, those too of which a document tells."""
        yield from self.found
        yield from (file for document in self.documents for file in document.written.imported)

    @classmethod
    def read(cls, given: Mapping[str, bytes]) -> Files:
        """Return what files of these names say; raise BadImport at the first that cannot be read."""
        read = {file: read_file(data, file) for file, data in given.items()}
        documents = tuple(each for each in read.values() if isinstance(each, Document))
        return cls(documents, {file: each for file, each in read.items() if isinstance(each, Found)})


@dataclass(frozen=True, slots=True)
class Intake:
    """What taking files over would change."""

    edits: Plan[Edit] = field(default_factory=Plan)
    assets: Mapping[str, Plan[Asset]] = field(default_factory=dict)
    """By file."""
    files: tuple[AssetFile, ...] = ()
    owners: OwnerMap = _NO_OWNERS

    def __bool__(self) -> bool:
        """Whether there is anything to do; that somebody became known is something too."""
        return bool(self.edits or any(self.assets.values()) or self.named)

    named: bool = False
    """Whether owners are other people in Slack than before."""

    @property
    def changes(self) -> list[Edit]:
        """What is to be made."""
        return [*self.edits.added, *(after for _, after in self.edits.changed)]

    @property
    def unmapped(self) -> tuple[Owner, ...]:
        """The owners that are nobody in Slack; they are shown as text."""
        return unmapped((asset for file in self.files for asset in file.assets), self.owners)


def planned(
    given: Files,
    standing: Contents,
    kept: Mapping[str, AssetFile | None],
    owners: OwnerMap = _NO_OWNERS,
) -> Intake:
    """Return what would change in a workspace; `kept` is what the same files said before, by name.

    Raise BadImport where two files ask for one thing.
    """
    found = [_with_people(file, found, owners) for file, found in given.found.items()]
    told = [*_told(given)]
    files = (*found, *told)
    return Intake(
        _planned_edits(given.documents, standing),
        {each.file: _planned_assets(each, kept.get(each.file)) for each in files},
        files,
        OwnerMap({**owners.ids, **{owner: id_ for each in told for owner, id_ in each.people.items()}}),
        named=any(each.people != (kept.get(each.file) or each).people for each in files),
    )


def _told(given: Files) -> Iterator[AssetFile]:
    """Yield what documents tell of other files; raise BadImport where a file would be told of twice."""
    seen = {*given.found}
    for document in given.documents:
        for each in document.files:
            if each.file in seen:
                document.refuse(("imported", each.file), f"{each.file} stands in two of the files")
            seen.add(each.file)
            yield each


def _with_people(file: str, found: Found, owners: OwnerMap) -> AssetFile:
    named = {owner for asset in found.assets for owner in asset.owners}
    return AssetFile(
        file, found.assets, {owner.reference: id_ for owner in named if (id_ := owners.of(owner))}
    )


def _planned_assets(file: AssetFile, before: AssetFile | None) -> Plan[Asset]:
    return plan_assets(file.assets, before.assets if before else (), [file.file])


def _planned_edits(documents: Sequence[Document], standing: Contents) -> Plan[Edit]:
    wanted: dict[Place, Edit] = {}
    for document in documents:
        for path, edit in document.edits(standing):
            if edit.place in wanted:
                document.refuse(path, f"{called(edit.place)} stands in two of the files")
            wanted[edit.place] = edit
    stands = [edit for _, edit in Document("", written_of(standing)).edits(standing)]
    plan = plan_entries(wanted.values(), stands, key=lambda edit: edit.place)
    idle = [edit for edit in plan.added if _idle(edit, standing)]
    added = tuple(edit for edit in plan.added if edit not in idle)
    return replace(plan, added=added, kept=(*plan.kept, *idle))


def _idle(edit: Edit, standing: Contents) -> bool:
    """Whether something is asked for that holds anyway, as nothing else was chosen."""
    if isinstance(edit, Settle):
        return edit.settings == standing.settings
    return edit.after(None, "", datetime.now(UTC)) is None


def called(place: Place) -> str:
    """Return what a place is called where changes are listed."""
    named = {"role": "people of role", "topic": "people of topic", "absence": "role not here"}
    shelf = named.get(place.shelf, place.shelf.removeprefix("own-"))
    return f"{shelf} {place.key}".strip()


def require_known(documents: Sequence[Document], standing: Contents, base: KnowledgeBase) -> None:
    """Raise BadImport where a file speaks of a role or topic that there is not."""
    own = (edit.own for each in documents for _, edit in each.edits(standing) if isinstance(edit, Write))
    knowledge = Own((*standing.own.entries, *own)).over(base)
    shelves = {"role": knowledge.roles, "topic": knowledge.topics}
    for document in documents:
        for path, edit in document.edits(standing):
            if isinstance(edit, Assign) and edit.of.id not in shelves[edit.of.kind]:
                document.refuse(path, f"there is no {edit.of.kind} {quoted(edit.of.id)}")
            if isinstance(edit, MarkAbsent):
                for role in (edit.role, *(edit.covered_by or ())):
                    if role not in knowledge.roles:
                        document.refuse(path, f"there is no role {quoted(role)}")
                if edit.role in (edit.covered_by or ()):
                    document.refuse(path, f"{quoted(edit.role)} cannot cover for itself")


async def require_fit(
    documents: Sequence[Document], standing: Contents, check: Callable[[Sequence[OwnEntry]], Awaitable[None]]
) -> None:
    """Raise BadImport where own entries do not fit the knowledge, with those that stand.

    `check` raises Unfit where all of them together do not.
    """
    found = {
        edit.place: (document, path, edit.own)
        for document in documents
        for path, edit in document.edits(standing)
        if isinstance(edit, Write)
    }
    if not found:
        return
    others = (own for own in standing.own.entries if Write(own=own).place not in found)
    try:
        await check([*others, *(own for _, _, own in found.values())])
    except Unfit as unfit:
        for problem in unfit.problems:
            for document, path, own in found.values():
                if PurePath(problem.file).stem == own.value.id:
                    document.refuse(path, problem.message)
        raise


async def require_here(
    documents: Sequence[Document], profiles: Profiles, client: AsyncWebClient, at: Origin
) -> None:
    """Raise BadImport where a file names somebody or something that Slack does not know here."""
    groups = await profiles.groups(client, at)
    for document in documents:
        for path, id_ in _named(document):
            if id_.startswith("S"):
                if groups and id_ not in groups:
                    document.refuse(path, f"there is no user group {quoted(id_)} in Slack")
            elif await profiles.outsiders(client, at, [id_]):
                document.refuse(path, f"{quoted(id_)} is not one of this workspace's people")
            elif not await profiles.names(client, at, [id_]):
                document.refuse(path, f"Slack does not say who {quoted(id_)} is")
        for name in ("digest_channel", "fallback_channel"):
            channel = getattr(document.written.settings, name)
            if channel and await profiles.shared(client, replace(at, channel=channel, shared=None), now=True):
                document.refuse(("settings", name), "people of another organisation read that channel")


def _named(document: Document) -> Iterator[tuple[places.Path, str]]:
    """Yield the people and groups that a file names."""
    listed = document.written.directory
    for kind, entries in (("roles", listed.roles), ("topics", listed.topics)):
        for id_, entry in entries.items():
            at = ("directory", kind, id_)
            yield from (((*at, "people", place), each) for place, each in enumerate(entry.people))
            yield from (((*at, "groups", place), each) for place, each in enumerate(entry.groups))
            if entry.backup:
                yield (*at, "backup"), entry.backup
    yield from ((("stewards", place), each) for place, each in enumerate(document.written.stewards))
    for file, said in document.written.imported.items():
        yield from ((("imported", file, "people", owner), id_) for owner, id_ in said.people.items())

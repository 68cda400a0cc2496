"""What was imported of who owns what, as YAML has it: all that a file said, a line for each thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from bot.imports.found import LONGEST
from bot.knowledge.assets import Asset, AssetKind, Owner, Pattern
from bot.knowledge.models import Flag, Model
from bot.knowledge.problems import quoted
from bot.matching.paths import BadPattern, compiled
from bot.workspace.assets import LONGEST as LONGEST_FILE
from bot.workspace.assets import AssetFile
from bot.workspace.directory import GroupId, PersonId


def _shown(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise PydanticCustomError("unfit", "nothing that can be shown stands here")
    return text


Name = Annotated[str, StringConstraints(max_length=LONGEST), AfterValidator(_shown)]
Reference = Annotated[str, StringConstraints(max_length=3 * LONGEST), AfterValidator(_shown)]
"""What is put together from names."""
FileName = Annotated[str, StringConstraints(max_length=LONGEST_FILE), AfterValidator(_shown)]


class _AsWritten(Model):
    """A value whose texts are just as a file has them, with its spaces."""

    model_config = ConfigDict(str_strip_whitespace=False)


class WrittenOwner(_AsWritten):
    """An owner; a bare text where the reference is no more than that text in small letters."""

    written: Name
    reference: Reference

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: object) -> object:
        return {"written": value, "reference": _reference(value)} if isinstance(value, str) else value

    @model_serializer
    def _as_text(self) -> str | dict[str, str]:
        if self.reference == _reference(self.written):
            return self.written
        return {"written": self.written, "reference": self.reference}


class WrittenPattern(_AsWritten):
    """Which paths a line of CODEOWNERS is about."""

    text: Name
    section: Name | None = None
    excludes: Flag = False

    @model_validator(mode="after")
    def _require_pattern(self) -> WrittenPattern:
        try:
            compiled(self.text)
        except BadPattern:
            text = {"text": quoted(self.text)}
            raise PydanticCustomError("unfit", "{text} is not a pattern of paths", text) from None
        return self


class WrittenAsset(_AsWritten):
    """Something with owners."""

    id: Reference
    name: Name
    kind: AssetKind
    owners: tuple[WrittenOwner, ...] = ()
    line: Annotated[int, Field(ge=1)]
    pattern: WrittenPattern | None = None

    @model_validator(mode="after")
    def _require_pattern_of_paths(self) -> WrittenAsset:
        if (self.kind is AssetKind.PATH) is not (self.pattern is not None):
            raise PydanticCustomError("unfit", "a path needs its 'pattern', and nothing else has one")
        if self.owners and self.pattern and self.pattern.excludes:
            raise PydanticCustomError("unfit", "what takes paths out cannot name owners")
        return self


class WrittenFile(_AsWritten):
    """All that one file says."""

    assets: tuple[WrittenAsset, ...]
    people: dict[Reference, PersonId | GroupId] = Field(default_factory=dict)
    """Who owners are in Slack, by their references."""

    @model_validator(mode="after")
    def _require_sense(self) -> WrittenFile:
        owners = {owner.reference for asset in self.assets for owner in asset.owners}
        times = Counter(asset.id for asset in self.assets)
        _refuse("{name} is there twice", (id_ for id_, count in times.items() if count > 1))
        _refuse("{name} owns nothing in this file", (each for each in self.people if each not in owners))
        return self


def _refuse(said: str, names: Iterator[str]) -> None:
    for name in names:
        raise PydanticCustomError("unfit", said, {"name": quoted(name)})


def written_files(files: Iterable[AssetFile]) -> dict[str, WrittenFile]:
    """Return what files say by their names."""
    return {
        each.file: WrittenFile(assets=tuple(map(_written, each.assets)), people=dict(each.people))
        for each in files
    }


def asset_files(written: Mapping[str, WrittenFile]) -> tuple[AssetFile, ...]:
    """Return what files say, to be kept."""
    return tuple(
        AssetFile(file, tuple(_asset(asset, file) for asset in each.assets), dict(each.people))
        for file, each in written.items()
    )


def _written(asset: Asset) -> WrittenAsset:
    pattern = asset.pattern
    return WrittenAsset(
        id=asset.id,
        name=asset.name,
        kind=asset.kind,
        owners=tuple(
            WrittenOwner(written=owner.written, reference=owner.reference) for owner in asset.owners
        ),
        line=asset.line,
        pattern=WrittenPattern(text=pattern.text, section=pattern.section or None, excludes=pattern.excludes)
        if pattern
        else None,
    )


def _asset(written: WrittenAsset, file: str) -> Asset:
    pattern = written.pattern
    return Asset(
        written.id,
        written.name,
        written.kind,
        tuple(Owner(owner.written, owner.reference) for owner in written.owners),
        file,
        written.line,
        Pattern(pattern.text, pattern.section or "", pattern.excludes) if pattern else None,
    )


def _reference(written: str) -> str:
    return written.strip().casefold()

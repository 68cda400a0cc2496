"""What was imported of who owns what: a file at a time, written down so that thousands load in no time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.answers.catalogue import Catalogue
from bot.knowledge.assets import Asset, AssetKind, Owner, Pattern

LONGEST = 200
"""Characters of a file's name."""


@dataclass(frozen=True, slots=True)
class AssetFile:
    """What one file says."""

    file: str
    assets: tuple[Asset, ...]
    people: Mapping[str, str] = field(default_factory=dict)
    """Ids of people and groups in Slack, by the references of owners."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A file that was imported, without what it says."""

    file: str
    assets: int
    """How many things it gives owners."""
    at: datetime
    by: str


def packed(file: AssetFile) -> str:
    """Return what a file says as short JSON: each owner once, and rows of bare values."""
    owners = [*dict.fromkeys(owner for asset in file.assets for owner in asset.owners)]
    places = {owner: place for place, owner in enumerate(owners)}
    value = {
        "owners": [[owner.written, owner.reference, file.people.get(owner.reference)] for owner in owners],
        "assets": [
            [
                *(asset.id, asset.name, asset.kind, [places[owner] for owner in asset.owners], asset.line),
                *([[each.text, each.section, each.excludes]] if (each := asset.pattern) else []),
            ]
            for asset in file.assets
        ],
    }
    return json.dumps(value, separators=(",", ":"))


def unpacked(file: str, body: str) -> AssetFile:
    """Return what was packed."""
    value = json.loads(body)
    owners = [Owner(written, reference) for written, reference, _ in value["owners"]]
    together: dict[tuple[int, ...], tuple[Owner, ...]] = {}
    kinds = {kind.value: kind for kind in AssetKind}

    def of(places: list[int]) -> tuple[Owner, ...]:
        key = (*places,)
        return together.setdefault(key, tuple(owners[place] for place in key))

    assets = tuple(
        Asset(id_, name, kinds[kind], of(places), file, line, _pattern(id_, kind, more))
        for id_, name, kind, places, line, *more in value["assets"]
    )
    return AssetFile(file, assets, {reference: id_ for _, reference, id_ in value["owners"] if id_})


def _pattern(id_: str, kind: str, kept: list[tuple[str, str, bool]]) -> Pattern | None:
    """Return the pattern of a path; what was imported before patterns were kept has it in its id alone."""
    if kept:
        return Pattern(*kept[0])
    if kind != AssetKind.PATH:
        return None
    section, _, rest = id_.removeprefix("path:[").partition("]")
    return Pattern(rest, section) if id_.startswith("path:[") else Pattern(id_.removeprefix("path:"))


def catalogue(bodies: Iterable[tuple[str, str]]) -> Catalogue:
    """Return what packed files say together, ready for questions; some tenth of a second for ten thousand."""
    files = [unpacked(file, body) for file, body in bodies]
    people = {reference: id_ for file in files for reference, id_ in file.people.items()}
    made = Catalogue(tuple(asset for file in files for asset in file.assets), people)
    made.warm()
    return made

"""Reads Backstage's `catalog-info.yaml`: groups, people, and what belongs to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from yaml.nodes import Node

from bot.imports.found import BadImport, Found, Party, decoded, named
from bot.knowledge import places
from bot.knowledge.assets import Asset, AssetKind, Owner
from bot.knowledge.places import Path, Unreadable
from bot.knowledge.problems import quoted

SIZE = 5_000_000
"""Bytes; a catalogue that is generated may be long."""

API = "backstage.io/"
"""What the `apiVersion` of Backstage's own kinds begins with."""

_OWNED = {
    "component": AssetKind.COMPONENT,
    "system": AssetKind.SYSTEM,
    "resource": AssetKind.RESOURCE,
}
_PARTIES = {"group", "user"}
_REFERENCE = re.compile(r"(?:(?P<kind>[\w.-]+):)?(?:(?P<namespace>[\w.-]+)/)?(?P<name>[\w.-]+)")


class _Entity(NamedTuple):
    """One document, with a way to say where something in it stands."""

    file: str
    root: Node
    value: dict[str, Any]

    def line(self, *path: str) -> int:
        return places.position(places.node_at(self.root, path))[0]

    def text(self, *path: str) -> str:
        """Return a text that has to be there."""
        return named(self.at(path), f"'{'.'.join(path)}'", self.file, self.line(*path))

    def optional(self, *path: str) -> str | None:
        return None if self.at(path) is None else self.text(*path)

    def at(self, path: Path) -> object:
        value: object = self.value
        for depth, step in enumerate(path):
            if value is None:
                return None
            if not isinstance(value, dict):
                place = ".".join(map(str, path[:depth]))
                line = places.position(places.node_at(self.root, path[:depth]))[0]
                raise BadImport(self.file, line, f"'{place}' should hold keys with values")
            value = value.get(step)
        return value

    @property
    def kind(self) -> str:
        return self.text("kind").casefold()

    @property
    def namespace(self) -> str:
        return (self.optional("metadata", "namespace") or "default").casefold()

    @property
    def reference(self) -> str:
        return f"{self.kind}:{self.namespace}/{self.text('metadata', 'name').casefold()}"

    def refer(self, written: str, kind: str, *path: str) -> str:
        """Return a reference in full; what it leaves out is the kind given and the entity's own namespace."""
        found = _REFERENCE.fullmatch(written)
        if not found:
            raise BadImport(self.file, self.line(*path), f"{quoted(written)} refers to no group or person")
        namespace = found["namespace"] or self.namespace
        return f"{found['kind'] or kind}:{namespace}/{found['name']}".casefold()


def read_backstage(data: bytes, file: str = "catalog-info.yaml") -> Found:
    """Return the owned things, groups and people of a file; other kinds are passed over.

    Raise BadImport where it is not YAML, an entity lacks its name or owner, or one is there twice.
    """
    assets: dict[str, Asset] = {}
    parties: dict[str, Party] = {}
    for entity in _entities(data, file):
        kind = entity.kind
        if kind not in _OWNED and kind not in _PARTIES:
            continue
        reference = entity.reference
        if reference in assets or reference in parties:
            raise BadImport(file, entity.line("metadata", "name"), f"{quoted(reference)} is there twice")
        if kind in _OWNED:
            assets[reference] = _asset(entity)
        else:
            parties[reference] = _party(entity)
    return Found(tuple(assets.values()), tuple(parties.values()))


def _entities(data: bytes, file: str) -> Iterator[_Entity]:
    text = decoded(data, file, SIZE)
    try:
        for root in places.compose_all(text):
            value, faults = places.plain(root)
            if faults:
                raise BadImport(file, faults[0].line, faults[0].message)
            entity = _entity(file, root, value)
            if entity:
                yield entity
    except Unreadable as error:
        raise BadImport(file, error.fault.line, error.fault.message) from None


def _entity(file: str, root: Node, value: object) -> _Entity | None:
    """Return a document as an entity; nothing where it is empty or not of Backstage's own kinds."""
    line = places.position(root)[0]
    if value is None:
        return None
    if not isinstance(value, dict) or "kind" not in value or "apiVersion" not in value:
        raise BadImport(file, line, "an entity needs 'apiVersion' and 'kind'")
    entity = _Entity(file, root, value)
    return entity if entity.text("apiVersion").startswith(API) else None


def _asset(entity: _Entity) -> Asset:
    written = entity.text("spec", "owner")
    owner = Owner(written, entity.refer(written, "group", "spec", "owner"))
    name = entity.text("metadata", "name")
    line = entity.line("spec", "owner")
    return Asset(entity.reference, name, _OWNED[entity.kind], (owner,), entity.file, line)


def _party(entity: _Entity) -> Party:
    name = entity.optional("spec", "profile", "displayName") or entity.text("metadata", "name")
    email = entity.optional("spec", "profile", "email")
    members = entity.at(("spec", "members")) if entity.kind == "group" else None
    if members is not None and not isinstance(members, list):
        raise BadImport(entity.file, entity.line("spec", "members"), "'spec.members' should be a list")
    line = entity.line("spec", "members")
    texts = [named(member, "a member", entity.file, line) for member in members or ()]
    references = tuple(entity.refer(text, "user", "spec", "members") for text in texts)
    return Party(entity.reference, name, email, references, entity.file, entity.line("metadata", "name"))

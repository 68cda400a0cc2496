"""Reads dbt's `manifest.json`: who owns its groups, exposures and models."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import NoReturn

from bot.imports.found import BadImport, Found, JsonObject, Party, decoded, named
from bot.knowledge.assets import Asset, AssetKind, Owner
from bot.knowledge.problems import quoted

SIZE = 100_000_000
"""Bytes; a manifest of thousands of models takes some ten million."""

_NODES = {"model": AssetKind.MODEL, "seed": AssetKind.SEED, "snapshot": AssetKind.SNAPSHOT}
_KEY = re.compile(r'(?<!\\)"(?P<key>[^"\\\n]+)"\s*:\s*\{')


def read_dbt(data: bytes, file: str = "manifest.json") -> Found:
    """Return what has an owner, and the groups; raise BadImport where it is no manifest.

    The owner in a model's own `meta` counts before that of its group.
    """
    return _Manifest(decoded(data, file, SIZE), file).found


class _Manifest:
    """A manifest while it is read."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        content = _parsed(text, file)
        if not isinstance(content, dict) or not isinstance(content.get("nodes"), dict):
            raise BadImport(file, 1, "this is not a manifest of dbt: it has no 'nodes'")
        self._content: JsonObject = content
        self._lines = _lines(text)

    @property
    def found(self) -> Found:
        """Everything in it."""
        groups = dict(self._groups())
        parties = tuple(party for party, _ in groups.values())
        owners = {name: owners for name, (_, owners) in groups.items()}
        return Found((*self._nodes(owners), *self._exposures()), parties)

    def _groups(self) -> Iterator[tuple[str, tuple[Party, tuple[Owner, ...]]]]:
        for key, group in self._entries("groups"):
            name = self._name(group, key)
            owners = self._owners(group.get("owner"), key)
            if not owners:
                self._refuse(key, "the group has no owner with a name or an address")
            email = self._emails(group.get("owner"), key)
            line = self._line(key)
            yield name, (Party(f"dbt:{name}", name, next(iter(email), None), (), self._file, line), owners)

    def _nodes(self, groups: Mapping[str, tuple[Owner, ...]]) -> Iterator[Asset]:
        for key, node in self._entries("nodes"):
            kind = _NODES.get(str(node.get("resource_type")))
            owners = self._owners_of_node(node, key, groups) if kind else ()
            if kind and owners:
                yield Asset(key, self._name(node, key), kind, owners, self._file, self._line(key))

    def _exposures(self) -> Iterator[Asset]:
        for key, exposure in self._entries("exposures"):
            owners = self._owners(exposure.get("owner"), key)
            if not owners:
                self._refuse(key, "the exposure has no owner with a name or an address")
            name = self._name(exposure, key)
            yield Asset(key, name, AssetKind.EXPOSURE, owners, self._file, self._line(key))

    def _owners_of_node(
        self, node: JsonObject, key: str, groups: Mapping[str, tuple[Owner, ...]]
    ) -> tuple[Owner, ...]:
        config = self._object(node.get("config"), key, "'config'")
        for meta in (config.get("meta"), node.get("meta")):
            if owners := self._owners(self._object(meta, key, "'meta'").get("owner"), key):
                return owners
        group = config.get("group") or node.get("group")
        if not group:
            return ()
        name = named(group, "the group", self._file, self._line(key))
        if name not in groups:
            self._refuse(key, f"there is no group {quoted(name)}")
        return groups[name]

    def _owners(self, value: object, key: str) -> tuple[Owner, ...]:
        """Return owners from a text, a list, or a name with an address; nobody for nothing."""
        if value is None or value in ("", [], {}):
            return ()
        if isinstance(value, list):
            if any(isinstance(item, list) for item in value):
                self._refuse(key, "the owners should be one list")
            return tuple(dict.fromkeys(one for item in value for one in self._owners(item, key)))
        if not isinstance(value, dict):
            written = named(value, "the owner", self._file, self._line(key))
            return (Owner(written, written.strip().casefold()),)
        emails = self._emails(value, key)
        name = value.get("name")
        if name:
            written = named(name, "the owner's name", self._file, self._line(key))
            return (Owner(written, (emails[0] if emails else written).strip().casefold()),)
        return tuple(Owner(email, email.strip().casefold()) for email in emails)

    def _emails(self, owner: object, key: str) -> list[str]:
        email = owner.get("email") if isinstance(owner, dict) else None
        emails = email if isinstance(email, list) else [email] if email else []
        return [named(one, "the owner's address", self._file, self._line(key)) for one in emails]

    def _entries(self, section: str) -> Iterator[tuple[str, JsonObject]]:
        entries = self._object(self._content.get(section), section, f"'{section}'")
        for key, entry in entries.items():
            named(key, "a key", self._file, self._line(key))
            yield key, self._object(entry, key, quoted(key))

    def _object(self, value: object, key: str, what: str) -> JsonObject:
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._refuse(key, f"{what} should hold keys with values")
        return value

    def _name(self, entry: JsonObject, key: str) -> str:
        return named(entry.get("name"), f"the name of {quoted(key)}", self._file, self._line(key))

    def _line(self, key: str) -> int:
        return self._lines.get(key, 1)

    def _refuse(self, key: str, reason: str) -> NoReturn:
        raise BadImport(self._file, self._line(key), f"{quoted(key)}: {reason}")


def _parsed(text: str, file: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise BadImport(file, error.lineno, f"not valid JSON: {error.msg}") from None
    except RecursionError:
        raise BadImport(file, 1, "nested too deep for a manifest") from None
    except ValueError:  # a number of thousands of digits
        raise BadImport(file, 1, "not valid JSON: a number is too long") from None


def _lines(text: str) -> Mapping[str, int]:
    """Return the line of each key that holds an object, in one pass; of equal keys the first."""
    lines: dict[str, int] = {}
    line, reached = 1, 0
    for found in _KEY.finditer(text):
        line += text.count("\n", reached, found.start())
        reached = found.start()
        lines.setdefault(found["key"], line)
    return lines

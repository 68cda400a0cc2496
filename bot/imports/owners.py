"""Reads which owners of files are which people and groups of a workspace."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.imports.found import BadImport, decoded
from bot.knowledge import places
from bot.knowledge.assets import Owner
from bot.knowledge.places import Unreadable
from bot.knowledge.problems import quoted

SIZE = 1_000_000
"""Bytes."""

_SLACK = re.compile(r"[UWS][A-Z0-9]{1,30}")


@dataclass(frozen=True, slots=True)
class OwnerMap:
    """Ids in Slack by owner, without regard to case."""

    ids: Mapping[str, str] = field(default_factory=dict)

    def of(self, owner: Owner) -> str | None:
        """Return the person or group, by reference or as written; None for one that stays text."""
        return self.ids.get(owner.reference) or self.ids.get(owner.written.casefold())


def with_groups(owners: Iterable[Owner], known: OwnerMap, groups: Mapping[str, str]) -> OwnerMap:
    """Return a map that also holds the teams whose name is a user group's; what is known counts first.

    `groups` are ids by handle and name. A team is written as `@acme/payments` or `group:default/payments`, or
    with its bare name; `@ana` is a person.
    """
    ids = {name.casefold(): id_ for name, id_ in groups.items()}
    found = {
        owner.reference: id_
        for owner in owners
        if known.of(owner) is None and (team := _team(owner.reference)) and (id_ := ids.get(team))
    }
    return OwnerMap({**known.ids, **found})


def _team(reference: str) -> str | None:
    if reference.startswith("user:") or (reference.startswith("@") and "/" not in reference):
        return None
    return reference.rpartition("/")[2].removeprefix("@")


def read_owner_map(data: bytes, file: str) -> OwnerMap:
    """Return a map from YAML such as `"@acme/payments": S0123ABC`; raise BadImport where it is none."""
    try:
        root = places.compose(decoded(data, file, SIZE))
        if root is None:
            return OwnerMap()
        value, faults = places.plain(root)
    except Unreadable as error:
        raise BadImport(file, error.fault.line, error.fault.message) from None
    if faults:
        raise BadImport(file, faults[0].line, faults[0].message)
    if not isinstance(value, dict):
        raise BadImport(file, 1, "the file should hold an owner and an id on each line")
    for owner, id_ in value.items():
        if not isinstance(id_, str) or not _SLACK.fullmatch(id_):
            line = places.position(places.node_at(root, (owner,)))[0]
            raise BadImport(
                file, line, f"{quoted(owner)} should have the id of a person or group: U..., S..."
            )
    return OwnerMap({owner.casefold(): id_ for owner, id_ in value.items()})

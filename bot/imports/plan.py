"""What an import would change, worked out before anything is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from bot.imports.owners import OwnerMap
from bot.knowledge.assets import Asset, Owner

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan(Generic[T]):
    """Each entry once, in the order of the file, removed ones in the order in which they stood."""

    added: tuple[T, ...] = ()
    changed: tuple[tuple[T, T], ...] = ()
    """Before and after."""
    moved: tuple[tuple[T, T], ...] = ()
    """Those that only stand on another line now."""
    removed: tuple[T, ...] = ()
    kept: tuple[T, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.added or self.changed or self.moved or self.removed)


def plan_assets(found: Iterable[Asset], standing: Iterable[Asset], files: Iterable[str]) -> Plan[Asset]:
    """Return what makes of what stands what was found; only what came from `files` can be removed."""
    read = set(files)
    ours = [asset for asset in standing if asset.file in read]
    return _planned(
        found,
        ours,
        key=lambda asset: (asset.file, asset.id),
        same=lambda before, after: replace(before, line=after.line) == after,
    )


def plan_entries(found: Iterable[T], standing: Iterable[T], key: Callable[[T], Hashable]) -> Plan[T]:
    """Return what writing entries adds and changes; nothing is removed for not being in the file."""
    wanted = list(found)
    keys = {key(entry) for entry in wanted}
    return _planned(wanted, [entry for entry in standing if key(entry) in keys], key, same=lambda *_: False)


def unmapped(assets: Iterable[Asset], owners: OwnerMap) -> tuple[Owner, ...]:
    """Return the owners that are nobody in the workspace, each reference once; they are shown as text."""
    named = {owner.reference: owner for asset in assets for owner in asset.owners}
    return tuple(owner for owner in named.values() if owners.of(owner) is None)


def _planned(
    found: Iterable[T],
    standing: Iterable[T],
    key: Callable[[T], Hashable],
    same: Callable[[T, T], bool],
) -> Plan[T]:
    before = {key(entry): entry for entry in standing}
    after = {key(entry): entry for entry in found}
    both = [(before[each], entry) for each, entry in after.items() if each in before]
    differing = [(old, new) for old, new in both if old != new]
    return Plan(
        added=tuple(entry for each, entry in after.items() if each not in before),
        changed=tuple(pair for pair in differing if not same(*pair)),
        moved=tuple(pair for pair in differing if same(*pair)),
        removed=tuple(entry for each, entry in before.items() if each not in after),
        kept=tuple(new for old, new in both if old == new),
    )

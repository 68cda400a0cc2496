"""What a workspace imported of who owns what, ready to be found by name and by button."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.knowledge.assets import Asset
from bot.matching.assets import AssetNames


@dataclass(frozen=True)
class Catalogue:
    """Everything that is owned here, from all files."""

    assets: tuple[Asset, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    """Ids of people and groups here, by the references of owners; whoever is not among them stays text."""

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.assets)

    def __len__(self) -> int:
        """How many things there are."""
        return len(self.assets)

    @cached_property
    def names(self) -> AssetNames:
        """What questions are searched for."""
        return AssetNames(self.assets)

    def of(self, keys: Iterable[str]) -> tuple[Asset, ...]:
        """Return what goes by these keys and is still there."""
        return tuple(self.assets[place] for key in keys if (place := self._places.get(key)) is not None)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {asset.key: place for place, asset in enumerate(self.assets)}

    def warm(self) -> None:
        """Make now what the first question would otherwise wait for: a tenth of a second for ten thousand."""
        _ = self.names, self._places

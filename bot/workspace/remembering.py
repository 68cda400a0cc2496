"""Remembers what Slack says for a while, in memory only."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

KEPT = 3600.0
"""Seconds."""
_MOST = 10_000

_T = TypeVar("_T")
_Key = tuple[str, str]


class Remembered(Generic[_T]):
    """Values by workspace and id, each for a while; the oldest go first."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._values: OrderedDict[_Key, tuple[float, _T]] = OrderedDict()

    def get(self, key: _Key) -> tuple[_T] | None:
        """Return the value, wrapped since it may be None; None where there is none or its time is over."""
        found = self._values.get(key)
        return (found[1],) if found and found[0] > self._clock() else None

    def put(self, key: _Key, value: _T, seconds: float = KEPT) -> _T:
        """Remember a value."""
        self._values[key] = (self._clock() + seconds, value)
        self._values.move_to_end(key)
        while len(self._values) > _MOST:
            self._values.popitem(last=False)
        return value

    def drop(self, key: _Key) -> None:
        """Forget a value."""
        self._values.pop(key, None)

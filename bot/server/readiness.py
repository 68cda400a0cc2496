"""Whether the app has what it needs; anybody may ask, however often, and learns no more than that."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping

log = logging.getLogger(__name__)

Part = Callable[[], Awaitable[bool]]

_PATIENCE = 1.0
"""Seconds that one part may take to say that it is there."""
_KEPT = 0.5
"""Seconds for which the last look holds, so that who asks all the time costs nobody anything."""


class Readiness:
    """A look at each part that answers need."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._parts: dict[str, Part] = {}
        self._state: Mapping[str, bool] = {}
        self._until = 0.0
        self._lock = asyncio.Lock()

    def watch(self, name: str, part: Part) -> None:
        """Look at this part too."""
        self._parts[name] = part
        self._until = 0.0

    def forget(self, name: str) -> None:
        """Look at it no longer."""
        self._parts.pop(name, None)
        self._until = 0.0

    async def __call__(self) -> Mapping[str, bool]:
        """Return each part by name, and whether it is there."""
        async with self._lock:
            if self._clock() >= self._until:
                parts = dict(self._parts)  # others come and go during the look
                found = await asyncio.gather(*map(_there, parts.values()))
                self._state = dict(zip(parts, found, strict=True))
                if parts == self._parts:
                    self._until = self._clock() + _KEPT
            return self._state


async def _there(part: Part) -> bool:
    try:
        async with asyncio.timeout(_PATIENCE):
            return await part()
    except Exception:  # whatever is wrong with it, it is not there
        log.debug("a part is not there", exc_info=True)
        return False

"""What changed, in order, for the page's stream and for tests that wait for something to be so."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_LOOK = 0.01
"""Real seconds between two looks at what no change tells of."""

KEPT = 2_000
"""Changes that a page may be behind before it loads everything anew."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a page is told."""

    seq: int
    event: str
    data: Any
    to: str | None
    """The one person who may see it; None for everybody."""


class Feed:
    """A bounded line of changes that many readers follow at their own pace."""

    def __init__(self) -> None:
        self._changes: deque[Change] = deque(maxlen=KEPT)
        self._news: set[asyncio.Event] = set()
        self.last = 0
        self.closed = False

    def close(self) -> None:
        """Let every reader go."""
        self.closed = True
        for news in self._news:
            news.set()

    def publish(self, event: str, data: object, to: str | None = None) -> None:
        """Tell one person, or everybody."""
        self.last += 1
        self._changes.append(Change(self.last, event, data, to))
        for news in self._news:
            news.set()

    def since(self, seq: int, viewer: str) -> list[Change] | None:
        """Return what the viewer may see after `seq`; None where it is too long ago."""
        if seq > self.last or (self._changes and self._changes[0].seq > seq + 1):
            return None
        return [each for each in self._changes if each.seq > seq and each.to in {None, viewer}]

    async def changed(self) -> None:
        """Wait for the next change."""
        news = asyncio.Event()
        self._news.add(news)
        try:
            await news.wait()
        finally:
            self._news.discard(news)

    async def until(self, so: Callable[[], Any], seconds: float = 5.0) -> None:
        """Wait until a condition holds, looking at each change and in between; TimeoutError in real time."""
        async with asyncio.timeout(seconds):
            while not so():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.changed(), _LOOK)

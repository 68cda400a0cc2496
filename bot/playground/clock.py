"""Time that can be moved: the playground's clock runs and can jump, a test's stands still until moved."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from datetime import UTC, datetime

_TURNS = 20
"""How often the loop is let run after a timer, so that what it woke can set timers of its own."""


class Clock:
    """Seconds since 1970, simulated; `sleep` waits in its time, `advance` moves it.

    `speed` is how many of its seconds pass in a real one, none of them where it is not `running`.
    """

    def __init__(self, start: float | None = None, *, running: bool = True, speed: float = 1.0) -> None:
        self._speed = speed if running else 0.0
        self._offset = (time.time() if start is None else start) - time.time() * self._speed
        self._timers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = itertools.count()
        self._alarm: asyncio.TimerHandle | None = None
        self.parked: set[asyncio.Task[object]] = set()
        """Tasks that wait for this clock and for nothing else."""

    def now(self) -> float:
        """Return the simulated time."""
        return time.time() * self._speed + self._offset

    def moment(self) -> datetime:
        """Return the simulated time for those who reckon in dates."""
        return datetime.fromtimestamp(self.now(), UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait in simulated time."""
        if seconds <= 0:
            return
        timer: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._timers, (self.now() + seconds, next(self._count), timer))
        self._set_alarm()
        task = asyncio.current_task()
        if task is not None:
            self.parked.add(task)
        try:
            await timer
        finally:
            if task is not None:
                self.parked.discard(task)

    def until_next(self) -> float | None:
        """Return in how many seconds the next sleeper wakes; None where nobody sleeps."""
        while self._timers and self._timers[0][2].done():
            heapq.heappop(self._timers)
        return max(0.0, self._timers[0][0] - self.now()) if self._timers else None

    async def advance(self, seconds: float) -> None:
        """Move the time forward, waking each sleeper in its turn, and let what they start begin."""
        target = self.now() + seconds
        while self._timers and self._timers[0][0] <= target:
            self._offset += max(0.0, self._timers[0][0] - self.now())
            self._wake()
            for _ in range(_TURNS):
                await asyncio.sleep(0)
        self._offset += max(0.0, target - self.now())
        self._set_alarm()

    def _wake(self) -> None:
        while self._timers and self._timers[0][0] <= self.now():
            timer = heapq.heappop(self._timers)[2]
            if not timer.done():
                timer.set_result(None)

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if self._speed and self._timers:
            wait = max(0.0, self._timers[0][0] - self.now()) / self._speed
            self._alarm = asyncio.get_running_loop().call_later(wait, self._ring)

    def _ring(self) -> None:
        self._wake()
        self._set_alarm()

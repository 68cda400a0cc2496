"""What runs beside the requests: where it fails, that is logged and told by /metrics, and it begins again."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

from bot.server.ending import BESIDE, Ending

log = logging.getLogger(__name__)

_AGAIN = 5.0
"""Seconds until what failed begins again."""
_MENDED = 10.0
"""Seconds for which it must go on then to count as mended: longer than any takes to its first round's end."""


class Beside:
    """Work that goes on for as long as the process serves, or until it is done."""

    def __init__(self) -> None:
        self.failing: dict[str, int] = {}
        """By the name of the work, 1 where it failed and has not gone well again since, else 0.

        It says nothing of whether the process can answer, as it mostly can: none is taken out of use for it.
        """

    @contextlib.asynccontextmanager
    async def running(
        self, name: str, work: Callable[[], Awaitable[None]], ending: Ending, *, after: float = 0.0
    ) -> AsyncIterator[None]:
        """Do something until the end of the block; begin after so many seconds."""
        self.failing[name] = 0
        task = asyncio.create_task(self._run(name, work, after))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task}, timeout=ending.left(BESIDE))
            self.failing.pop(name, None)

    async def _run(self, name: str, work: Callable[[], Awaitable[None]], after: float) -> None:
        await asyncio.sleep(after)
        while not await self._done(name, work):
            self.failing[name] = 1
            await asyncio.sleep(_AGAIN)
        self._well(name)

    async def _done(self, name: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Do it; return False where it failed."""
        mended = asyncio.get_running_loop().call_later(_MENDED, self._well, name)
        try:
            await work()
        except Exception:
            log.exception("%s failed, and begins again in %g s", name, _AGAIN)
            return False
        finally:
            mended.cancel()
        return True

    def _well(self, name: str) -> None:
        self.failing[name] = 0

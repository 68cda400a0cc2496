"""What runs beside the requests: where it fails, that is logged, told by /readyz, and it begins again."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

from bot.server.ending import BESIDE, Ending
from bot.server.readiness import Readiness

log = logging.getLogger(__name__)

_AGAIN = 5.0
"""Seconds until what failed begins again."""
_MENDED = 10.0
"""Seconds for which it must go on then to count as mended: longer than any takes to its first round's end."""


class Beside:
    """Work that goes on for as long as the process serves, or until it is done."""

    def __init__(self, readiness: Readiness, ending: Ending) -> None:
        self._readiness, self._ending = readiness, ending

    @contextlib.asynccontextmanager
    async def running(
        self, name: str, work: Callable[[], Awaitable[None]], *, after: float = 0.0
    ) -> AsyncIterator[None]:
        """Do something until the end of the block; begin after so many seconds."""
        task = asyncio.create_task(self._run(name, work, after))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task}, timeout=self._ending.left(BESIDE))
            self._readiness.forget(name)

    async def _run(self, name: str, work: Callable[[], Awaitable[None]], after: float) -> None:
        await asyncio.sleep(after)
        while not await self._done(name, work):
            self._readiness.watch(name, _down)
            await asyncio.sleep(_AGAIN)
        self._readiness.forget(name)

    async def _done(self, name: str, work: Callable[[], Awaitable[None]]) -> bool:
        """Do it; return False where it failed."""
        mended = asyncio.get_running_loop().call_later(_MENDED, self._readiness.forget, name)
        try:
            await work()
        except Exception:
            log.exception("%s failed, and begins again in %g s", name, _AGAIN)
            return False
        finally:
            mended.cancel()
        return True


async def _down() -> bool:
    return False

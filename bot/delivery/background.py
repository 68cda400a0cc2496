"""Work that must not hold up Slack's HTTP request: started, kept, and finished before the process ends."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

log = logging.getLogger(__name__)

_HANDING_BACK = 1.0
"""Seconds for what was cancelled, which may wait for a database that does not answer."""


def new_reference() -> str:
    """Return a short word that ties what a person was told to the lines in the log."""
    return secrets.token_hex(3).upper()


class Background:
    """Tasks that outlive the request they began in."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(
        self, work: Coroutine[Any, Any, object], on_error: Callable[[str], Awaitable[None]] | None = None
    ) -> None:
        """Do the work soon; where it fails, log it and hand `on_error` the reference for the asker."""
        task = asyncio.create_task(self._run(work, on_error), name=getattr(work, "__qualname__", None))
        self._tasks.add(task)  # the loop itself holds tasks only weakly
        task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float) -> int:
        """Wait for what is under way; cancel what takes longer, and return how much that was.

        What is cancelled gets a second to be handed back.
        """
        if not self._tasks:
            return 0
        _, late = await asyncio.wait(set(self._tasks), timeout=seconds)
        for task in late:
            log.warning("given up after %g s: %s", seconds, task.get_name())
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=_HANDING_BACK)
        return len(late)

    def log_failure(self, error: Exception) -> str:
        """Log what went wrong, and return the reference for whoever waited."""
        reference = new_reference()
        log.error("an answer could not be delivered, reference %s", reference, exc_info=error)
        return reference

    async def _run(
        self, work: Coroutine[Any, Any, object], on_error: Callable[[str], Awaitable[None]] | None
    ) -> None:
        try:
            await work
        except Exception as error:
            reference = self.log_failure(error)
            if on_error is not None:
                await self._tell(on_error, reference)

    async def _tell(self, on_error: Callable[[str], Awaitable[None]], reference: str) -> None:
        try:
            await on_error(reference)
        except Exception:
            log.exception("nor could the asker be told, reference %s", reference)

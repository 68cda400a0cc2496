"""Runs the process that draws: started when there is something to draw, ended when there no longer is."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL

from bot.matching import cache
from bot.pictures.pipe import FAILED, LENGTH, framed

COMMAND = (sys.executable, "-P", "-m", "bot.pictures.draw")
IDLE = 60.0
"""Seconds without a drawing after which the process ends."""
LIMIT = 30.0
"""Seconds that a drawing may take; the first one on a machine looks for the fonts, which takes several."""
_GRACE = 5.0
"""Seconds that the process has to end by itself."""
_ROOT = Path(__file__).parents[2]
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_CACHE_HOME", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""What the process gets of the environment: no token and no key is among it."""


class DrawingError(Exception):
    """A picture could not be drawn; the message is one line that says why."""


class DrawingProcess:
    """One process that draws one picture at a time; belongs to one event loop."""

    def __init__(self, command: Sequence[str] = COMMAND, idle: float = IDLE, limit: float = LIMIT) -> None:
        self._command = command
        self._idle = idle
        self._limit = limit
        self._one_at_a_time = asyncio.Lock()
        self._process: Process | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._leaving: set[asyncio.Task[None]] = set()

    @property
    def process(self) -> Process | None:
        """The process, where there is one."""
        return self._process

    async def draw(self, drawing: bytes) -> bytes:
        """Return the PNG of a drawing in JSON; after a DrawingError the next one starts afresh."""
        async with self._one_at_a_time:
            self._stay()
            try:
                async with asyncio.timeout(self._limit):
                    answer = await self._exchanged(drawing)
            except TimeoutError:
                await self._kill()
                raise DrawingError(f"The picture took longer than {self._limit:g} seconds.") from None
            except (EOFError, OSError):
                status = await self._kill()
                raise DrawingError(f"The process that draws ended unexpectedly (status {status}).") from None
            except asyncio.CancelledError:
                # What is still to come would be taken for the answer to the next drawing.
                await self._kill()
                raise
            self._leave_when_idle()
        told, rest = answer[:1], answer[1:]
        if told == FAILED:
            raise DrawingError(f"The picture could not be drawn ({rest.decode()}).")
        return rest

    async def close(self) -> None:
        """End the process and wait until it has gone."""
        async with self._one_at_a_time:
            self._stay()
            self._leave()
            await asyncio.gather(*self._leaving)

    async def _exchanged(self, drawing: bytes) -> bytes:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_environment()
            )
        source, sink = self._process.stdout, self._process.stdin
        if source is None or sink is None:
            raise OSError("a process without pipes")
        sink.write(framed(drawing))
        await sink.drain()
        (length,) = LENGTH.unpack(await source.readexactly(LENGTH.size))
        return await source.readexactly(length)

    async def _kill(self) -> int | None:
        """End the process at once; return what it ended with, None where it never began."""
        process, self._process = self._process, None
        if process is None:
            return None
        if process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(process.pid, SIGKILL)  # its own `kill` may take the status before asyncio does
        return await process.wait()

    def _stay(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _leave_when_idle(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self._idle, self._leave)

    def _leave(self) -> None:
        """Let the process end; should there be something to draw meanwhile, another one starts."""
        process, self._process = self._process, None
        if process is not None:
            leaving = asyncio.create_task(_ended(process))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)


async def _ended(process: Process) -> None:
    """Close the input, at which the process ends; see to it that it does."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(_GRACE):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _environment() -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {
        **inherited,
        "PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": str(cache.folder() / "matplotlib"),
    }

"""Pictures for whoever serves: from what was kept or drawn anew, each only once however many ask."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from bot.pictures.drawings import Drawing
from bot.pictures.kept import Kept, digest
from bot.pictures.process import DrawingProcess


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with what has to go with it."""

    png: bytes
    title: str
    alt: str
    """The content in a sentence or two, for those who don't see it."""
    digest: str
    """The same for the same picture, so that an upload can be found again."""


class Painter:
    """Draws in a process that comes and goes; close it at the end, or use it as a context."""

    def __init__(self, kept: Kept | None = None, process: DrawingProcess | None = None) -> None:
        self._kept = kept or Kept()
        self._process = process or DrawingProcess()
        self._under_way: dict[str, asyncio.Task[bytes]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def draw(self, drawing: Drawing) -> Picture:
        """Return a picture; raise DrawingError with one line where it cannot be had."""
        key = digest(drawing)
        task = self._under_way.get(key)
        if task is None:
            task = self._under_way[key] = asyncio.create_task(self._png(key, drawing))
            task.add_done_callback(lambda done: self._done(key, done))
        # Whoever gives up waiting doesn't take the picture away from the others.
        png = await asyncio.shield(task)
        return Picture(png, drawing.title, drawing.alt, key)

    async def close(self) -> None:
        """Give up what is being drawn and end the process."""
        tasks = tuple(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._process.close()

    async def _png(self, key: str, drawing: Drawing) -> bytes:
        png = await asyncio.to_thread(self._kept.get, key)
        if png is None:
            png = await self._process.draw(drawing.model_dump_json().encode())
            await asyncio.to_thread(self._kept.put, key, png)
        return png

    def _done(self, key: str, task: asyncio.Task[bytes]) -> None:
        del self._under_way[key]
        if not task.cancelled():
            task.exception()  # seen, even where nobody waits for it any more


def draw_now(drawing: Drawing) -> Picture:
    """Return a picture where there is no event loop: at the terminal."""

    async def drawn() -> Picture:
        async with Painter() as painter:
            return await painter.draw(drawing)

    return asyncio.run(drawn())

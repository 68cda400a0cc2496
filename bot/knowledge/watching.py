"""While serving, what people edit in the knowledge folder is told to the app within two seconds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.loading import load
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.shelves import shelved

log = logging.getLogger(__name__)

INTERVAL = 1.0
"""Seconds between two looks at the folder."""

_Look: TypeAlias = frozenset[tuple[str, int, int]]
"""What can be seen of a folder without reading it: names, times and sizes."""


async def one_interval() -> None:
    """Wait until the next look is due."""
    await asyncio.sleep(INTERVAL)


async def read_here(folder: Path) -> KnowledgeBase:
    """Read a folder in a thread of this process; raise KnowledgeError where it cannot be used."""
    return await asyncio.to_thread(load, folder)


async def watch(
    folder: Path,
    serving: KnowledgeBase,
    on_change: Callable[[KnowledgeBase], Awaitable[None]],
    *,
    read: Callable[[Path], Awaitable[KnowledgeBase]] = read_here,
    tick: Callable[[], Awaitable[None]] = one_interval,
) -> None:
    """Await `on_change` with each new state of a folder that can be used; run until cancelled.

    A broken edit, or a removed folder, leaves what is serving and is logged once. What changed between
    loading `serving` and the first look is noticed too.
    """
    watcher = _Watcher(folder, serving.version, read)
    while True:
        await tick()
        base = await watcher.news()
        if base is None:
            continue
        try:
            await on_change(base)
        except Exception:  # one bad change must not end the watch over the next ones
            log.exception("the new knowledge %s could not be taken up", base.version)
        else:
            log.info("knowledge %s is taken up from %s", base.version, folder)


class _Watcher:
    """Remembers how the folder looked, what was told last, and what was complained about."""

    def __init__(self, folder: Path, version: str, read: Callable[[Path], Awaitable[KnowledgeBase]]) -> None:
        self._folder, self._read = folder, read
        self._version = version
        self._look: _Look | None = None
        self._complaint = ""

    async def news(self) -> KnowledgeBase | None:
        """Return the knowledge where it differs from what was told last and can be used."""
        look = await asyncio.to_thread(_look, self._folder)
        if look == self._look:
            return None
        self._look = look  # taken before reading: an edit during it shows at the next look
        try:
            base = await self._read(self._folder)
        except (KnowledgeError, OSError) as error:
            self._complain(str(error))
            return None
        self._complaint = ""
        if base.version == self._version:
            return None
        self._version = base.version
        return base

    def _complain(self, complaint: str) -> None:
        if complaint != self._complaint:
            log.error("the knowledge is left as it was, since the edited one has problems:\n%s", complaint)
        self._complaint = complaint


def _look(folder: Path) -> _Look:
    try:
        stats = [(str(path), path.stat()) for path, _ in shelved(folder)]
    except OSError:  # gone while looking
        return frozenset()
    return frozenset((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)

"""Makes an index beside the one that answers: a large one in a process of its own.

Reading YAML and training hold the interpreter, so that in a thread of this process every answer would wait.
What the other process made is handed over in the folder where it is kept for the next start.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bot.knowledge import kept
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.loading import load
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.shelves import shelved, version_of
from bot.matching import cache
from bot.matching.build import build
from bot.matching.index import Index
from bot.matching.phrases import phrases

LARGE = 5_000
"""Phrases from which on a process of its own is worth its start."""


HEAVY = 100_000
"""Bytes of YAML from which on a process of its own is worth its start."""


class TrainingError(Exception):
    """The process that trained an index came to an end without one."""


class Indexed(NamedTuple):
    """Knowledge with the index that was made from it."""

    knowledge: KnowledgeBase
    made: Index


async def read_apart(folder: Path, kept_in: Path, heavy: int = HEAVY) -> KnowledgeBase:
    """Return the knowledge of a folder while this process goes on answering; raise KnowledgeError.

    Where it is large and not yet kept, another process reads and checks it. Cancelled, it ends.
    """
    if await asyncio.to_thread(_is_heavy, folder, kept_in, heavy):
        await _elsewhere(_check, folder, kept_in)
    # Where nothing was kept, as something is wrong or nothing can be written, this is where it is read.
    return await asyncio.to_thread(load, folder, kept_in)


async def build_apart(
    knowledge: KnowledgeBase, kept_in: Path, large: int = LARGE, before: Indexed | None = None
) -> Index:
    """Return the index of a knowledge base while this process goes on answering.

    Where it is large and not yet kept in the folder, another process trains it and hands it over there. Where
    an edit left all as it was that an index is made from, the one from before serves on. Raise TrainingError
    where that process fails, as it does where memory is short. Cancelled, it ends.
    """
    if await asyncio.to_thread(_takes_long, knowledge, kept_in, large):
        status = await _elsewhere(_train, knowledge, kept_in)
        if status:
            raise TrainingError(f"the process that trained the index ended with {status}")
    if before and cache.alike(before.knowledge, knowledge, kept_in):
        return before.made
    # Where the folder cannot be written to, nothing is kept in it, and this is where training takes place.
    return await asyncio.to_thread(build, knowledge, kept_in)


def _is_heavy(folder: Path, kept_in: Path, heavy: int) -> bool:
    try:
        size = sum(path.stat().st_size for path, _ in shelved(folder))
    except OSError:
        return False
    version = version_of(folder) if size >= heavy else None
    return version is not None and not kept.keeps(version, kept_in)


def _takes_long(knowledge: KnowledgeBase, kept_in: Path, large: int) -> bool:
    known = not knowledge.version or cache.marked(knowledge, kept_in)
    return not known and len(phrases(knowledge)) >= large


async def _elsewhere(work: Callable[..., None], *given: object) -> int | None:
    """Do something in another process; return how it ended."""
    import multiprocessing  # only a reload pays for it

    process = multiprocessing.get_context("spawn").Process(target=work, args=given, daemon=True)
    try:
        await asyncio.to_thread(process.start)
        await asyncio.to_thread(process.join)
    except asyncio.CancelledError:
        if process.pid is not None:
            process.kill()
        raise
    return process.exitcode


def _check(folder: Path, kept_in: Path) -> None:
    """Read and check what was edited; what is wrong with it is told by the process that waits for it."""
    _yield_to_answers()
    try:
        load(folder, kept_in)
    except (KnowledgeError, OSError):
        return


def _train(knowledge: KnowledgeBase, kept_in: Path) -> None:
    _yield_to_answers()
    build(knowledge, kept_in)


def _yield_to_answers() -> None:
    """Let answers come first in this new process; Ctrl+C is for the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(10)

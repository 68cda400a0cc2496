"""Makes an index beside the one that answers: a large one in a process of its own.

Training holds the interpreter, so that in a thread of this process every answer would wait for it.
"""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

from bot.knowledge.base import KnowledgeBase
from bot.matching import cache
from bot.matching.build import build
from bot.matching.index import Index
from bot.matching.phrases import phrases

LARGE = 5_000
"""Phrases from which on a process of its own is worth its start."""


class TrainingError(Exception):
    """The process that trained an index came to an end without one."""


async def build_apart(knowledge: KnowledgeBase, kept_in: Path, large: int = LARGE) -> Index:
    """Return the index of a knowledge base while this process goes on answering.

    Where it is large and not yet kept in the folder, another process trains it and hands it over there.
    Raise TrainingError where that process fails, as it does where memory is short. Cancelled, it ends.
    """
    if await asyncio.to_thread(_takes_long, knowledge, kept_in, large):
        await _trained_in(knowledge, kept_in)
    # Where the folder cannot be written to, nothing is kept in it, and this is where training takes place.
    return await asyncio.to_thread(build, knowledge, kept_in)


def _takes_long(knowledge: KnowledgeBase, kept_in: Path, large: int) -> bool:
    return (
        bool(knowledge.version) and len(phrases(knowledge)) >= large and not cache.keeps(knowledge, kept_in)
    )


async def _trained_in(knowledge: KnowledgeBase, kept_in: Path) -> None:
    import multiprocessing  # only a reload pays for it

    process = multiprocessing.get_context("spawn").Process(
        target=_train, args=(knowledge, kept_in), daemon=True
    )
    try:
        await asyncio.to_thread(process.start)
        await asyncio.to_thread(process.join)
    except asyncio.CancelledError:
        if process.pid is not None:
            process.kill()
        raise
    if process.exitcode:
        raise TrainingError(f"the process that trained the index ended with {process.exitcode}")


def _train(knowledge: KnowledgeBase, kept_in: Path) -> None:
    """Train in the new process; answers come first, and Ctrl+C is for the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(10)
    build(knowledge, kept_in)

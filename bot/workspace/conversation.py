"""What a conversation is about: kept for a day as kind and subjects, never as words."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, TypeAlias

from bot.answers import Answer
from bot.matching.reading import Kind, Meaning
from bot.workspace.stores import MemoryStore, StoreDown

Remembering: TypeAlias = Coroutine[Any, Any, None]

log = logging.getLogger(__name__)

_PATIENCE = 0.5
"""Seconds that an answer waits for what was talked about before."""
_NOTHING_NEW = frozenset({Kind.UNKNOWN, Kind.HELP})
"""Answers after which a conversation is still about what it was about."""


def talk(channel: str, thread: str | None) -> str:
    """Return the name of a conversation: a thread, or the direct message that is in none."""
    return f"{channel}:{thread}" if thread else channel


async def recalled(memory: MemoryStore, *names: str) -> Meaning | None:
    """Return what the first of these was about of which that is known; None where it takes too long."""
    try:
        async with asyncio.timeout(_PATIENCE):
            for name in names:
                if found := await memory.recall(name):
                    return found
    except (StoreDown, TimeoutError) as error:
        log.warning("a question is read by itself: %s", type(error).__name__)
    return None


def remembering(memory: MemoryStore, name: str, answer: Answer, person: str) -> Remembering | None:
    """Return what keeps in mind what was answered; None where that says nothing new.

    Of a topic its first owner is kept too: "and what tools do they use?".
    """
    meaning = answer.meaning
    if meaning.kind in _NOTHING_NEW:
        return None
    about = replace(meaning, roles=meaning.roles or answer.roles[:1])
    return _kept(memory, name, about, person)


async def _kept(memory: MemoryStore, name: str, about: Meaning, person: str) -> None:
    try:
        await memory.remember(name, about, person)
    except StoreDown as error:
        log.warning("a conversation is not kept in mind: %s", error)

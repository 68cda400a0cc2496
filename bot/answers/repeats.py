"""What the last questions meant, and their answers: many people ask the same, and reading costs most."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b
from typing import NamedTuple

from bot.answers.answering import known
from bot.answers.kinds import Answer
from bot.answers.workspace import EMPTY, Workspace
from bot.knowledge.base import KnowledgeBase
from bot.matching.reading import Meaning, Reading

KEPT = 1024
"""Questions; each refers to the knowledge and is small itself."""

_KEY = secrets.token_bytes(32)


class Told(NamedTuple):
    """A reading, where it is kept without typed words, and the answer that it has outside any workspace."""

    reading: Reading
    answer: Answer


class Known:
    """What is known to each meaning outside any workspace: made once, as there are few and many ask."""

    def __init__(self) -> None:
        self._told: dict[Meaning, Answer | None] = {}

    def to(self, meaning: Meaning, knowledge: KnowledgeBase, workspace: Workspace) -> Answer | None:
        """Return what is known to a meaning; None for nothing."""
        if workspace is not EMPTY:
            return known(meaning, knowledge, workspace)
        if meaning in self._told:
            return self._told[meaning]
        if len(self._told) >= KEPT:
            self._told.clear()
        told = self._told[meaning] = known(meaning, knowledge)
        return told


class Repeats:
    """Questions under a keyed hash, so that what people typed is not kept; the oldest go first."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._told: OrderedDict[bytes, Told] = OrderedDict()
        self.hits = self.misses = 0

    def tell(self, text: str, read: Callable[[str], Reading], answer: Callable[[Reading], Answer]) -> Told:
        """Return what a text means and what is answered to it, worked out only the first time."""
        key = blake2b(text.encode(errors="surrogatepass"), digest_size=16, key=_KEY).digest()
        told = self._told.get(key)
        if told is not None:
            self._told.move_to_end(key)
            self.hits += 1
            return told
        self.misses += 1
        reading = read(text)
        if reading.path:  # it stands in the answer as it was typed
            return Told(reading, answer(reading))
        told = self._told[key] = Told(replace(reading, question="", evidence=()), answer(reading))
        if len(self._told) > self._kept:
            self._told.popitem(last=False)
        return told

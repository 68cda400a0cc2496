"""The phrases of an index, label by label, to tell which one a question is closest to."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Self, TypeVar

import numpy as np

from bot.matching.linear import Floats, Ints, Row
from bot.matching.phrases import Label, Phrase

_T = TypeVar("_T")

_MOST = 256
"""Phrases of one label among which the closest is looked for; more look alike, and cost as much again."""


class Examples:
    """Phrases as vectors of length 1, end to end in three arrays, sorted by label."""

    def __init__(self, phrases: Sequence[Phrase], ids: Ints, values: Floats, ends: Ints) -> None:
        """Take the phrases in the order of their vectors; `ends` tells where each vector ends."""
        self.phrases = tuple(phrases)
        self.ids = ids
        self.values = values
        self.ends = ends
        self._local = threading.local()
        self._ranges: dict[Label, tuple[int, int]] = {}
        for at, phrase in enumerate(self.phrases):
            first, _ = self._ranges.get(phrase.label, (at, at))
            self._ranges[phrase.label] = (first, at + 1)

    @classmethod
    def of(cls, phrases: Sequence[Phrase], rows: Sequence[Row]) -> Self:
        """Return phrases with their vectors, sorted by label; of a label with very many, an even choice."""
        order: dict[Label, list[int]] = {}
        for at, phrase in enumerate(phrases):
            order.setdefault(phrase.label, []).append(at)
        places = [at for ats in order.values() for at in evenly(ats, _MOST)]
        return cls(
            [phrases[at] for at in places],
            np.concatenate([rows[at].ids for at in places]),
            np.concatenate([rows[at].values for at in places]),
            np.cumsum([len(rows[at].ids) for at in places], dtype=np.int32),
        )

    def closest(self, question: Row, label: Label, size: int) -> tuple[float, Phrase | None]:
        """Return the cosine to the label's closest phrase, and that phrase; `size` counts all features."""
        if label not in self._ranges:
            return 0.0, None
        first, last = self._ranges[label]
        start = int(self.ends[first - 1]) if first else 0
        end = int(self.ends[last - 1])
        dense = self._scratch(size)
        dense[question.ids] = question.values
        products = dense[self.ids[start:end]] * self.values[start:end]
        dense[question.ids] = 0
        cosines = np.add.reduceat(products, np.concatenate(((0,), self.ends[first : last - 1] - start)))
        best = int(cosines.argmax())
        return float(cosines[best]), self.phrases[first + best]

    def _scratch(self, size: int) -> Floats:
        """Return a vector of zeros, each thread its own; who uses it leaves it so."""
        scratch: Floats | None = getattr(self._local, "scratch", None)
        if scratch is None or len(scratch) != size:
            scratch = self._local.scratch = np.zeros(size, np.float32)
        return scratch


def evenly(places: list[_T], most: int) -> list[_T]:
    """Return at most so many of them, evenly spread."""
    if len(places) <= most:
        return places
    return [places[at * len(places) // most] for at in range(most)]

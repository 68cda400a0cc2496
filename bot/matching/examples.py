"""The phrases of an index, label by label, to tell which one a question is closest to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self, TypeVar

from bot.matching.linear import Floats
from bot.matching.phrases import Label, Phrase

_T = TypeVar("_T")

_MOST = 256
"""Phrases of one label among which the closest is looked for; more look alike, and cost as much again."""


class Examples:
    """Phrases with what they mean, sorted by label."""

    def __init__(self, phrases: Sequence[Phrase], vectors: Floats) -> None:
        """Take phrases and their vectors of length 1, phrases x SIZE, in one order."""
        self.phrases = tuple(phrases)
        self.vectors = vectors
        self._ranges: dict[Label, tuple[int, int]] = {}
        for at, phrase in enumerate(self.phrases):
            first, _ = self._ranges.get(phrase.label, (at, at))
            self._ranges[phrase.label] = (first, at + 1)

    @classmethod
    def of(cls, phrases: Sequence[Phrase], vectors: Floats) -> Self:
        """Return phrases with their vectors, sorted by label; of a label with very many, an even choice."""
        order: dict[Label, list[int]] = {}
        for at, phrase in enumerate(phrases):
            order.setdefault(phrase.label, []).append(at)
        places = [at for ats in order.values() for at in evenly(ats, _MOST)]
        return cls([phrases[at] for at in places], vectors[places])

    def closest(self, vector: Floats, label: Label) -> tuple[float, Phrase | None]:
        """Return the cosine of a meaning to the label's closest phrase, and that phrase."""
        if label not in self._ranges:
            return 0.0, None
        first, last = self._ranges[label]
        cosines = self.vectors[first:last] @ vector
        best = int(cosines.argmax())
        return float(cosines[best]), self.phrases[first + best]


def evenly(places: list[_T], most: int) -> list[_T]:
    """Return at most so many of them, evenly spread."""
    if len(places) <= most:
        return places
    return [places[at * len(places) // most] for at in range(most)]

"""The phrases of an index, label by label, to tell which one a question is closest to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Self, TypeVar

from bot.matching.linear import Floats
from bot.matching.phrases import Label, Phrase

_T = TypeVar("_T")

_MOST = 256
"""Phrases of one label among which the closest is looked for; more look alike, and cost as much again."""


class Examples:
    """Phrases with what they mean, label by label."""

    def __init__(self, texts: Sequence[str], counts: Mapping[Label, int], vectors: Floats) -> None:
        """Take phrases, how many in turn each label has, and their vectors of length 1, phrases x SIZE."""
        self.texts = texts
        self.counts = counts
        self.vectors = vectors
        ends = accumulate(counts.values())
        self._places = {
            label: slice(end - count, end) for (label, count), end in zip(counts.items(), ends, strict=True)
        }

    @classmethod
    def of(cls, phrases: Sequence[Phrase], vectors: Floats) -> Self:
        """Return phrases with their vectors, sorted by label; of a label with very many, an even choice."""
        order: dict[Label, list[int]] = {}
        for at, phrase in enumerate(phrases):
            order.setdefault(phrase.label, []).append(at)
        chosen = {label: evenly(ats, _MOST) for label, ats in order.items()}
        places = [at for ats in chosen.values() for at in ats]
        counts = {label: len(ats) for label, ats in chosen.items()}
        return cls([phrases[at].text for at in places], counts, vectors[places])

    def closest(self, vector: Floats, label: Label) -> tuple[float, str | None]:
        """Return the cosine of a meaning to the label's closest phrase, and that phrase."""
        place = self._places.get(label)
        if place is None:
            return 0.0, None
        cosines = self.vectors[place] @ vector
        best = int(cosines.argmax())
        return float(cosines[best]), self.texts[place.start + best]


def evenly(places: list[_T], most: int) -> list[_T]:
    """Return at most so many of them, evenly spread."""
    if len(places) <= most:
        return places
    return [places[at * len(places) // most] for at in range(most)]

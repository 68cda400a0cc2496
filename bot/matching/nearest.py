"""Finds the phrase that a question is closest to, by the cosine over its words and their neighbours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.matching.features import Space, Terms
from bot.matching.linear import Floats


class Near(NamedTuple):
    """The closest phrase of some."""

    place: int
    cosine: float


class Nearest:
    """Phrases by the features that they have; nothing is trained, so it is ready at once."""

    def __init__(self, space: Space, phrases: Sequence[Terms]) -> None:
        self._space = space
        keys: list[int] = []
        values: list[float] = []
        starts: list[int] = []
        for terms in phrases:
            starts.append(len(keys))
            weighed = self._weigh(terms)
            length = math.sqrt(sum(value * value for _, value in weighed)) or 1.0
            keys += [key for key, _ in weighed]
            values += [value / length for _, value in weighed]
        # Arrays take a tenth of what a dictionary of features would, and there are as many as workspaces.
        self._keys, places = np.unique(np.array(keys, np.int64), return_inverse=True)
        self._places = places.astype(np.int32).reshape(-1)
        self._values = np.array(values, np.float32)
        self._starts = np.array(starts, np.int32)

    def cosines(self, terms: Terms) -> Floats:
        """Return the cosine of a question to each phrase; what nobody ever said counts against all."""
        weighed = self._weigh(terms)
        squares = sum(value * value for _, value in weighed)
        keys = np.array([key for key, _ in weighed], np.int64)
        places = np.minimum(self._keys.searchsorted(keys), len(self._keys) - 1)
        known = self._keys[places] == keys
        question = np.zeros(len(self._keys), np.float32)
        question[places[known]] = np.array([value for _, value in weighed], np.float32)[known]
        sums = np.add.reduceat(question[self._places] * self._values, self._starts)
        return (sums / np.float32(math.sqrt(squares) or 1.0)).astype(np.float32, copy=False)

    def closest(self, terms: Terms, among: npt.NDArray[np.bool_] | None = None) -> Near | None:
        """Return the closest phrase, of some of them if asked; None where there is no phrase."""
        if not len(self._starts):
            return None
        cosines = self.cosines(terms)
        if among is not None:
            cosines = np.where(among, cosines, np.float32(-1))
        best = int(cosines.argmax())
        return Near(best, float(cosines[best]))

    def _weigh(self, terms: Terms) -> list[tuple[int, float]]:
        """Return features by their place among those of the base, or by their hash, which is none."""
        place, idf, unseen = self._space.place, self._space.idf, self._space.unseen
        return [
            (hash(feature), weight * unseen)
            if (at := place(feature)) is None
            else (at, weight * float(idf[at]))
            for feature, weight in terms.plain()
        ]

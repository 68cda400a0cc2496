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
        self._ids: dict[str, int] = {}
        ids: list[int] = []
        values: list[float] = []
        starts: list[int] = []
        for terms in phrases:
            starts.append(len(ids))
            weighed = self._weigh(terms)
            length = math.sqrt(sum(value * value for _, value in weighed)) or 1.0
            for feature, value in weighed:
                ids.append(self._ids.setdefault(feature, len(self._ids)))
                values.append(value / length)
        self._places = np.array(ids, np.int32)
        self._values = np.array(values, np.float32)
        self._starts = np.array(starts, np.int32)

    def cosines(self, terms: Terms) -> Floats:
        """Return the cosine of a question to each phrase; what nobody ever said counts against all."""
        question = np.zeros(len(self._ids), np.float32)
        squares = 0.0
        for feature, value in self._weigh(terms):
            squares += value * value
            place = self._ids.get(feature)
            if place is not None:
                question[place] = value
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

    def _weigh(self, terms: Terms) -> list[tuple[str, float]]:
        ids, idf, unseen = self._space.ids, self._space.idf_list, self._space.unseen
        return [
            (feature, weight * (unseen if (at := ids.get(feature)) is None else idf[at]))
            for feature, weight in terms.plain()
        ]

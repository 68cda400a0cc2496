"""Finds the phrase that a question is closest to, by the cosine over its words and their neighbours."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.matching.features import APART, NEXT, PAIR, Space, Terms, apart
from bot.matching.linear import Floats

_NONE: Mapping[str, int] = {}


class Near(NamedTuple):
    """The closest phrase of some."""

    place: int
    cosine: float


class Nearest:
    """Phrases by the features that they have; nothing is trained, so it is ready at once."""

    def __init__(self, space: Space, phrases: Sequence[Terms]) -> None:
        self._space = space
        self._size = len(phrases)
        weighed = [self._weigh(terms) for terms in phrases]
        lengths = np.array([len(features) for features in weighed], np.int32)
        # An inverted index, in arrays but for its keys: a question shares few of them, and most questions
        # share too few. In lists it would take several times as much, and there are as many as workspaces.
        known = self._places = dict[int, int]()
        places = np.array(
            [known.setdefault(key, len(known)) for features in weighed for key in features], np.intp
        )
        order = np.argsort(places, kind="stable")
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(places)))).astype(np.int32)
        self._phrases = np.repeat(np.arange(self._size, dtype=np.int32), lengths)[order]
        units = (np.array([*features.values()], np.float32) / _length(features) for features in weighed)
        self._values = np.concatenate([*units, np.zeros(0, np.float32)])[order]

    def closest(
        self, terms: Terms, among: npt.NDArray[np.bool_] | None = None, least: float = -1.0
    ) -> Near | None:
        """Return the closest phrase, of some of them if asked; None where there is none as close as `least`.

        Where what phrases have of a question is too little of it, that is plain before they are looked at.
        """
        if not self._size:
            return None
        weighed = self._weigh(terms)
        known = weighed.keys() & self._places.keys()
        length = math.hypot(*weighed.values()) or 1.0
        if math.hypot(*[weighed[key] for key in known]) < least * length:
            return None
        cosines = self._cosines({self._places[key]: weighed[key] / length for key in known})
        if among is not None:
            cosines = np.where(among, cosines, np.float32(-1))
        best = int(cosines.argmax())
        near = Near(best, float(cosines[best]))
        return near if near.cosine >= least else None

    def _cosines(self, told: Mapping[int, float]) -> Floats:
        """Return the cosine of a question to each phrase, by those of its features that phrases have."""
        places = np.array([*told], np.intp)
        firsts = self._starts.take(places)
        lengths = self._starts.take(places + 1) - firsts
        ends = np.cumsum(lengths)
        # Where the phrases stand that have any of these features, one feature after the other.
        at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(firsts - ends + lengths, lengths)
        found = self._values.take(at) * np.repeat(np.array([*told.values()], np.float32), lengths)
        return np.bincount(self._phrases.take(at), found, self._size).astype(np.float32)

    def _weigh(self, terms: Terms) -> dict[int, float]:
        """Return features by their place among those of the base, or by their hash, which is none."""
        space, grams = self._space, terms.grams()
        weighed: dict[int, float] = {}
        for term in (*terms.main, *terms.beside):
            weighed.update(space.plain(term))
        weighed.update(space.keyed(*fact) for fact in terms.facts())
        idf, unseen = space.idf.item, PAIR * space.unseen
        for family, pairs in ((NEXT, pairwise(grams)), (APART, apart(grams))):
            after = space.pairs[family].get
            for left, right in pairs:
                at = after(left, _NONE).get(right)
                if at is None:
                    weighed[hash((family, left, right))] = unseen
                else:
                    weighed[at] = PAIR * idf(at)
        return weighed


def _length(weighed: Mapping[int, float]) -> np.float32:
    return np.float32(math.sqrt(sum(value * value for value in weighed.values())) or 1.0)

"""The features of all phrases of a knowledge base at once, as arrays: what training walks over."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bot.matching.features import APART, Term, Terms
from bot.matching.linear import Floats, Ints

_AT_ONCE = 2_000
"""Phrases whose repeated features are put together in one go; bounds the memory it takes."""

_NONE = -1

_Listed: TypeAlias = tuple["array[int]", "array[float]"]


@dataclass(frozen=True, slots=True)
class Table:
    """Each phrase's features with their weights before idf, end to end; a feature stands in a phrase once."""

    features: tuple[str, ...]
    """By how many phrases have them, most first: training walks frequent ones all the time, side by side."""
    ids: Ints
    """Places among the features."""
    weights: Floats
    ends: npt.NDArray[np.int64]
    """Where each phrase ends."""

    @classmethod
    def of(cls, phrases: Iterable[Terms], pairs_from: int = 1) -> Table:
        """Return the features of phrases; of words with one between, those that so many phrases have."""
        names: dict[str, int] = {}
        parts = list(_parts(phrases, names))
        ids = np.concatenate([ids for ids, _, _ in parts])
        lengths = np.concatenate([lengths for _, _, lengths in parts])
        counts = np.bincount(ids, minlength=len(names))
        listed = list(names)
        ranked = [
            at
            for at in np.argsort(-counts, kind="stable").tolist()
            if counts[at] >= pairs_from or listed[at][0] != APART
        ]
        place = np.full(len(names), _NONE, np.int32)
        place[ranked] = np.arange(len(ranked), dtype=np.int32)
        kept = place[ids] != _NONE
        ends = np.cumsum(kept, dtype=np.int64)[np.cumsum(lengths) - 1]
        return cls(
            tuple(listed[at] for at in ranked),
            place[ids][kept],
            np.concatenate([weights for _, weights, _ in parts])[kept],
            ends,
        )

    def counts(self) -> npt.NDArray[np.intp]:
        """Return how many phrases have each feature."""
        return np.bincount(self.ids, minlength=len(self.features))

    def spread(self, groups: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """Return in how many groups each feature occurs, by the group of each phrase."""
        lengths = np.diff(self.ends, prepend=0)
        pairs = np.unique(np.repeat(groups, lengths) * len(self.features) + self.ids)
        return np.bincount(pairs % len(self.features), minlength=len(self.features))


def _parts(phrases: Iterable[Terms], names: dict[str, int]) -> Iterator[tuple[Ints, Floats, Ints]]:
    """Yield ids, weights and lengths of some phrases at a time; what is new joins the names."""
    listed: dict[Term, _Listed] = {}
    waiting = iter(phrases)
    while some := list(islice(waiting, _AT_ONCE)):
        ids, weights, lengths = array("i"), array("f"), array("i")
        for terms in some:
            before = len(ids)
            _list(terms, names, listed, ids, weights)
            lengths.append(len(ids) - before)
        yield _merged(
            np.array(ids, np.int32), np.array(weights, np.float32), np.array(lengths, np.int32), len(names)
        )


def _list(
    terms: Terms,
    names: dict[str, int],
    listed: dict[Term, _Listed],
    ids: array[int],
    weights: array[float],
) -> None:
    """Append the features of a phrase; one that several of its words have is there several times."""
    for term, share in terms.shares():
        found = listed.get(term)
        if found is None:
            found = listed[term] = (array("i"), array("f"))
            for feature, weight in term.features():
                found[0].append(names.setdefault(feature, len(names)))
                found[1].append(weight)
        ids.extend(found[0])
        weights.extend(found[1] if share == 1.0 else array("f", (w * share for w in found[1])))
    for feature, weight in terms.loose():
        ids.append(names.setdefault(feature, len(names)))
        weights.append(weight)


def _merged(ids: Ints, weights: Floats, lengths: Ints, size: int) -> tuple[Ints, Floats, Ints]:
    """Return the same with the weights of a phrase's repeated features summed."""
    owners = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    keys = owners * size + ids
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    firsts = np.flatnonzero(np.diff(keys, prepend=-1))
    kept = keys[firsts]
    return (
        (kept % size).astype(np.int32),
        np.add.reduceat(weights[order], firsts) if len(firsts) else weights,
        np.bincount(kept // size, minlength=len(lengths)).astype(np.int32),
    )

"""A one-vs-rest linear support vector machine, trained by dual coordinate descent in numpy.

The algorithm is that of Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM"
(ICML 2008), for the squared hinge loss; all classes of a phrase are updated in one expression.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


class Row(NamedTuple):
    """One phrase as a sparse vector; a feature stands in it once."""

    ids: Ints
    values: Floats


class Manner(NamedTuple):
    """How to train."""

    cost: float = 2.0
    """What a phrase on the wrong side costs."""
    own: float = 1.0
    """How many times as much that is for its own class as it is for each of the others."""
    enough: float = 0.1
    """A phrase none of whose dual variables moves by more than this in a round is left out of the next."""


_PLAIN = Manner()


class Trained(NamedTuple):
    """The weights that tell each class from all the others."""

    sparse: Floats
    """features x classes"""
    dense: Floats
    """numbers of a vector x classes"""


def train(
    rows: Sequence[Row],
    vectors: Floats,
    labels: npt.NDArray[np.intp],
    features: int,
    classes: int,
    *,
    manner: Manner = _PLAIN,
    rounds: int = 8,
    seed: int = 0,
) -> Trained:
    """Return the weights for phrases, each of which is a row of features and a vector beside it."""
    weights = np.zeros((features, classes), np.float32)
    # One product weighs a phrase: the weights of its features are fetched to above those of meanings.
    longest = max((len(row.ids) for row in rows), default=0)
    room = np.zeros((longest + vectors.shape[1], classes), np.float32)
    change = np.empty_like(room)
    # The dual variables: what a phrase takes off each class; of its own class, less than nothing.
    taken = np.zeros((len(rows), classes), np.float32)
    places = [row.ids.astype(np.intp) for row in rows]
    known = [np.concatenate((row.values, vector)) for row, vector in zip(rows, vectors, strict=True)]
    squares = np.array([values @ values for values in known], np.float32)
    others = 1 / (squares + np.float32(0.5 / manner.cost))
    own = 1 / (squares + np.float32(0.5 / manner.cost / manner.own))
    nothing = np.zeros(classes, np.float32)
    told = labels.tolist()
    order = np.random.default_rng(seed)
    active = np.arange(len(rows))
    for _ in range(rounds):
        before = taken[active]
        for at in order.permutation(active).tolist():
            ids, values, label, mine = places[at], known[at], told[at], taken[at]
            whole = room[longest - len(ids) :]
            part = whole[: len(ids)]
            weights.take(ids, 0, part, "clip")  # any other mode fetches them twice
            wanted = values @ whole
            wanted += squares[at] * mine
            wanted += 1
            less = min((wanted[label] - 2) * own[at], 0)
            wanted *= others[at]
            step = np.maximum(wanted, nothing, out=wanted)
            step[label] = less
            step -= mine
            mine += step
            # A product of two vectors by BLAS takes half of what broadcasting does.
            whole -= np.dot(values[:, None], step[None], change[: len(whole)])
            weights[ids] = part
        moved = np.abs(taken[active] - before).max(axis=1)
        active = active[moved > manner.enough]
        if not len(active):
            break
    return Trained(weights, room[longest:])

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
    dense = np.zeros((vectors.shape[1], classes), np.float32)
    change = np.empty_like(dense)
    alphas = np.zeros((len(rows), classes), np.float32)
    against = np.float32(0.5 / manner.cost)
    towards = np.float32(0.5 / manner.cost / manner.own)
    squares = np.array([row.values @ row.values for row in rows], np.float32)
    squares += np.einsum("ij,ij->i", vectors, vectors)
    order = np.random.default_rng(seed)
    active = np.arange(len(rows))
    for _ in range(rounds):
        moved = np.zeros(len(rows), np.float32)
        for at in order.permutation(active):
            ids, values = rows[at]
            vector, label, alpha = vectors[at], labels[at], alphas[at]
            part = weights.take(ids, 0)
            slope = values @ part
            slope += vector @ dense
            score = slope[label]
            slope *= -1
            slope -= 1
            slope += against * alpha
            slope /= squares[at] + against
            slope[label] = (score - 1 + towards * alpha[label]) / (squares[at] + towards)
            step = np.maximum(alpha - slope, 0)
            step -= alpha
            largest = max(step.max(), -step.min())
            if largest > 0:
                alpha += step
                step *= -1
                step[label] *= -1
                part += values[:, None] * step
                weights[ids] = part
                # All of these change each time, so they are not fetched and put back.
                np.multiply(vector[:, None], step, out=change)
                dense += change
                moved[at] = largest
        active = np.flatnonzero(moved > manner.enough)
        if not len(active):
            break
    return Trained(weights, dense)

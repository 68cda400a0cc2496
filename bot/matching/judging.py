"""How sure a reading is: from margins and coverage to a probability."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]

_RIDGE = 1.0
_ROUNDS = 25
_STEEPEST = 30.0
_STILL = 1e-6


class Signs(NamedTuple):
    """What tells a good reading from a bad one, for one question."""

    margin: float
    """The score of the best meaning that is covered."""
    lead: float
    """How far it is ahead of the best one that would be answered otherwise."""
    inside: float
    """How far it is ahead of the best area outside."""
    support: float
    """The share of all likelihood that falls to meanings answered alike, as log odds."""
    cosine: float
    """The likeness to the closest phrase, 0 to 1."""
    unseen: float
    """The share of the question that no phrase has, 0 to 1."""
    words: int
    named: bool
    """True where the question names the role, tool or topic that it is about."""

    def vector(self) -> tuple[float, ...]:
        """Return them as numbers, with the constant 1 in front."""
        return (
            1.0,
            self.margin,
            min(self.lead, 1.0),
            min(self.inside, 1.0),
            self.support,
            self.cosine,
            self.unseen,
            math.log1p(self.words),
            float(self.named),
            self.margin * self.named,
            self.unseen * self.named,
        )


SIZE = 11


@dataclass(frozen=True, slots=True)
class Judge:
    """Two logistic regressions over the signs of a reading, and how close phrases come by chance."""

    right: tuple[float, ...]
    covered: tuple[float, ...]
    chance: Doubles
    """The cosines, in ascending order, to the closest phrase that means something else."""

    def judge(self, signs: Signs) -> tuple[float, float]:
        """Return the probability that the best meaning is right, and that the question is covered at all."""
        vector = signs.vector()
        right = _logistic(sum(map(mul, vector, self.right)))
        return right, max(right, _logistic(sum(map(mul, vector, self.covered))))

    def judge_near(self, cosine: float) -> float:
        """Return the probability that a phrase as close as this is meant, and not close by chance."""
        return bisect_left(self.chance, cosine) / (len(self.chance) + 1)

    def nearness(self, probability: float) -> float:
        """Return the cosine below which `judge_near` returns less than a probability."""
        by_chance = min(int(probability * (len(self.chance) + 1)), len(self.chance))
        return float(self.chance[by_chance - 1]) if by_chance else 0.0


UNJUDGED = Judge((0.0,) * SIZE, (0.0,) * SIZE, np.zeros(0))
"""Knows nothing: every answer is as likely right as wrong."""


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-max(-_STEEPEST, min(_STEEPEST, x))))


def regress(
    vectors: Sequence[Sequence[float]], truth: Sequence[bool], weights: Sequence[float]
) -> tuple[float, ...]:
    """Return the coefficients of a ridge logistic regression, by iteratively reweighted least squares."""
    x = np.array(vectors)
    y = np.array(truth, float)
    w = np.array(weights, float)
    ridge = np.eye(x.shape[1]) * _RIDGE
    ridge[0, 0] = 1e-6
    beta = np.zeros(x.shape[1])
    for _ in range(_ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -_STEEPEST, _STEEPEST)))
        slope = w * np.maximum(p * (1 - p), 1e-6)
        step = np.linalg.solve((x * slope[:, None]).T @ x + ridge, x.T @ (w * (y - p)) - ridge @ beta)
        beta += step
        if float(np.abs(step).max()) < _STILL:
            break
    return tuple(beta.tolist())

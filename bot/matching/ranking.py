"""Puts the meanings of a question in order, and gathers what speaks for and against the best one."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bot.matching.index import Index, Scored
from bot.matching.judging import Signs
from bot.matching.language import Parsed
from bot.matching.linear import Floats
from bot.matching.phrases import Label, Phrase
from bot.matching.reading import Meaning

_NO_RIVAL = -1.5
"""Stands for a rival or an area outside where the question has none: as far off as margins get."""

SHARPNESS = 6.0
"""How quickly a meaning loses likelihood as its margin falls behind: by e for a sixth."""

_SMOOTH = 0.01
_NEVER = -np.inf


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best covered meaning of a question, and the others behind it."""

    best: int
    """Its place among the labels."""
    signs: Signs
    closest: Phrase | None
    cosine: float
    covered: Floats
    """The margin of each label that is possible and covered; minus infinity for the others."""

    def behind(self, distance: float, most: int) -> list[int]:
        """Return the places of the runners-up within a distance of the best one, best first."""
        near = np.flatnonzero(self.covered >= self.covered[self.best] - distance)
        ranked = sorted((int(at) for at in near if at != self.best), key=lambda at: -self.covered[at])
        return ranked[:most]


def rank(index: Index, parsed: Parsed, scored: Scored) -> Ranking | None:
    """Return the meanings of a question in order; None where no covered one is possible."""
    labels = index.labels
    scores = np.where(labels.possible(parsed), scored.scores, _NEVER)
    covered = np.where(labels.outside, _NEVER, scores)
    best = int(covered.argmax()) if len(covered) else 0
    if not len(covered) or covered[best] == _NEVER:
        return None
    margin = float(covered[best])
    alike = labels.alike(best)
    likelihood = np.exp(SHARPNESS * (scores - scores.max()))
    share = float(likelihood[alike].sum() / likelihood.sum())
    others = covered.copy()
    others[alike] = _NEVER
    outside = scores[labels.outside]
    cosine, phrase = index.closest(scored.row, labels.all[best])
    signs = Signs(
        margin=margin,
        lead=margin - max(float(others.max()), _NO_RIVAL),
        inside=margin - (max(float(outside.max()), _NO_RIVAL) if len(outside) else _NO_RIVAL),
        support=math.log((share + _SMOOTH) / (1 - share + _SMOOTH)),
        cosine=cosine,
        unseen=scored.unseen,
        words=len(parsed.words),
        named=_names_subject(labels.meaning(best, parsed), labels.all[best], parsed),
    )
    return Ranking(best, signs, phrase, cosine, covered)


def _names_subject(meaning: Meaning, label: Label, parsed: Parsed) -> bool:
    return bool(meaning.roles or meaning.items) or f"topic {label.entry}" in parsed.terms.marks

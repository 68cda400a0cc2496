"""Puts the meanings of a question in order, and gathers what speaks for and against the best one."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from bot.matching.index import Index, Scored
from bot.matching.judging import Signs
from bot.matching.labels import ROLES_NEEDED
from bot.matching.language import Parsed
from bot.matching.linear import Floats
from bot.matching.phrases import Label
from bot.matching.reading import Kind

_NO_RIVAL = -1.5
"""Stands for a rival or an area outside where the question has none: as far off as margins get."""

SHARPNESS = 6.0
"""How quickly a meaning loses likelihood as its margin falls behind: by e for a sixth."""

_SMOOTH = 0.01
_NEVER = -np.inf


class Ranking(NamedTuple):
    """The best covered meaning of a question, and the others behind it."""

    best: int
    """Its place among the labels."""
    signs: Signs
    closest: str | None
    cosine: float
    covered: Floats
    """The margin of each label that is covered; minus infinity for those that are not possible."""

    def behind(self, distance: float, most: int) -> list[int]:
        """Return the places of the runners-up within a distance of the best one, best first."""
        near = (self.covered >= self.covered[self.best] - distance).nonzero()[0].tolist()
        if len(near) == 1:
            return []
        ranked = sorted((at for at in near if at != self.best), key=lambda at: -self.covered[at])
        return ranked[:most]


def rank(index: Index, parsed: Parsed, scored: Scored) -> Ranking | None:
    """Return the meanings of a question in order; None where no covered one is possible."""
    labels = index.labels
    scores = scored.scores + labels.penalties(parsed)
    covered, outside = scores[: labels.covered], scores[labels.covered :]
    best = int(covered.argmax()) if len(covered) else 0
    if not len(covered) or covered[best] == _NEVER:
        return None
    margin = float(covered[best])
    furthest = max(float(np.maximum.reduce(outside)), _NO_RIVAL) if len(outside) else _NO_RIVAL
    alike = labels.alike(best)
    likelihood = np.exp((scores - np.float32(max(margin, furthest))) * np.float32(SHARPNESS))
    share = float(np.add.reduce(likelihood.take(alike))) / float(np.add.reduce(likelihood))
    others = covered.copy()
    others[alike] = _NEVER
    cosine, closest = index.examples.closest(scored.vector, labels.all[best])
    signs = Signs(
        margin=margin,
        lead=margin - max(float(np.maximum.reduce(others)), _NO_RIVAL),
        inside=margin - furthest,
        support=math.log((share + _SMOOTH) / (1 - share + _SMOOTH)),
        cosine=cosine,
        unseen=scored.unseen,
        words=len(parsed.words),
        named=_names_subject(labels.all[best], parsed),
    )
    return Ranking(best, signs, closest, cosine, covered)


def _names_subject(label: Label, parsed: Parsed) -> bool:
    """Tell whether the question names the role, the tool or the topic that a label is about."""
    if label.kind in ROLES_NEEDED or label.kind is Kind.EXPERTISE:
        return True  # it would not be possible otherwise
    return f"topic {label.entry}" in parsed.terms.marks

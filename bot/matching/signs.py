"""Gathers what speaks for and against the best meaning of a question."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.matching.candidates import Candidate
from bot.matching.index import Index
from bot.matching.judging import Signs
from bot.matching.language import Parsed
from bot.matching.linear import Row

_NO_RIVAL = -1.5
"""Stands for a rival or an area outside where the question has none: as far off as margins get."""

_SHARPNESS = 6.0
"""How quickly a meaning loses likelihood as its margin falls behind: by e for a sixth."""

_SMOOTH = 0.01


def signs_of(
    index: Index, parsed: Parsed, unseen: float, row: Row, ranked: Sequence[Candidate]
) -> tuple[Candidate, Signs] | None:
    """Return the best covered meaning and its signs; None where nothing covered is near.

    `row` is the question as a unit vector, `unseen` the share of it that no phrase has.
    """
    best = next((found for found in ranked if not found.label.outside), None)
    if best is None:
        return None
    likelihoods = [math.exp(_SHARPNESS * (found.score - ranked[0].score)) for found in ranked]
    alike = sum(
        likelihood
        for found, likelihood in zip(ranked, likelihoods, strict=True)
        if not found.label.outside and not _differs(index, best, found)
    )
    share = alike / sum(likelihoods)
    rival = next(
        (found.score for found in ranked if not found.label.outside and _differs(index, best, found)),
        _NO_RIVAL,
    )
    outside = max((found.score for found in ranked if found.label.outside), default=_NO_RIVAL)
    cosine, _ = index.closest(row, best.label)
    named = (
        bool(best.meaning.roles or best.meaning.items) or f"topic {best.label.entry}" in parsed.terms.marks
    )
    return best, Signs(
        margin=best.score,
        lead=best.score - rival,
        inside=best.score - outside,
        support=math.log((share + _SMOOTH) / (1 - share + _SMOOTH)),
        cosine=cosine,
        unseen=unseen,
        words=len(parsed.words),
        named=named,
    )


def _differs(index: Index, one: Candidate, other: Candidate) -> bool:
    """Tell whether two meanings would be answered differently: another kind, or other people responsible."""
    if one.label.kind is not other.label.kind:
        return True
    return not index.outcomes[one.label] & index.outcomes[other.label]

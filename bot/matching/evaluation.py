"""How good the answers to labelled questions are: right or wrong, rejections, calibration; pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.matching.reading import Kind

BINS = 10
SURE = 0.8
"""From this confidence on, an answer is counted on."""


@dataclass(frozen=True, slots=True)
class Label:
    """What the right answer to a question is."""

    question: str
    kind: Kind
    roles: tuple[str, ...] = ()
    any_of: bool = False
    """True where the answer's first role must be one of `roles`; else they must be the same, order free."""
    context: str | None = None

    @classmethod
    def from_json(cls, told: Any) -> Label:  # noqa: ANN401 - a line of a file
        """Return the label of one line; raises ValueError with what is wrong with it."""
        if not isinstance(told, Mapping) or not isinstance(told.get("q"), str):
            raise ValueError('not an object with "q"')  # noqa: TRY004 - the value of a line is wrong
        if told.get("kind") not in set(Kind):
            raise ValueError(f"no such kind: {told.get('kind')!r}")
        roles = told.get("roles", [])
        if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
            raise ValueError('"roles" is not a list of ids')
        context = told.get("context")
        return cls(
            told["q"],
            Kind(told["kind"]),
            tuple(roles),
            bool(told.get("any_of")),
            context if isinstance(context, str) else None,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was answered to a labelled question."""

    label: Label
    kind: Kind
    roles: tuple[str, ...]
    confidence: float
    seconds: float

    @property
    def right(self) -> bool:
        """Whether kind and roles match; of an unknown question, that it was said to be unknown."""
        wanted = self.label
        if self.kind is not wanted.kind:
            return False
        if wanted.kind is Kind.UNKNOWN:
            return True
        if wanted.any_of:
            return self.roles[:1] != () and self.roles[0] in wanted.roles
        return set(self.roles) == set(wanted.roles)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; not a number where there is nothing to share."""
        return self.part / self.whole if self.whole else math.nan


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers whose confidence lies between two bounds."""

    low: float
    high: float
    right: Share
    confidence: float
    """Their mean confidence."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything that `rolecall eval` prints."""

    right: Share
    by_kind: Mapping[Kind, Share]
    rejected: Share
    """Of the unknown questions, those that were said to be unknown."""
    lost: Share
    """Of the known questions, those that were said to be unknown."""
    bins: tuple[Bin, ...]
    calibration_error: float
    """Expected calibration error: the mean distance of confidence and truth, by tenths of confidence."""
    sure_and_wrong: Share
    """Of the answers that are counted on, the wrong ones."""
    sure: Share
    """Of the known questions, those whose answer is counted on."""
    p50: float
    p99: float
    """Seconds for reading and answering."""


def scores(outcomes: Sequence[Outcome]) -> Scores:
    """Return the scores of a non-empty run."""
    known = [outcome for outcome in outcomes if outcome.label.kind is not Kind.UNKNOWN]
    unknown = [outcome for outcome in outcomes if outcome.label.kind is Kind.UNKNOWN]
    told = [outcome for outcome in outcomes if outcome.kind is not Kind.UNKNOWN]
    counted_on = [outcome for outcome in told if outcome.confidence >= SURE]
    bins = tuple(_bins(outcomes))
    kinds = sorted({outcome.label.kind for outcome in outcomes}, key=list(Kind).index)
    return Scores(
        right=_right(outcomes),
        by_kind={kind: _right(o for o in outcomes if o.label.kind is kind) for kind in kinds},
        rejected=_share(outcome.kind is Kind.UNKNOWN for outcome in unknown),
        lost=_share(outcome.kind is Kind.UNKNOWN for outcome in known),
        bins=bins,
        calibration_error=sum(
            each.right.whole / len(outcomes) * abs(each.right.value - each.confidence) for each in bins
        ),
        sure_and_wrong=_share(not outcome.right for outcome in counted_on),
        sure=_share(o.kind is not Kind.UNKNOWN and o.confidence >= SURE for o in known),
        p50=percentile([outcome.seconds for outcome in outcomes], 0.50),
        p99=percentile([outcome.seconds for outcome in outcomes], 0.99),
    )


def percentile(values: Iterable[float], share: float) -> float:
    """Return the smallest value that at least this share of them does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _bins(outcomes: Sequence[Outcome]) -> Iterable[Bin]:
    for number in range(BINS):
        inside = [o for o in outcomes if min(BINS - 1, int(o.confidence * BINS)) == number]
        if inside:
            mean = sum(outcome.confidence for outcome in inside) / len(inside)
            yield Bin(number / BINS, (number + 1) / BINS, _right(inside), mean)


def _right(outcomes: Iterable[Outcome]) -> Share:
    return _share(outcome.right for outcome in outcomes)


def _share(truths: Iterable[bool]) -> Share:
    told = list(truths)
    return Share(sum(told), len(told))

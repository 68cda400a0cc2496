"""Scoring labelled questions: what counts as right, and the figures made of it."""

from __future__ import annotations

import math
from typing import Any

import pytest

from bot.matching.evaluation import Label, Outcome, percentile, scores
from bot.matching.reading import Kind

DE, DA, DS = "data-engineer", "data-analyst", "data-scientist"

JUDGED = [
    # kind and roles wanted, any_of, kind and roles told, right
    (Kind.ROLE, (DE,), False, Kind.ROLE, (DE,), True),
    (Kind.ROLE, (DE,), False, Kind.ROLE, (DA,), False),
    (Kind.ROLE, (DE,), False, Kind.SKILLS, (DE,), False),
    (Kind.ROLE, (DE,), False, Kind.ROLE, (DE, DA), False),
    (Kind.COMPARISON, (DE, DA), False, Kind.COMPARISON, (DA, DE), True),
    (Kind.COMPARISON, (DE, DA), False, Kind.COMPARISON, (DE,), False),
    (Kind.OWNERSHIP, (DE, DA), True, Kind.OWNERSHIP, (DA, DS), True),
    (Kind.OWNERSHIP, (DE, DA), True, Kind.OWNERSHIP, (DS, DA), False),
    (Kind.OWNERSHIP, (DE, DA), True, Kind.OWNERSHIP, (), False),
    (Kind.OWNERSHIP, (DE,), True, Kind.UNKNOWN, (), False),
    (Kind.LIST, (), False, Kind.LIST, (), True),
    (Kind.LIST, (), False, Kind.LIST, (DE,), False),
    (Kind.UNKNOWN, (), False, Kind.UNKNOWN, (), True),
    (Kind.UNKNOWN, (), False, Kind.HELP, (), False),
]


@pytest.mark.parametrize(("kind", "roles", "any_of", "told", "told_roles", "right"), JUDGED)
def test_an_answer_is_right_when_kind_and_roles_are(
    kind: Kind, roles: tuple[str, ...], any_of: bool, told: Kind, told_roles: tuple[str, ...], right: bool
) -> None:
    assert Outcome(Label("?", kind, roles, any_of), told, told_roles, 0.9, 0.001).right is right


def outcome(wanted: Kind, told: Kind, confidence: float, ms: float = 1.0) -> Outcome:
    return Outcome(Label("?", wanted), told, (), confidence, ms / 1000)


def test_the_figures_of_a_run() -> None:
    run = [
        outcome(Kind.HELP, Kind.HELP, 0.95, 1),
        outcome(Kind.HELP, Kind.HELP, 0.85, 2),
        outcome(Kind.HELP, Kind.LIST, 0.85, 3),
        outcome(Kind.LIST, Kind.UNKNOWN, 0.95, 4),
        outcome(Kind.UNKNOWN, Kind.UNKNOWN, 0.75, 5),
        outcome(Kind.UNKNOWN, Kind.UNKNOWN, 1.0, 6),
        outcome(Kind.UNKNOWN, Kind.HELP, 0.35, 7),
        outcome(Kind.UNKNOWN, Kind.HELP, 0.85, 100),
    ]
    told = scores(run)
    assert (told.right.part, told.right.whole) == (4, 8)
    assert {kind: (share.part, share.whole) for kind, share in told.by_kind.items()} == {
        Kind.LIST: (0, 1),
        Kind.HELP: (2, 3),
        Kind.UNKNOWN: (2, 4),
    }
    assert (told.rejected.part, told.rejected.whole) == (2, 4)
    assert (told.lost.part, told.lost.whole) == (1, 4)
    assert (told.sure_and_wrong.part, told.sure_and_wrong.whole) == (2, 4)
    assert (told.sure.part, told.sure.whole) == (3, 4)
    assert [(each.low, each.right.part, each.right.whole) for each in told.bins] == [
        (0.3, 0, 1),
        (0.7, 1, 1),
        (0.8, 1, 3),
        (0.9, 2, 3),
    ]
    expected = (0.35 + 0.25 + abs(1 - 3 * 0.85) + abs(2 - 2.9)) / 8
    assert told.calibration_error == pytest.approx(expected)
    assert (told.p50, told.p99) == (0.004, 0.1)


def test_nothing_to_share_is_no_number() -> None:
    assert math.isnan(scores([outcome(Kind.HELP, Kind.HELP, 1.0)]).rejected.value)


def test_a_percentile_is_one_of_the_values() -> None:
    assert percentile(range(1, 101), 0.99) == 99
    assert percentile([5.0], 0.5) == 5.0


def test_a_line_becomes_a_label() -> None:
    line = {"q": "and tools?", "kind": "tools", "roles": [DE], "any_of": True, "context": DE, "tags": ["x"]}
    assert Label.from_json(line) == Label("and tools?", Kind.TOOLS, (DE,), any_of=True, context=DE)


@pytest.mark.parametrize(
    "line",
    [
        [],
        {"kind": "role"},
        {"q": 5, "kind": "role"},
        {"q": "x", "kind": "rolle"},
        {"q": "x"},
        {"q": "x", "kind": "role", "roles": DE},
        {"q": "x", "kind": "role", "roles": [5]},
    ],
)
def test_a_line_that_is_no_label_is_refused(line: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        Label.from_json(line)

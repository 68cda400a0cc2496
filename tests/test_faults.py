"""What is promised holds whatever fails: `make once` and `make faults` in their short forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from faults.__main__ import programme
from faults.once import SHORT, STATES, Run
from served_app import folder

IN_PROCESSES = (
    "Slack is down",
    "the disk is full",
    "the database is locked",
    "the clock jumps",
    "kill -9",
    "SIGTERM",
    "the database is down",
)
"""What takes a process of its own; the others are played within one elsewhere, in no time."""


@pytest.mark.slow
@pytest.mark.parametrize("readable", [True, False], ids=["readable", "unreadable"])
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_each_question_is_answered_once_whoever_dies_and_whatever_gets_lost(
    url: str, readable: bool
) -> None:
    """Where nobody can see whether an answer arrived, at most once, and its asker knows."""
    found = await Run(SHORT, 7, readable=readable).measure(url, Path(folder()))

    assert (found.mentions, found.undone) == (SHORT.mentions, 0)
    assert found.kills.total() >= len(STATES)
    assert found.twice == 0
    assert found.untold == 0
    assert not (readable and found.missing)


@pytest.mark.slow
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_nothing_that_was_acknowledged_is_lost_whatever_fails(url: str) -> None:
    """Nor is anything answered twice, and commands are answered all along."""
    outcomes = await programme(3, folder(), url, IN_PROCESSES)

    assert [each.row() for each in outcomes if not each.kept] == []
    assert [each.scene.name for each in outcomes] == list(IN_PROCESSES)
    assert any(each.handed_back for each in outcomes)

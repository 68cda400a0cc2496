"""What is promised holds while Slack, the database and processes fail: the short form of `make once`."""

from __future__ import annotations

from pathlib import Path

import pytest
from faults.once import SHORT, STATES, Run
from served_app import folder


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

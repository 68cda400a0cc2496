"""The tool that measures how fast the app serves: all is answered, and the page says what was found."""

from __future__ import annotations

import pytest
from load.__main__ import SHORT, measure
from load.report import page
from served_app import folder


@pytest.mark.slow
async def test_every_request_of_a_short_run_is_answered_with_its_card() -> None:
    figures = await measure(SHORT, folder())
    assert figures.wrong == 0
    assert figures.posts[0] == figures.posts[1] > 0
    assert {each.kind for each in figures.dispatches} == {"command", "mention", "message", "press"}
    written = page(figures)
    assert "| a slash command, with its whole answer |" in written
    assert "| 0 | 0 |" in written

"""Payloads that are nearly right: a few thousand, the same at each run; `make fuzz` sends many more."""

from __future__ import annotations

import pytest
from fuzzing.__main__ import fuzz, report


@pytest.mark.slow
def test_nothing_that_is_nearly_right_breaks_the_app_or_makes_it_speak_in_a_wrong_place() -> None:
    done = fuzz(3000)
    assert done.signed / done.sent >= 0.7
    assert [name for name in done.listeners if not done.reached[name]] == []
    assert {200, 400, 401, 404, 413} == done.statuses.keys()
    assert "sent, 8" in report(done)

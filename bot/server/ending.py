"""The end of a process: one deadline for all that is finished, and for all that is handed back then."""

from __future__ import annotations

import asyncio
import faulthandler

REQUESTS = 5
"""Seconds that requests under way get; Slack itself waits three for the answer."""
HANDING_BACK = 1.0
"""Seconds that requests get, once they are cancelled, to hand back what they were at."""
BESIDE = 6.5
"""Seconds for what runs beside the requests to let go of the database, which may not answer."""
ANSWERS = 7.0
"""Seconds after which answers that are not delivered are given up."""
END = 8.5
"""Seconds after which nothing more is written."""
_LAST = 9.5
"""Seconds after which the process is gone; container engines kill after ten."""


class Ending:
    """The time since a process was told to end: each step has until its moment, however long others took."""

    def __init__(self) -> None:
        self._began: float | None = None

    def begin(self) -> None:
        """Let the time run, where it does not yet."""
        if self._began is None:
            self._began = asyncio.get_running_loop().time()

    def left(self, moment: float) -> float:
        """Return the seconds until so many after the beginning, which is now where there was none."""
        self.begin()
        assert self._began is not None  # noqa: S101 - for the type checker
        return max(0.0, self._began + moment - asyncio.get_running_loop().time())


def end_in_time() -> None:
    """See to it that the process ends, whatever hangs: it then says where it does, and ends with 1."""
    faulthandler.dump_traceback_later(_LAST, exit=True)

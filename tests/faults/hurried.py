"""The app as it is, but for its patience and its clock: what it waits for takes seconds, as tests must.

FAULTS_CLOCK names a file that says by how many seconds its clock is wrong, FAULTS_PATIENCE how many it waits
for an answer of Slack's.
"""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp

import bot.app
import bot.delivery.answering
import bot.jobs.schedule
import bot.server.guard
import bot.storage.clock
import bot.storage.journal

_WRONG = Path(os.environ.get("FAULTS_CLOCK", "none"))


def off() -> float:
    """Return by how much the clock is wrong."""
    return float(_WRONG.read_text("ascii")) if _WRONG.exists() else 0.0


def now() -> datetime:
    """Return what the clock says."""
    return bot.storage.clock.now() + timedelta(seconds=off())


def seconds() -> float:
    """Return the same in seconds."""
    return time.time() + off()


vars(bot.storage.journal)["LEASE"] = timedelta(seconds=6)
vars(bot.delivery.answering).update({"_TICK": 0.4, "_LONGEST_WAIT": timedelta(seconds=1), "_TRIES": 300})
vars(bot.jobs.schedule)["_EVERY"] = 0.3
vars(bot.app)["TIMEOUT"] = aiohttp.ClientTimeout(total=float(os.environ.get("FAULTS_PATIENCE", "2")))
bot.app.Rolecall.__init__.__kwdefaults__.update(clock=now)  # type: ignore[union-attr]
bot.server.guard.admit.__defaults__ = (seconds,)

if __name__ == "__main__":
    from bot.terminal.main import app

    app()

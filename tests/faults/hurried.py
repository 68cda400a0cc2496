"""The app as it is, but for its patience: what it waits for takes tenths of seconds, as tests must."""

from __future__ import annotations

from datetime import timedelta

import bot.delivery.answering
import bot.storage.journal

vars(bot.storage.journal)["LEASE"] = timedelta(seconds=6)
vars(bot.delivery.answering).update({"_TICK": 0.4, "_LONGEST_WAIT": timedelta(seconds=1)})

if __name__ == "__main__":
    from bot.terminal.main import app

    app()

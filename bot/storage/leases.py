"""Keeps which process does what runs by the clock, so that each of it is done once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_

from bot.storage.clock import Clock
from bot.storage.database import Database
from bot.storage.scope import Scope
from bot.storage.tables import leases

_REMEMBERED = timedelta(days=1)
"""How long it is known of an earlier period that it is done: for processes whose clocks are behind."""


class LeaseRows:
    """One workspace's jobs, as one process claims them."""

    def __init__(self, database: Database, scope: Scope, clock: Clock, process: str) -> None:
        self._database, self._scope, self._clock = database, scope, clock
        self._process = process

    async def claim(self, job: str, period: str, lease: timedelta) -> bool:
        """Return whether a job of a period is this process's to do: nobody has done it, nobody is at it."""
        now = self._clock()
        row = {"job": job, "period": period, "holder": self._process, "until": now + lease}
        free = and_(leases.c.done_at.is_(None), leases.c.until <= now)
        claimed = self._scope.upsert(leases, row, {"holder": self._process, "until": now + lease}, where=free)
        async with self._database.one() as connection:
            found = await connection.execute(claimed.returning(leases.c.holder))
            return found.one_or_none() is not None

    async def done(self, job: str, period: str) -> None:
        """Say that a job of a period is done, for good; what was done before yesterday is forgotten."""
        now = self._clock()
        mine = and_(leases.c.job == job, leases.c.period == period, leases.c.holder == self._process)
        long_past = and_(leases.c.job == job, leases.c.period < period, leases.c.done_at < now - _REMEMBERED)
        # Each for itself: to hold one row and wait for the other would meet a removal, which goes from the
        # earlier one to the later one.
        for change in (
            self._scope.update(leases).where(mine).values(done_at=now),
            self._scope.delete(leases).where(long_past),
        ):
            async with self._database.one() as connection:
                await connection.execute(change)

    async def is_done(self, job: str, period: str) -> bool:
        """Return whether a job of a period is done."""
        query = self._scope.select(leases, leases.c.done_at)
        async with self._database.one() as connection:
            found = await connection.scalar(query.where(leases.c.job == job, leases.c.period == period))
        return found is not None

"""When things are done: once in each period, by whichever process claims them first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol, TypeAlias

from bot.workspace.directory import WorkspaceId
from bot.workspace.stores import LeaseStore, StoreDown

log = logging.getLogger(__name__)

Period: TypeAlias = Callable[[datetime], str]
"""Names the period that a moment belongs to; names of later periods are greater."""

LEASE = timedelta(minutes=10)
"""How long a job belongs to the process that claimed it; after that, another begins it anew."""

_EVERY = 30.0
_ALL = WorkspaceId("")
"""Whose leases those are that are no single workspace's."""


def every(minutes: int) -> Period:
    """Return periods of so many minutes."""
    seconds = minutes * 60
    return lambda now: f"{int(now.timestamp()) // seconds:012}"


def daily(hour: int = 0) -> Period:
    """Return days, each from an hour on (UTC)."""
    return lambda now: f"{now - timedelta(hours=hour):%Y-%m-%d}"


def weekly(hour: int = 0) -> Period:
    """Return weeks, each from an hour of its Monday on, where the day begins first."""
    return lambda now: f"{week_of(now, hour):%G-W%V}"


def monthly(hour: int = 0) -> Period:
    """Return months, each from an hour of its first day on, where the day begins first."""
    return lambda now: f"{month_of(now, hour):%Y-%m}"


EARLIEST = 14
"""Hours by which the first clocks are ahead of UTC."""


def week_of(now: datetime, hour: int) -> date:
    """Return the Monday of the week that a moment belongs to, if weeks begin at an hour of it there first."""
    day = (now + timedelta(hours=EARLIEST - hour)).date()
    return day - timedelta(days=day.weekday())


def month_of(now: datetime, hour: int) -> date:
    """Return the first day of the month that a moment belongs to, as `week_of` does the Monday."""
    return (now + timedelta(hours=EARLIEST - hour)).date().replace(day=1)


@dataclass(frozen=True, slots=True)
class Job:
    """Something that is done once in each period, for each workspace."""

    name: str
    period: Period
    do: Callable[[WorkspaceId, datetime], Awaitable[None]]
    """Does it for a workspace. What it raises is logged, and it is begun anew when its lease is over."""
    single: bool = False
    """True for what is done once for all of them; then the workspace is empty."""
    due: Callable[[WorkspaceId, datetime], Awaitable[datetime]] | None = None
    """Returns when it is due in a workspace, in the period of a moment; None for at its beginning."""


class _Store(Protocol):
    @property
    def leases(self) -> LeaseStore:
        """Its jobs."""
        ...


class Kept(Protocol):
    """Where leases are kept."""

    def of(self, workspace: WorkspaceId) -> _Store:
        """Return a workspace's store; asks nothing."""
        ...

    async def known(self) -> Sequence[WorkspaceId]:
        """Return every workspace of which something is kept."""
        ...


class Jobs:
    """The jobs as one process does them, each beside the others."""

    def __init__(self, jobs: Sequence[Job], kept: Kept, clock: Callable[[], datetime]) -> None:
        self._jobs, self._kept, self._clock = jobs, kept, clock
        self._over: dict[str, str] = {}
        """The last period in which a job is done for every workspace: the database is asked no more then."""
        self._done: dict[str, set[WorkspaceId]] = {}
        """For which workspaces a job is done in a period that is not over yet."""
        self._due: dict[str, dict[WorkspaceId, datetime]] = {}
        """When a job is due in workspaces in which it was not yet, in such a period."""

    @property
    def every(self) -> float:
        """Seconds between two looks at the clock."""
        return _EVERY

    def loops(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """Return by name what does each job whenever it is due, and runs until cancelled."""
        return {f"job {job.name}": partial(self._follow, job) for job in self._jobs}

    async def run(self) -> None:
        """Do what is due now."""
        await asyncio.gather(*map(self._run, self._jobs))

    async def _follow(self, job: Job) -> None:
        while True:
            try:
                await self._run(job)
            except StoreDown as error:
                log.warning("%s is done later: %s", job.name, error)
            await asyncio.sleep(_EVERY)

    async def _run(self, job: Job) -> None:
        now = self._clock()
        period = job.period(now)
        if self._over.get(job.name) == period:
            return
        done = self._done.setdefault(f"{job.name} {period}", set())
        workspaces = [_ALL] if job.single else await self._kept.known()
        for workspace in workspaces:
            if workspace not in done and await self._is_done(job, workspace, period, now):
                done.add(workspace)
        if done.issuperset(workspaces):
            self._over[job.name] = period
            del self._done[f"{job.name} {period}"]
            self._due.pop(f"{job.name} {period}", None)

    async def _is_done(self, job: Job, workspace: WorkspaceId, period: str, now: datetime) -> bool:
        """Do a job if it is this process's to do; return whether it is done now, by whomever."""
        if not await self._is_due(job, workspace, period, now):
            return False
        leases = self._kept.of(workspace).leases
        if not await leases.claim(job.name, period, LEASE):
            return await leases.is_done(job.name, period)
        try:
            await job.do(workspace, now)
        except StoreDown:
            raise
        except Exception:
            log.exception("%s failed for %s", job.name, workspace or "all workspaces")
            return False
        await leases.done(job.name, period)
        return True

    async def _is_due(self, job: Job, workspace: WorkspaceId, period: str, now: datetime) -> bool:
        """Tell whether it is time in a workspace, which is looked up once in a period: there are many."""
        if job.due is None:
            return True
        known = self._due.setdefault(f"{job.name} {period}", {})
        if workspace not in known:
            try:
                known[workspace] = await job.due(workspace, now)
            except StoreDown:
                raise
            except Exception:  # what is wrong with one workspace must not keep the others waiting
                log.exception("when %s is due is not known for %s", job.name, workspace)
                return False
        return now >= known[workspace]

"""Keeps what must be answered: one statement a step, as every message takes several."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, case, delete, select, tuple_, update

from bot.delivery.journal import LEASE, JournalState, JsonObject, MessageKey, Task
from bot.storage.clock import Clock
from bot.storage.database import Database
from bot.storage.scope import insertion
from bot.storage.tables import journal

KEPT = timedelta(hours=24)
"""How long it is known that a message was answered; Slack delivers again for an hour."""

_KEY = (journal.c.workspace, journal.c.channel, journal.c.ts)


# Of what may have been posted already this is all that whoever goes on must know, so it stays so.
_SENT = journal.c.state == JournalState.POSTED
_PROOF = {
    "workspace": "",
    "channel": "",
    "ts": "",
    "state": JournalState.CLEARED,
    "claim": "",
    "attempts": 0,
}
"""A row of nobody's, there to be written; it is swept as what was answered is."""

_AGAIN = case((_SENT, JournalState.POSTED), else_=JournalState.CLAIMED)
_HANDED_BACK = case((_SENT, JournalState.POSTED), else_=JournalState.RECORDED)


class JournalRows:
    """The messages of every workspace that this process has heard of; each key holds its workspace."""

    def __init__(self, database: Database, clock: Clock, process: str) -> None:
        self._database, self._clock, self._process = database, clock, process
        self._failed = False
        """Whether a message could not be written down, and nothing has been since for certain."""
        new = insertion(journal, database.dialect)
        self._record = new.on_conflict_do_update(
            index_elements=[column.name for column in _KEY],
            set_={
                "state": _AGAIN,
                "claim": new.excluded.claim,
                "lease_until": new.excluded.lease_until,
                "attempts": journal.c.attempts + 1,
            },
            where=_free(new.excluded.recorded_at),
        ).returning(journal.c.state, journal.c.attempts, journal.c.work)
        self._prove = new.on_conflict_do_update(
            index_elements=[column.name for column in _KEY], set_={"recorded_at": new.excluded.recorded_at}
        )

    async def record(self, key: MessageKey, work: JsonObject) -> Task | None:
        """Write a message down and claim it; None where somebody has it, or it is answered."""
        now = self._clock()
        row = {
            **_row(key),
            "state": JournalState.CLAIMED,
            "claim": self._process,
            "lease_until": now + LEASE,
            "attempts": 1,
            "work": work,
            "recorded_at": now,
        }
        try:
            found = await self._database.execute(self._record, row)
        except Exception:
            self._failed = True
            raise
        return _task(key, found[0]) if found else None

    async def ready(self) -> bool:
        """Return True; where a message could not be written down, only after a row of its own can be.

        A full disk can be read from, and what changes nothing seems to be written there. Raise DatabaseDown.
        """
        if self._failed:
            await self._database.execute(self._prove, {**_PROOF, "recorded_at": self._clock()})
            self._failed = False
        return True

    async def posted(self, key: MessageKey, attempt: int) -> bool:
        """Say that an answer is about to be sent off; False where the work has been taken over since."""
        said = {**self._ours(key, attempt), "leased": self._clock() + LEASE}
        return bool(await self._database.execute(_POSTED, said))

    async def clear(self, key: MessageKey) -> None:
        """Say that it is answered, and drop what was kept of it but its key."""
        await self._database.execute(_CLEAR, _named(key))

    async def release(
        self, key: MessageKey, attempt: int, *, unsent: bool = False, wait: timedelta = timedelta()
    ) -> None:
        """Hand it back, to be taken over by whoever looks next, or next after a while; not what was lost.

        `unsent` says that nothing was posted for certain, whatever was about to be sent off.
        """
        freed = {**self._ours(key, attempt), "freed": self._clock() + wait}
        async with self._database.one() as connection:
            await connection.execute(_UNSENT if unsent else _RELEASE, freed)

    async def renew(self, keys: Sequence[MessageKey]) -> None:
        """Say that this process is still at these."""
        if not keys:
            return
        mine = and_(journal.c.claim == self._process, journal.c.state != JournalState.CLEARED)
        named = tuple_(*_KEY).in_([(key.team, key.channel, key.ts) for key in keys])
        later = update(journal).where(mine, named).values(lease_until=self._clock() + LEASE)
        async with self._database.one() as connection:
            await connection.execute(later)

    async def take_over(self, limit: int = 20) -> Sequence[Task]:
        """Claim work that was handed back or whose process has gone quiet, the oldest first."""
        now = self._clock()
        waiting = select(*_KEY).where(journal.c.lease_until <= now).order_by(journal.c.lease_until)
        # Two who look at once each take what the other has not locked.
        chosen = waiting.limit(limit).with_for_update(skip_locked=True)
        claimed = (
            update(journal)
            .where(tuple_(*_KEY).in_(chosen))
            .values(
                state=_AGAIN,
                claim=self._process,
                lease_until=now + LEASE,
                attempts=journal.c.attempts + 1,
            )
            .returning(*_KEY, journal.c.state, journal.c.attempts, journal.c.work, journal.c.recorded_at)
        )
        async with self._database.writing() as connection:
            rows = (await connection.execute(claimed)).all()
        ordered = sorted(rows, key=lambda row: row.recorded_at)
        return [_task(MessageKey(row.workspace, row.channel, row.ts), row) for row in ordered]

    async def sweep(self) -> None:
        """Forget what was answered long ago."""
        old = and_(journal.c.lease_until.is_(None), journal.c.recorded_at < self._clock() - KEPT)
        async with self._database.writing() as connection:
            await connection.execute(delete(journal).where(old))

    def _ours(self, key: MessageKey, attempt: int) -> dict[str, Any]:
        return {**_named(key), "process": self._process, "attempt": attempt}


def _free(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Return whether nobody is at it any more: its lease is over. What is answered has none."""
    return journal.c.lease_until <= now


def _row(key: MessageKey) -> dict[str, str]:
    return {"workspace": key.team, "channel": key.channel, "ts": key.ts}


def _named(key: MessageKey) -> dict[str, Any]:
    return {f"the_{name}": value for name, value in _row(key).items()}


def _task(key: MessageKey, row: Row[Any]) -> Task:
    return Task(key, row.work or {}, JournalState(row.state), row.attempts)


# Made once, as SQLAlchemy takes longer to put a statement together than to run it.
_IT = and_(*(column == bindparam(f"the_{column.name}") for column in _KEY))
_OURS = and_(
    _IT,
    journal.c.claim == bindparam("process"),
    journal.c.attempts == bindparam("attempt"),
    journal.c.state != JournalState.CLEARED,
)
_POSTED = (
    update(journal)
    .where(_OURS)
    .values(state=JournalState.POSTED, lease_until=bindparam("leased"))
    .returning(journal.c.ts)
)
_CLEAR = update(journal).where(_IT).values(state=JournalState.CLEARED, lease_until=None, work=None)
_RELEASE = update(journal).where(_OURS).values(state=_HANDED_BACK, lease_until=bindparam("freed"))
_UNSENT = update(journal).where(_OURS).values(state=JournalState.RECORDED, lease_until=bindparam("freed"))

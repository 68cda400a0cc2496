"""Keeps what nobody could answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, case, func, true
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.clock import Clock
from bot.storage.database import Database
from bot.storage.scope import Scope
from bot.storage.tables import gap_askers, gap_texts, gap_waiting, gaps
from bot.workspace.gaps import LONGEST, WAITING, Gap, GapState, Unanswered

_TEXTS = 10
"""Texts of one gap that are shown."""


class GapRows:
    """One workspace's gaps."""

    def __init__(self, database: Database, scope: Scope, clock: Clock) -> None:
        self._database, self._scope, self._clock = database, scope, clock

    async def add(self, question: Unanswered) -> None:
        """Count a question; one that was answered before is open again, one that is not ours stays so."""
        now, gap = self._clock(), question.group
        text = question.text[:LONGEST]
        new = {
            "gap": gap,
            "state": GapState.OPEN,
            "times": 1,
            "first_asked": now,
            "last_asked": now,
            "channel": question.channel,
        }
        again = {
            "state": case((gaps.c.state == GapState.ANSWERED, GapState.OPEN), else_=gaps.c.state),
            "times": gaps.c.times + 1,
            "last_asked": now,
            "channel": question.channel,
        }
        more = {"times": gap_texts.c.times + 1}
        async with self._database.writing() as connection:
            await connection.execute(self._scope.upsert(gaps, new, again))
            await connection.execute(
                self._scope.upsert(gap_texts, {"gap": gap, "text": text, "times": 1}, more)
            )
            await connection.execute(self._scope.upsert(gap_askers, {"gap": gap, "asker": question.asker}))

    async def known(self, limit: int = 500) -> Sequence[tuple[str, str]]:
        """Return the texts that a new question can be like, each with its group, the latest first."""
        latest = self._scope.select(gaps, gaps.c.gap).order_by(gaps.c.last_asked.desc()).limit(limit)
        query = self._scope.select(gap_texts, gap_texts.c.text, gap_texts.c.gap)
        async with self._database.reading() as connection:
            rows = await connection.execute(query.where(gap_texts.c.gap.in_(latest)))
            return [(text, gap) for text, gap in rows]

    async def gaps(self, state: GapState = GapState.OPEN, limit: int = 50) -> Sequence[Gap]:
        """Return the gaps in a state, most often asked first."""
        query = self._scope.select(gaps).where(gaps.c.state == state)
        query = query.order_by(gaps.c.times.desc(), gaps.c.last_asked.desc(), gaps.c.gap).limit(limit)
        async with self._database.reading() as connection:
            return await self._whole(connection, (await connection.execute(query)).all())

    async def gap(self, group: str) -> Gap | None:
        """Return one gap; None where there is none."""
        query = self._scope.select(gaps).where(gaps.c.gap == group)
        async with self._database.reading() as connection:
            found = await self._whole(connection, (await connection.execute(query)).all())
        return found[0] if found else None

    async def settle(self, group: str, state: GapState) -> None:
        """Say what became of a gap."""
        async with self._database.writing() as connection:
            await connection.execute(self._scope.update(gaps).where(gaps.c.gap == group).values(state=state))

    async def wait(self, group: str, person: str) -> bool:
        """Remember that somebody wants to be told; False where there is no such open gap."""
        return await self._wait(gaps.c.state == GapState.OPEN, group, person, self._clock())

    async def wait_on(self, group: str, person: str, since: datetime) -> None:
        """Let somebody wait who was not told after all; nothing where the gap is gone."""
        await self._wait(true(), group, person, since)

    async def waiting(self, group: str) -> Sequence[str]:
        """Return whom to tell."""
        query = self._scope.select(gap_waiting, gap_waiting.c.person).where(gap_waiting.c.gap == group)
        async with self._database.reading() as connection:
            return sorted(await connection.scalars(query.where(self._remembered())))

    async def told(self, group: str, person: str) -> datetime | None:
        """Forget that somebody waits; return since when they did, None where they do not any more."""
        theirs = and_(gap_waiting.c.gap == group, gap_waiting.c.person == person, self._remembered())
        gone = self._scope.delete(gap_waiting).where(theirs)
        async with self._database.writing() as connection:
            since: datetime | None = await connection.scalar(gone.returning(gap_waiting.c.since))
            return since

    async def owed(self, limit: int = 50) -> Sequence[Gap]:
        """Return the gaps that are settled and for which somebody still waits, the latest first."""
        waited = self._scope.select(gap_waiting, gap_waiting.c.gap).where(self._remembered())
        query = self._scope.select(gaps).where(gaps.c.state != GapState.OPEN, gaps.c.gap.in_(waited))
        async with self._database.reading() as connection:
            found = await connection.execute(
                query.order_by(gaps.c.last_asked.desc(), gaps.c.gap).limit(limit)
            )
            return await self._whole(connection, found.all())

    async def _wait(self, which: ColumnElement[bool], group: str, person: str, since: datetime) -> bool:
        found = self._scope.select(gaps, gaps.c.gap).where(gaps.c.gap == group, which)
        waiting = {"gap": group, "person": person, "since": since}
        async with self._database.writing() as connection:
            if await connection.scalar(found) is None:
                return False
            await connection.execute(self._scope.upsert(gap_waiting, waiting))
        return True

    def _remembered(self) -> ColumnElement[bool]:
        return gap_waiting.c.since >= self._clock() - WAITING

    async def _whole(self, connection: AsyncConnection, rows: Sequence[Row[Any]]) -> list[Gap]:
        wanted = [row.gap for row in rows]
        query = self._scope.select(gap_texts, gap_texts.c.gap, gap_texts.c.text)
        query = query.where(gap_texts.c.gap.in_(wanted)).order_by(gap_texts.c.times.desc(), gap_texts.c.text)
        texts: dict[str, list[str]] = {}
        for gap, text in await connection.execute(query):
            texts.setdefault(gap, []).append(text)
        askers = await self._numbers(connection, gap_askers, wanted)
        waiting = await self._numbers(connection, gap_waiting, wanted)
        return [
            Gap(
                group=row.gap,
                texts=tuple(texts.get(row.gap, ())[:_TEXTS]),
                count=row.times,
                askers=askers.get(row.gap, 0),
                first_asked=row.first_asked,
                last_asked=row.last_asked,
                channel=row.channel,
                state=GapState(row.state),
                waiting=waiting.get(row.gap, 0),
            )
            for row in rows
        ]

    async def _numbers(
        self, connection: AsyncConnection, table: Table, wanted: Sequence[str]
    ) -> dict[str, int]:
        query = self._scope.select(table, table.c.gap, func.count().label("number")).where(
            table.c.gap.in_(wanted)
        )
        rows = await connection.execute(query.group_by(table.c.gap))
        return {row.gap: row.number for row in rows}

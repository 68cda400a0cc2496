"""Keeps where each newcomer stands, one row a person; of two who change it at once, one goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row

from bot.onboarding.enrolment import Enrolment
from bot.onboarding.stores import Overtaken
from bot.storage.clock import Clock
from bot.storage.database import Database
from bot.storage.scope import Scope
from bot.storage.tables import enrolments

_ENROLMENT = TypeAdapter(Enrolment)


class EnrolmentRows:
    """One workspace's newcomers."""

    def __init__(self, database: Database, scope: Scope, clock: Clock) -> None:
        self._database, self._scope, self._clock = database, scope, clock

    async def get(self, user: str) -> Enrolment | None:
        """Return a person's enrolment; None for somebody who was never welcomed."""
        query = self._scope.select(enrolments).where(enrolments.c.person == user)
        async with self._database.one() as connection:
            row = (await connection.execute(query)).one_or_none()
        return _enrolment(row) if row else None

    async def put(self, enrolment: Enrolment) -> Enrolment:
        """Store a state in the place of the one it was made from; raise Overtaken where that is gone."""
        stored = replace(enrolment, revision=enrolment.revision + 1)
        row = {
            "person": enrolment.user,
            "revision": stored.revision,
            "joined": enrolment.joined,
            "unsettled": enrolment.unsettled,
            "touched": self._clock(),
            "state": _ENROLMENT.dump_python(stored, mode="json"),
        }
        if enrolment.revision:
            before = (enrolments.c.person == enrolment.user) & (enrolments.c.revision == enrolment.revision)
            change = self._scope.update(enrolments).where(before).values(row)
            changed: Any = change.returning(enrolments.c.person)
        else:
            changed = self._scope.upsert(enrolments, row, {}).returning(enrolments.c.person)
        async with self._database.one() as connection:
            if (await connection.execute(changed)).one_or_none() is None:
                raise Overtaken(f"revision {enrolment.revision} is no longer the latest")
        return stored

    async def unsettled(self) -> Sequence[Enrolment]:
        """Return those whose `unsettled` is true, the longest untouched first."""
        query = self._scope.select(enrolments).where(enrolments.c.unsettled)
        return await self._several(query.order_by(enrolments.c.touched, enrolments.c.person))

    async def joined(self, channel: str) -> Sequence[Enrolment]:
        """Return those who came by an onboarding channel, the latest first."""
        query = self._scope.select(enrolments).where(enrolments.c.joined == channel)
        return await self._several(query.order_by(enrolments.c.touched.desc(), enrolments.c.person))

    async def _several(self, query: Any) -> list[Enrolment]:  # noqa: ANN401 - a query
        async with self._database.one() as connection:
            return [_enrolment(row) for row in await connection.execute(query)]


def _enrolment(row: Row[Any]) -> Enrolment:
    return replace(_ENROLMENT.validate_python(row.state), revision=row.revision)

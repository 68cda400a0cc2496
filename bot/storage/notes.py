"""Keeps small things: notes, what conversations were about, and how often something happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta

from pydantic import JsonValue, TypeAdapter
from sqlalchemy import ColumnElement, func, or_

from bot.matching.reading import Meaning
from bot.storage.clock import Clock
from bot.storage.database import Database
from bot.storage.scope import Scope
from bot.storage.tables import notes, tallies

REMEMBERED = timedelta(hours=24)
"""How long it is known what a conversation was about."""

_CONVERSATIONS = "conversation"
_MEANING = TypeAdapter(Meaning)


class NoteRows:
    """One workspace's notes."""

    def __init__(self, database: Database, scope: Scope, clock: Clock) -> None:
        self._database, self._scope, self._clock = database, scope, clock

    async def put(
        self,
        shelf: str,
        key: str,
        value: JsonValue,
        *,
        person: str | None = None,
        until: datetime | None = None,
    ) -> None:
        """Keep a value; with `person` it goes when they ask to be forgotten, with `until` it goes then."""
        row = {"shelf": shelf, "key": key, "value": value, "person": person, "until": until}
        await self._database.execute(*self._scope.put(notes, row))

    async def claim(
        self, shelf: str, key: str, value: JsonValue, *, until: datetime, person: str | None = None
    ) -> bool:
        """Keep a value where there is none; of two who claim at once, one is told True."""
        row = {"shelf": shelf, "key": key, "value": value, "person": person, "until": until}
        anew = {name: row[name] for name in ("value", "person", "until")}
        over = notes.c.until <= self._clock()
        async with self._database.one() as connection:
            claimed = await connection.execute(
                self._scope.upsert(notes, row, anew, over).returning(notes.c.key)
            )
            return claimed.one_or_none() is not None

    async def get(self, shelf: str, key: str) -> JsonValue:
        """Return a value; None where there is none or its time is over."""
        query = self._scope.select(notes, notes.c.value).where(
            notes.c.shelf == shelf, notes.c.key == key, self._current()
        )
        async with self._database.one() as connection:
            found: JsonValue = await connection.scalar(query)
        return found

    async def all(self, shelf: str, person: str | None = None) -> Mapping[str, JsonValue]:
        """Return a shelf's values by key, those about one person where one is given."""
        query = self._scope.select(notes, notes.c.key, notes.c.value).where(
            notes.c.shelf == shelf, self._current()
        )
        if person is not None:
            query = query.where(notes.c.person == person)
        async with self._database.one() as connection:
            rows = await connection.execute(query.order_by(notes.c.key))
            return {row.key: row.value for row in rows}

    async def take(self, shelf: str, key: str) -> JsonValue:
        """Return a value and forget it; of two who take at once, one gets it."""
        gone = self._scope.delete(notes).where(notes.c.shelf == shelf, notes.c.key == key)
        async with self._database.one() as connection:
            row = (await connection.execute(gone.returning(notes.c.value, notes.c.until))).one_or_none()
        if row is None or (row.until is not None and row.until <= self._clock()):
            return None
        value: JsonValue = row.value
        return value

    def _current(self) -> ColumnElement[bool]:
        return or_(notes.c.until.is_(None), notes.c.until > self._clock())


class MemoryRows:
    """What one workspace's conversations were about."""

    def __init__(self, kept: NoteRows, clock: Clock) -> None:
        self._notes, self._clock = kept, clock

    async def remember(self, conversation: str, meaning: Meaning, person: str | None = None) -> None:
        """Keep what a conversation is about, for a day."""
        until = self._clock() + REMEMBERED
        about = {name: value for name, value in asdict(meaning).items() if value}
        await self._notes.put(_CONVERSATIONS, conversation, about, person=person, until=until)

    async def recall(self, conversation: str) -> Meaning | None:
        """Return what a conversation was about."""
        found = await self._notes.get(_CONVERSATIONS, conversation)
        return _MEANING.validate_python(found) if found else None


class TallyRows:
    """How often something happened in one workspace."""

    def __init__(self, database: Database, scope: Scope) -> None:
        self._database, self._scope = database, scope

    async def count(self, what: str, day: date, times: int = 1) -> None:
        """Count something."""
        row = {"day": day, "what": what, "times": times}
        more = {"times": tallies.c.times + times}
        async with self._database.one() as connection:
            await connection.execute(self._scope.upsert(tallies, row, more))

    async def counts(self, since: date, until: date) -> Mapping[str, int]:
        """Return how often each thing happened, both days included."""
        query = self._scope.select(tallies, tallies.c.what, func.sum(tallies.c.times))
        query = query.where(tallies.c.day.between(since, until)).group_by(tallies.c.what)
        async with self._database.one() as connection:
            return {what: int(number) for what, number in await connection.execute(query)}

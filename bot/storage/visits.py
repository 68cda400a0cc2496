"""SQLite's driver, visited once a statement: a visit to its thread costs more than most statements."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite

_CHUNK = 64
"""Rows that the driver fetches at a time where somebody goes through them; here nobody does."""


class VisitedCursor:
    """What SQLAlchemy asks of a cursor; all of it is fetched, and the driver's own closed, as it executes."""

    def __init__(self, connection: VisitedConnection) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        """Return itself: there is nothing to open yet."""
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> Self:  # noqa: ANN401 - the driver's own
        """Execute one statement; raises what the driver does."""
        return await self._visit(lambda cursor: cursor.execute(statement, parameters))

    async def executemany(self, statement: str, parameters: Iterable[Any]) -> Self:
        """Execute one statement for each of the parameters; raises what the driver does."""
        return await self._visit(lambda cursor: cursor.executemany(statement, parameters))

    async def fetchall(self) -> Sequence[Any]:
        """Return the rows, once."""
        rows, self._rows = self._rows, ()
        return rows

    async def close(self) -> None:
        """Do nothing: it has been done."""

    async def _visit(self, execute: Any) -> Self:  # noqa: ANN401 - see above
        found = await self._connection.visit(partial(_visited, execute))
        self._rows, self.description, self.rowcount, self.lastrowid = found
        return self


def _visited(execute: Any, connection: sqlite3.Connection) -> tuple[Any, ...]:  # noqa: ANN401
    cursor = connection.cursor()
    try:
        execute(cursor)
        rows = cursor.fetchall() if cursor.description else ()
        return rows, cursor.description, cursor.rowcount, cursor.lastrowid
    finally:
        cursor.close()


class VisitedConnection(aiosqlite.Connection):
    """A connection that goes to its thread for what has to be done there, and for nothing else."""

    async def _connect(self) -> Self:
        try:
            await super()._connect()
        except Exception:
            self._thread.join()  # it tells the loop at once that it ends, which could be closed by then
            raise
        return self

    def cursor(self) -> VisitedCursor:  # type: ignore[override]  # SQLAlchemy enters it, as it does the other
        """Return a cursor."""
        return VisitedCursor(self)

    async def commit(self) -> None:
        """Commit what was begun; a statement for itself began nothing."""
        if self.in_transaction:
            await super().commit()

    async def visit(self, what: Any) -> Any:  # noqa: ANN401 - whatever it returns
        """Return what becomes of the driver's connection in its thread."""
        return await self._execute(lambda: what(self._conn))  # type: ignore[no-untyped-call]


def connection(path: str, **options: Any) -> VisitedConnection:  # noqa: ANN401 - sqlite3's own
    """Return a connection that is opened when it is awaited; takes what `sqlite3.connect` does."""
    made = VisitedConnection(partial(_opened, path, **options), _CHUNK)
    made._thread.daemon = True  # as SQLAlchemy does with those that it makes
    return made


def _opened(path: str, **options: Any) -> sqlite3.Connection:  # noqa: ANN401 - see above
    if not options.get("uri"):
        # A new file is for nobody else to read; what SQLite makes beside it is as the file is.
        with contextlib.suppress(OSError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
    made: sqlite3.Connection = sqlite3.connect(path, **options)
    return made

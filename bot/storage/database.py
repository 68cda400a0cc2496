"""The database, opened: transactions that read, that write, and statements that are one."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
import sys
import uuid
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Executable, Row, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import greenlet_spawn

from bot.delivery.journal import JournalDown
from bot.storage import visits
from bot.storage.address import Address
from bot.workspace.stores import StoreDown

_BUSY = 5.0
"""Seconds to wait for another process that writes to the same SQLite file."""

_POOL_WAIT = 5.0
_OURS = (IntegrityError, ProgrammingError, DataError, NotSupportedError)
"""Errors that say that a statement is wrong; all others say that the database is not there."""

# The driver would write every statement with what is in it, questions too, where everything is logged.
logging.getLogger("aiosqlite").setLevel(logging.INFO)

_BEGIN = "begin"
"""The execution option that says how a transaction begins on SQLite."""


class DatabaseDown(StoreDown, JournalDown):
    """The database cannot be reached, is locked, or its disk is full."""


class Database:
    """A database with its connections."""

    def __init__(self, engine: AsyncEngine, address: Address, *, pooled: bool) -> None:
        """Take an engine; `Database.open` makes one."""
        self._engine = engine
        self._one = engine if pooled else _for_single_statements(engine)
        self.address = address
        self.pooled = pooled
        """Whether a pooler stands before it that gives each transaction another connection: PgBouncer."""
        self.dialect = engine.dialect.name

    @classmethod
    async def open(cls, address: Address) -> Database:
        """Return an opened database; raise DatabaseDown where it cannot be reached."""
        with translated():
            if address.sqlite:
                return cls(_sqlite(address), address, pooled=False)
            pooled = await _behind_a_pooler(address)
        return cls(_postgresql(address, pooled=pooled), address, pooled=pooled)

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction for reading; raises DatabaseDown."""
        with translated():
            async with self._engine.connect() as connection:
                yield connection

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction for writing, committed at its end; raises DatabaseDown."""
        engine = self._engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
        with translated():
            async with engine.begin() as connection:
                yield connection

    @contextlib.asynccontextmanager
    async def one(self) -> AsyncIterator[AsyncConnection]:
        """Open a connection for one statement, which needs no transaction around it; raises DatabaseDown."""
        with translated():
            async with self._one.begin() as connection:
                yield connection

    async def execute(self, statement: Executable, values: Mapping[str, Any]) -> Sequence[Row[Any]]:
        """Return the rows of one statement that needs nothing else; raises DatabaseDown.

        It does what `one` does in a third of the time, for what every message takes.
        """
        with translated():
            return await greenlet_spawn(_executed, self._one.sync_engine, statement, values)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Raise DatabaseDown for what a driver says of a database that is not there."""
    try:
        yield
    except Exception as error:
        if isinstance(error, _OURS) and not _outdated(error):
            raise
        if not isinstance(error, (DBAPIError, PoolTimeoutError, OSError, TimeoutError, *_drivers())):
            raise
        raise DatabaseDown(f"the database cannot be used: {_reason(error)}") from error


def _executed(engine: Engine, statement: Executable, values: Mapping[str, Any]) -> Sequence[Row[Any]]:
    with engine.begin() as connection:
        found = connection.execute(statement, values)
        return found.all() if found.returns_rows else ()


def _outdated(error: DBAPIError) -> bool:
    """Tell whether a statement was planned before a table was changed; the next try plans it anew."""
    asyncpg = sys.modules.get("asyncpg")
    said = error.orig.__cause__ if error.orig else None
    return asyncpg is not None and isinstance(said, asyncpg.InvalidCachedStatementError)


def _drivers() -> tuple[type[Exception], ...]:
    """Return what asyncpg says where no SQLAlchemy stands between; nothing where nobody needed it."""
    asyncpg = sys.modules.get("asyncpg")
    return (asyncpg.PostgresError, asyncpg.InterfaceError) if asyncpg else ()


def _reason(error: Exception) -> str:
    """Return a driver's own words in one line; SQLAlchemy's would repeat the statement and what is in it."""
    said = error.orig if isinstance(error, DBAPIError) else error
    return " ".join(str(said).split()) or type(error).__name__


def _for_single_statements(engine: AsyncEngine) -> AsyncEngine:
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{_BEGIN: ""})
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _sqlite(address: Address) -> AsyncEngine:
    memory = address.path == ":memory:"
    if not memory:
        Path(address.path).parent.mkdir(parents=True, exist_ok=True)
    path = f"file:/{uuid.uuid4().hex}?vfs=memdb&uri=true" if memory else address.path
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}",
        # One connection: SQLite writes one at a time anyway, and a queue is fairer than its locks.
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=_POOL_WAIT,
        hide_parameters=True,
        pool_reset_on_return=None,  # transactions have been ended by then, and to ask costs as much as a read
        connect_args={"timeout": _BUSY, "async_creator_fn": visits.connection},
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin)
    event.listen(engine.sync_engine, "invalidate", _let_go)
    if memory:
        # A connection is given up where its task is cancelled, and what is in memory goes with the last one.
        anchor = sqlite3.connect(path, uri=True, check_same_thread=False)
        event.listen(engine.sync_engine, "engine_disposed", lambda _: anchor.close())
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
    # The driver begins no transactions by itself, so that ours can be of the kind that each needs.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _let_go(connection: DBAPIConnection, _record: object, reason: BaseException | None) -> None:
    # Closed as it is, it would stay locked until a collector finds the cursor that was cancelled.
    if isinstance(reason, asyncio.CancelledError):
        connection.rollback()


def _begin(connection: Connection) -> None:
    begin = connection.get_execution_options().get(_BEGIN, "BEGIN")
    if begin:
        connection.exec_driver_sql(begin)


def _postgresql(address: Address, *, pooled: bool) -> AsyncEngine:
    connect: dict[str, Any] = dict(address.connect)
    if pooled:
        # A prepared statement is gone with the transaction: the unnamed one is made anew for each.
        connect["statement_cache_size"] = 0
        connect["prepared_statement_cache_size"] = 0
        connect["prepared_statement_name_func"] = lambda: ""
    return create_async_engine(
        "postgresql+asyncpg://",
        connect_args=connect,
        pool_size=5,
        max_overflow=10,
        pool_timeout=_POOL_WAIT,
        hide_parameters=True,
        pool_recycle=1800,
    )


async def _behind_a_pooler(address: Address) -> bool:
    """Tell whether the process that answers is another than the one that greeted us."""
    import asyncpg  # SQLite does without

    connection = await asyncpg.connect(**{**address.connect, "statement_cache_size": 0})
    try:
        answering = await connection.fetchval("SELECT pg_backend_pid()")
        return bool(answering != connection.get_server_pid())
    finally:
        await connection.close()

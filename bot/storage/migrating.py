"""Brings a database to the shape that this version of the app needs."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, MetaData, PrimaryKeyConstraint, String, Table, inspect, text
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.tables import metadata

HEAD = "0003"
"""The latest migration; kept here too, so that a start that has nothing to migrate loads no tool for it."""

_FOLDER = Path(__file__).parent / "migrations"
_REACHED = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Where Alembic keeps which migration was reached, as it makes it itself."""
_LOCK = 5_270_463_191
"""Any number that no other program locks in the same database."""


class Outdated(Exception):  # noqa: N818 - it says what the database is
    """The database has another shape than this version of the app needs; the message says what to do."""


async def upgrade(database: Database) -> bool:
    """Migrate to the latest shape, in one transaction; return whether there was anything to do.

    Of two processes that start at once, one waits for the other.
    """
    if await revision(database) == HEAD:
        return False
    async with database.writing() as connection:
        if database.dialect == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        # Looked for anew: another process may have been here until now.
        new = not await connection.run_sync(_has_revisions)
        await connection.run_sync(_make if new else _upgrade)
    return True


async def require_current(database: Database) -> None:
    """Raise Outdated where the database is not of the shape that this version needs."""
    found = await revision(database)
    if found != HEAD:
        state = f"is at {found}" if found else "has no tables yet"
        raise Outdated(f"the database {state}, this version needs {HEAD}: run `rolecall db upgrade`")


async def revision(database: Database) -> str | None:
    """Return which migration the database has reached; None for none."""
    async with database.reading() as connection:
        if not await connection.run_sync(_has_revisions):
            return None
        found = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def _has_revisions(connection: Connection) -> bool:
    return inspect(connection).has_table("alembic_version")


def _make(connection: Connection) -> None:
    """Make an empty database what all migrations would make of it, without loading what migrates."""
    for tables in (metadata, _REACHED.metadata):
        tables.create_all(connection, checkfirst=False)
    connection.execute(_REACHED.insert().values(version_num=HEAD))


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")

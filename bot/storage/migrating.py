"""Brings a database to the shape that this version of the app needs."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, MetaData, PrimaryKeyConstraint, String, Table, inspect, select, text
from sqlalchemy.engine import Connection

from bot.storage.database import Database
from bot.storage.tables import metadata

HEAD = "0003"
"""The latest migration; kept here too, so that a start that has nothing to migrate loads no tool for it."""

NEWER_ADVICE = "deploy the newer version again, or restore the backup from before it"
"""What to do where a newer version changed the database, which no older one can undo."""

_FOLDER = Path(__file__).parent / "migrations"
_REACHED = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Where Alembic keeps which migration was reached, as it makes it itself."""
_REVISION = select(_REACHED.c.version_num)
_LOCK = 5_270_463_191
"""Any number that no other program locks in the same database."""


class Outdated(Exception):  # noqa: N818 - it says what the database is
    """The database has another shape than this version of the app needs; the message says what to do."""


async def upgrade(database: Database) -> bool:
    """Migrate to the latest shape, in one transaction; return whether there was anything to do.

    Of two processes that start at once, one waits for the other. Raise Outdated after a newer version.
    """
    if _reached(await revision(database)):
        return False
    async with database.writing() as connection:
        if database.dialect == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        # Looked for anew: another process may have been here until now.
        new = not await connection.run_sync(_has_revisions)
        if new or not _reached(await connection.scalar(_REVISION)):
            await connection.run_sync(_make if new else _upgrade)
    return True


async def require_current(database: Database) -> None:
    """Raise Outdated where the database is not of the shape that this version needs."""
    found = await revision(database)
    if not _reached(found):
        state = f"is at {found}" if found else "has no tables yet"
        raise Outdated(f"the database {state}, this version needs {HEAD}: run `rolecall db upgrade`")


def is_newer(found: str | None) -> bool:
    """Tell whether a migration is one that only a newer version of the app knows."""
    return found is not None and found > HEAD


def _reached(found: str | None) -> bool:
    """Tell whether a migration is the latest; raise Outdated where it is newer than that."""
    if is_newer(found):
        raise Outdated(
            f"the database is at {found}, of a newer version; this version needs {HEAD}: {NEWER_ADVICE}"
        )
    return found == HEAD


async def revision(database: Database) -> str | None:
    """Return which migration the database has reached; None for none."""
    async with database.reading() as connection:
        if not await connection.run_sync(_has_revisions):
            return None
        found: str | None = await connection.scalar(_REVISION)
    return found


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

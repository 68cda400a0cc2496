"""Every database comes to the shape that the tables say, and no further."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import migrated
from sqlalchemy.engine import Connection

from bot.storage import migrating
from bot.storage.address import parse
from bot.storage.database import Database
from bot.storage.migrating import HEAD, Outdated, require_current, revision, upgrade
from bot.storage.tables import metadata


def _differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


async def test_an_empty_database_is_migrated_to_what_the_tables_say(empty_url: str) -> None:
    await migrated(empty_url)

    database = await Database.open(parse(empty_url))
    async with database.reading() as connection:
        differences = await connection.run_sync(_differences)
    await database.close()
    assert differences == []


async def test_a_database_is_migrated_once(empty_url: str) -> None:
    database = await Database.open(parse(empty_url))

    assert await revision(database) is None
    assert await upgrade(database) is True
    assert await revision(database) == HEAD
    assert await upgrade(database) is False
    await database.close()


async def test_a_start_on_an_old_database_says_what_to_run(empty_url: str) -> None:
    database = await Database.open(parse(empty_url))

    with pytest.raises(Outdated, match="rolecall db upgrade"):
        await require_current(database)
    await upgrade(database)
    await require_current(database)
    await database.close()


def test_the_head_that_a_start_looks_for_is_the_latest_migration() -> None:
    scripts = ScriptDirectory(str(Path(migrating.__file__).parent / "migrations"))

    assert scripts.get_heads() == [HEAD]


def test_every_row_belongs_to_a_workspace() -> None:
    without = {table.name for table in metadata.tables.values() if "workspace" not in table.c}

    assert without == {"oauth_states"}
    for table in (found for found in metadata.tables.values() if found.name not in without):
        assert next(iter(table.primary_key)).name == "workspace"

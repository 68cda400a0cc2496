"""Every database comes to the shape that the tables say, and no further."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import Clock, migrated, newer
from sqlalchemy import MetaData, func, select
from sqlalchemy.engine import Connection

from bot.storage import migrating
from bot.storage.address import parse
from bot.storage.database import Database
from bot.storage.migrating import HEAD, Outdated, require_current, revision, upgrade
from bot.storage.storage import Storage
from bot.storage.tables import metadata
from bot.workspace.directory import WorkspaceId
from bot.workspace.pseudonyms import Pseudonyms


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


async def test_what_a_newer_version_changed_is_left_alone(empty_url: str) -> None:
    await migrated(empty_url)
    await newer(empty_url)
    database = await Database.open(parse(empty_url))

    for looked_at in (upgrade, require_current):
        with pytest.raises(Outdated, match=r"at 9999, of a newer version.*: deploy the newer version again"):
            await looked_at(database)
    assert await revision(database) == "9999"
    await database.close()


def test_a_new_database_is_made_without_what_migrates(tmp_path: Path) -> None:
    """Alembic takes a tenth of the memory of a process, for as long as that runs."""
    made = (
        "import asyncio, sys\n"
        "from bot.storage.address import parse\n"
        "from bot.storage.database import Database\n"
        "from bot.storage.migrating import upgrade\n"
        "async def make():\n"
        "    database = await Database.open(parse(sys.argv[1]))\n"
        "    print(await upgrade(database), 'alembic' in sys.modules)\n"
        "    await database.close()\n"
        "asyncio.run(make())\n"
    )
    command = [sys.executable, "-c", made, f"sqlite:///{tmp_path}/new.sqlite3"]

    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "True False\n"


async def test_a_start_on_an_old_database_says_what_to_run(empty_url: str) -> None:
    database = await Database.open(parse(empty_url))

    with pytest.raises(Outdated, match="rolecall db upgrade"):
        await require_current(database)
    await upgrade(database)
    await require_current(database)
    await database.close()


NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
STAMP = "2026-11-02T09:00:00Z"
FIRST: Mapping[str, Mapping[str, object]] = {
    "workspaces": {"version": 3},
    "documents": {
        "shelf": "role",
        "key": "data-engineer",
        "value": {"entry": {"people": ["UANA"]}, "confirmed_by": "UADM", "confirmed_at": STAMP},
    },
    "changes": {"version": 3, "at": NOW, "by": "UADM", "shelf": "role", "key": "data-engineer", "after": {}},
    "proposals": {
        "id": "p1",
        "at": NOW,
        "by": "UBEN",
        "edit": {"edit": "mark-absent", "role": "data-analyst", "covered_by": []},
        "verdict": "open",
    },
    "gaps": {
        "gap": "g1",
        "state": "open",
        "times": 2,
        "first_asked": NOW,
        "last_asked": NOW,
        "channel": "C1",
    },
    "gap_texts": {"gap": "g1", "text": "where is the badge?", "times": 2},
    "gap_askers": {"gap": "g1", "asker": "somebody"},
    "gap_waiting": {"gap": "g1", "person": "UBEN", "since": NOW},
    "notes": {"shelf": "files", "key": "map", "value": "F1"},
    "tallies": {"day": NOW.date(), "what": "asked", "times": 7},
    "leases": {"job": "digest", "period": "2026-45", "holder": "one", "until": NOW},
    "journal": {
        "channel": "C1",
        "ts": "1.1",
        "state": "open",
        "claim": "one",
        "attempts": 1,
        "work": {"text": "who?"},
        "recorded_at": NOW,
    },
    "installations": {"person": "UADM", "sealed": "a token", "installed_at": NOW},
    "bots": {"sealed": "a token", "installed_at": NOW},
    "oauth_states": {"state": "s1", "until": NOW},
}
"""A row of each table, as the first release wrote them."""


def _first_release(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")
    found = MetaData()
    found.reflect(connection)
    for table in found.sorted_tables:
        if table.name in FIRST:
            home = {"workspace": "T0001"} if "workspace" in table.c else {}
            connection.execute(table.insert().values(**home, **FIRST[table.name]))


async def test_what_the_first_release_kept_is_there_at_the_end(empty_url: str, clock: Clock) -> None:
    database = await Database.open(parse(empty_url))
    async with database.writing() as connection:
        await connection.run_sync(_first_release)
    assert await revision(database) == "0001"
    assert await upgrade(database) is True

    storage = Storage(database, Pseudonyms([b"a key"]), clock=clock, check=lambda _: None)
    here = storage.of(WorkspaceId("T0001"))
    contents = await here.contents.contents()
    assert (contents.version, contents.directory.role("data-engineer").people) == (3, ("UANA",))
    assert [proposal.by for proposal in await here.contents.proposals()] == ["UBEN"]
    assert [line.by for line in await here.contents.audit()] == ["UADM"]
    assert [(gap.texts, gap.count, gap.askers) for gap in await here.gaps.gaps()] == [
        (("where is the badge?",), 2, 1)
    ]
    assert await here.gaps.waiting("g1") == ["UBEN"]
    assert await here.notes.get("files", "map") == "F1"
    assert await here.tallies.counts(NOW.date(), NOW.date()) == {"asked": 7}
    async with database.reading() as connection:
        assert await connection.run_sync(_differences) == []
        rows = {
            name: await connection.scalar(select(func.count()).select_from(metadata.tables[name]))
            for name in FIRST
        }
    await database.close()
    assert rows == dict.fromkeys(FIRST, 1)


def test_the_head_that_a_start_looks_for_is_the_latest_migration() -> None:
    scripts = ScriptDirectory(str(Path(migrating.__file__).parent / "migrations"))

    assert scripts.get_heads() == [HEAD]


def test_every_row_belongs_to_a_workspace() -> None:
    without = {table.name for table in metadata.tables.values() if "workspace" not in table.c}

    assert without == {"oauth_states"}
    for table in (found for found in metadata.tables.values() if found.name not in without):
        assert next(iter(table.primary_key)).name == "workspace"

"""What becomes of a database whose user is called off."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.storage.address import MEMORY, parse
from bot.storage.database import Database

_LONG = """
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 500000)
    SELECT count(*) FROM numbers
"""


@pytest.mark.parametrize("kept", ["in memory", "in a file"])
async def test_what_is_called_off_leaves_no_trace_and_no_lock(kept: str, tmp_path: Path) -> None:
    database = await Database.open(parse(MEMORY if kept == "in memory" else f"sqlite:///{tmp_path}/a.db"))
    async with database.writing() as connection:
        await connection.execute(text("CREATE TABLE said (words TEXT)"))
    within = asyncio.Event()

    async def write() -> None:
        async with database.writing() as connection:
            await connection.execute(text("INSERT INTO said VALUES ('half a thought')"))
            within.set()
            await connection.execute(text(_LONG))

    writing = asyncio.create_task(write())
    await within.wait()
    await asyncio.sleep(0)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing

    async with database.writing() as connection:
        await connection.execute(text("INSERT INTO said VALUES ('a whole one')"))
        said = (await connection.execute(text("SELECT words FROM said"))).scalars().all()
    assert said == ["a whole one"]
    await database.close()


async def test_what_one_keeps_in_memory_no_other_sees() -> None:
    one, other = await Database.open(parse(MEMORY)), await Database.open(parse(MEMORY))
    async with one.writing() as connection:
        await connection.execute(text("CREATE TABLE said (words TEXT)"))

    async with other.reading() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM sqlite_master"))).scalar() == 0
    await one.close()
    await other.close()


async def test_a_single_statement_that_is_called_off_holds_nobody_up(tmp_path: Path) -> None:
    database = await Database.open(parse(f"sqlite:///{tmp_path}/a.db"))
    asked = asyncio.create_task(database.execute(text(_LONG), {}))
    await asyncio.sleep(0.01)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked

    await database.execute(text("CREATE TABLE said (words TEXT)"), {})
    assert await database.execute(text("INSERT INTO said VALUES (:words)"), {"words": "one"}) == ()
    found = await database.execute(text("SELECT words FROM said"), {})
    assert [row.words for row in found] == ["one"]
    await database.close()


async def test_a_single_statement_is_kept_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    address = parse(f"sqlite:///{tmp_path}/a.db")
    one, other = await Database.open(address), await Database.open(address)
    await one.execute(text("CREATE TABLE said (words TEXT UNIQUE)"), {})
    await one.execute(text("INSERT INTO said VALUES ('kept')"), {})
    assert [row.words for row in await other.execute(text("SELECT words FROM said"), {})] == ["kept"]
    with pytest.raises(IntegrityError):
        await one.execute(text("INSERT INTO said VALUES ('kept')"), {})
    await one.close()
    await other.close()

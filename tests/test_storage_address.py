"""DATABASE_URL is taken as platforms hand it out, and an SQLite file is warned of where it will not do."""

from __future__ import annotations

import asyncio
import logging
import threading
from pathlib import Path

import pytest

from bot.storage.address import DEFAULT, MEMORY, hazards, parse
from bot.storage.database import Database, DatabaseDown


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (None, "rolecall.sqlite3"),
        (DEFAULT, "rolecall.sqlite3"),
        ("sqlite:///data/here.sqlite3", "data/here.sqlite3"),
        ("sqlite:////var/lib/here.sqlite3", "/var/lib/here.sqlite3"),
        ("sqlite+aiosqlite:///here.sqlite3?timeout=5", "here.sqlite3"),
        (MEMORY, ":memory:"),
        ("sqlite://", ":memory:"),
    ],
)
def test_an_sqlite_file_is_found(url: str | None, path: str) -> None:
    address = parse(url)

    assert (address.sqlite, address.path) == (True, path)


@pytest.mark.parametrize(
    ("url", "dsn"),
    [
        ("postgres://u:p@h:5432/d", "postgresql://u:p@h:5432/d"),
        ("postgresql://u:p@h/d", "postgresql://u:p@h/d"),
        ("postgresql+asyncpg://u:p@h/d", "postgresql://u:p@h/d"),
        ("postgresql+psycopg2://u:p%40w@h/d", "postgresql://u:p%40w@h/d"),
        ("postgres://u:p@h/d?sslmode=require", "postgresql://u:p@h/d?sslmode=require"),
        (
            "postgres://u@h/d?sslmode=verify-full&sslrootcert=ca.pem",
            "postgresql://u@h/d?sslmode=verify-full&sslrootcert=ca.pem",
        ),
        ("postgres://u@h/d?channel_binding=require&sslmode=require", "postgresql://u@h/d?sslmode=require"),
        ("postgres://u@h/d?pgbouncer=true&connection_limit=1", "postgresql://u@h/d"),
        ("postgres://u@h/d?options=endpoint%3Dep-1", "postgresql://u@h/d?options=endpoint%3Dep-1"),
        ("postgresql:///d?host=/var/run/postgresql", "postgresql:///d?host=%2Fvar%2Frun%2Fpostgresql"),
    ],
)
def test_a_postgresql_is_found(url: str, dsn: str) -> None:
    address = parse(url)

    assert not address.sqlite
    assert address.connect["dsn"] == dsn


@pytest.mark.parametrize(
    ("query", "seconds"),
    [("", 10.0), ("?connect_timeout=3", 3.0), ("?connect_timeout=0", 10.0), ("?connect_timeout=x", 10.0)],
)
def test_a_connection_is_not_waited_for_for_ever(query: str, seconds: float) -> None:
    assert parse(f"postgres://u@h/d{query}").connect["timeout"] == seconds


def test_the_machines_own_authorities_are_asked_for_by_libpqs_word() -> None:
    connect = parse("postgres://u@h/d?sslmode=verify-full&sslrootcert=system").connect

    assert (connect["dsn"], connect["ssl"]) == ("postgresql://u@h/d", True)


def test_what_has_no_meaning_is_named_without_its_value(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    parse("postgres://u:pw@h/d?pgbouncer=true&schema=secret&connect_timeout=3&sslrootcert=system")

    [line] = [record.getMessage() for record in caplog.records]
    assert "pgbouncer, schema" in line
    assert not {"secret", "pw", "connect_timeout", "sslrootcert"} & {*line.replace(",", " ").split()}


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="mysql"):
        parse("mysql://u:p@h/d")


@pytest.mark.parametrize("sign", ["#", "/", "?", "[", "#1[", "/1", "?1", "?1=", "@", "@x/", "@x#", "@x?a="])
@pytest.mark.parametrize("before", ["p4ss", "1234"])
def test_a_password_that_breaks_an_address_is_not_repeated(
    before: str, sign: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with pytest.raises(ValueError, match=r"^the address cannot be read: in the password, write ") as raised:
        parse(f"postgres://u:{before}{sign}w0rd@h:5432/d")

    assert raised.value.__context__ is None
    assert before not in str(raised.value)
    assert caplog.text == ""


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:p%23%2F%3F%40%5Bw@h:5432/d",
        "postgresql://u:p@h:5432,other:5433/d",
        "postgresql://u:p@[::1]:5432/d",
        "postgresql:///d?user=me%40server&host=h",
    ],
)
def test_an_address_that_can_be_read_is_not_refused(url: str) -> None:
    assert parse(url).connect["dsn"].startswith("postgresql://")


def test_an_address_shows_no_password() -> None:
    assert "p4ss" not in repr(parse("postgres://u:p4ss@h/d"))


FILE = "sqlite:///rolecall.sqlite3"


@pytest.mark.parametrize(
    ("url", "environ", "named"),
    [
        (FILE, {"WEB_CONCURRENCY": "4"}, "WEB_CONCURRENCY=4"),
        (FILE, {"DYNO": "web.1"}, "Heroku"),
        (FILE, {"K_SERVICE": "rolecall"}, "Cloud Run"),
        (None, {"DYNO": "web.1"}, "rolecall.sqlite3"),
    ],
)
def test_a_file_that_will_not_do_is_warned_of(url: str | None, environ: dict[str, str], named: str) -> None:
    [hazard] = hazards(parse(url), environ)

    assert named in hazard
    assert "DATABASE_URL" in hazard


@pytest.mark.parametrize(
    ("url", "environ"),
    [
        (FILE, {}),
        (FILE, {"WEB_CONCURRENCY": "1"}),
        (FILE, {"WEB_CONCURRENCY": ""}),
        (FILE, {"DYNO": ""}),
        (MEMORY, {"DYNO": "web.1", "WEB_CONCURRENCY": "4"}),
        ("postgres://u@h/d", {"DYNO": "web.1", "WEB_CONCURRENCY": "4"}),
    ],
)
def test_nothing_is_warned_of_where_nothing_is_wrong(url: str, environ: dict[str, str]) -> None:
    assert [*hazards(parse(url), environ)] == []


def test_a_file_on_a_volume_lasts(tmp_path: Path) -> None:
    address = parse(f"sqlite:///{tmp_path}/data/here.sqlite3")
    environ = {"RAILWAY_ENVIRONMENT": "production"}

    assert [*hazards(address, {**environ, "RAILWAY_VOLUME_MOUNT_PATH": str(tmp_path)})] == []
    assert len([*hazards(address, {**environ, "RAILWAY_VOLUME_MOUNT_PATH": "/elsewhere"})]) == 1


async def test_a_file_is_opened_for_readers_beside_a_writer(tmp_path: Path) -> None:
    database = await Database.open(parse(f"sqlite:///{tmp_path}/new/folder/here.sqlite3"))
    async with database.reading() as connection:
        found = [
            (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one()
            for pragma in ("journal_mode", "foreign_keys", "synchronous")
        ]
    await database.close()

    assert found == ["wal", 1, 1]


def modes(folder: Path) -> dict[str, int]:
    return {each.name: each.stat().st_mode & 0o777 for each in folder.iterdir()}


async def test_a_new_file_is_for_nobody_else_to_read_and_one_that_is_there_is_left_as_it_is(
    tmp_path: Path,
) -> None:
    (tmp_path / "kept.sqlite3").touch(0o640)
    for name in ("new", "kept"):
        database = await Database.open(parse(f"sqlite:///{tmp_path}/{name}.sqlite3"))
        async with database.writing() as connection:
            await connection.exec_driver_sql("CREATE TABLE written (what TEXT)")
            found = modes(tmp_path)
        await database.close()
        if name == "new":
            assert found == {
                **{f"new.sqlite3{end}": 0o600 for end in ("", "-wal", "-shm")},
                "kept.sqlite3": 0o640,
            }
    assert found["kept.sqlite3"] == 0o640


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_file_that_cannot_be_opened_leaves_no_thread_that_speaks_to_a_closed_loop(tmp_path: Path) -> None:
    async def look() -> None:
        database = await Database.open(parse(f"sqlite:///{tmp_path}"))
        with pytest.raises(DatabaseDown, match="unable to open"):
            async with database.reading():
                pass
        await database.close()

    before = threading.active_count()
    for _ in range(20):
        asyncio.run(look())
        assert threading.active_count() == before


async def test_a_database_that_is_not_there_is_said_to_be_down() -> None:
    with pytest.raises(DatabaseDown):
        await Database.open(parse("postgres://u@127.0.0.1:1/none?connect_timeout=2"))


async def test_a_database_that_goes_away_is_said_to_be_down_and_comes_back(tmp_path: Path) -> None:
    folder = tmp_path / "away"
    database = await Database.open(parse(f"sqlite:///{folder}/here.sqlite3"))
    folder.rmdir()
    with pytest.raises(DatabaseDown):
        async with database.reading():
            pass
    folder.mkdir()

    async with database.reading() as connection:
        assert (await connection.exec_driver_sql("SELECT 1")).scalar_one() == 1
    await database.close()

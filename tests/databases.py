"""Databases for tests: each gets an SQLite file or PostgreSQL database of its own, made and removed here."""

from __future__ import annotations

import asyncio
import contextlib
import getpass
import os
import secrets
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from sqlalchemy import text

from bot.storage.address import parse
from bot.storage.database import Database
from bot.storage.migrating import upgrade
from bot.storage.sealing import Seal
from bot.storage.storage import Storage
from bot.workspace.directory import WorkspaceId
from bot.workspace.pseudonyms import Pseudonyms

KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
"""A key as ROLECALL_ENCRYPTION_KEY holds one."""

_LOCAL = "127.0.0.1:5432"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now

    def advance(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


class Ears:
    """A listener that says when it has heard something."""

    def __init__(self) -> None:
        self.told = asyncio.Queue[tuple[WorkspaceId, int]]()
        self.keeps: dict[WorkspaceId, int] = {}

    def kept(self) -> Mapping[WorkspaceId, int]:
        """Return what it was told to keep."""
        return self.keeps

    def heard(self, workspace: WorkspaceId, version: int) -> None:
        """Say so."""
        self.told.put_nowait((workspace, version))


@dataclass(frozen=True)
class Server:
    """A PostgreSQL on which databases may be made."""

    url: str

    def database(self, name: str) -> str:
        """Return the address of a database there."""
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    def run(self, statement: str) -> None:
        """Run one statement, outside of any test's event loop."""
        asyncio.run(self._run(statement))

    async def _run(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url, timeout=5)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The PostgreSQL that the environment names, else one on this machine, else one that is started."""
    given = os.environ.get("ROLECALL_TEST_DATABASE_URL")
    found = Server(given) if given else listening()
    if found:
        yield found
        return
    programs = _programs()
    if programs is None:
        reason = "no PostgreSQL: set ROLECALL_TEST_DATABASE_URL, or install one"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with _started(programs, tmp_path_factory.mktemp("postgresql")) as started:
        yield started


def listening() -> Server | None:
    """Return the PostgreSQL of this machine, where one runs and lets us in."""
    for user in ("postgres", getpass.getuser()):
        server = Server(f"postgresql://{user}@{_LOCAL}/postgres")
        with contextlib.suppress(OSError, asyncpg.PostgresError, TimeoutError):
            server.run("SELECT 1")
            return server
    return None


def _programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest where there are several."""
    folders = [Path(found).parent for found in (shutil.which("initdb"),) if found]
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


@contextlib.contextmanager
def _started(programs: Path, folder: Path) -> Iterator[Server]:
    # PostgreSQL does not run as root.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        for parent in (folder, *folder.parents[:3]):
            parent.chmod(0o755)
        shutil.chown(folder, "postgres")
    data = folder / "data"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w", "-s"]
    initdb = [*as_user, str(programs / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-N"]
    subprocess.run(initdb, check=True, capture_output=True, cwd=folder)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {folder}"
    subprocess.run([*control, "-o", options, "-l", str(folder / "log"), "start"], check=True, cwd=folder)
    try:
        yield Server(f"postgresql://postgres@127.0.0.1:{port}/postgres")
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, cwd=folder)


async def migrated(url: str) -> None:
    """Bring a database to the latest shape."""
    database = await Database.open(parse(url))
    await upgrade(database)
    await database.close()


async def newer(url: str) -> None:
    """Let a database be as if a newer version of the app had been here."""
    await reach(url, "9999")


async def reach(url: str, revision: str) -> None:
    """Let a database say that it has reached a migration, whatever its tables are."""
    database = await Database.open(parse(url))
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": revision})
    await database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    asyncio.run(migrated(f"sqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgresql_template(server: Server) -> Iterator[str]:
    """A migrated database, to be copied."""
    with _made(server) as name:
        asyncio.run(migrated(server.database(name)))
        yield name


@contextlib.contextmanager
def _made(server: Server, template: str = "template0") -> Iterator[str]:
    name = f"rolecall_test_{secrets.token_hex(6)}"
    server.run(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield name
    finally:
        server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without anything in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    server = request.getfixturevalue("server")
    with _made(server) as name:
        yield server.database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database without data."""
    if request.param == "sqlite":
        file = tmp_path / "rolecall.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    server = request.getfixturevalue("server")
    with _made(server, request.getfixturevalue("postgresql_template")) as name:
        yield server.database(name)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until the test moves it."""
    return Clock()


Open = Callable[[], "contextlib.AbstractAsyncContextManager[Storage]"]


@pytest.fixture
def process(url: str, clock: Clock) -> Open:
    """Open the database as one more process would."""

    @contextlib.asynccontextmanager
    async def opened() -> AsyncIterator[Storage]:
        database = await Database.open(parse(url))
        try:
            yield Storage(database, Pseudonyms([b"a key"]), seal=Seal(KEY), clock=clock, check=lambda _: None)
        finally:
            await database.close()

    return opened


@pytest.fixture
async def storage(process: Open) -> AsyncIterator[Storage]:
    """What one process keeps in the database."""
    async with process() as opened:
        yield opened

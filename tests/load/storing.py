"""What keeping things costs: the steps of an answer's journal, and a workspace that is not in memory."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from databases import Server, listening

from bot.delivery.journal import MessageKey
from bot.storage.address import parse
from bot.storage.database import Database
from bot.storage.migrating import upgrade
from bot.storage.storage import Storage
from bot.workspace.directory import Entry, Subject, SubjectKind, WorkspaceId
from bot.workspace.edits import Assign
from bot.workspace.pseudonyms import Pseudonyms

ENTRIES = 30
"""Roles and topics of which a workspace says who it is."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What one thing costs in one kind of database."""

    what: str
    database: str
    cpu: float
    """Microseconds of this process's time."""
    seconds: float
    """How long one takes, one after the other."""


async def storing(many: int, folder: Path) -> list[Kept]:
    """Measure in an SQLite file, and in PostgreSQL where there is one."""
    found = await _measured(many, "SQLite", f"sqlite:///{folder / 'storing'}.sqlite3")
    server = await postgresql()
    if server:
        async with made(server) as url:
            found += await _measured(many, "PostgreSQL", url)
    return found


async def postgresql() -> Server | None:
    """Return the PostgreSQL that the environment names, else the one of this machine, if any."""
    given = os.environ.get("ROLECALL_TEST_DATABASE_URL")
    return Server(given) if given else await asyncio.to_thread(listening)


@contextlib.asynccontextmanager
async def made(server: Server) -> AsyncIterator[str]:
    """Make a database, and remove it at the end."""
    name = f"rolecall_load_{secrets.token_hex(6)}"
    await asyncio.to_thread(server.run, f"CREATE DATABASE {name}")
    try:
        yield server.database(name)
    finally:
        await asyncio.to_thread(server.run, f"DROP DATABASE {name} WITH (FORCE)")


async def _measured(many: int, name: str, url: str) -> list[Kept]:
    database = await Database.open(parse(url))
    try:
        await upgrade(database)
        storage = Storage(database, Pseudonyms([b"a key"]))
        workspace = WorkspaceId("TLOAD")
        contents = storage.of(workspace).contents
        for number in range(ENTRIES):
            subject = Subject(kind=SubjectKind.TOPIC, id=f"topic-{number}")
            await contents.change(Assign(of=subject, entry=Entry(people=("UANA", "UNIA"))), "UADAM")

        async def answer(number: int) -> None:
            key = MessageKey(workspace, "CHELP", f"1795176000.{number:06}")
            await storage.journal.record(key, {"user": "UNIA", "text": "who owns it?"})
            await storage.journal.posted(key, 1)
            await storage.journal.clear(key)

        async def load(_: int) -> None:
            await contents.contents()

        return [
            await _timed("an answer's journal: written down, sent, done", name, many, answer),
            await _timed(f"a workspace with {ENTRIES} entries, read anew", name, many, load),
        ]
    finally:
        await database.close()


async def _timed(what: str, name: str, many: int, step: Callable[[int], Awaitable[None]]) -> Kept:
    await step(-1)
    cpu, each = time.process_time(), []
    for number in range(many):
        began = time.perf_counter()
        await step(number)
        each.append(time.perf_counter() - began)
    return Kept(what, name, (time.process_time() - cpu) / many * 1e6, median(each))

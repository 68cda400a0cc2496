"""Everything works through a pooler that gives each transaction another connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from databases import KEY, Clock, Ears
from transaction_pooler import Pooler, pooling

from bot.delivery.journal import MessageKey
from bot.storage.address import parse
from bot.storage.database import Database
from bot.storage.migrating import upgrade
from bot.storage.sealing import Seal
from bot.storage.storage import Storage
from bot.workspace.directory import WorkspaceId
from bot.workspace.edits import MarkAbsent
from bot.workspace.pseudonyms import Pseudonyms

HERE = WorkspaceId("T0001")

pytestmark = pytest.mark.parametrize("empty_url", ["postgresql"], indirect=True)


@pytest.fixture
async def before(empty_url: str) -> AsyncIterator[tuple[Pooler, str]]:
    """A pooler before an empty database, with the address as platforms hand it out."""
    parts = urlsplit(empty_url)
    user, _, _ = parts.netloc.rpartition("@")
    async with pooling(parts.hostname or "127.0.0.1", parts.port or 5432) as (pooler, port):
        yield pooler, f"postgres://{user}@127.0.0.1:{port}{parts.path}?sslmode=prefer&pgbouncer=true"


async def test_a_pooler_is_noticed(empty_url: str, before: tuple[Pooler, str]) -> None:
    straight, behind = await Database.open(parse(empty_url)), await Database.open(parse(before[1]))

    assert (straight.pooled, behind.pooled) == (False, True)
    await straight.close()
    await behind.close()


async def test_all_is_kept_behind_a_pooler(before: tuple[Pooler, str], clock: Clock) -> None:
    pooler, url = before
    database = await Database.open(parse(url))
    await upgrade(database)
    storage = Storage(database, Pseudonyms([b"k"]), seal=Seal(KEY), clock=clock, check=lambda _: None)
    here = storage.of(HERE)
    begun = pooler.transactions

    async def answer(number: int) -> None:
        key = MessageKey(HERE, "C1", str(number))
        assert await storage.journal.record(key, {"text": "?"})
        assert await storage.journal.posted(key, 1)
        await here.contents.change(MarkAbsent(role="data-scientist", covered_by=(f"r{number}",)), "UADM")
        await here.notes.put("files", str(number), number)
        await storage.journal.clear(key)

    await asyncio.gather(*map(answer, range(20)))

    assert len(await here.contents.audit()) == 20
    assert await here.notes.all("files") == {str(number): number for number in range(20)}
    assert pooler.transactions - begun >= 100
    await database.close()


async def test_news_are_looked_for_behind_a_pooler(
    before: tuple[Pooler, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What listens would hear nothing there: its connection is another with each transaction."""
    monkeypatch.setattr("bot.storage.announcing._EVERY", 0.01)
    database = await Database.open(parse(before[1]))
    await upgrade(database)
    one, other = (Storage(database, Pseudonyms([b"k"]), check=lambda _: None) for _ in range(2))
    ears = Ears()
    ears.keeps[HERE] = 0
    other.announcer.add(ears)
    edit = MarkAbsent(role="data-scientist", covered_by=())
    async with asyncio.TaskGroup() as group:
        following = group.create_task(other.follow())
        async with asyncio.timeout(5):
            assert await ears.told.get() == (HERE, 0)
            version = await one.of(HERE).contents.change(edit, "UADM")
            while (await ears.told.get()) != (HERE, version):
                pass
        following.cancel()
    await database.close()

"""Every process soon knows what another has changed, and jobs are done by one of them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from databases import Clock, Ears, Open
from sqlalchemy import delete, text

from bot.storage import announcing
from bot.storage.database import DatabaseDown
from bot.storage.storage import Storage
from bot.storage.tables import leases
from bot.workspace.directory import Entry, Subject, SubjectKind, WorkspaceId
from bot.workspace.edits import Assign, MarkAbsent

CUT = """\
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE query LIKE 'LISTEN%' AND datname = current_database()
"""
WAITING = """\
SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
"""
HERE, THERE = WorkspaceId("T0001"), WorkspaceId("T0002")
EDIT = Assign(of=Subject(kind=SubjectKind.ROLE, id="data-engineer"), entry=Entry(people=("UADA",)))


async def test_a_look_finds_what_another_process_has_changed(process: Open) -> None:
    async with process() as one, process() as other:
        before = await other.contents(HERE)
        await one.of(HERE).contents.change(EDIT, "UADM")
        assert await other.contents(HERE) is before

        await other.announcer.look()

        assert (await other.contents(HERE)).directory.role("data-engineer").people == ("UADA",)


async def test_a_look_that_finds_nothing_new_forgets_nothing(process: Open) -> None:
    async with process() as one, process() as other:
        await one.of(HERE).contents.change(EDIT, "UADM")
        here, there = await other.contents(HERE), await other.contents(THERE)

        await other.announcer.look()

        assert await other.contents(HERE) is here
        assert await other.contents(THERE) is there


async def test_a_process_that_follows_hears_of_a_change(
    process: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with process() as one, process() as other:
        await other.contents(HERE)
        ears = Ears()
        ears.keeps[HERE] = 0
        other.announcer.add(ears)
        async with asyncio.TaskGroup() as group:
            following = group.create_task(other.follow())
            async with asyncio.timeout(5):
                assert await ears.told.get() == (HERE, 0)
                version = await one.of(HERE).contents.change(EDIT, "UADM")
                while (await ears.told.get()) != (HERE, version):
                    pass
            following.cancel()

        assert (await other.contents(HERE)).version == version


async def test_following_goes_on_after_the_database_was_away(
    process: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "_EVERY", 0.01)
    looks = 0
    async with process() as one, process() as other:
        ears = Ears()
        other.announcer.add(ears)
        look = other.announcer.look

        async def fail_twice() -> None:
            nonlocal looks
            looks += 1
            if looks <= 2:
                raise DatabaseDown("away")
            await look()

        monkeypatch.setattr(other.announcer, "look", fail_twice)
        ears.keeps[HERE] = 0
        version = await one.of(HERE).contents.change(EDIT, "UADM")
        async with asyncio.TaskGroup() as group:
            following = group.create_task(other.follow())
            async with asyncio.timeout(5):
                assert await ears.told.get() == (HERE, version)
            following.cancel()
    assert looks == 3


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_news_are_heard_again_after_a_connection_was_cut(
    process: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "_EVERY", 0.01)
    async with process() as one, process() as other:
        ears = Ears()
        ears.keeps[HERE] = 0
        other.announcer.add(ears)
        async with asyncio.TaskGroup() as group, asyncio.timeout(10):
            following = group.create_task(other.follow())
            assert await ears.told.get() == (HERE, 0)
            async with one.database.writing() as connection:
                assert (await connection.exec_driver_sql(CUT)).scalars().all() == [True]
            assert await ears.told.get() == (HERE, 0)
            version = await one.of(HERE).contents.change(EDIT, "UADM")
            while (await ears.told.get()) != (HERE, version):
                pass
            following.cancel()


async def test_a_removed_workspace_is_gone_everywhere_and_may_come_back(process: Open, clock: Clock) -> None:
    async with process() as one, process() as other:
        await one.of(HERE).contents.change(EDIT, "UADM")
        await one.of(THERE).contents.change(EDIT, "UADM")
        assert (await other.contents(HERE)).directory.entries

        await one.of(HERE).remove()
        await other.announcer.look()
        assert not (await one.contents(HERE)).directory.entries
        assert not (await other.contents(HERE)).directory.entries
        assert (await other.contents(THERE)).directory.entries

        clock.advance(seconds=5)
        await one.of(HERE).contents.change(MarkAbsent(role="data-analyst", covered_by=()), "UADM")
        await other.announcer.look()
        assert (await other.contents(HERE)).directory.absent == {"data-analyst": ()}


async def test_a_job_of_a_period_is_done_once(process: Open, clock: Clock) -> None:
    minute = timedelta(minutes=1)
    async with process() as one, process() as other:
        both = [opened.of(HERE).leases for opened in (one, other)]
        claims = await asyncio.gather(*(lease.claim("digest", "2026-W45", minute) for lease in both * 3))
        assert claims.count(True) == 1
        winner = both[claims.index(True) % 2]
        loser = both[1 - claims.index(True) % 2]

        await loser.done("digest", "2026-W45")
        clock.advance(minutes=2)
        assert await loser.claim("digest", "2026-W45", minute)
        await winner.done("digest", "2026-W45")
        await loser.done("digest", "2026-W45")
        clock.advance(days=3)

        assert not await winner.claim("digest", "2026-W45", minute)
        assert await winner.claim("digest", "2026-W46", minute)
        assert await other.of(THERE).leases.claim("digest", "2026-W45", minute)


async def test_a_job_that_is_done_and_a_removal_never_wait_for_each_other(
    storage: Storage, clock: Clock
) -> None:
    lease, minute = storage.of(HERE).leases, timedelta(minutes=1)
    await lease.claim("often", "one", minute)
    await lease.done("often", "one")
    clock.advance(days=3)
    await lease.claim("often", "two", minute)
    async with storage.database.writing() as removal:
        await removal.execute(delete(leases).where(leases.c.period == "one"))
        done = asyncio.create_task(lease.done("often", "two"))
        if storage.database.dialect == "postgresql":
            await waits_for_a_lock(storage)
        await removal.execute(delete(leases).where(leases.c.period == "two"))
    await done
    assert await lease.claim("often", "two", minute)


async def waits_for_a_lock(storage: Storage) -> None:
    """Return once somebody waits for what another transaction holds; raises TimeoutError."""
    async with asyncio.timeout(5):
        while True:
            async with storage.database.reading() as connection:  # one transaction sees the same throughout
                if await connection.scalar(text(WAITING)):
                    return
            await asyncio.sleep(0.01)


async def test_every_workspace_of_which_something_is_kept_is_known(storage: Storage, clock: Clock) -> None:
    await storage.of(HERE).contents.change(EDIT, "UADM")
    await storage.of(THERE).notes.put("files", "map", "F1")

    assert await storage.known() == [HERE, THERE]

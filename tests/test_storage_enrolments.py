"""Where newcomers stand is kept whole, found again, and overwritten by nobody who knew less."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from databases import Clock, Open
from onboarding_world import PLAN

from bot.onboarding.course import choose, join
from bot.onboarding.enrolment import Enrolment
from bot.onboarding.reconciling import attempt, attempt_welcome, welcomed
from bot.onboarding.stores import Enrolments, Overtaken
from bot.storage.storage import Storage
from bot.workspace.directory import WorkspaceId

HERE = WorkspaceId("T0001")


def of(storage: Storage) -> Enrolments:
    return storage.of(HERE).enrolments


def new(user: str = "U1", channel: str = "C1") -> Enrolment:
    return join(None, HERE, user, channel)[0]


async def test_what_is_stored_is_found_whole(storage: Storage, clock: Clock) -> None:
    store = of(storage)
    assert await store.get("U1") is None
    stored = await store.put(new())
    trying = attempt_welcome(stored, clock.now)
    assert trying is not None
    stored = await store.put(welcomed(await store.put(trying), "D1", "1.1"))
    chosen, _ = choose(stored, "data-engineer", PLAN, channel="D1", zone="Europe/Prague", now=clock.now)
    stored = await store.put(chosen)
    begun = attempt(stored, 2, clock.now)
    assert begun is not None
    stored = await store.put(begun)

    assert await store.get("U1") == stored
    assert stored.revision == 5


async def test_who_knew_less_overwrites_nothing(storage: Storage) -> None:
    store = of(storage)
    first = await store.put(new())
    later = await store.put(replace(first, role="data-analyst"))
    for stale in (first, new(), replace(later, revision=9)):
        with pytest.raises(Overtaken):
            await store.put(stale)
    assert await store.get("U1") == later


async def test_of_many_processes_that_begin_at_once_one_goes_on(process: Open) -> None:
    async with process() as one, process() as other:
        tries = [of(storage).put(new()) for storage in (one, other) * 5]
        ended = await asyncio.gather(*tries, return_exceptions=True)
        stored = [each for each in ended if isinstance(each, Enrolment)]
        assert len(stored) == 1
        assert sum(isinstance(each, Overtaken) for each in ended) == 9


async def test_what_is_to_be_done_is_found_the_longest_untouched_first(
    storage: Storage, clock: Clock
) -> None:
    store = of(storage)
    for user in ("U3", "U1", "U2"):
        await store.put(new(user))
        clock.advance(seconds=1)
    done = await store.get("U1")
    assert done is not None
    await store.put(welcomed(done, "D1", "1.1"))

    assert [each.user for each in await store.unsettled()] == ["U3", "U2"]
    assert [each.user for each in await store.joined("C1")] == ["U1", "U2", "U3"]
    assert await store.joined("C2") == []


async def test_somebody_who_is_forgotten_was_never_there(storage: Storage) -> None:
    here = storage.of(HERE)
    await here.enrolments.put(new())
    await here.enrolments.put(new("U2"))
    assert HERE in await storage.known()
    await here.forget("U1")
    assert await here.enrolments.get("U1") is None
    assert await here.enrolments.get("U2") is not None
    await here.remove()
    assert await here.enrolments.get("U2") is None

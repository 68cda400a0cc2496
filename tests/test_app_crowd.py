"""Five hundred people join at once: each is welcomed once, at Slack's pace, whoever dies meanwhile."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import payloads
import pytest
from pydantic import SecretStr
from served_app import Served, answerer, labels, served, settings

from bot.app import Rolecall
from bot.cards.onboarding import is_welcome
from bot.guiding.reconciliation import EVERY
from bot.playground.people import Person
from bot.playground.talking import join
from bot.playground.transport import Delivery, Reply
from bot.workspace.directory import WorkspaceId
from bot.workspace.edits import SettleChannel
from bot.workspace.settings import ChannelSettings

pytestmark = pytest.mark.slow

TEAM = payloads.TEAM
CROWD = [f"UNEW{number:03}" for number in range(500)]
MINUTE = 60.0
QUIET_TURNS = 4
"""Turns of the loop in which whoever was given a lock begins with what they wanted it for."""


class Nobody:
    """What Slack meets where no process listens."""

    async def send(self, _: Delivery, __: Any) -> Reply:
        """Refuse the connection."""
        return Reply(0)

    async def close(self) -> None:
        """Let go of nothing."""


class Patience:
    """Lets the workspace's time pass only while every process waits for it, so that it outruns no work."""

    def __init__(self, hall: Served) -> None:
        self.hall, self.clock = hall, hall.workspace.clock
        self.apps = [hall.app]
        self.began = self.clock.now()
        self.looks: set[asyncio.Task[None]] = set()
        self._next_look = self.began + EVERY

    @property
    def passed(self) -> float:
        return self.clock.now() - self.began

    async def until(self, so: Callable[[], bool], most: float) -> None:
        """Wait until something is so, and look at Slack's list as often as a process does."""
        end = self.clock.now() + most
        while self.clock.now() < end:
            await self._waited_for()
            if so():
                return
            if self.clock.now() >= self._next_look:
                self._next_look += EVERY
                self.looks |= {asyncio.create_task(app.reconciliation.look_around()) for app in self.apps}
                continue
            wait = min(self._next_look, end) - self.clock.now()
            await self.clock.advance(min(wait, self.clock.until_next() or wait))

    async def _waited_for(self) -> None:
        turns = 0
        while turns < QUIET_TURNS:
            at_work = self._at_work()
            turns = 0 if at_work else turns + 1
            await asyncio.sleep(0.001 if at_work else 0)

    def _at_work(self) -> bool:
        self.looks = {task for task in self.looks if not task.done()}
        tasks = len(self.looks) + sum(len(app.background._tasks) for app in self.apps)
        waiting = sum(app.guide.tiers.waiting for app in self.apps)
        return self.hall.workspace.busy > 0 or tasks > waiting or _looking()


def _looking() -> bool:
    """Tell whether a process compares with Slack's list, as it does when it starts."""
    works: list[Any] = [task.get_coro() for task in asyncio.all_tasks()]
    follows = [work for work in works if work.__qualname__ == "Reconciliation.follow"]
    return any(work.cr_await is None or work.cr_await.__name__ != "sleep" for work in follows)


def welcomed(hall: Served) -> int:
    """Count the welcomes that the app has tried to post."""
    return hall.workspace.journal.counted["chat.postMessage"]


def welcomes(hall: Served) -> Counter[str]:
    """Count the welcomes in the direct messages of everybody."""
    found: Counter[str] = Counter()
    for channel in hall.workspace.channels.values():
        if channel.kind == "im":
            [user] = [each for each in channel.members if each != hall.workspace.bot]
            found[user] += sum(is_welcome(message) for message in hall.seen(channel.id))
    return +found


def arrive(hall: Served, users: Sequence[str]) -> None:
    for user in users:
        hall.workspace.add_person(Person(user, user.lower(), f"{user} Person", "Europe/Prague"))
        join(hall.workspace, user, "CONBOARDING")


@asynccontextmanager
async def newcomers_expected(url: str) -> AsyncIterator[Patience]:
    async with served(given={"database_url": SecretStr(url)}, timed=True) as hall:
        edit = SettleChannel(channel="CONBOARDING", settings=ChannelSettings(onboarding=True))
        await hall.app.workspaces.store(WorkspaceId(TEAM)).contents.change(edit, "UADAM")
        hall.workspace.journal._entries = deque()  # it keeps the last thousand, and there are more
        yield Patience(hall)


def another(hall: Served, url: str) -> Rolecall:
    """Return one more process for the same workspace, over the same database."""
    workspace = hall.workspace
    known = settings(workspace, workspace.url, database_url=SecretStr(url))
    return Rolecall(known, answerer(), clock=workspace.clock.moment, sleep=workspace.clock.sleep)


async def die(time: Patience) -> None:
    """End the process when a welcome stands there and is not noted yet; nothing reaches it any more."""
    app, count = time.apps.pop(), welcomed(time.hall)
    while welcomed(time.hall) == count:
        await time.clock.advance(0.1)
    app.guide.open(None)
    for task in [*app.background._tasks]:
        task.cancel()
    time.hall.workspace.courier.transport = Nobody()


def refusals(hall: Served) -> int:
    return sum(entry.status == 429 for entry in hall.workspace.calls())


async def test_five_hundred_who_join_at_once_are_each_welcomed_once_at_slacks_pace(url: str) -> None:
    async with newcomers_expected(url) as time:
        time.hall.workspace.faults.duplicate = 100
        arrive(time.hall, CROWD)
        await time.until(lambda: welcomed(time.hall) == len(CROWD), 45 * MINUTE)
        took = time.passed
        assert welcomes(time.hall) == dict.fromkeys(CROWD, 1)
        assert "Your role" in labels(time.hall.seen(time.hall.workspace.direct(CROWD[0], payloads.BOT).id)[0])
        assert 5 * MINUTE < took < 6 * MINUTE  # 90 times a minute Slack is asked who somebody is
        assert refusals(time.hall) == 0


@pytest.mark.parametrize(("url", "heirs"), [("sqlite", 1), ("postgresql", 2)], indirect=["url"])
async def test_a_process_that_dies_amid_the_crowd_leaves_nobody_out_and_nobody_twice(
    url: str, heirs: int
) -> None:
    """Two that take over at once are faster than Slack allows, and wait for as long as it says."""
    async with newcomers_expected(url) as time:
        hall = time.hall
        arrive(hall, CROWD[:450])
        hall.workspace.faults.set({"lose_answer": 5, "method": "chat.postMessage"})
        await time.until(lambda: welcomed(hall) >= 200, 45 * MINUTE)
        await die(time)
        arrive(hall, CROWD[450:])
        apps = [another(hall, url) for _ in range(heirs)]
        async with AsyncExitStack() as running:
            for app in apps:
                await running.enter_async_context(app.running())
            time.apps += apps
            hall.workspace.courier.transport = hall.way_to(apps[0])
            hall.workspace.faults.set({"rate_limit": 20, "method": "chat.postMessage"})
            await time.until(lambda: len(welcomes(hall)) == len(CROWD), 45 * MINUTE - time.passed)
            took = time.passed
            await time.until(lambda: False, 15 * MINUTE)
        assert welcomes(hall) == dict.fromkeys(CROWD, 1)
        assert took < 45 * MINUTE
        assert refusals(hall) >= 20

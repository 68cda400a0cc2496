"""Two processes of the operating system on one database: what one is told the other knows."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

import aiohttp
import payloads
import pytest
from databases import KEY
from faults import slack
from faults.asking import Mention, left, say, signed
from faults.processes import Served
from served_app import folder
from sqlalchemy import select

from bot.jobs import daily, every, monthly, weekly
from bot.jobs.digest import HOUR as MONDAYS_AT
from bot.jobs.reminders import HOUR as FIRSTS_AT
from bot.manifest import manifest
from bot.playground.faults import Faults
from bot.playground.seed import seeded
from bot.playground.server import address, build_playground, listen, serving
from bot.playground.transport import Delivery, signed_headers
from bot.playground.workspace import Workspace
from bot.storage.address import parse
from bot.storage.clock import now
from bot.storage.database import Database
from bot.storage.storage import Storage
from bot.storage.tables import leases
from bot.workspace.directory import STALE, Entry, Subject, SubjectKind, WorkspaceId
from bot.workspace.edits import Assign, Settle
from bot.workspace.pseudonyms import Pseudonyms
from bot.workspace.settings import WorkspaceSettings

pytestmark = pytest.mark.slow

_QUESTION = "who owns data quality?"
_PATIENCE = 60.0


@dataclass
class Two:
    """Both processes, their workspace and their database."""

    place: Workspace
    processes: list[Served]
    database: Database
    session: aiohttp.ClientSession
    clock: Path

    def turn_to(self, ahead: timedelta) -> None:
        """Set the clocks of both."""
        written = self.clock.with_suffix(".new")
        written.write_text(str(ahead.total_seconds()), "ascii")
        written.replace(self.clock)  # neither may read half of it

    async def send(self, to: int, delivery: Delivery) -> str:
        """Send something to one of them; return what it answers."""
        body, kind = delivery.encode()
        headers = signed_headers(self.place.credentials.signing_secret, body, kind)
        url = f"{self.processes[to].url}/slack/events"
        async with self.session.post(url, data=body, headers=headers) as answer:
            assert answer.status == 200
            return await answer.text()


def storage(database: Database, clock: Callable[[], datetime] = now) -> Storage:
    """Return what this process, a third one, would keep there."""
    return Storage(database, Pseudonyms([b"key"]), clock=clock, check=lambda _: None)


@asynccontextmanager
async def two(url: str, place: Workspace, tmp_path: Path, module: str = "bot") -> AsyncIterator[Two]:
    """Serve a workspace by two processes on one database."""
    clock = tmp_path / "clock"
    async with AsyncExitStack() as stack:
        listener = stack.enter_context(listen())
        await stack.enter_async_context(serving(build_playground(place, slack.deaf), listener))
        known = {
            "DATABASE_URL": url,
            "SLACK_BOT_TOKEN": place.credentials.bot_token,
            "SLACK_SIGNING_SECRET": place.credentials.signing_secret,
            "SLACK_API_URL": f"{address(listener)}/api/",
            "ROLECALL_ENCRYPTION_KEY": KEY,
            "ROLECALL_KNOWLEDGE": str(folder()),
            "ROLECALL_PACE": "0",
            "FAULTS_CLOCK": str(clock),
            "FAULTS_PATIENCE": "30",
        }
        processes = [Served(f"process-{number}", known, tmp_path, module) for number in range(2)]
        for each in processes:
            stack.push_async_callback(each.stop)
        await asyncio.gather(*(each.start() for each in processes))
        database = await Database.open(parse(url))
        stack.push_async_callback(database.close)
        session = await stack.enter_async_context(aiohttp.ClientSession())
        yield Two(place, processes, database, session, clock)


# What one is told, the other knows ----------------------------------------------------------------------


_ASKED = ("where does the kettle live?", "who waters the ferns?", "when is the stapler refilled?")


async def written(there: Two, question: str) -> float:
    """Write an answer through one process; return after how many seconds the other gives it."""
    given = {"answer": f"Ask next door: {question}", "ways": question}
    assert "next door" not in await there.send(1, payloads.command(question))
    values = {name: {name: {"type": "plain_text_input", "value": text}} for name, text in given.items()}
    view = {"id": "V1", "type": "modal", "callback_id": "write", "private_metadata": "new:faq", "hash": "1.x"}
    admin = {"id": "UADAM", "name": "adam", "team_id": payloads.TEAM}
    await there.send(0, payloads.submission(view={**view, "state": {"values": values}}, user=admin))
    began = time.monotonic()
    async with asyncio.timeout(_PATIENCE):
        # Nothing tells this process of what the other one hears.
        while given["answer"] not in await there.send(1, payloads.command(question)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return time.monotonic() - began


async def test_an_answer_given_in_one_process_is_told_by_the_other_within_a_second(
    url: str, tmp_path: Path
) -> None:
    """The best of three counts: on a machine that does much else, either may have to wait for its turn."""
    async with two(url, seeded(manifest()), tmp_path) as there:
        taken = [await written(there, question) for question in _ASKED]
    assert min(taken) <= 1.0


# Every mention is answered once -------------------------------------------------------------------------

_ORDERS = cycle((("app_mention", "message", "app_mention"), ("message", "app_mention", "message")))


async def told_thrice(there: Two, mention: Mention, luck: random.Random) -> None:
    """Deliver a mention three times, as both events, each to either process."""
    for kind in next(_ORDERS):
        body, headers = signed(mention, kind)
        url = f"{luck.choice(there.processes).url}/slack/events"
        async with there.session.post(url, data=body, headers=headers) as answer:
            assert answer.status == 200


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_mention_that_is_told_of_three_times_is_answered_once(url: str, tmp_path: Path) -> None:
    luck = random.Random(11)  # noqa: S311 - whom and where
    [place] = slack.workspaces(1, 10, 3, Faults(), readable=True)
    async with two(url, place, tmp_path) as there:
        asked = [say(place, _QUESTION, luck) for _ in range(40)]
        await asyncio.gather(*(told_thrice(there, each, luck) for each in asked))
        async with asyncio.timeout(_PATIENCE):
            while await left(there.database):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
    assert Counter(slack.answers(place)) == Counter((each.channel, each.ts) for each in asked)


# What runs by the clock is done once --------------------------------------------------------------------


_PERIODS = {
    "digest": weekly(MONDAYS_AT),
    "reminders": monthly(FIRSTS_AT),
    "answered": every(10),
    "sweep": daily(3),
    "remove": daily(4),
    "journal": every(60),
}
_STANDS_STILL = {10: signal.SIGSTOP, 20: signal.SIGCONT}
"""After which day one of them stands still, so that the other has its share, and after which it goes on."""


async def done(there: Two, job: str, period: str) -> str:
    """Wait until a job of a period is done; return which process did it."""
    query = select(leases.c.holder).where(
        leases.c.job == job, leases.c.period == period, leases.c.done_at.is_not(None)
    )
    async with asyncio.timeout(_PATIENCE):
        while True:
            async with there.database.reading() as connection:
                holder = await connection.scalar(query)
            if holder is not None:
                return str(holder)
            await asyncio.sleep(0.05)


def posted(place: Workspace, words: str) -> Counter[str]:
    """Return in which channels how many messages stand that say this."""
    return Counter(
        channel
        for channel, sent in place.messages.items()
        for message in sent.values()
        if words in message["text"] and message["user"] == place.bot
    )


async def test_in_a_month_each_digest_and_each_reminder_is_sent_once(url: str, tmp_path: Path) -> None:
    place = seeded(manifest())
    here, engineer = WorkspaceId(place.team), Subject(kind=SubjectKind.ROLE, id="data-engineer")
    database = await Database.open(parse(url))
    long_ago = storage(database, lambda: now() - STALE - timedelta(days=1)).of(here).contents
    await long_ago.change(Assign(of=engineer, entry=Entry(people=("UANA", "UNIA"))), "UADAM")
    await long_ago.change(Settle(settings=WorkspaceSettings(digest_channel="CGENERAL")), "UADAM")
    began, holders = now(), Counter[str]()
    days = [began.replace(hour=10, minute=0) + timedelta(days=day) for day in range(1, 32)]
    async with two(url, place, tmp_path, "faults.hurried") as there:
        await done(there, "reminders", monthly(FIRSTS_AT)(began))
        for number, day in enumerate(days):
            await storage(database).of(here).tallies.count("asked", day.date())
            there.turn_to(day - began)
            for job, period in _PERIODS.items():
                holders[await done(there, job, period(day))] += 1
            if number in _STANDS_STILL:
                os.kill(there.processes[0].pid, _STANDS_STILL[number])
    await database.close()
    weeks, months = ({period(day) for day in days} for period in (weekly(MONDAYS_AT), monthly(FIRSTS_AT)))
    # Of the week before the first, there is nothing to tell.
    assert posted(place, "The week from") == {"CGENERAL": len(weeks) - 1}
    asked = len(months | {monthly(FIRSTS_AT)(began)})
    assert posted(place, "Half a year") == {"DANA": asked, "DNIA": asked}
    assert len(holders) == 2, "both have had their share"

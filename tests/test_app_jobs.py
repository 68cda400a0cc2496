"""What runs by the clock, in two processes on one database: each thing once, and only where it may."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import payloads
import pytest
from databases import Clock
from pydantic import SecretStr
from served_app import Served, labels, served
from test_app_directory import asked, assign, hand_in, opened, typed
from test_app_gaps import UNHEARD_OF, gaps, kept

from bot.app import Rolecall
from bot.jobs import jobs
from bot.jobs.schedule import LEASE, Job, Jobs, every
from bot.playground.blocks import problems
from bot.workspace.directory import STALE, WorkspaceId
from bot.workspace.edits import Settle

HERE = WorkspaceId(payloads.TEAM)


@asynccontextmanager
async def two(url: str, clock: Clock) -> AsyncIterator[tuple[Served, Rolecall]]:
    """Serve the app, with another process on its database."""
    async with served(given={"database_url": SecretStr(url)}, clock=clock) as hall:
        other = type(hall.app)(hall.app.settings, hall.app.answerer, clock=clock)
        async with other.running():
            yield hall, other


async def both(hall: Served, other: Rolecall) -> None:
    """Let both processes look at the clock at once, a while after the last time."""
    await hall.workspace.clock.advance(60)
    await asyncio.gather(hall.app.jobs.run(), other.jobs.run())
    await hall.quiet()


def digests(hall: Served) -> list[dict[str, Any]]:
    return [each for each in hall.seen("CGENERAL") if "The week from" in each["text"]]


def reminders(hall: Served, channel: str) -> list[dict[str, Any]]:
    return [each for each in hall.seen(channel) if "Half a year" in each["text"]]


async def test_in_a_month_each_digest_and_each_reminder_is_sent_once(url: str, clock: Clock) -> None:
    async with two(url, clock) as (hall, other):
        await assign(hall, "data-engineer", people=["UANA", "UNIA"])
        await hand_in(hall, await opened(hall, "settings"), digest="CGENERAL")
        clock.advance(seconds=STALE.total_seconds() + 86_400)
        first = clock.now
        for _ in range(31 * 2):
            clock.advance(hours=12)
            await kept(hall).tallies.count("asked", clock.now.date())
            await both(hall, other)
        mondays = [
            day
            for day in range(32)
            if (at := first + timedelta(days=day)).weekday() == 0 and first < at <= clock.now
        ]
        assert len(digests(hall)) == len(mondays)
        assert "14 questions were asked, none answered." in digests(hall)[-1]["text"]
        for channel in ("DNIA", "DANA"):
            assert len(reminders(hall, channel)) == 2  # at the first look, and on the first of the next month
        assert reminders(hall, "DADAM") == []


async def test_a_digest_tells_what_was_asked_missed_and_is_amiss(clock: Clock) -> None:
    async with served(clock=clock) as hall:
        await hand_in(hall, await opened(hall, "settings"), digest="CGENERAL")
        await asked(hall, "who owns data quality?")
        await asked(hall, UNHEARD_OF)
        await hall.app.learning.write()
        await kept(hall).tallies.count("helpful", clock.now.date(), 3)
        await kept(hall).tallies.count("unhelpful", clock.now.date())
        clock.advance(days=7)
        await hall.app.jobs.run()
        [digest] = digests(hall)
        assert problems(digest["blocks"]) == []
        shown = str(digest["blocks"])
        assert "The week from 2 November to 8 November" in shown
        assert "2 questions were asked, 1 answered, 50 % of them." in shown
        assert "75 % of 4 votes called the answer helpful." in shown
        assert f"{UNHEARD_OF} (once)" in shown
        assert "roles without people: " in shown
        await hall.press(digest, "Answer them", user="UADAM")
        assert "One question" in hall.private("UADAM")[-1]["text"]
        await hall.press(digest, "Answer them", user="UNIA")
        assert "Only admins" in hall.private("UNIA")[-1]["text"]


@pytest.mark.parametrize(("vote", "told"), [("helpful", "helpful"), ("unhelpful", "not helpful")])
async def test_a_digest_tells_of_a_single_vote_as_of_one(clock: Clock, vote: str, told: str) -> None:
    async with served(clock=clock) as hall:
        await hand_in(hall, await opened(hall, "settings"), digest="CGENERAL")
        await kept(hall).tallies.count("asked", clock.now.date())
        await kept(hall).tallies.count(vote, clock.now.date())
        clock.advance(days=7)
        await hall.app.jobs.run()
        assert f"One vote called the answer {told}." in digests(hall)[0]["text"]


ZONES = [
    ("Europe/London", datetime(2026, 3, 23, 8, tzinfo=UTC), datetime(2026, 3, 30, 7, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 10, 26, 12, tzinfo=UTC), datetime(2026, 11, 2, 13, tzinfo=UTC)),
    ("Pacific/Kiritimati", datetime(2026, 3, 22, 18, tzinfo=UTC), datetime(2026, 3, 29, 18, tzinfo=UTC)),
    ("Pacific/Pago_Pago", datetime(2026, 3, 23, 19, tzinfo=UTC), datetime(2026, 3, 30, 19, tzinfo=UTC)),
    (None, datetime(2026, 3, 23, 8, tzinfo=UTC), datetime(2026, 3, 30, 8, tzinfo=UTC)),
]
"""A zone, and two Mondays at eight there; between the first ones the clocks are changed."""


@pytest.mark.parametrize(("zone", "first", "second"), ZONES)
async def test_the_digest_comes_at_eight_by_the_clock_of_whoever_chose_its_channel(
    clock: Clock, zone: str | None, first: datetime, second: datetime
) -> None:
    clock.now = first - timedelta(days=4)
    async with served(clock=clock) as hall:
        hall.workspace.people["UADAM"].tz = zone or "UTC"
        await hand_in(hall, await opened(hall, "settings"), digest="CGENERAL")
        settings = (await hall.app.workspaces.contents(HERE)).settings
        assert settings.time_zone == (zone or "UTC")
        if zone is None:
            plain = Settle(settings=settings.model_copy(update={"time_zone": None}))
            await kept(hall).contents.change(plain, "UADAM")
        await kept(hall).tallies.count("asked", clock.now.date(), 3)
        for at in (first, second):
            clock.now = at - timedelta(minutes=1)
            before = len(digests(hall))
            await hall.app.jobs.run()
            assert len(digests(hall)) == before
            clock.now = at
            await hall.app.jobs.run()
            await hall.app.jobs.run()
            assert len(digests(hall)) == before + 1
            await kept(hall).tallies.count("asked", clock.now.date() + timedelta(days=1), 3)
    monday = {"first": 16, "day": 22} if first.month == 3 else {"first": 19, "day": 25}
    month = f"{first:%B}"
    told = digests(hall)[0]["text"]
    assert f"The week from {monday['first']} {month} to {monday['day']} {month}" in told


FIRSTS = [
    ("Europe/London", datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 4, 1, 8, tzinfo=UTC)),
    ("America/New_York", datetime(2026, 10, 1, 13, tzinfo=UTC), datetime(2026, 11, 1, 14, tzinfo=UTC)),
    ("Pacific/Kiritimati", datetime(2026, 2, 28, 19, tzinfo=UTC), datetime(2026, 3, 31, 19, tzinfo=UTC)),
    ("Pacific/Pago_Pago", datetime(2026, 3, 1, 20, tzinfo=UTC), datetime(2026, 4, 1, 20, tzinfo=UTC)),
    (None, datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 4, 1, 9, tzinfo=UTC)),
]
"""A zone, and the firsts of two months at nine there; between the first ones the clocks are changed."""


@pytest.mark.parametrize(("zone", "first", "second"), FIRSTS)
async def test_people_are_reminded_at_nine_by_the_clock_of_whoever_chose_the_digest(
    clock: Clock, zone: str | None, first: datetime, second: datetime
) -> None:
    clock.now = first - STALE - timedelta(days=4)
    async with served(clock=clock) as hall:
        if zone:
            hall.workspace.people["UADAM"].tz = zone
            await hand_in(hall, await opened(hall, "settings"), digest="CGENERAL")
        await assign(hall, "data-engineer", people=["UNIA"])
        clock.now = first - timedelta(days=3)
        await hall.app.jobs.run()  # for the month before, as it was not stale at its beginning
        for asked_before, at in enumerate((first, second), start=1):
            clock.now = at - timedelta(minutes=1)
            await hall.app.jobs.run()
            assert len(reminders(hall, "DNIA")) == asked_before
            clock.now = at
            await hall.app.jobs.run()
            await hall.app.jobs.run()
            assert len(reminders(hall, "DNIA")) == asked_before + 1


async def test_whoever_saves_other_settings_does_not_move_the_digest(clock: Clock) -> None:
    async with served(clock=clock) as hall:
        await hand_in(hall, await opened(hall, "settings"), digest="CGENERAL")
        hall.workspace.people["UADAM"].tz = "Asia/Kolkata"
        hall.app.workspaces.profiles.changed(
            origin_of_general(), hall.workspace.people["UADAM"].as_slack(HERE, 0)
        )
        await hand_in(hall, await opened(hall, "settings"), days="30")
        assert (await hall.app.workspaces.contents(HERE)).settings.time_zone == "Europe/London"


async def test_nothing_is_told_of_a_week_without_questions_nor_without_a_channel(clock: Clock) -> None:
    async with served(clock=clock) as hall:
        await hand_in(hall, await opened(hall, "settings"), digest="CGENERAL")
        clock.advance(days=7)
        await hall.app.jobs.run()
        await asked(hall, UNHEARD_OF)
        await hand_in(hall, await opened(hall, "settings"), digest=None)
        clock.advance(days=7)
        await hall.app.jobs.run()
        assert digests(hall) == []


async def test_a_digest_does_not_stand_where_another_organisation_reads(clock: Clock) -> None:
    async with served(clock=clock) as hall:
        hall.workspace.channels["CGENERAL"].shared = True
        refused = await hand_in(hall, await opened(hall, "settings"), digest="CGENERAL")
        assert "another organisation" in str(refused["errors"])
        hall.workspace.channels["CGENERAL"].shared = False
        await hand_in(hall, await opened(hall, "settings"), digest="CGENERAL")
        await asked(hall, UNHEARD_OF)
        hall.workspace.channels["CGENERAL"].shared = True
        clock.advance(days=7)
        await hall.app.jobs.run()
        assert digests(hall) == []
        assert "could not post the weekly digest in #general" in hall.seen("DADAM")[-1]["text"]


def origin_of_general() -> Any:
    from bot.workspace.origin import Origin

    return Origin(HERE, HERE, channel="CGENERAL")


async def test_an_entry_is_confirmed_in_one_press_by_whoever_is_named(clock: Clock) -> None:
    async with served(clock=clock) as hall:
        await assign(hall, "data-engineer", people=["UNIA"])
        await assign(hall, "data-quality", people=["UNIA"])
        clock.advance(seconds=STALE.total_seconds() + 86_400)
        assert "Not confirmed for six months" in str((await typed(hall, "health"))["blocks"])
        await hall.app.jobs.run()
        [reminder] = reminders(hall, "DNIA")
        assert problems(reminder["blocks"]) == []
        assert labels(reminder).count("Still right") == 2
        await hall.press(reminder, "Still right", user="UNIA")
        [now] = reminders_or_confirmed(hall)
        assert problems(now["blocks"]) == []
        assert labels(now).count("Still right") == 1
        await hall.press(now, "Still right", user="UNIA")
        assert "Still right" not in labels(reminders_or_confirmed(hall)[0])
        assert "Not confirmed" not in str((await typed(hall, "health"))["blocks"])


def reminders_or_confirmed(hall: Served) -> list[dict[str, Any]]:
    return [each for each in hall.seen("DNIA") if "blocks" in each and "No more of these" in labels(each)]


async def test_nobody_confirms_what_names_others(clock: Clock) -> None:
    async with served(clock=clock) as hall:
        await assign(hall, "data-engineer", people=["UANA"])
        clock.advance(seconds=STALE.total_seconds() + 86_400)
        await hall.send(payloads.press("1|role|data-engineer", "confirm"))
        assert "Only admins" in str(hall.whispers()[-1])
        assert "Not confirmed" in str((await typed(hall, "health"))["blocks"])
        await hall.send(payloads.press("1|role|data-analyst", "confirm"))
        assert "older version" in str(hall.whispers()[-1])


async def test_who_wants_no_reminders_gets_none_until_they_want_them_again(url: str, clock: Clock) -> None:
    async with served(given={"database_url": SecretStr(url)}, clock=clock) as hall:
        await assign(hall, "data-engineer", people=["UNIA"])
        clock.advance(seconds=STALE.total_seconds() + 86_400)
        await hall.app.jobs.run()
        await hall.press(reminders(hall, "DNIA")[0], "No more of these", user="UNIA")
        clock.advance(days=31)
        await hall.app.jobs.run()
        assert reminders(hall, "DNIA") == []
        await hall.press(await typed(hall, "mine", "UNIA"), "Remind me again", user="UNIA")
        assert "Remind me again" not in labels(await typed(hall, "mine", "UNIA"))
        clock.advance(days=31)
        await hall.app.jobs.run()
        assert len(reminders(hall, "DNIA")) == 1


async def test_what_is_kept_for_long_enough_is_removed(url: str, clock: Clock) -> None:
    async with served(given={"database_url": SecretStr(url)}, clock=clock) as hall:
        await asked(hall, UNHEARD_OF)
        clock.advance(days=89)
        await hall.app.jobs.run()
        assert len(await gaps(hall)) == 1
        clock.advance(days=2)
        await hall.app.jobs.run()
        assert await gaps(hall) == []


async def test_a_workspace_without_the_app_is_removed_after_a_month(process: Any, clock: Clock) -> None:
    async with process() as storage:
        store = storage.of(HERE)
        await store.notes.put("files", "map", "F1")
        await storage.installations.async_delete_all(enterprise_id=None, team_id=HERE)
        due = [job for job in jobs(storage, None, None) if job.name == "remove"]  # type: ignore[arg-type]
        clock.advance(days=29)
        await Jobs(due, storage, clock).run()
        assert await store.notes.get("files", "map") == "F1"
        clock.advance(days=2)
        await Jobs(due, storage, clock).run()
        assert await store.notes.get("files", "map") is None


async def test_a_job_whose_process_died_is_begun_anew_by_another(process: Any, clock: Clock) -> None:
    done: list[str] = []

    def job(name: str, *, fails: bool) -> Job:
        async def do(workspace: WorkspaceId, _now: Any) -> None:
            if fails:
                raise RuntimeError("the machine is on fire")
            done.append(f"{name} {workspace}")

        return Job("count", every(60), do)

    async with process() as storage, process() as survivor:
        await storage.of(HERE).notes.put("files", "map", "F1")
        one = Jobs([job("one", fails=True)], storage, clock)
        other = Jobs([job("other", fails=False)], survivor, clock)
        await one.run()
        await other.run()
        assert done == []
        clock.advance(seconds=LEASE.total_seconds() + 1)
        await other.run()
        await one.run()
        await other.run()
        assert done == [f"other {HERE}"]
        clock.advance(hours=1)
        await other.run()
        assert done == [f"other {HERE}"] * 2


async def test_leases_that_are_done_do_not_heap_up(process: Any, clock: Clock) -> None:
    async with process() as storage:
        await storage.of(HERE).notes.put("files", "map", "F1")

        async def nothing(_workspace: WorkspaceId, _now: Any) -> None: ...

        running = Jobs([Job("often", every(60), nothing)], storage, clock)
        for _ in range(72):
            await running.run()
            clock.advance(hours=1)
        async with storage.database.reading() as connection:
            [(count,)] = (await connection.exec_driver_sql("SELECT count(*) FROM leases")).all()
        assert count <= 26


@pytest.mark.parametrize("unreachable", ["UNIA", "UANA"])
async def test_a_steward_who_cannot_be_told_of_a_digest_does_not_make_another_be_told_again(
    clock: Clock, unreachable: str
) -> None:
    async with served(clock=clock) as hall:
        await hand_in(hall, await opened(hall, "settings"), digest="CGENERAL", stewards=["UNIA", "UANA"])
        await asked(hall, UNHEARD_OF)
        hall.workspace.channels["CGENERAL"].shared = True
        hall.workspace.people[unreachable].is_bot = True
        clock.advance(days=7)
        for _ in range(6):
            await hall.app.jobs.run()
            clock.advance(minutes=11)
        told = [each for each in hall.answers() if "could not post the weekly digest" in each["text"]]
        assert len(told) == 1

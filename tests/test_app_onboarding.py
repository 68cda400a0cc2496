"""Newcomers are welcomed once, led through their plan, and left alone when they say so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import payloads
import pytest
from pydantic import SecretStr
from served_app import Served, labels, served
from views_before import home, home_of, on_it
from views_before import press as press_on_home

from bot.answers.answerer import Answerer
from bot.onboarding.enrolment import Course, Enrolment
from bot.playground.blocks import problems
from bot.playground.commands import command
from bot.playground.people import Person
from bot.playground.talking import join, open_home
from bot.workspace.directory import WorkspaceId
from bot.workspace.edits import MarkAbsent, SettleChannel
from bot.workspace.settings import ChannelSettings

pytestmark = pytest.mark.usefixtures("both_ways")

TEAM = payloads.TEAM
DAY = 24 * 3600.0


@asynccontextmanager
async def onboarding(url: str = "sqlite:///:memory:", **options: Any) -> AsyncIterator[Served]:
    """Serve the app, in its workspace's time, with #onboarding marked by Adam."""
    async with served(given={"database_url": SecretStr(url)}, timed=True, **options) as hall:
        settings = ChannelSettings(onboarding=True, onboarding_by="UADAM")
        edit = SettleChannel(channel="CONBOARDING", settings=settings)
        await hall.app.workspaces.store(WorkspaceId(TEAM)).contents.change(edit, "UADAM")
        yield hall


async def arrive(hall: Served, user: str = "UNEW", zone: str = "Europe/Prague") -> None:
    """Let somebody new come in and join #onboarding."""
    if user not in hall.workspace.people:
        hall.workspace.add_person(Person(user, user[1:].lower(), f"{user} Person", zone))
    join(hall.workspace, user, "CONBOARDING")
    await hall.quiet()


def letters(hall: Served, user: str = "UNEW") -> list[dict[str, Any]]:
    """Return what stands in somebody's direct messages with the bot."""
    return hall.seen(hall.workspace.direct(user, hall.workspace.bot).id)


async def known(hall: Served, user: str = "UNEW") -> Enrolment:
    found = await hall.app.guide.enrolments(TEAM).get(user)
    assert found is not None
    return found


async def press(hall: Served, message: dict[str, Any], label: str, value: Any = None) -> None:
    await hall.press(message, label, "UNEW", value)


async def begun(hall: Served, role: str = "data-engineer") -> list[dict[str, Any]]:
    """Let somebody new join and choose a role; return their direct messages."""
    await arrive(hall)
    [welcome] = letters(hall)
    await press(hall, welcome, "Your role", role)
    return letters(hall)


async def test_somebody_who_joins_is_welcomed_once(url: str) -> None:
    async with onboarding(url) as hall:
        await arrive(hall)
        [welcome] = letters(hall)
        assert "<#CONBOARDING>" in welcome["blocks"][0]["text"]["text"]
        assert "Your role" in labels(welcome)
        assert problems(welcome["blocks"]) == []
        hall.workspace.channels["CONBOARDING"].members.remove("UNEW")
        await arrive(hall)
        assert len(letters(hall)) == 1


async def test_a_role_that_is_not_here_is_not_offered() -> None:
    async with onboarding() as hall:
        absent = MarkAbsent(role="data-analyst", covered_by=("data-engineer",))
        await hall.app.workspaces.store(WorkspaceId(TEAM)).contents.change(absent, "UADAM")
        await arrive(hall)
        [welcome] = letters(hall)
        assert "data-engineer" in str(welcome["blocks"])
        assert "data-analyst" not in str(welcome["blocks"])


async def test_who_was_welcomed_is_not_greeted_too_when_they_open_the_messages() -> None:
    async with onboarding() as hall:
        await arrive(hall)
        open_home(hall.workspace, "UNEW", "messages")
        await hall.quiet()
        assert len(letters(hall)) == 1


async def test_an_event_that_comes_twice_welcomes_once() -> None:
    async with onboarding() as hall:
        hall.workspace.faults.duplicate = 1
        await arrive(hall)
        assert len(letters(hall)) == 1


async def test_nobody_is_welcomed_elsewhere() -> None:
    async with onboarding() as hall:
        hall.workspace.add_person(Person("UNEW", "new", "New"))
        join(hall.workspace, "UNEW", "CHELP")
        await hall.quiet()
        assert letters(hall) == []


@pytest.mark.parametrize("kind", ["bot", "gone"])
async def test_bots_and_people_who_are_gone_are_not_welcomed(kind: str) -> None:
    async with onboarding() as hall:
        hall.workspace.add_person(Person("UNEW", "new", "New", is_bot=kind == "bot", deleted=kind == "gone"))
        await arrive(hall)
        assert letters(hall) == []
        assert (await known(hall)).course is Course.STOPPED
        assert await hall.app.guide.enrolments(TEAM).joined("CONBOARDING") == []


async def test_a_choice_starts_the_plan(url: str, shipped: Answerer) -> None:
    async with onboarding(url, knows=shipped) as hall:
        plan, role, around = await begun(hall)
        assert "your plan for the role of data engineer" in plan["text"].lower()
        assert role["text"].startswith("Your role:")
        assert "Done" in labels(role)
        assert "The people around you" in around["text"]
        for message in (plan, role, around):
            assert problems(message["blocks"]) == []
        kept = await known(hall)
        assert (kept.role, kept.course, kept.zone) == ("data-engineer", Course.RUNNING, "Europe/Prague")
        times = [datetime.fromtimestamp(each["post_at"], UTC) for each in hall.workspace.scheduled.values()]
        assert [f"{at:%a %d %H:%M}" for at in sorted(times)] == ["Mon 23 09:00", "Fri 27 09:00"]
        assert all("metadata" not in each["message"] for each in hall.workspace.scheduled.values())


async def typed(hall: Served, text: str, user: str = "UNEW") -> dict[str, Any]:
    """Type a command in #data-help; return what its sender is shown."""
    command(hall.workspace, user, "CHELP", f"/role {text}")
    await hall.quiet()
    return hall.private(user)[-1]


async def test_somebody_begins_by_themselves_with_onboard(shipped: Answerer) -> None:
    async with onboarding(knows=shipped) as hall:
        card = await typed(hall, "onboard", "UNIA")
        assert problems(card["blocks"]) == []
        await hall.press(card, "Your role", value="data-analyst")
        assert "direct messages" in hall.private()[-1]["text"]
        steps = [each for each in hall.seen("DNIA")[1:] if "Done" in labels(each)]
        assert [each["text"].partition(":")[0] for each in steps] == [
            "Your role",
            "The people around you",
        ]
        assert "Your role: Data analyst" in (await typed(hall, "onboard", "UNIA"))["text"]


async def test_who_marked_the_channel_sees_who_finished_what(shipped: Answerer) -> None:
    async with onboarding(knows=shipped) as hall:
        _, role, _ = await begun(hall)
        await press(hall, role, "Done")
        told = str((await typed(hall, "newcomers", "UADAM"))["blocks"])
        assert "UNEW" not in told
        assert "new" in told
        assert "1 of 6 steps: Your role" in told
        assert "marked no channel" in (await typed(hall, "newcomers", "UNIA"))["text"]


async def test_how_far_somebody_has_come_stands_on_their_home_to_go_on_from(
    shipped: Answerer,
) -> None:
    async with onboarding(knows=shipped) as hall:
        await arrive(hall)
        assert "Pause" not in on_it(await home(hall, "UNEW"))
        await begun(hall)
        view = await home(hall, "UNEW")
        assert on_it(view).index("Pause") < on_it(view).index("Compare roles")
        await press_on_home(hall, view, "Pause", "UNEW")
        assert "Pause" not in on_it(home_of(hall, "UNEW"))
        assert (await known(hall)).course == "paused"
        await press_on_home(hall, home_of(hall, "UNEW"), "Stop", "UNEW")
        assert "Pause" not in on_it(home_of(hall, "UNEW"))


async def pass_time(hall: Served, seconds: float) -> None:
    await hall.workspace.clock.advance(seconds)
    await hall.quiet()


async def test_a_newcomer_is_led_from_joining_to_day_seven(shipped: Answerer) -> None:
    async with onboarding(knows=shipped) as hall:
        await begun(hall)
        await pass_time(hall, 3 * DAY)  # to Monday, noon; the choice was on Friday
        due = letters(hall)[-1]
        assert due["text"].startswith("Good morning")
        await press(hall, due, "Show it")
        *_, owners, project = letters(hall)
        assert "Who owns what" in owners["text"]
        assert "One project" in project["text"]
        await press(hall, project, "Next")
        project = letters(hall)[-1]
        assert "Step 2" in str(project["blocks"])
        assert [labels({"blocks": [block]}) for block in project["blocks"][-3:]] == [
            ["Done"],
            ["Still need help?"],
            ["Helpful", "Not helpful", "Remove"],
        ]
        assert problems(project["blocks"]) == []
        await press(hall, project, "Done")
        assert "Done, 1 of 6 steps so far" in str(letters(hall)[-1]["blocks"])
        assert "1 of 6 steps done" in letters(hall)[0]["text"]
        await pass_time(hall, 4 * DAY)
        await press(hall, letters(hall)[-1], "Show it")
        for message in letters(hall):
            assert problems(message["blocks"]) == []
            if "Done" in labels(message):
                await press(hall, message, "Done")
        assert (await known(hall)).finished
        assert "Pause" not in on_it(await home(hall, "UNEW"))
        assert "That was the last step" in str([each["blocks"] for each in letters(hall)])
        assert hall.workspace.scheduled == {}


async def test_who_pauses_or_stops_gets_nothing_more(shipped: Answerer) -> None:
    async with onboarding(knows=shipped) as hall:
        plan, *_ = await begun(hall)
        await press(hall, plan, "Pause")
        assert hall.workspace.scheduled == {}
        await press(hall, letters(hall)[0], "Go on")
        assert len(hall.workspace.scheduled) == 2
        await press(hall, letters(hall)[0], "Change role")
        await press(hall, letters(hall)[0], "Your role", "data-analyst")
        assert (await known(hall)).role == "data-analyst"
        assert len(hall.workspace.scheduled) == 2
        await press(hall, letters(hall)[0], "Stop")
        assert hall.workspace.scheduled == {}
        count = len(letters(hall))
        await pass_time(hall, 10 * DAY)
        assert len(letters(hall)) == count


async def test_what_can_no_longer_be_taken_back_is_announced(shipped: Answerer) -> None:
    async with onboarding(knows=shipped) as hall:
        plan, *_ = await begun(hall)
        first = min(each["post_at"] for each in hall.workspace.scheduled.values())
        await pass_time(hall, first - 30 - hall.workspace.clock.now())
        await press(hall, plan, "Stop")
        assert "may still arrive" in letters(hall)[0]["text"]


async def test_a_restart_neither_loses_nor_doubles_a_message(shipped: Answerer) -> None:
    async with onboarding(knows=shipped) as hall:
        await begun(hall)
        before = set(hall.workspace.scheduled)
        await hall.app.reconciliation.look_around()
        await hall.quiet()
        assert set(hall.workspace.scheduled) == before
        hall.workspace.scheduled.pop(min(before))  # as if it had never got there
        await pass_time(hall, 600)
        await hall.app.reconciliation.look_around()
        await hall.quiet()
        assert len(hall.workspace.scheduled) == len(before)


async def test_of_somebody_who_is_forgotten_nothing_is_left_on_the_list(shipped: Answerer) -> None:
    async with onboarding(knows=shipped) as hall:
        await hall.app.reconciliation.look_around()
        await begun(hall)
        command(hall.workspace, "UNEW", "CONBOARDING", "/role forget me")
        await hall.quiet()
        await press(hall, hall.private("UNEW")[-1], "Forget me")
        await hall.app.reconciliation.look_around()
        assert hall.workspace.scheduled == {}


async def test_a_welcome_that_slack_refused_for_now_comes_later(caplog: pytest.LogCaptureFixture) -> None:
    async with onboarding() as hall:
        hall.app.guide.open(None)
        hall.workspace.add_person(Person("UNEW", "new", "New"))
        join(hall.workspace, "UNEW", "CONBOARDING")
        # Over a socket nothing says "not now": Slack only waits three seconds in vain, and asks again.
        await hall.workspace.feed.until(lambda: "event_callback failed" in caplog.text)
        assert letters(hall) == []
        hall.app.guide.open(hall.app.workspaces._kept)  # type: ignore[arg-type]
        await pass_time(hall, 3)
        await pass_time(hall, 60)
        assert len(letters(hall)) == 1

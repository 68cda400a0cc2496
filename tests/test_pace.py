"""One person may ask as fast as anybody reads; who asks faster is told to wait, and nobody else notices."""

from __future__ import annotations

import json
from typing import Any

import payloads
import pytest
from served_app import Served, served
from test_app_serving import get

from bot.delivery import pace as pacing
from bot.delivery.pace import Pace, Person
from bot.playground.transport import Delivery

NIA, BEN = Person("TDATA", "UNIA"), Person("TDATA", "UBEN")
SLOW: dict[str, Any] = {"rolecall_pace": 2}
ASKED = f"<@{payloads.BOT}> who owns data quality?"


class Time:
    """A clock that a test moves."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def let_through(pace: Pace, person: Person = NIA, tries: int = 1) -> int:
    return sum(pace.ask(person) is None for _ in range(tries))


def test_a_minutes_worth_goes_through_at_once_and_then_as_many_a_minute() -> None:
    time = Time()
    pace = Pace(60, time)
    assert let_through(pace, tries=100) == 60
    time.now += 10
    assert let_through(pace, tries=100) == 10
    time.now += 3600
    assert let_through(pace, tries=100) == 60


def test_who_is_held_learns_for_how_long_and_once_that_it_is_news() -> None:
    time = Time()
    pace = Pace(2, time)
    assert let_through(pace, tries=2) == 2
    first, again = pace.ask(NIA), pace.ask(NIA)
    assert (first, again) == ((30.0, True), (30.0, False))
    time.now += 30
    assert pace.ask(NIA) is None
    held = pace.ask(NIA)
    assert held is not None
    assert held.first


def test_nobody_is_held_for_another_nor_for_themselves_elsewhere() -> None:
    pace = Pace(1, Time())
    assert let_through(pace, NIA, 3) == 1
    assert let_through(pace, BEN, 3) == 1
    assert let_through(pace, Person("TOTHER", "UNIA"), 3) == 1


def test_without_a_limit_everything_goes_through() -> None:
    assert let_through(Pace(0), tries=1000) == 1000


def test_what_is_known_of_people_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "KNOWN", 10)
    pace = Pace(1, Time())
    for number in range(50):
        let_through(pace, Person("TDATA", f"U{number}"), 2)
    assert len(pace._good) == 10
    assert len(pace._held) <= 10


async def times(hall: Served, many: int, *deliveries: Delivery) -> None:
    for _ in range(many):
        for delivery in deliveries:
            await hall.send(delivery)


async def test_a_command_that_comes_too_fast_is_answered_with_how_long_to_wait() -> None:
    async with served(given=SLOW) as hall:
        await times(hall, 2, payloads.command("data-engineer"))
        held = json.loads((await hall.send(payloads.command("data-engineer"))).body)
        other = json.loads((await hall.send(payloads.command("data-engineer", user_id="UBEN"))).body)
    assert held["response_type"] == "ephemeral"
    assert held["text"] == ("That was a lot at once, so I left this one out. Please ask again in 30 seconds.")
    assert other["text"] != held["text"]


async def test_of_mentions_that_come_too_fast_the_first_is_told_so_privately() -> None:
    async with served(given=SLOW) as hall:
        for number in range(5):
            ts = f"1795176000.0002{number:02}"
            hall.place("CHELP", ts)
            await hall.send(payloads.mention(ASKED, ts=ts, thread_ts=payloads.TS))
        [told] = hall.whispers()
        answered = len(hall.answers())
    assert answered == 2
    assert (told["channel"], told["user"], told["thread_ts"]) == ("CHELP", "UNIA", payloads.TS)
    assert told["text"].startswith("That was a lot at once")


async def test_a_press_that_comes_too_fast_is_told_so_where_it_was_pressed() -> None:
    async with served(given=SLOW) as hall:
        url = f"{hall.workspace.url}/hook/TDATA/none"
        for _ in range(5):
            await hall.send(payloads.press("1|role|data-engineer", response_url=url))
        told = [sent for sent in hall.responses() if sent["text"].startswith("That was a lot")]
    assert len(told) == 1
    assert told[0]["replace_original"] is False


async def test_what_is_said_to_others_and_forms_that_were_filled_in_are_never_held() -> None:
    async with served(given=SLOW) as hall:
        talk = payloads.message("lunch?", channel="CHELP", channel_type="channel")
        await times(hall, 5, talk, payloads.submission())
        answered = json.loads((await hall.send(payloads.command("data-engineer"))).body)
        _, page = await get(hall.app.web, "/metrics")
    assert "Data engineer" in answered["text"]
    slowed = [line for line in page.decode().splitlines() if "_total{" in line and "slowed" in line]
    assert slowed
    assert all(line.endswith(" 0.0") for line in slowed)


async def test_those_that_were_held_are_counted() -> None:
    async with served(given=SLOW) as hall:
        await times(hall, 5, payloads.command("data-engineer"))
        _, page = await get(hall.app.web, "/metrics")
    assert b'rolecall_requests_total{kind="command",outcome="slowed"} 3.0' in page
    assert b'rolecall_requests_total{kind="command",outcome="ok"} 2.0' in page

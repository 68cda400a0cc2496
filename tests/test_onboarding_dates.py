"""When the steps of a plan are due, in every time zone and through every change of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.models import Plan, PlanStep
from bot.onboarding.dates import NEAR, Zone, due, timetable

ZONES = sorted(available_timezones())
START = datetime(2024, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 12 * 365 * 86_400).map(lambda seconds: START + timedelta(seconds=seconds))


def plan(*days: int) -> Plan:
    steps = [
        PlanStep(id=f"step-{number}", day=day, title="T", text="T", show="role")
        for number, day in enumerate(days)
    ]
    return Plan(id="p", title="P", steps=tuple(steps))


def local(moment: str, zone: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))


def shown(days: tuple[int, ...], chosen: str, zone: str = "Europe/Berlin") -> list[tuple[str, list[str]]]:
    """Return when each message is due there, with its steps, for a choice at a local time."""
    found = timetable(plan(*days), local(chosen, zone), Zone(zone))
    return [
        (f"{each.at.astimezone(ZoneInfo(zone)):%a %d %H:%M}", [step.id for step in each.steps])
        for each in found
    ]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (  # a Monday
            "2026-11-09 15:30",
            [("Mon 09 15:30", "01"), ("Tue 10 10:00", "2"), ("Thu 12 10:00", "3"), ("Mon 16 10:00", "45")],
        ),
        (  # a Wednesday: day 3 is a Saturday
            "2026-11-11 09:00",
            [("Wed 11 09:00", "01"), ("Thu 12 10:00", "2"), ("Mon 16 10:00", "3"), ("Wed 18 10:00", "45")],
        ),
        (  # a Friday: day 1 is a Saturday, day 3 the Monday after
            "2026-11-13 17:00",
            [("Fri 13 17:00", "01"), ("Mon 16 10:00", "23"), ("Fri 20 10:00", "45")],
        ),
        (  # a Saturday: day 1 and day 7 are at a weekend
            "2026-11-14 12:00",
            [("Sat 14 12:00", "01"), ("Mon 16 10:00", "2"), ("Tue 17 10:00", "3"), ("Mon 23 10:00", "45")],
        ),
        (  # a minute before midnight
            "2026-11-08 23:59",
            [("Sun 08 23:59", "01"), ("Mon 09 10:00", "2"), ("Wed 11 10:00", "3"), ("Mon 16 10:00", "45")],
        ),
    ],
)
def test_days_count_from_the_choice_and_weekends_move_to_monday(
    chosen: str, expected: list[tuple[str, str]]
) -> None:
    steps = [(at, [f"step-{number}" for number in numbers]) for at, numbers in expected]
    assert shown((0, 0, 1, 3, 7, 7), chosen) == steps


def test_the_order_of_the_file_does_not_matter() -> None:
    assert shown((7, 0, 1), "2026-11-09 15:30") == [
        ("Mon 09 15:30", ["step-1"]),
        ("Tue 10 10:00", ["step-2"]),
        ("Mon 16 10:00", ["step-0"]),
    ]


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        # The last working morning before the clocks change, and the first one after, both in UTC.
        ("Europe/Berlin", "2026-03-27 09:00", "2026-03-30 08:00"),
        ("Europe/Berlin", "2026-10-23 08:00", "2026-10-26 09:00"),
        ("America/New_York", "2026-03-06 15:00", "2026-03-09 14:00"),
        ("America/New_York", "2026-10-30 14:00", "2026-11-02 15:00"),
        # Half an hour, and the other way round in the year.
        ("Australia/Lord_Howe", "2026-04-02 23:00", "2026-04-05 23:30"),
        ("Australia/Lord_Howe", "2026-10-01 23:30", "2026-10-04 23:00"),
    ],
)
def test_it_is_ten_by_their_own_clock_through_every_change_of_it(zone: str, before: str, after: str) -> None:
    chosen = datetime.fromisoformat(before).replace(tzinfo=UTC) - timedelta(hours=12)
    found = [each.at for each in timetable(plan(1, 2, 3), chosen, Zone(zone))]
    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in found] == [before, after]
    assert all(moment.astimezone(ZoneInfo(zone)).hour == 10 for moment in found)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-10 09:57:59", "2026-11-10 10:00"),  # a Tuesday: ahead
        ("2026-11-10 09:58:00", "2026-11-11 10:00"),  # within two minutes
        ("2026-11-10 10:00:00", "2026-11-11 10:00"),  # now
        ("2026-11-10 10:00:01", "2026-11-11 10:00"),  # past
        ("2026-11-12 08:00:00", "2026-11-12 10:00"),  # two days past, and today's ten is to come
        ("2026-11-13 10:30:00", "2026-11-16 10:00"),  # a Friday: after the weekend
        ("2026-11-15 09:00:00", "2026-11-16 10:00"),  # a Sunday
    ],
)
def test_what_is_past_or_too_near_moves_to_the_next_working_morning(now: str, expected: str) -> None:
    zone = "Europe/Berlin"
    chosen = local("2026-11-09 15:30", zone)
    assert due(chosen, 1, Zone(zone), local(now, zone)) == local(expected, zone)


@pytest.mark.parametrize(
    "name", [None, "", "Mars/Olympus", "Europe", "../../etc/passwd", "/etc/localtime", "\0", "é"]
)
def test_an_unknown_zone_is_utc_and_says_so(name: str | None) -> None:
    assert Zone.named(name) == Zone("UTC", known=False)


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "Asia/Kathmandu"])
def test_a_known_zone_keeps_its_name(name: str) -> None:
    assert Zone.named(name) == Zone(name, known=True)


@settings(deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    chosen=MOMENTS,
    days=st.lists(st.integers(1, 90), min_size=1, max_size=12),
)
def test_everywhere_each_message_comes_on_a_working_morning_of_its_own(
    zone: str, chosen: datetime, days: list[int]
) -> None:
    first = chosen.astimezone(ZoneInfo(zone)).date()
    found = timetable(plan(*days), chosen, Zone(zone))
    when = [each.at.astimezone(ZoneInfo(zone)) for each in found]
    assert all((moment.hour, moment.minute, moment.second) == (10, 0, 0) for moment in when)
    assert all(moment.weekday() < 5 for moment in when)
    assert len({moment.date() for moment in when}) == len(when)
    assert sorted(step.id for each in found for step in each.steps) == sorted(
        f"step-{number}" for number in range(len(days))
    )
    for moment, each in zip(when, found, strict=True):
        for step in each.steps:
            planned = first + timedelta(days=step.day)
            assert moment.date() == planned if planned.weekday() < 5 else moment.date() > planned
            assert moment.date() - planned <= timedelta(days=2)


@settings(deadline=None)
@given(zone=st.sampled_from(ZONES), now=MOMENTS)
def test_the_next_working_morning_can_be_scheduled_and_none_before_it_could(zone: str, now: datetime) -> None:
    there = Zone(zone)
    found = there.next_morning(now)
    assert found > now + NEAR
    mornings = {there.morning(there.day(now) - timedelta(days=3) + timedelta(days=n)) for n in range(7)}
    assert not [morning for morning in mornings if now + NEAR < morning < found]


def test_a_day_is_the_one_of_the_zone() -> None:
    moment = datetime(2026, 11, 10, 13, 0, tzinfo=UTC)
    assert Zone("Pacific/Auckland").day(moment) == date(2026, 11, 11)
    assert Zone("Pacific/Honolulu").day(moment) == date(2026, 11, 10)

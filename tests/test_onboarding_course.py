"""What people do with their onboarding, what follows, and how far they have come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import TypeAdapter

from bot.knowledge.loading import load
from bot.knowledge.models import Plan, PlanStep
from bot.onboarding.actions import (
    Action,
    Completed,
    DeleteScheduled,
    MayStillArrive,
    ScheduleMessage,
    ShowNow,
    UnknownZone,
    Welcome,
)
from bot.onboarding.course import begin, choose, finish, join, opened, pause, plan_for, resume, stop
from bot.onboarding.enrolment import Course, Enrolment, Fate, StepStatus, progress
from bot.onboarding.reconciling import attempt, deleted, scheduled

DAYS = {"hello": 0, "people": 0, "owners": 1, "project": 3, "asking": 7, "limits": 7}
MONDAY = datetime(2026, 11, 9, 14, 30, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
"""Ten in the morning in Berlin, as all of these."""
THURSDAY = TUESDAY + timedelta(days=2)
NEXT_MONDAY = TUESDAY + timedelta(days=6)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def plan(name: str = "newcomer", *roles: str, days: dict[str, int] = DAYS) -> Plan:
    steps = [PlanStep(id=step, day=day, title="T", text="T", show="role") for step, day in days.items()]
    return Plan(id=name, title="P", roles=roles, steps=tuple(steps))


def chosen(role: str = "data-engineer", now: datetime = MONDAY) -> tuple[Enrolment, tuple[Action, ...]]:
    return choose(begin(None, "T1", "U1"), role, plan(), channel="D1", zone="Europe/Berlin", now=now)


def carried_out(
    enrolment: Enrolment, actions: tuple[Action, ...], now: datetime
) -> tuple[Enrolment, list[str]]:
    """Do what is asked of Slack, every call going well; return the ids that were scheduled and deleted."""
    calls = []
    for action in actions:
        if isinstance(action, ScheduleMessage):
            trying = attempt(enrolment, action.key, now)
            assert trying is not None
            enrolment, _ = scheduled(trying, action, f"Q{action.key}", now)
            calls.append(f"+Q{action.key}")
        elif isinstance(action, DeleteScheduled):
            trying = attempt(enrolment, action.key, now)
            assert trying is not None
            enrolment, _ = deleted(trying, action.key, now)
            calls.append(f"-{action.id}")
    return enrolment, calls


def started(now: datetime = MONDAY) -> Enrolment:
    """Return somebody whose messages stand in Slack's list as Q2, Q3 and Q4."""
    enrolment, calls = carried_out(*chosen(now=now), now)
    assert calls == ["+Q2", "+Q3", "+Q4"]
    return enrolment


def statuses(enrolment: Enrolment, now: datetime) -> dict[str, str]:
    return {step: str(status) for step, status in progress(enrolment, now).statuses}


def planned(enrolment: Enrolment) -> list[tuple[datetime, tuple[str, ...]]]:
    return [(message.at, message.steps) for message in enrolment.messages if message.wanted]


def test_somebody_who_joins_is_welcomed_once() -> None:
    welcomed, actions = join(None, "T1", "U1", "C1")
    assert actions == (Welcome("U1"),)
    assert welcomed.joined == "C1"
    assert join(welcomed, "T1", "U1", "C2") == (welcomed, ())


def test_who_began_alone_is_not_welcomed_later_and_counts_for_the_channel() -> None:
    begun, _ = chosen()
    known, actions = join(begun, "T1", "U1", "C1")
    assert actions == ()
    assert known == replace(begun, joined="C1")


def test_a_choice_shows_the_first_steps_and_asks_for_one_message_a_morning() -> None:
    enrolment, actions = chosen()
    assert actions == (
        ShowNow(("hello", "people")),
        ScheduleMessage(2, "D1", TUESDAY),
        ScheduleMessage(3, "D1", THURSDAY),
        ScheduleMessage(4, "D1", NEXT_MONDAY),
    )
    assert planned(enrolment) == [
        (TUESDAY, ("owners",)),
        (THURSDAY, ("project",)),
        (NEXT_MONDAY, ("asking", "limits")),
    ]


def test_without_a_known_zone_the_person_is_told_that_it_is_utc() -> None:
    enrolment, actions = choose(begin(None, "T1", "U1"), "r", plan(), channel="D1", zone="Mars", now=MONDAY)
    assert actions[1] == UnknownZone("Mars")
    assert enrolment.zone == "UTC"
    assert [at.hour for at, _ in planned(enrolment)] == [10, 10, 10]


def test_a_second_press_on_the_same_role_changes_nothing_and_shows_the_first_steps_again() -> None:
    enrolment = started()
    again = choose(enrolment, "data-engineer", plan(), channel="D1", zone="Europe/Berlin", now=MONDAY + HOUR)
    assert again == (enrolment, (ShowNow(("hello", "people")),))


def test_another_role_starts_anew_and_cancels_what_its_days_do_not_need() -> None:
    on_tuesday = TUESDAY + 2 * HOUR
    again, actions = choose(
        started(), "data-analyst", plan("analysts"), channel="D1", zone="Europe/Berlin", now=on_tuesday
    )
    again, calls = carried_out(again, actions, on_tuesday)
    assert actions[0] == ShowNow(("hello", "people"))
    # Wednesday, Friday and the Tuesday after; those of Thursday and Monday go.
    assert [(at - TUESDAY).days for at, _ in planned(again)] == [1, 3, 7]
    assert sorted(calls) == ["+Q6", "+Q7", "+Q8", "-Q3", "-Q4"]
    assert (again.role, again.plan, again.chosen_at) == ("data-analyst", "analysts", on_tuesday)
    assert statuses(again, on_tuesday)["hello"] == "delivered"
    assert statuses(again, on_tuesday)["owners"] == "scheduled"


def test_another_role_keeps_a_message_whose_morning_it_needs_as_well() -> None:
    again, actions = choose(
        started(), "data-analyst", plan("analysts"), channel="D1", zone="Europe/Berlin", now=MONDAY + HOUR
    )
    assert actions == (ShowNow(("hello", "people")),)
    assert [at for at, _ in planned(again)] == [TUESDAY, THURSDAY, NEXT_MONDAY]


def test_a_pause_cancels_what_is_scheduled_and_resuming_asks_for_it_again() -> None:
    paused, actions = pause(started(), MONDAY + HOUR)
    paused, calls = carried_out(paused, actions, MONDAY + HOUR)
    assert calls == ["-Q2", "-Q3", "-Q4"]
    assert planned(paused) == []
    assert statuses(paused, TUESDAY + HOUR)["owners"] == "due"
    resumed, actions = resume(paused, MONDAY + 2 * HOUR)
    assert [at for at, _ in planned(resumed)] == [TUESDAY, THURSDAY, NEXT_MONDAY]
    assert len([action for action in actions if isinstance(action, ScheduleMessage)]) == 3


def test_what_fell_into_the_pause_comes_together_on_the_next_working_morning() -> None:
    paused, actions = pause(started(), MONDAY + HOUR)
    paused, _ = carried_out(paused, actions, MONDAY + HOUR)
    friday_noon = TUESDAY + timedelta(days=3, hours=2)
    resumed, _ = resume(paused, friday_noon)
    assert planned(resumed) == [(NEXT_MONDAY, ("owners", "project", "asking", "limits"))]


def test_stopping_cancels_for_good_and_keeps_what_was_reached() -> None:
    finished_one, _ = finish(started(), "hello", MONDAY)
    stopped, actions = stop(finished_one, TUESDAY + HOUR)
    stopped, calls = carried_out(stopped, actions, TUESDAY + HOUR)
    assert calls == ["-Q3", "-Q4"]
    assert not stopped.unsettled
    assert statuses(stopped, TUESDAY + HOUR) == {
        "hello": "done",
        "people": "delivered",
        "owners": "delivered",
        "project": "cancelled",
        "asking": "cancelled",
        "limits": "cancelled",
    }
    assert resume(stopped, TUESDAY + HOUR) == (stopped, ())


def test_after_stopping_the_same_role_can_be_chosen_anew() -> None:
    stopped, _ = stop(started(), MONDAY)
    anew, actions = choose(stopped, "data-engineer", plan(), channel="D1", zone="UTC", now=TUESDAY)
    assert anew.course is Course.RUNNING
    assert actions[0] == ShowNow(("hello", "people"))
    assert set(statuses(anew, TUESDAY).values()) == {"delivered", "due"}


@pytest.mark.parametrize(("seconds", "arrives"), [(61, False), (60, True), (1, True)])
@pytest.mark.parametrize("cancel", [pause, stop])
def test_a_message_of_the_next_minute_cannot_be_held_back_and_that_is_said(
    seconds: int, arrives: bool, cancel: Callable[[Enrolment, datetime], tuple[Enrolment, tuple[Action, ...]]]
) -> None:
    now = TUESDAY - seconds * SECOND
    cancelled, actions = cancel(started(), now)
    assert (MayStillArrive(TUESDAY) in actions) is arrives
    assert (DeleteScheduled(2, "D1", "Q2") in actions) is not arrives
    assert ("owners" in cancelled.delivered) is arrives


def test_changing_the_role_in_the_last_minute_says_so_too() -> None:
    _, actions = choose(
        started(), "r", plan("other"), channel="D1", zone="Europe/Berlin", now=TUESDAY - 30 * SECOND
    )
    assert MayStillArrive(TUESDAY) in actions


def test_what_could_not_be_held_back_does_not_come_a_second_time() -> None:
    paused, _ = pause(started(), TUESDAY - 30 * SECOND)
    resumed, _ = resume(paused, TUESDAY + HOUR)
    assert "owners" not in {step for _, steps in planned(resumed) for step in steps}


def test_a_step_is_done_when_the_person_says_so_and_only_once() -> None:
    done, actions = finish(started(), "hello", MONDAY + HOUR)
    assert actions == ()
    assert statuses(done, MONDAY + HOUR)["hello"] == "done"
    assert finish(done, "hello", MONDAY + 2 * HOUR) == (done, ())
    assert finish(done, "unheard-of", MONDAY) == (done, ())


def test_a_message_is_cancelled_when_all_its_steps_are_done_before_it_arrives() -> None:
    one, actions = finish(started(), "asking", MONDAY)
    assert actions == ()
    assert (NEXT_MONDAY, ("limits",)) in planned(one)
    both, actions = finish(one, "limits", MONDAY)
    assert actions == (DeleteScheduled(4, "D1", "Q4"),)
    assert NEXT_MONDAY not in dict(planned(both))


def test_the_last_step_completes_it() -> None:
    enrolment = started()
    for step in DAYS:
        assert not enrolment.finished
        enrolment, actions = finish(enrolment, step, NEXT_MONDAY + HOUR)
    assert actions == (Completed(),)
    assert enrolment.finished


def test_progress_tells_each_step_and_when_the_next_message_comes() -> None:
    enrolment, _ = finish(started(), "hello", MONDAY)
    told = progress(enrolment, TUESDAY)
    assert (told.done, told.total, told.next_at) == (1, 6, THURSDAY)
    assert [status for _, status in told.statuses] == [
        StepStatus.DONE,
        StepStatus.DELIVERED,
        StepStatus.DELIVERED,
        StepStatus.SCHEDULED,
        StepStatus.SCHEDULED,
        StepStatus.SCHEDULED,
    ]
    assert progress(enrolment, NEXT_MONDAY).next_at is None


def test_before_slack_took_them_steps_are_due() -> None:
    enrolment, _ = chosen()
    assert statuses(enrolment, MONDAY)["owners"] == "due"


def test_a_message_that_was_opened_has_arrived_whatever_was_known_of_it() -> None:
    enrolment, _ = chosen()
    trying = attempt(enrolment, 2, MONDAY)
    assert trying is not None
    seen, _ = opened(trying, 2, TUESDAY + SECOND)
    message = seen.message(2)
    assert message is not None
    assert message.fate is Fate.POSTED
    assert statuses(seen, TUESDAY + SECOND)["owners"] == "delivered"
    assert opened(seen, 2, TUESDAY + HOUR) == (seen, ())
    assert opened(seen, 99, TUESDAY + HOUR) == (seen, ())


@pytest.mark.parametrize(
    ("role", "plans", "found"),
    [
        ("r", (plan("general"), plan("own", "r")), "own"),
        ("r", (plan("others", "x"), plan("general")), "general"),
        ("r", (plan("others", "x"),), None),
        ("r", (), None),
    ],
)
def test_a_role_gets_the_plan_made_for_it_or_the_one_for_everybody(
    role: str, plans: tuple[Plan, ...], found: str | None
) -> None:
    fitting = plan_for(role, {each.id: each for each in plans})
    assert (fitting.id if fitting else None) == found


def test_every_shipped_role_has_a_plan_that_can_be_scheduled_at_once() -> None:
    knowledge = load()
    for role in knowledge.roles:
        fitting = plan_for(role, knowledge.plans)
        assert fitting is not None
        _, actions = choose(begin(None, "T", "U"), role, fitting, channel="D", zone="UTC", now=MONDAY)
        ahead = [action.at - MONDAY for action in actions if isinstance(action, ScheduleMessage)]
        assert max(ahead) < timedelta(days=120)


def test_an_enrolment_survives_being_stored_as_json() -> None:
    stored = TypeAdapter(Enrolment)
    enrolment, _ = finish(started(), "hello", MONDAY)
    assert stored.validate_json(stored.dump_json(enrolment)) == enrolment
    welcomed, _ = join(None, "T1", "U1", "C1")
    assert stored.validate_json(stored.dump_json(welcomed)) == welcomed

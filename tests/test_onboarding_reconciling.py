"""However processes die, restart and get in each other's way, no step is lost and none comes twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from onboarding_world import BEGUN, CALLED, START, World, choosing, chosen

from bot.onboarding.actions import DeleteScheduled, MayStillArrive
from bot.onboarding.course import pause, resume
from bot.onboarding.reconciling import Listed, attempt, deleted, not_deleted, reconcile, refused, scheduled

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
TEN = datetime.fromisoformat("2026-03-27T10:00:00+00:00")
"""When the first message is due in UTC, the day after the choice."""


def until(world: World, moment: datetime) -> None:
    world.wait(moment - world.slack.now)


def assert_all_come_once(world: World) -> None:
    world.live_on(30)
    come = {step: times for (_, step), times in world.arrived.items()}
    assert come == dict.fromkeys(["owners", "project", "asking", "limits"], 1)


@pytest.mark.parametrize("moves", range(12))
def test_a_process_may_die_anywhere_while_it_schedules(moves: int) -> None:
    world = chosen(moves)
    world.die()
    assert_all_come_once(world)


@pytest.mark.parametrize("moves", range(12))
@pytest.mark.parametrize("seconds", [1, 130, 3600, 300_000])
def test_and_be_started_again_whenever(moves: int, seconds: int) -> None:
    world = chosen(moves)
    world.die()
    world.wait(seconds * SECOND)
    assert_all_come_once(world)


@pytest.mark.parametrize("moves", range(12))
@pytest.mark.parametrize("further", range(1, 6))
def test_another_process_may_look_at_the_list_at_any_time(moves: int, further: int) -> None:
    world = chosen(moves)
    world.look()
    world.move(0, further)
    world.die()
    until(world, TEN + SECOND)
    assert len(world.slack.posted) <= 1
    assert_all_come_once(world)


def test_a_message_that_slack_took_is_known_again_by_its_moment() -> None:
    world = chosen(CALLED)
    world.die()
    world.wait(10 * MINUTE)
    world.look()
    first = world.stored.message(2)
    assert first is not None
    assert first.id == "Q1"
    assert world.slack.ids == 3


def test_a_call_under_way_is_not_made_a_second_time() -> None:
    world = chosen(BEGUN)
    world.look()
    world.move(0)
    world.die()
    until(world, TEN + SECOND)
    assert len(world.slack.posted) == 1


def test_of_two_processes_that_would_schedule_only_one_does() -> None:
    world = chosen(1)
    world.look(5)
    for _ in range(3):
        for number in range(len(world.works)):
            world.move(number)
    world.die()
    until(world, TEN + SECOND)
    assert len(world.slack.posted) == 1


def test_what_has_just_been_scheduled_is_not_taken_for_a_leftover() -> None:
    world = chosen(CALLED)
    world.look()
    world.move(0)
    world.die()
    until(world, TEN + SECOND)
    assert len(world.slack.posted) == 1


def test_what_is_left_over_from_an_earlier_try_is_deleted() -> None:
    world = chosen()
    world.slack.schedule(99, TEN)
    world.slack.schedule(99, TEN + 5 * MINUTE)
    world.look()
    assert sorted(world.slack.listed) == ["Q1", "Q2", "Q3"]
    assert_all_come_once(world)


def test_what_may_have_arrived_is_not_planned_again_until_that_is_known() -> None:
    world = chosen(CALLED)
    world.die()
    until(world, TEN - MINUTE)
    assert MayStillArrive(TEN) in world.change(pause)
    until(world, TEN + SECOND)
    world.press(resume)
    until(world, TEN + timedelta(days=4))
    assert [step for (_, step) in world.arrived].count("owners") == 1
    assert_all_come_once(world)


def test_a_message_about_to_arrive_cannot_be_deleted_and_counts() -> None:
    world = chosen()
    until(world, TEN - 90 * SECOND)
    world.press(pause, BEGUN)
    world.slack.now += 45 * SECOND
    world.drain()
    until(world, TEN + SECOND)
    world.press(resume)
    assert_all_come_once(world)


def test_resuming_while_a_message_is_being_deleted_loses_none() -> None:
    world = chosen()
    world.wait(10 * MINUTE)
    world.press(pause, BEGUN)
    world.press(resume)
    world.look()
    world.move(0)
    world.die()
    until(world, TEN + SECOND)
    assert_all_come_once(world)


def test_resuming_after_a_deletion_that_nobody_noted_loses_none() -> None:
    world = chosen()
    world.press(pause, CALLED)
    world.die()
    world.press(resume)
    world.die()
    until(world, TEN + SECOND)
    assert_all_come_once(world)


def test_resuming_before_anything_was_deleted_sends_nothing_twice() -> None:
    world = chosen()
    world.press(pause, 0)
    world.die()
    world.press(resume)
    world.die()
    until(world, TEN + SECOND)
    assert len(world.slack.posted) == 1
    assert_all_come_once(world)


def test_what_has_arrived_is_not_forgotten_by_a_late_word_of_its_deletion() -> None:
    world = chosen()
    until(world, TEN + SECOND)
    world.look()
    assert deleted(world.stored, 2, TEN + SECOND) == (world.stored, ())


def test_a_deletion_that_nobody_carried_out_is_asked_for_again() -> None:
    world = chosen()
    world.press(pause, 0)
    world.die()
    world.look()
    assert world.slack.listed == {}
    assert not world.stored.unsettled


def test_while_direct_messages_cannot_be_read_what_is_in_doubt_stays_so() -> None:
    world = chosen(CALLED)
    world.die()
    until(world, TEN + 10 * MINUTE)
    world.look(blind=True)
    assert world.stored.message(2) is not None
    assert "owners" not in world.stored.delivered
    world.look()
    assert "owners" in world.stored.delivered


@pytest.mark.parametrize("moves", range(5))
@pytest.mark.parametrize("minutes", [0, 1, 3, 3000])
def test_a_welcome_comes_once_wherever_a_process_dies(moves: int, minutes: int) -> None:
    world = World("UTC")
    world.move(0, moves)
    world.die()
    world.wait(minutes * MINUTE)
    world.look()
    world.live_on(1)
    assert world.slack.greetings == 1
    assert not world.stored.unsettled


def test_who_has_chosen_needs_no_welcome_any_more() -> None:
    world = World("UTC")
    world.press(choosing())
    world.drain()
    world.live_on(1)
    assert world.slack.greetings == 0


def test_a_refused_message_is_asked_for_again_unless_it_is_not_wanted() -> None:
    world = chosen(BEGUN)
    world.die()
    again, actions = reconcile(refused(world.stored, 2), [], START + SECOND)
    assert 2 in {getattr(action, "key", None) for action in actions}
    paused, _ = pause(world.stored, START)
    assert refused(paused, 2).message(2) is None
    assert refused(again, 99) == again


def test_a_second_message_of_one_key_is_deleted() -> None:
    world = chosen(CALLED)
    [action] = [each for each in choosing()(World("UTC").stored, START)[1] if getattr(each, "key", 0) == 2]
    world.drain()
    _, actions = scheduled(world.stored, action, "Q77", START)  # type: ignore[arg-type]
    assert [each.id for each in actions if isinstance(each, DeleteScheduled)] == ["Q77"]


def test_what_is_scheduled_for_others_is_left_alone() -> None:
    world = chosen()
    listed = [
        Listed("Q9", "D2", TEN),
        *(Listed(each, "D1", at) for each, (_, at) in world.slack.listed.items()),
    ]
    assert reconcile(world.stored, listed, START) == (world.stored, ())


def test_a_deletion_that_slack_refuses_says_so_only_where_the_message_may_arrive() -> None:
    world = chosen()
    paused, _ = pause(world.stored, TEN - 90 * SECOND)
    assert not_deleted(paused, 2, TEN - 50 * SECOND)[1] == (MayStillArrive(TEN),)
    assert not_deleted(paused, 3, TEN - 50 * SECOND)[0].message(3) is None
    assert attempt(paused, 99, TEN) is None

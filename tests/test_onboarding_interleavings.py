"""Whatever people press, and however processes fare: each step comes once, on a working morning."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from onboarding_world import ALL, BEGUN, CALLED, DAYS, Change, World, choosing

from bot.onboarding.course import finish, opened, pause, resume, stop
from bot.onboarding.dates import Zone
from bot.onboarding.enrolment import Course

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]
PRESSES = [
    "choose data-engineer",
    "choose data-analyst",
    "pause",
    "resume",
    "resume",
    "open",
    "stop",
    "finish owners",
]
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


class Interleavings(RuleBasedStateMachine):
    """One newcomer and a few processes, in any order and with any accident."""

    @initialize(zone=st.sampled_from(ZONES), moves=st.sampled_from([0, BEGUN, CALLED, ALL]))
    def begin(self, zone: str, moves: int) -> None:
        self.world = World(zone)
        self.world.move(0, moves)

    @rule(what=st.sampled_from(PRESSES), moves=st.sampled_from([0, BEGUN, CALLED, 6, ALL, ALL]))
    def press(self, what: str, moves: int) -> None:
        self.world.press(self.change(what), moves)

    def change(self, what: str) -> Change:
        match what.split():
            case ["choose", role]:
                return choosing(role, self.world.zone)
            case ["finish", step]:
                return lambda known, now: finish(known, step, now)
            case ["open"]:
                latest = self.world.slack.posted[-1][0] if self.world.slack.posted else 0
                return lambda known, now: opened(known, latest, now)
            case _:
                return {"pause": pause, "resume": resume, "stop": stop}[what]

    @rule(number=st.sampled_from([0, -1]), moves=st.sampled_from([1, 2, 3, ALL]))
    def go_on(self, number: int, moves: int) -> None:
        self.world.move(number, moves)

    @rule(moves=st.sampled_from([2, 5, ALL, ALL]), blind=st.sampled_from([False, False, True]))
    def look(self, moves: int, blind: bool) -> None:
        self.world.look(moves, blind=blind)

    @rule(seconds=st.sampled_from([20, 70, 130, 86_400]), dies=st.booleans())
    def wait(self, seconds: int, dies: bool) -> None:
        if dies:
            self.world.die()
        self.world.wait(seconds * SECOND)

    @rule(seconds=st.sampled_from([-150, -90, -61, -30, 1, 90, 150]), dies=st.booleans())
    def wait_until_about_ten(self, seconds: int, dies: bool) -> None:
        now = self.world.slack.now
        ten = Zone(self.world.zone).next_morning(now + MINUTE)
        self.wait(max(0, int((ten - now).total_seconds()) + seconds), dies)

    @invariant()
    def the_welcome_comes_once(self) -> None:
        assert self.world.slack.greetings <= 1

    @invariant()
    def no_step_comes_twice(self) -> None:
        assert {where: times for where, times in self.world.arrived.items() if times > 1} == {}

    @invariant()
    def no_two_messages_come_on_one_day_and_none_at_the_weekend(self) -> None:
        there = Zone(self.world.zone)
        days: list[date] = [there.day(at) for _, at in self.world.slack.posted]
        assert len(set(days)) == len(days)
        assert all(day.weekday() < 5 for day in days)
        assert all(there.morning(there.day(at)) == at for _, at in self.world.slack.posted)

    def teardown(self) -> None:
        """In the end everything has come that was to come, and nothing is left in Slack's list."""
        self.world.live_on(30)
        stored = self.world.stored
        assert self.world.slack.listed == {}
        assert not stored.unsettled
        assert self.world.slack.greetings or stored.course is not Course.INVITED
        if stored.course is Course.RUNNING:
            come = {step for (round_, step) in self.world.arrived if round_ == stored.chosen_at}
            done = {step.id for step in stored.steps if step.done_at}
            assert {"hello"} | come | done == set(DAYS)
        self.no_step_comes_twice()
        self.no_two_messages_come_on_one_day_and_none_at_the_weekend()
        self.the_welcome_comes_once()


Interleavings.TestCase.settings = settings(max_examples=200, stateful_step_count=30, deadline=None)
TestInterleavings = Interleavings.TestCase

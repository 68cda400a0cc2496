"""A newcomer, Slack, and processes that die, restart and get in each other's way, in a time of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.knowledge.models import Plan, PlanStep
from bot.onboarding.actions import Action, Actions, DeleteScheduled, ScheduleMessage, Welcome
from bot.onboarding.course import choose, join
from bot.onboarding.enrolment import Enrolment
from bot.onboarding.reconciling import (
    Listed,
    Seen,
    attempt,
    attempt_welcome,
    deleted,
    in_doubt,
    not_deleted,
    reconcile,
    refused,
    scheduled,
    welcomed,
)
from bot.onboarding.stores import Overtaken

START = datetime(2026, 3, 26, 9, 30, tzinfo=UTC)
"""A Thursday; in Europe and on Lord Howe the clocks change soon after."""
DAYS = {"hello": 0, "owners": 1, "project": 3, "asking": 7, "limits": 7}
PLAN = Plan(
    id="p",
    title="P",
    steps=tuple(PlanStep(id=step, day=day, title="T", text="T", show="role") for step, day in DAYS.items()),
)
ALL = 1000
"""Moves that end any work."""
MINUTE = timedelta(minutes=1)
BEGUN, CALLED = 2, 3
"""Moves to where it is stored that a first call begins, and to where it was made and nothing is noted yet."""
Change = Callable[[Enrolment, datetime], tuple[Enrolment, Actions]]


class Refused(Exception):  # noqa: N818 - it says what happened
    """Slack says no."""


@dataclass
class Slack:
    """What Slack promises of scheduled messages: a list, and no deletion within the last minute."""

    now: datetime = START
    listed: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    posted: list[tuple[int, datetime]] = field(default_factory=list)
    greetings: int = 0
    ids: int = 0

    def schedule(self, key: int, at: datetime) -> str:
        if at <= self.now:
            raise Refused
        self.ids += 1
        self.listed[f"Q{self.ids}"] = (key, at)
        return f"Q{self.ids}"

    def delete(self, message: str) -> None:
        if message not in self.listed or self.listed[message][1] <= self.now + MINUTE:
            raise Refused
        del self.listed[message]

    def due(self) -> list[tuple[datetime, str]]:
        return sorted((at, message) for message, (_, at) in self.listed.items() if at <= self.now)


@dataclass
class World:
    """One stored enrolment, Slack, and processes that work on both, a move at a time."""

    zone: str
    slack: Slack = field(default_factory=Slack)
    works: list[Iterator[None]] = field(default_factory=list)
    oldest: datetime = START
    arrived: dict[tuple[datetime | None, str], int] = field(default_factory=dict)
    """How often each step came, by round."""
    shows: dict[int, tuple[datetime | None, tuple[str, ...]]] = field(default_factory=dict)
    """What each message shows, and of which round: what was last known of it."""

    def __post_init__(self) -> None:
        self.stored, actions = join(None, "T1", "U1", "C1")
        self.start(self.carry_out(actions))

    def put(self, new: Enrolment) -> None:
        if new.revision != self.stored.revision:
            raise Overtaken
        self.stored = replace(new, revision=new.revision + 1)
        for message in new.messages:
            self.shows[message.key] = (new.chosen_at, message.steps)

    def change(self, change: Change) -> Actions:
        """Read, decide and store; nobody comes between, as storing again after Overtaken would have it."""
        new, actions = change(self.stored, self.slack.now)
        if new != self.stored:
            self.put(new)
        return actions

    def press(self, change: Change, moves: int = ALL) -> None:
        """Press something; the process comes so far with what follows."""
        self.start(self.carry_out(self.change(change)))
        self.move(-1, moves)

    def look(self, moves: int = ALL, *, blind: bool = False) -> None:
        """Compare with Slack's list; where it is blind, the direct messages cannot be read."""
        self.start(self.reconciling(blind=blind))
        self.move(-1, moves)

    def die(self) -> None:
        """Let every process end in the middle of what it does."""
        self.works.clear()

    def carry_out(self, actions: Actions) -> Iterator[None]:
        asked: list[Action] = list(actions)
        while asked:
            action = asked.pop(0)
            match action:
                case ScheduleMessage():
                    yield from self.schedule(action, asked)
                case DeleteScheduled():
                    yield from self.delete(action, asked)
                case Welcome():
                    yield from self.welcome()

    def schedule(self, action: ScheduleMessage, asked: list[Action]) -> Iterator[None]:
        yield
        trying = attempt(self.stored, action.key, self.slack.now)
        if trying is None:
            return
        self.put(trying)
        yield
        try:
            given = self.slack.schedule(action.key, action.at)
        except Refused:
            self.put(refused(self.stored, action.key))
            return
        yield
        asked += self.change(lambda enrolment, now: scheduled(enrolment, action, given, now))

    def delete(self, action: DeleteScheduled, asked: list[Action]) -> Iterator[None]:
        yield
        trying = attempt(self.stored, action.key, self.slack.now)
        if trying is None:
            return
        self.put(trying)
        yield
        outcome = deleted
        try:
            self.slack.delete(action.id)
        except Refused:
            outcome = not_deleted
        yield
        asked += self.change(lambda enrolment, now: outcome(enrolment, action.key, now))

    def welcome(self) -> Iterator[None]:
        yield
        trying = attempt_welcome(self.stored, self.slack.now)
        if trying is None:
            return
        self.put(trying)
        yield
        self.slack.greetings += 1
        yield
        self.put(welcomed(self.stored, "D1", "1.1"))

    def reconciling(self, *, blind: bool) -> Iterator[None]:
        """Read, ask Slack, store; another process may come between any two."""
        known = self.stored
        yield
        listed = [Listed(given, "D1", at) for given, (_, at) in self.slack.listed.items()]
        yield
        seen = None
        if in_doubt(known, self.slack.now) and not blind:
            keys = frozenset(key for key, _ in self.slack.posted)
            seen = Seen("D1", "1.1" if self.slack.greetings else None, keys)
        yield
        new, actions = reconcile(known, listed, self.slack.now, seen)
        try:
            if new != known:
                self.put(new)
        except Overtaken:
            return
        yield from self.carry_out(actions)

    def start(self, work: Iterator[None]) -> None:
        if not self.works:
            self.oldest = self.slack.now
        self.works.append(work)

    def move(self, number: int, moves: int = 1) -> None:
        """Let one process come some moves further, or to the end of its work."""
        work = self.works[number] if self.works else None
        for _ in range(moves):
            if work and next(work, self) is self:
                self.works.remove(work)
                return

    def drain(self) -> None:
        while self.works:
            self.move(0, ALL)

    def wait(self, time: timedelta) -> None:
        """Let time pass; no work takes longer than a minute and a half."""
        if self.slack.now + time > self.oldest + 1.5 * MINUTE:
            self.drain()
        self.slack.now += time
        for at, given in self.slack.due():
            key, _ = self.slack.listed.pop(given)
            self.slack.posted.append((key, at))
            chosen, steps = self.shows.get(key, (None, ()))
            for step in steps:
                self.arrived[chosen, step] = self.arrived.get((chosen, step), 0) + 1

    def live_on(self, days: int) -> None:
        """Let one process serve in peace, looking at Slack's list now and then."""
        self.die()
        for _ in range(days * 4):
            self.look()
            self.wait(timedelta(hours=6))


def choosing(role: str = "data-engineer", zone: str = "UTC") -> Change:
    """Return the press that chooses a role."""
    return lambda known, now: choose(known, role, PLAN, channel="D1", zone=zone, now=now)


def chosen(moves: int = ALL) -> World:
    """Return a world in which somebody was welcomed and has chosen a role."""
    world = World("UTC")
    world.drain()
    world.press(choosing(), moves)
    return world

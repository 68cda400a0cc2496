"""Where one person stands in their plan, as a frozen value that can be stored whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

IN_FLIGHT = timedelta(minutes=2)
"""How long a call to Slack may be under way; before that, nobody may judge what became of it."""


class Course(StrEnum):
    """What the person decided last."""

    INVITED = "invited"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


class Fate(StrEnum):
    """What became of a message."""

    INTENDED = "intended"
    """It shall stand in Slack's list; once it is `since` some moment, it may stand there already."""
    SCHEDULED = "scheduled"
    WITHDRAWN = "withdrawn"
    """It shall not be posted, and may still stand in Slack's list."""
    POSTED = "posted"


class StepStatus(StrEnum):
    """What the person sees of a step."""

    DUE = "due"
    SCHEDULED = "scheduled"
    DELIVERED = "delivered"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the plan as it was at the choice."""

    id: str
    day: int
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A thin message, one for all steps of a morning; what it shows is drawn when it is opened."""

    key: int
    """Its name within the enrolment, before and after Slack gives it an id; travels in its button."""
    at: datetime
    steps: tuple[str, ...]
    fate: Fate = Fate.INTENDED
    since: datetime | None = None
    """When the last call about it began; None before the first."""
    id: str | None = None
    """What Slack calls it, once that is known."""

    @property
    def wanted(self) -> bool:
        """Whether it shall still arrive."""
        return self.fate in {Fate.INTENDED, Fate.SCHEDULED}

    def under_way(self, now: datetime) -> bool:
        """Return whether a call about it may still be under way."""
        unsure = self.fate in {Fate.INTENDED, Fate.WITHDRAWN}
        return unsure and self.since is not None and now < self.since + IN_FLIGHT


@dataclass(frozen=True, slots=True)
class Greeting:
    """The one direct message that welcomes somebody."""

    since: datetime | None = None
    """When posting it began; None before."""
    ts: str | None = None
    """Where it stands."""

    def under_way(self, now: datetime) -> bool:
        """Return whether it may be about to arrive."""
        return self.ts is None and self.since is not None and now < self.since + IN_FLIGHT


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One person of one workspace, from the welcome to the last step."""

    team: str
    user: str
    joined: str | None = None
    """The onboarding channel that they came by."""
    channel: str | None = None
    """Their direct messages with the bot, once known."""
    greeting: Greeting | None = None
    """None where they began by themselves and need no welcome."""
    course: Course = Course.INVITED
    role: str | None = None
    plan: str | None = None
    chosen_at: datetime | None = None
    zone: str = "UTC"
    steps: tuple[Step, ...] = ()
    messages: tuple[Message, ...] = ()
    """In the order of their keys."""
    last_key: int = 0
    revision: int = 0
    """Counted by whoever stores it."""

    def message(self, key: int) -> Message | None:
        """Return a message by its key; None where it is settled and forgotten."""
        return next((message for message in self.messages if message.key == key), None)

    def with_message(self, message: Message) -> Enrolment:
        """Return it with a message added, or put in the place of the one with its key."""
        others = {each.key: each for each in self.messages} | {message.key: message}
        last = max(self.last_key, message.key)
        return replace(self, messages=tuple(others[key] for key in sorted(others)), last_key=last)

    def without_message(self, key: int) -> Enrolment:
        """Return it without a message that is settled."""
        return replace(self, messages=tuple(each for each in self.messages if each.key != key))

    @property
    def delivered(self) -> frozenset[str]:
        """The steps that have reached the person."""
        return frozenset(
            step for message in self.messages if message.fate is Fate.POSTED for step in message.steps
        )

    @property
    def finished(self) -> bool:
        """Whether every step is done."""
        return bool(self.steps) and all(step.done_at for step in self.steps)

    @property
    def unsettled(self) -> bool:
        """Whether something is to be done, or to be found out, about what Slack holds."""
        unwelcomed = self.course is Course.INVITED and self.greeting is not None and self.greeting.ts is None
        return unwelcomed or any(message.fate is not Fate.POSTED for message in self.messages)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has come."""

    statuses: tuple[tuple[str, StepStatus], ...]
    """Each step with its status, in the order of the plan."""
    next_at: datetime | None
    """When the next message is due."""

    @property
    def done(self) -> int:
        """How many steps are finished."""
        return sum(status is StepStatus.DONE for _, status in self.statuses)

    @property
    def total(self) -> int:
        """How many steps there are."""
        return len(self.statuses)


def progress(enrolment: Enrolment, now: datetime) -> Progress:
    """Return how far the person has come; what Slack was to post by now counts as delivered."""
    ahead = [message for message in enrolment.messages if message.wanted and message.at > now]
    return Progress(
        statuses=tuple((step.id, _status(enrolment, step, now)) for step in enrolment.steps),
        next_at=min((message.at for message in ahead), default=None),
    )


def _status(enrolment: Enrolment, step: Step, now: datetime) -> StepStatus:
    if step.done_at:
        return StepStatus.DONE
    scheduled = [m for m in enrolment.messages if step.id in m.steps and m.fate is Fate.SCHEDULED]
    if step.id in enrolment.delivered or any(message.at <= now for message in scheduled):
        return StepStatus.DELIVERED
    if enrolment.course is Course.STOPPED:
        return StepStatus.CANCELLED
    return StepStatus.SCHEDULED if scheduled else StepStatus.DUE

"""What the Slack side has to do after a change of state was stored, and no sooner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Welcome:
    """Post the welcome with the choice of a role; `attempt_welcome` first, `welcomed` after."""

    user: str


@dataclass(frozen=True, slots=True)
class ShowNow:
    """Show these steps in answer to what the person has just pressed."""

    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScheduleMessage:
    """Schedule a thin message whose button carries the key; `attempt` first, `scheduled` or `refused` after.

    Its words must fit whatever it will show: its steps may change until it arrives.
    """

    key: int
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeleteScheduled:
    """Take a message off Slack's list; `attempt` first, `deleted` or `not_deleted` after."""

    key: int
    channel: str
    id: str


@dataclass(frozen=True, slots=True)
class MayStillArrive:
    """Say that a message may still arrive: Slack does not let go of what is due within a minute."""

    at: datetime


@dataclass(frozen=True, slots=True)
class UnknownZone:
    """Say that messages come at ten in the morning of UTC, as the person's own zone is not known."""

    name: str | None


@dataclass(frozen=True, slots=True)
class Completed:
    """Say that this was the last step."""


Action: TypeAlias = (
    Welcome | ShowNow | ScheduleMessage | DeleteScheduled | MayStillArrive | UnknownZone | Completed
)
Actions: TypeAlias = tuple[Action, ...]

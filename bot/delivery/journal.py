"""What must be answered, written down before Slack is told that it was heard, so that no crash loses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol, TypeAlias

LEASE = timedelta(seconds=20)
"""How long work belongs to the process that claimed it, unless it says that it is still at it."""

JsonObject: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class MessageKey:
    """A message, as Slack names it; its events have ids of their own, each another one."""

    team: str
    channel: str
    ts: str


class JournalState(StrEnum):
    """How far the answer to a message has come."""

    RECORDED = "recorded"
    """Nobody is at it: it was handed back."""
    CLAIMED = "claimed"
    """A process is at it, and has sent nothing."""
    POSTED = "posted"
    """An answer was sent off; whether Slack has it may not be known."""
    CLEARED = "cleared"
    """Answered; only the key is left, for deliveries that come late."""


@dataclass(frozen=True, slots=True)
class Task:
    """A message to answer, as a process holds it."""

    key: MessageKey
    work: JsonObject
    """What is needed to answer it and no more."""
    state: JournalState
    """What it was when this process got it: a post may be there already where it is `posted`."""
    attempts: int
    """How often it has been claimed, this time included."""


class JournalDown(Exception):  # noqa: N818 - it says what is wrong
    """The journal cannot be reached now: what cannot be written down must not be acknowledged."""


class Journal(Protocol):
    """Each message with how far its answer has come; every method may raise JournalDown."""

    async def record(self, key: MessageKey, work: JsonObject) -> Task | None:
        """Write a message down and claim it; None where somebody has it, or it is answered."""
        ...

    async def posted(self, key: MessageKey, attempt: int) -> bool:
        """Say that an answer is about to be sent off; False where the work has been taken over since.

        `attempt` is that of the task: a process that stood still may have lost it to itself. The lease begins
        anew, so that whoever takes over comes long after what is sent now.
        """
        ...

    async def clear(self, key: MessageKey) -> None:
        """Say that it is answered, and drop what was kept of it but its key."""
        ...

    async def release(
        self, key: MessageKey, attempt: int, *, unsent: bool = False, wait: timedelta = timedelta()
    ) -> None:
        """Hand it back, to be taken over by whoever looks next, or next after a while; not what was lost.

        `unsent` says that nothing was posted for certain, whatever was about to be sent off.
        """
        ...

    async def renew(self, keys: Sequence[MessageKey]) -> None:
        """Say that this process is still at these."""
        ...

    async def take_over(self, limit: int = 20) -> Sequence[Task]:
        """Claim work that was handed back or whose process has gone quiet, the oldest first."""
        ...

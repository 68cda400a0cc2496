"""Questions that nobody could answer, kept until somebody fills them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.matching.alike import Telling, likeness

LONGEST = 300
"""Characters of a question that are kept."""

WAITING = timedelta(days=30)
"""How long somebody who wants to be told is remembered."""

_ALIKE = 0.55
"""How alike two questions are that are one gap; with less, questions for different things are joined."""


class GapState(StrEnum):
    """What became of a gap."""

    OPEN = "open"
    ANSWERED = "answered"
    NOT_OURS = "not ours"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question as it is about to be kept."""

    text: str
    """Cleaned of markup."""
    channel: str | None
    """Where it was asked; None for a direct message, whose place nobody else should learn of."""
    asker: str
    """Who asked, as a pseudonym."""
    group: str
    """The gap that it belongs to, from `group_of`."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that ask for the same thing."""

    group: str
    texts: tuple[str, ...]
    """As they were asked, most often asked first."""
    count: int
    askers: int
    first_asked: datetime
    last_asked: datetime
    channel: str | None
    """Where it was last asked."""
    state: GapState
    waiting: int
    """How many people want to be told."""


def group_of(text: str, said: Telling, known: Iterable[tuple[Telling, str]]) -> str:
    """Return the group that a question belongs to: that of the most alike known one, else a new one.

    `said` is what tells the question, `known` that of others with their groups. A new group's name is made
    from what tells its first question, so that two processes that hear it at the same moment name it alike.
    """
    best, group = max(((likeness(said, other), name) for other, name in known), default=(0.0, ""))
    return group if best >= _ALIKE else _named(said or (text,))


def _named(said: Iterable[str]) -> str:
    return sha256(" ".join(sorted(said)).encode("utf-8", "replace")).hexdigest()[:16]

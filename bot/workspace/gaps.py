"""Questions that nobody could answer, kept until somebody fills them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.matching.features import stem
from bot.matching.text import words

LONGEST = 300
"""Characters of a question that are kept."""

WAITING = timedelta(days=30)
"""How long somebody who wants to be told is remembered."""

_ALIKE = 0.5
"""The share of their words that two questions have in common to be one gap."""

_COMMON_WORDS = (
    "a an and any are at be can could did do does for from get has have how i in is it me my need of on or "
    "our please should somebody someone tell that the there this to us we what when where which who whom "
    "whose why will with would you your"
)
_COMMON = frozenset(map(stem, _COMMON_WORDS.split()))


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


def group_of(text: str, known: Iterable[tuple[str, str]]) -> str:
    """Return the group that a question belongs to: that of the most alike known text, else a new one.

    `known` are texts with their groups. A group's name is made from the words of its first question, so that
    two processes that hear a new question at the same moment name it alike.
    """
    said = _telling(text)
    best, group = max(((_alike(said, _telling(other)), name) for other, name in known), default=(0.0, ""))
    return group if best >= _ALIKE else _named(said or frozenset({text}))


def _telling(text: str) -> frozenset[str]:
    return frozenset(map(stem, words(text))) - _COMMON


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _named(said: frozenset[str]) -> str:
    return sha256(" ".join(sorted(said)).encode("utf-8", "replace")).hexdigest()[:16]

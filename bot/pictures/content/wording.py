"""The words that several pictures share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answers.questions import listed
from bot.knowledge.base import KnowledgeBase
from bot.pictures.drawings import Few


class CannotDrawError(ValueError):
    """There is nothing to draw; the message says why, for people."""


def few(names: Sequence[str], most: int) -> Few:
    """Return at most so many names; one more is named, not counted."""
    shown = names if len(names) <= most + 1 else names[:most]
    return Few(names=tuple(shown), more=len(names) - len(shown))


def some(names: Sequence[str], most: int = 6) -> str:
    """Return "a, b and c", or "a, b and 4 more"."""
    shown = few(names, most)
    return listed([*shown.names, *([f"{shown.more} more"] if shown.more else [])])


def from_sources(cited: Iterable[str], knowledge: KnowledgeBase) -> str:
    """Return the small print on the sources that a picture rests on; empty where it names none."""
    found = sorted({source for source in cited if source in knowledge.sources})
    if len(found) <= 1:
        return "".join(f"Told by one source: {knowledge.sources[source].title}." for source in found)
    every = len(knowledge.sources)
    return f"Told by {f'all {every}' if len(found) == every else f'{len(found)} of {every}'} sources."

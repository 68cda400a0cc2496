"""Which sources an answer rests on, the weightiest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from bot.knowledge.models import Cited, Collaboration


def weighed(statements: Iterable[Cited]) -> tuple[str, ...]:
    """Return the ids of the cited sources: those that support most first, then in order of mention."""
    return heaviest(Counter(source for statement in statements for source in statement.source_ids))


def heaviest(counts: Counter[str]) -> tuple[str, ...]:
    """Return the ids of counted sources, the one with most statements first."""
    return tuple(sorted(counts, key=counts.__getitem__, reverse=True))


def mentioned(statements: Iterable[Cited]) -> tuple[str, ...]:
    """Return the ids in order of mention, for statements that stand best supported first."""
    return tuple(dict.fromkeys(source for statement in statements for source in statement.source_ids))


def statements_in(collaboration: Collaboration) -> Iterator[Cited]:
    """Yield all that is said about how two roles work together."""
    yield collaboration.summary
    yield from collaboration.before
    yield from collaboration.during
    yield from collaboration.after
    yield from collaboration.brings
    yield from collaboration.receives

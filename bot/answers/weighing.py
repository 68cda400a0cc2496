"""Which sources an answer rests on, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.knowledge.models import Cited, Collaboration, Role


def weighed(statements: Iterable[Cited]) -> tuple[str, ...]:
    """Return the ids of the cited sources: those that support most first, then in order of mention."""
    counts: dict[str, int] = {}
    for statement in statements:
        for source in statement.source_ids:
            counts[source] = counts.get(source, 0) + 1
    return tuple(sorted(counts, key=lambda source: -counts[source]))


def mentioned(statements: Iterable[Cited]) -> tuple[str, ...]:
    """Return the ids in order of mention, for statements that stand best supported first."""
    return tuple(dict.fromkeys(source for statement in statements for source in statement.source_ids))


def statements_of(role: Role) -> Iterator[Cited]:
    """Yield all that is said about a role itself; how it works with others is left out."""
    yield role.purpose
    yield from role.duties
    yield from role.tasks
    yield from role.goals
    yield from role.facts
    yield from role.questions
    yield from role.skills
    yield from role.tools


def statements_in(collaboration: Collaboration) -> Iterator[Cited]:
    """Yield all that is said about how two roles work together."""
    yield collaboration.summary
    yield from collaboration.before
    yield from collaboration.during
    yield from collaboration.after
    yield from collaboration.brings
    yield from collaboration.receives

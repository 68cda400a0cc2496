"""Shows in a terminal why a question was read as it was."""

from __future__ import annotations

from collections.abc import Iterator

from bot.matching.explain import Explanation
from bot.matching.reading import Meaning, Reading


def lines(reading: Reading, told: Explanation) -> Iterator[str]:
    """Yield what the reading of a question rests on."""
    yield f"Read as {named(reading.meaning)}, confidence {reading.confidence:.3f}"
    for other in reading.alternatives:
        yield f"     or {named(other.meaning)}, {other.confidence:.3f}"
    yield f"Words   {' '.join(told.words)}"
    for typed, read_as in told.repairs:
        yield f"Repair  “{typed}” read as “{read_as}”"
    for typed, subject in told.names:
        yield f"Name    “{typed}”: {subject}"
    if told.candidates:
        yield from _weighed(told)


def _weighed(told: Explanation) -> Iterator[str]:
    yield ""
    yield f"{'Candidates':<40}{'score':>8}{'share':>8}"
    for each in told.candidates:
        yield f"  {each.name:<38}{each.score:>8.2f}{each.share:>8.2f}"
    yield ""
    second = f" over {told.candidates[1].name}" if len(told.candidates) > 1 else ""
    yield f"What gave {told.candidates[0].name} its lead{second}"
    for piece in told.pieces:
        yield f"  {piece.given:+.2f}  {piece.words} ({piece.group})"
    yield ""
    if told.closest:
        yield f"Closest phrase: “{told.closest}”, likeness {told.likeness:.2f}"
    yield f"Never seen here: {told.unseen:.0%} of the question"
    yield f"Right with a probability of {told.right:.3f}, covered with {told.covered:.3f}"


def named(meaning: Meaning) -> str:
    """Return a meaning as its kind and ids."""
    subjects = (*meaning.roles, meaning.topic, *meaning.items, meaning.entry)
    return " ".join([str(meaning.kind), *filter(None, subjects)])

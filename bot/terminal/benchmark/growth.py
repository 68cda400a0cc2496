"""How time and memory grow with the phrases of a pack; each size in processes of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.answers.answerer import Snapshot
from bot.matching.build import build
from bot.terminal.benchmark.measures import Times, apart, built, entry_of, peak, resident, times
from bot.terminal.benchmark.packs import ENTRIES, made, made_questions, pack_of
from bot.terminal.benchmark.tables import ms

_ASKED = 20
_WARMING = 150


@dataclass(frozen=True, slots=True)
class Grown:
    """The figures of one size."""

    phrases: int
    build: float
    times: Times
    training_memory: float
    """The most megabytes that training needed, beyond what the program itself takes."""
    memory: float
    """The megabytes that a process holds more when it reads by the finished index."""


def growth(sizes: tuple[int, ...]) -> list[Grown]:
    """Return the figures for so many phrases an entry."""
    return [_grown(each) for each in sizes]


def rows(grown: list[Grown]) -> Iterator[tuple[str, ...]]:
    """Yield a line of the table for each size."""
    for size in grown:
        yield (
            f"{size.phrases:,}",
            f"{size.build:.1f}",
            ms(size.times.p50),
            ms(size.times.p99),
            f"{size.memory:.0f}",
            f"{size.training_memory:.0f}",
            f"{size.times.p50 / grown[0].times.p50:.2f}",
        )


def _grown(each: int) -> Grown:
    with tempfile.TemporaryDirectory() as folder:
        seconds, training = apart(_train, each, folder)
        taken, memory = apart(_answer, each, folder)
    return Grown(each * ENTRIES, seconds, taken, training, memory)


def _train(each: int, folder: str) -> tuple[float, float]:
    knowledge = pack_of(made(each))
    before = resident()
    _, seconds = built(knowledge)
    most = peak()
    build(knowledge, Path(folder))  # a second time, to be kept for the one that answers
    return seconds, most - before


def _answer(each: int, folder: str) -> tuple[Times, float]:
    known = made(each)
    questions = [asked.text for asked in made_questions(_ASKED, known)]
    knowledge = pack_of(known)
    before = resident()
    snapshot = Snapshot(knowledge, build(knowledge, Path(folder))).warm()
    for text in questions[:_WARMING]:
        entry_of(snapshot, text)
    return times(lambda text: entry_of(snapshot, text), questions[_WARMING:]), resident() - before

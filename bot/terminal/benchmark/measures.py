"""Measures of accuracy, time and memory; each question is asked once, as people ask them."""

from __future__ import annotations

import gc
import random
import resource
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from bot.answers.answerer import Snapshot
from bot.knowledge.base import KnowledgeBase
from bot.matching.build import build
from bot.matching.evaluation import percentile
from bot.matching.reading import Kind
from bot.terminal.benchmark.packs import Asked, pack_of

MS = 1e3
LOST = 0.05
"""The share of known questions that may be lost where rejection is measured."""


@dataclass(frozen=True, slots=True)
class Times:
    """How long single questions take, in milliseconds."""

    p50: float
    p99: float


@dataclass(frozen=True, slots=True)
class PackFigures:
    """How well a pack is read."""

    right: float
    phrases: int
    entries: int
    build: float
    """Seconds of training, of this process alone, whatever else the machine does."""
    times: Times


@dataclass(frozen=True, slots=True)
class Rejection:
    """What happens to questions whose entries were left out."""

    rejected: float
    """Of them, at the confidence that loses a twentieth of the known ones."""
    told_unknown: float
    """Of them, those that are answered as unknown."""
    lost: float
    """Of the known ones, those that are answered as unknown."""


def times(answer: Callable[[str], object], texts: Iterable[str]) -> Times:
    """Return how long it takes to answer each text once."""
    gc.collect()
    taken = []
    for text in texts:
        began = time.perf_counter()
        answer(text)
        taken.append(time.perf_counter() - began)
    return Times(percentile(taken, 0.50) * MS, percentile(taken, 0.99) * MS)


def built(knowledge: KnowledgeBase) -> tuple[Snapshot, float]:
    """Return a snapshot that was trained anew, with the seconds of work that it took."""
    began = time.process_time()
    index = build(knowledge)
    return Snapshot(knowledge, index).warm(), time.process_time() - began


def entry_of(snapshot: Snapshot, text: str) -> str | None:
    """Return the entry that answers a text; None where it is unknown."""
    reading = snapshot.read(text)
    snapshot.answer(reading)
    return reading.meaning.entry


def pack_figures(known: Mapping[str, Sequence[str]], asked: Sequence[Asked]) -> PackFigures:
    """Train on a pack and ask what is not in it."""
    snapshot, seconds = built(pack_of(known))
    taken = times(lambda text: entry_of(snapshot, text), (each.text for each in asked))
    right = fmean(entry_of(snapshot, each.text) == each.entry for each in asked)
    return PackFigures(right, sum(map(len, known.values())), len(known), seconds, taken)


def rejection(known: Mapping[str, Sequence[str]], asked: Sequence[Asked]) -> Rejection:
    """Leave every fifth entry out of a pack and ask everything."""
    gone = set(sorted(known)[::5])
    snapshot, _ = built(pack_of({entry: texts for entry, texts in known.items() if entry not in gone}))
    covered: list[float] = []
    foreign: list[float] = []
    for each in asked:
        (foreign if each.entry in gone else covered).append(_trust(snapshot, each.text))
    limit = percentile(covered, LOST)
    return Rejection(
        fmean(trust <= limit for trust in foreign),
        fmean(trust < 0 for trust in foreign),
        fmean(trust < 0 for trust in covered),
    )


def sampled(known: Mapping[str, Sequence[str]], each: int, seed: int) -> dict[str, list[str]]:
    """Return so many random phrases of every entry."""
    chance = random.Random(seed)  # noqa: S311 - a choice of questions, no secret
    return {entry: chance.sample(list(texts), min(each, len(texts))) for entry, texts in known.items()}


def halves(known: Mapping[str, Sequence[str]]) -> tuple[dict[str, list[str]], list[Asked]]:
    """Return a pack without every fifth phrase of an entry, and those phrases as questions."""
    kept = {entry: [text for at, text in enumerate(texts) if at % 5] for entry, texts in known.items()}
    asked = [Asked(text, entry) for entry, texts in known.items() for text in texts[::5] if len(texts) > 1]
    return {entry: texts or list(known[entry]) for entry, texts in kept.items()}, asked


def resident() -> float:
    """Return the megabytes of memory that this process holds."""
    return _status("VmRSS")


def peak() -> float:
    """Return the most megabytes that this process ever held."""
    return _status("VmHWM")


def _status(field: str) -> float:
    """Return what Linux tells of this process; elsewhere the most memory so far, which is never less.

    The latter would be wrong here for a process that another one started: it begins with that one's.
    """
    try:
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith(field):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def apart(work: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401 - what the work returns
    """Return what some work comes to in a process of its own, whose memory nothing else has touched."""
    import multiprocessing

    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def _trust(snapshot: Snapshot, text: str) -> float:
    reading = snapshot.read(text)
    return -1.0 if reading.kind is Kind.UNKNOWN else reading.confidence

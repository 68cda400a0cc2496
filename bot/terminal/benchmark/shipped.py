"""How well and how fast the knowledge that is served answers labelled questions."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import fmean

from bot.answers.answerer import Answerer, Snapshot
from bot.knowledge.base import KnowledgeBase
from bot.matching.evaluation import Label, Scores, percentile, scores
from bot.terminal.benchmark.measures import MS, built, times
from bot.terminal.benchmark.packs import made, pack_of
from bot.terminal.benchmark.slips import slipped
from bot.terminal.benchmark.tables import ms, share
from bot.terminal.evaluate import outcome_of, read_labels

_SEEDS = 3
_OWN_ENTRIES = 200
_TURNS = 5

Row = tuple[str, str, str]
"""What was measured, what it should be, what it is."""


def quality(answerer: Answerer, files: list[Path]) -> Iterator[Row]:
    """Yield how many questions of each file are answered rightly, and how honestly; then of all together."""
    read = {file.stem: read_labels(file) for file in files}
    if len(read) > 1:
        read["together"] = [label for labels in read.values() for label in labels]
    for name, labels in read.items():
        told = _scores(answerer, labels)
        yield f"{name}: all {len(labels)} lines right", "≥ 0.93", share(told.right.value)
        yield f"{name}: unknowns rejected", "≥ 0.97", share(told.rejected.value)
        yield f"{name}: known questions lost", "≤ 0.02", share(told.lost.value)
        yield f"{name}: expected calibration error", "≤ 0.05", share(told.calibration_error)
        yield f"{name}: told at 0.8 or above and wrong", "< 0.02", share(told.sure_and_wrong.value)
        yield f"{name}: known questions told at 0.8 or above", "≥ 0.7", share(told.sure.value)
        lost = told.right.value - fmean(_slipped(answerer, labels, seed) for seed in range(_SEEDS))
        yield f"{name}: points lost by one slip in a word, {_SEEDS} seeds", "≤ 2", f"{lost * 100:.1f}"


def speed(answerer: Answerer, files: list[Path]) -> Iterator[Row]:
    """Yield how long reading and answering takes, and what a workspace's own entries add to it."""
    texts = list(dict.fromkeys(label.question for file in files for label in read_labels(file)))
    snapshot, seconds = built(answerer.current.knowledge)
    if texts:
        taken = times(lambda text: snapshot.answer(snapshot.read(text)), texts)
        yield "reading and answering, p50", "≤ 0.15 ms", f"{ms(taken.p50)} ms"
        yield "reading and answering, p99", "≤ 0.6 ms", f"{ms(taken.p99)} ms"
    yield "training", "", f"{seconds:.1f} s"
    own = _own()
    began = time.perf_counter()
    here = snapshot.with_own(_together(snapshot.knowledge, own), own)
    yield (
        f"{_OWN_ENTRIES} entries of a workspace, build",
        "≤ 50 ms",
        f"{(time.perf_counter() - began) * MS:.0f} ms",
    )
    if texts:
        yield (
            "reading with them, beside reading without",
            "≤ 1.3 times",
            f"{_ratio(here, snapshot, texts):.2f} times",
        )


def _scores(answerer: Answerer, labels: list[Label]) -> Scores:
    return scores([outcome_of(answerer, label) for label in labels])


def _slipped(answerer: Answerer, labels: list[Label], seed: int) -> float:
    chance = random.Random(seed)  # noqa: S311 - slips, no secrets
    changed = [replace(label, question=slipped(label.question, chance)) for label in labels]
    return _scores(answerer, changed).right.value


def _own() -> KnowledgeBase:
    pieces = ((f"{entry}-{part}", asked[part::2]) for entry, asked in made(4).items() for part in (0, 1))
    return pack_of(dict(islice(pieces, _OWN_ENTRIES)))


def _together(base: KnowledgeBase, own: KnowledgeBase) -> KnowledgeBase:
    return replace(base, faqs={**base.faqs, **own.faqs})


def _ratio(here: Snapshot, plain: Snapshot, texts: list[str]) -> float:
    """Return how the medians compare, of the best of some turns each, taken in turn."""
    with_own, without = [], []
    for _ in range(_TURNS):
        with_own.append(times(here.read, texts).p50)
        without.append(times(plain.read, texts).p50)
    return percentile(with_own, 0.0) / percentile(without, 0.0)

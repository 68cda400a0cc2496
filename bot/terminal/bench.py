"""`rolecall bench`: how right and how fast the matcher is on this machine, beside other ways."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import typer

from bot.answers.answerer import Answerer
from bot.knowledge.loading import load
from bot.knowledge.problems import KnowledgeError
from bot.terminal.benchmark import growth, shipped
from bot.terminal.benchmark.measures import halves, pack_figures, rejection, sampled, times
from bot.terminal.benchmark.packs import Asked, by_entry, made, made_questions, read_csv
from bot.terminal.benchmark.rivals import rivals
from bot.terminal.benchmark.tables import heading, ms, share, table

_OWN_QUESTIONS = Path(__file__).parents[2] / "tests" / "questions"
_OWN_FILES = ("tuning.jsonl", "situations.jsonl", "held-out.jsonl", "unseen.jsonl")
_SEEN = (
    "`tuning` and `situations` are what it was tuned by. `held-out` was only used to choose between whole\n"
    "settings. `unseen` was written afterwards, with the sources in view and not the knowledge: of every\n"
    "other line it was looked at what went wrong, which led to long messages in the knowledge alone."
)
_SIZES = (10, 100, 1_000)
_FEW = 10
_COLUMNS = ("what", "goal", "here")
_SEEDS = 3
_RIVAL_QUESTIONS = 300
_BANKING = "BANKING77"
_GOALS = {_BANKING: ("≥ 0.92", "≥ 0.76")}
_NO_GOALS = ("", "")
_GROWTH_GOALS = (
    "Goals: 15,000 phrases take at most 3 s to build, 0.12 ms at p50, 0.4 ms at p99 and 150 MB; "
    "from 1,500 to 150,000 the median grows at most 4 times."
)


@dataclass(frozen=True, slots=True)
class Course:
    """What to measure."""

    questions: list[Path]
    banking: Path | None
    pack: Path | None
    quick: bool
    """True for a run of seconds, whose figures say little."""


def print_benchmark(answerer: Answerer, course: Course) -> None:
    """Print the tables, each as soon as it is measured."""
    for line in _lines(answerer, course):
        typer.echo(line)


def print_workspaces(answerer: Answerer, many: int, postgresql: str | None, *, quick: bool) -> None:
    """Print what many workspaces take."""
    from bot.terminal.benchmark.workspaces import Size, rows  # the other tables need no database

    size = Size(many, entries=20, assets=200) if quick else Size(many)
    measured = table("Workspaces", _COLUMNS, rows(answerer, size, postgresql))
    for line in (*heading(), *measured):
        typer.echo(line)


def _lines(answerer: Answerer, course: Course) -> Iterator[str]:
    packs = list(_packs(course))
    files = course.questions or [file for name in _OWN_FILES if (file := _OWN_QUESTIONS / name).exists()]
    yield from heading()
    yield from table("Labelled questions", _COLUMNS, shipped.quality(answerer, files))
    if any(file.resolve().parent == _OWN_QUESTIONS for file in files):
        yield ""
        yield _SEEN
    yield from table("The knowledge that is served", _COLUMNS, shipped.speed(answerer, files))
    sizes = growth.growth(_SIZES[:1] if course.quick else _SIZES)
    yield from table(
        "Packs of 150 entries",
        ("phrases", "build s", "p50 ms", "p99 ms", "MB", "MB in training", "p50 grows"),
        growth.rows(sizes),
    )
    yield from ("", _GROWTH_GOALS)
    for name, known, asked in packs:
        yield from table(f"{name}: packs", _COLUMNS, _pack_rows(known, asked, _GOALS.get(name, _NO_GOALS)))
        yield from table(
            f"{name}: beside others",
            ("engine", "right", "p50 ms", "ours right", "ours faster"),
            _beside(known, asked),
        )


def _packs(course: Course) -> Iterator[tuple[str, Mapping[str, Sequence[str]], list[Asked]]]:
    known = made(_FEW if course.quick else 100)
    yield "Made by combining", known, made_questions(2, known)
    if course.banking:
        yield (
            _BANKING,
            by_entry(read_csv(course.banking / "train.csv")),
            read_csv(course.banking / "test.csv"),
        )
    if course.pack:
        yield course.pack.stem, *halves(_read_pack(course.pack))


def _read_pack(file: Path) -> dict[str, list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        faqs = Path(folder) / "faqs"
        faqs.mkdir()
        shutil.copy(file, faqs / "pack.yaml")
        try:
            return {faq.id: list(faq.questions) for faq in load(Path(folder)).faqs.values()}
        except KnowledgeError as error:
            typer.echo(str(error).replace(str(faqs / "pack.yaml"), str(file)), err=True)
            raise typer.Exit(1) from None


def _pack_rows(
    known: Mapping[str, Sequence[str]], asked: Sequence[Asked], goals: tuple[str, str]
) -> Iterator[tuple[str, str, str]]:
    whole = pack_figures(known, asked)
    yield f"{whole.phrases:,} phrases in {whole.entries} entries: right", goals[0], share(whole.right)
    yield "build", "", f"{whole.build:.1f} s"
    yield "p50", "", f"{ms(whole.times.p50)} ms"
    yield "p99", "", f"{ms(whole.times.p99)} ms"
    few = fmean(pack_figures(sampled(known, _FEW, seed), asked).right for seed in range(_SEEDS))
    yield f"{_FEW} phrases an entry, {_SEEDS} seeds: right", goals[1], share(few)
    left = rejection(known, asked)
    yield "every fifth entry left out: theirs rejected, 5 % of the others lost", "", share(left.rejected)
    yield "the same, said to be unknown", "", share(left.told_unknown)
    yield "of the others, said to be unknown", "", share(left.lost)


def _beside(known: Mapping[str, Sequence[str]], asked: Sequence[Asked]) -> Iterable[tuple[str, ...]]:
    """Yield how others do on the same phrases and questions, and how ours does in proportion."""
    some = asked[:: max(1, len(asked) // _RIVAL_QUESTIONS)]
    ours = pack_figures(known, some)
    yield "Rolecall", share(ours.right), ms(ours.times.p50), "1.00 times", "1.00 times"
    for name, nearest in rivals(known).items():
        taken = times(nearest, (each.text for each in some))
        right = fmean(nearest(each.text) == each.entry for each in some)
        faster = taken.p50 / ours.times.p50
        yield name, share(right), ms(taken.p50), f"{ours.right / right:.2f} times", f"{faster:.2f} times"

"""`rolecall eval`: how good the answers to a file of labelled questions are."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from bot.answers.answerer import Answerer
from bot.matching.evaluation import SURE, Label, Outcome, Scores, Share, scores
from bot.terminal.ask import subject, timed


def evaluate_file(file: Path, answerer: Answerer) -> None:
    """Print the scores of a file; a line that is no label is wrong usage, told with its number."""
    labels = read_labels(file)
    if not labels:
        raise typer.BadParameter("there are no questions in it", param_hint=str(file))
    outcomes = [outcome_of(answerer, label) for label in labels]
    for line in _wrong(outcomes):
        typer.echo(line)
    for line in _table(scores(outcomes)):
        typer.echo(line)


def read_labels(file: Path) -> list[Label]:
    """Return the labelled questions of a file; a line that is none ends the command with 2."""
    labels = []
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            labels.append(Label.from_json(json.loads(line)))
        except (ValueError, RecursionError) as error:
            typer.echo(f"{file}:{number}: {error}", err=True)
            raise typer.Exit(2) from None
    return labels


def outcome_of(answerer: Answerer, label: Label) -> Outcome:
    """Return what is answered to a labelled question, and how long that takes."""
    context = subject(answerer.current, label.context) if label.context else None
    asked = timed(answerer.current, label.question, context)
    answer = asked.answer
    return Outcome(label, answer.kind, tuple(answer.roles), asked.reading.confidence, asked.seconds)


def _wrong(outcomes: list[Outcome]) -> list[str]:
    lines = []
    for outcome in outcomes:
        if not outcome.right:
            label = outcome.label
            lines.append(f"wrong {outcome.confidence:.2f}  {label.question}")
            lines.append(f"      wanted {_told(label.kind, label.roles)}")
            lines.append(f"      told   {_told(outcome.kind, outcome.roles)}")
    return [*lines, ""] if lines else []


def _told(kind: str, roles: tuple[str, ...]) -> str:
    return " ".join([kind, ", ".join(roles)]).strip()


def _table(told: Scores) -> list[str]:
    """Return the scores as lines of a table."""
    lines = [_line("right", told.right)]
    lines += [_line(f"  {kind}", share) for kind, share in told.by_kind.items()]
    lines += [
        _line("unknowns rejected", told.rejected),
        _line("known wrongly rejected", told.lost),
        _line(f"told at {SURE} or above, wrong", told.sure_and_wrong),
        _line(f"known told at {SURE} or above", told.sure),
        "",
        f"{'confidence':<30}{'mean':>8}{'right':>8}{'of':>7}",
    ]
    lines += [
        f"{f'  {each.low:.1f} to {each.high:.1f}':<30}"
        f"{each.confidence:>8.3f}{each.right.value:>8.3f}{each.right.whole:>7}"
        for each in told.bins
    ]
    lines += [
        f"{'expected calibration error':<30}{told.calibration_error:>8.3f}",
        "",
        f"{'p50, p99 in ms':<30}{told.p50 * 1000:>8.3f}{told.p99 * 1000:>8.3f}",
    ]
    return lines


def _line(name: str, share: Share) -> str:
    value = f"{share.value:.3f}" if share.whole else "-"
    return f"{name:<30}{value:>8}{share.part:>8}{share.whole:>7}"

"""`rolecall check` and `rolecall schema`: for those who edit the knowledge."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.knowledge.loading import Examination


def check(
    folder: Annotated[Path | None, typer.Argument(help="The folder to check.")] = None,
    knowledge: Annotated[
        Path | None, typer.Option(envvar="ROLECALL_KNOWLEDGE", help="The knowledge base in use.")
    ] = None,
) -> None:
    """Tell everything that is wrong with a knowledge base; exit with 1 on any error."""
    from bot.knowledge.loading import examine
    from bot.knowledge.problems import KnowledgeError

    try:
        examination = examine(folder or knowledge)
    except KnowledgeError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None
    for problem in examination.problems:
        typer.echo(str(replace(problem, file=_from_here(problem.file))))
    typer.echo(summary(examination))
    if examination.errors:
        raise typer.Exit(1)


def _from_here(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else file


def schema(
    kind: Annotated[
        str | None, typer.Argument(help="The kind of file; one schema for all if left out.")
    ] = None,
) -> None:
    """Print the JSON Schema of the YAML files, for editors."""
    from bot.knowledge import schema as schemas

    if kind not in {None, *schemas.KINDS}:
        raise typer.BadParameter(f"choose one of {', '.join(schemas.KINDS)}")
    typer.echo(json.dumps(schemas.schema(kind), indent=2, ensure_ascii=False))


def summary(examination: Examination) -> str:
    """Return one line that says how much there is and in which version, or how many problems."""
    errors = examination.errors
    warnings = len(examination.problems) - errors
    found = [_count(number, word) for number, word in ((errors, "problem"), (warnings, "warning")) if number]
    wrong = " and ".join(found) or "no problems"
    if errors:
        return f"{wrong}."
    counts = ", ".join(_count(number, word) for word, number in examination.counts.items())
    return f"{counts}: {wrong}. Version {examination.version}."


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"

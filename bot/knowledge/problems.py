"""What is wrong with a knowledge folder, each fault at its place in its file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

SHOWN = 80
"""Letters of a text that a message repeats."""


class Severity(StrEnum):
    """Whether a problem stops the knowledge from being used."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at one place of a text; line and column count from 1."""

    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in a file, printed the way compilers point at one; line 0 is the file or folder itself."""

    file: str
    line: int
    column: int
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else f"{self.file}:"
        warned = "warning: " if self.severity is Severity.WARNING else ""
        return f"{place} {warned}{self.message}"


class KnowledgeError(Exception):
    """A knowledge folder that cannot be used, with everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(map(str, self.problems)))


def quoted(text: object) -> str:
    """Return a text from a file in quotes, cut and without what would upset a terminal."""
    shown = "".join(sign if sign.isprintable() else " " for sign in str(text)[: 2 * SHOWN])
    shown = " ".join(shown.split())
    return f"'{shown[:SHOWN]}...'" if len(shown) > SHOWN else f"'{shown}'"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems by file, line and column."""
    return tuple(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.column)))

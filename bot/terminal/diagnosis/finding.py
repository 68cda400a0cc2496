"""What was found out about one part, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    """It runs, but something does not work or will not last."""
    ERROR = "error"
    """It does not run like this."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a diagnosis."""

    part: str
    level: Level
    found: str
    advice: str = ""
    """What to do; empty where nothing is to be done."""


Findings = Sequence[Finding]


def ok(part: str, found: str) -> Finding:
    """Return a finding that asks for nothing."""
    return Finding(part, Level.OK, found)


def warning(part: str, found: str, advice: str) -> Finding:
    """Return a finding that ought to be looked after."""
    return Finding(part, Level.WARNING, found, advice)


def error(part: str, found: str, advice: str) -> Finding:
    """Return a finding that must be looked after first."""
    return Finding(part, Level.ERROR, found, advice)

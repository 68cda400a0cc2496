"""From a folder of YAML to a knowledge base, or to everything that is wrong with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge import checks
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.problems import KnowledgeError, Problem, Severity, in_order
from bot.knowledge.records import Collection, collect
from bot.knowledge.shelves import SHELVES, default_folder

_LISTED = {"synonyms", "outside"}
"""Shelves that the base holds in order, as nobody looks them up."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What `rolecall check` tells: how much there is, and what is wrong with it."""

    problems: tuple[Problem, ...]
    """Errors and warnings, by file and line."""
    counts: dict[str, int]
    """The number of entries by what one is called, for those that there are."""

    @property
    def errors(self) -> int:
        """How many of the problems stop the knowledge from being used."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)


def load(folder: Path | None = None) -> KnowledgeBase:
    """Return the knowledge of a folder, the one that came with the app where none is given.

    Raise KnowledgeError with every error, none of them only a warning, where it cannot be used.
    """
    collection = collect(folder or default_folder())
    problems = [problem for problem in collection.problems if problem.severity is Severity.ERROR]
    problems += (p for p in checks.errors(collection) if p.severity is Severity.ERROR)
    if problems:
        raise KnowledgeError(problems)
    return _base(collection)


def examine(folder: Path | None = None) -> Examination:
    """Return everything that deserves a look in a folder; raise KnowledgeError where there is none."""
    collection = collect(folder or default_folder())
    problems = [*collection.problems, *checks.errors(collection), *checks.warnings(collection)]
    counts = Counter(record.shelf.word for record in collection.records)
    return Examination(in_order(problems), {shelf.word: n for shelf in SHELVES if (n := counts[shelf.word])})


def _base(collection: Collection) -> KnowledgeBase:
    """Return the base of a collection without errors, in which every record has its model."""
    shelves: dict[str, dict[str, Any]] = {shelf.name: {} for shelf in SHELVES}
    for record in collection.records:
        if record.id is not None:
            shelves[record.shelf.name][record.id] = record.model
    filled: dict[str, Any] = {
        name: tuple(held.values()) if name in _LISTED else held for name, held in shelves.items()
    }
    return KnowledgeBase(**filled, version=collection.version)

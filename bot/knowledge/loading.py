"""From a folder of YAML to a knowledge base, or to everything that is wrong with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.knowledge import kept
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.problems import KnowledgeError, Problem, Severity, in_order
from bot.knowledge.shelves import SHELVES, default_folder, version_of

if TYPE_CHECKING:
    from bot.knowledge.records import Collection


@dataclass(frozen=True, slots=True)
class Examination:
    """What `rolecall check` tells: how much there is, and what is wrong with it."""

    problems: tuple[Problem, ...]
    """Errors and warnings, by file and line."""
    counts: dict[str, int]
    """The number of entries by what one is called, for those that there are."""
    version: str
    """What the knowledge is called in the metrics of a process that uses it."""

    @property
    def errors(self) -> int:
        """How many of the problems stop the knowledge from being used."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)


def load(folder: Path | None = None, kept_in: Path | None = None) -> KnowledgeBase:
    """Return the knowledge of a folder, the one that came with the app where none is given.

    With a folder to keep it in, it is taken from there where the same files were checked before. Raise
    KnowledgeError with every error, none of them only a warning, where it cannot be used.
    """
    folder = folder or default_folder()
    version = version_of(folder) if kept_in else None
    base = kept.take(version, kept_in) if version and kept_in else None
    if base is None:
        base = _checked(folder)
        if kept_in:
            kept.keep(base, kept_in)
    return base


def examine(folder: Path | None = None) -> Examination:
    """Return everything that deserves a look in a folder; raise KnowledgeError where there is none."""
    from bot.knowledge import checks
    from bot.knowledge.records import collect

    collection = collect(folder or default_folder())
    problems = [*collection.problems, *checks.errors(collection), *checks.warnings(collection)]
    counts = Counter(record.shelf.word for record in collection.records)
    found = {shelf.word: n for shelf in SHELVES if (n := counts[shelf.word])}
    return Examination(in_order(problems), found, collection.version)


def _checked(folder: Path) -> KnowledgeBase:
    # What only YAML needs is imported when there is YAML to read.
    from bot.knowledge import checks
    from bot.knowledge.records import collect

    collection = collect(folder)
    problems = [problem for problem in collection.problems if problem.severity is Severity.ERROR]
    problems += (p for p in checks.errors(collection) if p.severity is Severity.ERROR)
    if problems:
        raise KnowledgeError(problems)
    return _base(collection)


def _base(collection: Collection) -> KnowledgeBase:
    """Return the base of a collection without errors, in which every record has its model."""
    entries = {shelf.name: [record.model for record in collection.on(shelf.name)] for shelf in SHELVES}
    return KnowledgeBase.of(entries, collection.version)

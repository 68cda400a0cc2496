"""Whether the knowledge base can be used, and whether what is learnt from it is kept for the next start."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.loading import examine
from bot.knowledge.problems import KnowledgeError, Severity
from bot.matching.cache import folder as cache_folder
from bot.terminal.check import summary
from bot.terminal.diagnosis.finding import Finding, error, ok, warning

_PART = "knowledge"


def look_at_knowledge(folder: Path | None) -> Iterator[Finding]:
    """Look at the knowledge base in use."""
    try:
        examination = examine(folder)
    except KnowledgeError as failure:
        yield error(_PART, str(failure), "look at ROLECALL_KNOWLEDGE")
        return
    first = next((str(p) for p in examination.problems if p.severity is Severity.ERROR), None)
    if first:
        yield error(
            _PART, f"{summary(examination)} The first: {first}", "run `rolecall check`, and mend them"
        )
    elif examination.problems:
        yield warning(_PART, summary(examination), "run `rolecall check` to see them")
    else:
        yield ok(_PART, summary(examination))
    yield from _kept(cache_folder())


def _kept(folder: Path) -> Iterator[Finding]:
    nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not os.access(nearest, os.W_OK):
        found = f"{folder} cannot be written: each start learns the knowledge anew, which takes seconds"
        yield warning(_PART, found, "set XDG_CACHE_HOME to a folder that can")

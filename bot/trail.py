"""What every line that is logged about a request says: its id, its team, its kind, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar

_facts: ContextVar[Mapping[str, object]] = ContextVar("facts", default={})  # noqa: B039 - never changed


def begin(**facts: object) -> None:
    """Forget what was noted before; what is logged from now on says this."""
    _facts.set(facts)


def note(**facts: object) -> None:
    """Let what is logged from now on say this too; work that is started from here inherits it."""
    _facts.set({**_facts.get(), **facts})


def noted() -> Mapping[str, object]:
    """Return what was noted."""
    return _facts.get()

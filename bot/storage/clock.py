"""What time it is, given to whatever depends on it so that tests can tell it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)

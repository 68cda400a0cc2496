"""How fast one person may ask: as fast as anybody can read, so that nobody takes the app from the others."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

KNOWN = 10_000
"""People; who has asked least lately is forgotten first, and may ask as if new."""


class Person(NamedTuple):
    """Somebody in a workspace."""

    team: str
    id: str


class Hold(NamedTuple):
    """That somebody is too fast."""

    seconds: float
    """Until the next request is let through."""
    first: bool
    """Whether it is the first that is held since one was let through."""


class Pace:
    """A full minute's worth of requests at once, and then as many a minute as is allowed.

    The generic cell rate algorithm: for each person the moment at which all they were given is made good.
    """

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Let so many a minute through; 0 lets everything through."""
        self._each = 60 / a_minute if a_minute else 0.0
        self._clock = clock
        self._good: OrderedDict[Person, float] = OrderedDict()
        self._held: set[Person] = set()

    def ask(self, person: Person) -> Hold | None:
        """Return why a request has to wait, and None where it is let through, which counts."""
        if not self._each:
            return None
        now = self._clock()
        good = max(self._good.get(person, 0.0), now) + self._each
        if good - now > 60 + self._each / 2:
            first = person not in self._held
            self._held.add(person)
            return Hold(good - now - 60, first)
        self._held.discard(person)
        self._good[person] = good
        self._good.move_to_end(person)
        if len(self._good) > KNOWN:
            gone, _ = self._good.popitem(last=False)
            self._held.discard(gone)
        return None

"""What was sent and received, word for word and bounded: the inspector reads it, and tests count in it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

KEPT = 1_000


@dataclass(slots=True)
class Entry:
    """One request with its answer, in either direction."""

    seq: int
    time: float
    direction: Literal["to_app", "from_app"]
    what: str
    """A Web API method, or what was delivered: `event app_mention`, `slash command /role`."""
    request: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    answer: Any = None
    status: int = 0
    """HTTP's; 0 while nothing has come back, or where nothing ever did."""
    ms: float = 0.0
    retry: int = 0
    fault: str = ""
    reading: Any = None
    """What was understood of a question, and why, where the workspace can tell."""

    def as_json(self) -> dict[str, Any]:
        """Return it for the inspector."""
        return asdict(self)


class Journal:
    """The last thousand exchanges."""

    def __init__(self, changed: Callable[[int], None]) -> None:
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._changed = changed
        self.last = 0
        self.counted: Counter[str] = Counter()
        """How often each method was called and each thing delivered, beyond what is kept."""

    def open(
        self, time: float, direction: Literal["to_app", "from_app"], what: str, request: Mapping[str, Any]
    ) -> Entry:
        """Start an entry; `close` it with its answer."""
        self.last += 1
        self.counted[what] += 1
        entry = Entry(self.last, time, direction, what, request)
        self._entries.append(entry)
        return entry

    def close(self, entry: Entry, answer: object, status: int, ms: float) -> None:
        """Note the answer."""
        entry.answer, entry.status, entry.ms = answer, status, round(ms, 2)
        self._changed(entry.seq)

    def since(self, seq: int, limit: int = 100) -> list[Entry]:
        """Return the latest entries after `seq`, oldest first."""
        return [entry for entry in self._entries if entry.seq > seq][-limit:]

    def calls(self, method: str = "") -> list[Entry]:
        """Return what the app asked for: all, or one method's calls."""
        return self._some("from_app", method)

    def deliveries(self, what: str = "") -> list[Entry]:
        """Return what the app was told: all, or those whose name begins so."""
        return [entry for entry in self._some("to_app", "") if entry.what.startswith(what)]

    def _some(self, direction: str, what: str) -> list[Entry]:
        return [each for each in self._entries if each.direction == direction and what in {"", each.what}]

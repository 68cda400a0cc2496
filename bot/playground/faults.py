"""What goes wrong on demand: each fault hits the next so many calls or deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

OF_CALLS = ("rate_limit", "server_error", "lose_answer", "malformed_answer", "page_answer")
"""Faults of the Web API; `lose_answer` does what was asked and says nothing."""
OF_DELIVERIES = ("lose_ack", "duplicate")


@dataclass(slots=True)
class Faults:
    """Counters: how many of the next are hit, -1 for all of them."""

    slow_ms: int = 0
    """How long each call and each delivery is held up, in simulated time."""
    rate_limit: int = 0
    server_error: int = 0
    lose_answer: int = 0
    malformed_answer: int = 0
    page_answer: int = 0
    """A page of HTML in place of the answer, as something in between may send."""
    lose_ack: int = 0
    duplicate: int = 0
    method: str = ""
    """The one Web API method that the call faults hit; empty for all."""
    mention_order: str = "app_mention"
    """Which of a mention's two events goes first: `app_mention` or `message`."""

    def take(self, name: str) -> bool:
        """Say whether this fault hits now, and count it."""
        left: int = getattr(self, name)
        if left > 0:
            setattr(self, name, left - 1)
        return left != 0

    def of_call(self, method: str) -> str:
        """Return the fault that hits a call of this method, or nothing."""
        if self.method and self.method != method:
            return ""
        return next((name for name in OF_CALLS if self.take(name)), "")

    def set(self, wanted: Mapping[str, Any]) -> None:
        """Change some of them; raises ValueError for a name or value that is none."""
        kinds = {each.name: type(getattr(self, each.name)) for each in fields(self)}
        for name, value in wanted.items():
            if name not in kinds or not isinstance(value, kinds[name]) or isinstance(value, bool):
                raise ValueError(f"no such fault, or not of its type: {name}")
        if wanted.get("mention_order", "message") not in {"app_mention", "message"}:
            raise ValueError("mention_order is app_mention or message")
        for name, value in wanted.items():
            setattr(self, name, value)

    def as_json(self) -> dict[str, Any]:
        """Return them for the panel."""
        return asdict(self)

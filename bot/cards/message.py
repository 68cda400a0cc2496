"""The one thing that cards return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """A Slack message: what notifications and screen readers get, and what is drawn."""

    text: str
    blocks: tuple[dict[str, Any], ...]

    def payload(self) -> dict[str, Any]:
        """Return it as the `text` and `blocks` arguments of a Web API call."""
        return {"text": self.text, "blocks": list(self.blocks)}

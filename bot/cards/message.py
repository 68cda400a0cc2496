"""The one thing that cards return."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Message:
    """A Slack message: what notifications and screen readers get, and what is drawn."""

    text: str
    blocks: tuple[dict[str, Any], ...]

    def payload(self) -> dict[str, Any]:
        """Return it as the `text` and `blocks` arguments of a Web API call."""
        return {"text": self.text, "blocks": list(self.blocks)}

    @cached_property
    def private(self) -> str:
        """The JSON that shows it to whoever typed a command; written once, however often it is sent."""
        return json.dumps({"response_type": "ephemeral", **self.payload()})

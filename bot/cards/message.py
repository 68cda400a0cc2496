"""The one thing that cards return."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Message:
    """A Slack message: what notifications and screen readers get, and what is drawn."""

    text: str
    blocks: tuple[dict[str, Any], ...]
    above: Message | None = field(default=None, repr=False, compare=False)
    """The message that this one is with more under it; that is kept, and written once."""

    def payload(self) -> dict[str, Any]:
        """Return it as the `text` and `blocks` arguments of a Web API call."""
        return {"text": self.text, "blocks": list(self.blocks)}

    @property
    def private(self) -> str:
        """The JSON that shows it to whoever typed a command."""
        return f'{{"response_type": "ephemeral", {self._written}]}}'

    @cached_property
    def _written(self) -> str:
        """Its JSON, up to where more blocks can follow."""
        if self.above is None:
            return json.dumps(self.payload())[1:-2]
        more = json.dumps(self.blocks[len(self.above.blocks) :])[1:-1]
        return f"{self.above._written}{', ' if self.above.blocks and more else ''}{more}"

    def over(self, blocks: Iterable[dict[str, Any]]) -> Message:
        """Return this message with more blocks under it."""
        return Message(self.text, (*self.blocks, *blocks), self)

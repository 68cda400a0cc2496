"""Each message is answered once, however often and under whatever event Slack tells of it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

REMEMBERED = 10_000
"""Messages; Slack delivers again for an hour at most, and a mention's two events come seconds apart."""


@dataclass(frozen=True, slots=True)
class MessageKey:
    """A message, as Slack names it; its events have ids of their own, each another one."""

    team: str
    channel: str
    ts: str


class Claims(Protocol):
    """Who answers what: a message belongs to the first that claims it."""

    async def claim(self, key: MessageKey) -> bool:
        """Return whether the message is now the caller's to answer; False where somebody has it."""
        ...

    async def release(self, key: MessageKey) -> None:
        """Give a message back that could not be answered, so that its next delivery can be."""
        ...


class RememberedClaims:
    """Claims of this process, forgotten when it ends; the oldest go first."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._keys: OrderedDict[MessageKey, None] = OrderedDict()
        self._remembered = remembered

    async def claim(self, key: MessageKey) -> bool:
        """Return whether this is the first claim of the message."""
        if key in self._keys:
            return False
        self._keys[key] = None
        if len(self._keys) > self._remembered:
            self._keys.popitem(last=False)
        return True

    async def release(self, key: MessageKey) -> None:
        """Forget the claim."""
        self._keys.pop(key, None)

"""Rolecall with a journal that is gone with the process, to tell what writing it down costs.

Started as `python -m load.unwritten serve --http`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.delivery.journal import JournalState, JsonObject, MessageKey, Task
from bot.storage import storage
from bot.terminal.main import main


class Unwritten:
    """A journal that remembers which messages it has heard of, and no more."""

    def __init__(self, *_: object) -> None:
        self._heard: set[MessageKey] = set()

    async def record(self, key: MessageKey, work: JsonObject) -> Task | None:
        """Claim a message that is new."""
        if key in self._heard:
            return None
        self._heard.add(key)
        return Task(key, work, JournalState.CLAIMED, 1)

    async def posted(self, _key: MessageKey, _attempt: int) -> bool:
        """Let it be sent."""
        return True

    async def clear(self, key: MessageKey) -> None:
        """Do nothing."""

    async def release(
        self, key: MessageKey, attempt: int, *, unsent: bool = False, wait: timedelta = timedelta()
    ) -> None:
        """Forget it, to be heard again."""
        self._heard.discard(key)

    async def renew(self, keys: Sequence[MessageKey]) -> None:
        """Do nothing."""

    async def take_over(self, _limit: int = 20) -> Sequence[Task]:
        """Find nothing that others left."""
        return ()


if __name__ == "__main__":
    setattr(storage, "JournalRows", Unwritten)  # noqa: B010 - it is not the module's to give
    main()

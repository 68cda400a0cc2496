"""What Slack hands out for a short while: trigger ids, good once within three seconds, and response URLs."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from itertools import count

TRIGGER_SECONDS = 3.0
HOOK_SECONDS = 30 * 60
HOOK_USES = 5


class Expired(Exception):  # noqa: N818 - it says what is wrong with the ticket
    """The ticket is not good, or no longer; `code` is Slack's word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class _Trigger:
    user: str
    issued: float
    view: str | None
    exchanged: bool = False


@dataclass(slots=True)
class Hook:
    """Where a response URL leads: somebody in a channel, and the message that was acted on, if any."""

    user: str
    channel: str
    issued: float
    ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


class Tickets:
    """Every trigger id and response URL that was given out."""

    def __init__(self) -> None:
        self._triggers: dict[str, _Trigger] = {}
        self._hooks: dict[str, Hook] = {}
        self._count = count(1)

    def trigger(self, user: str, now: float, view: str | None = None) -> str:
        """Give out a trigger id; `view` is the modal that was acted on, onto which another may be pushed."""
        trigger_id = f"{int(now)}.{next(self._count)}.playground"
        self._triggers[trigger_id] = _Trigger(user, now, view)
        return trigger_id

    def exchange(self, trigger_id: str, now: float) -> tuple[str, str | None]:
        """Take a trigger id back; return its person and view. Raises Expired."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Expired("invalid_trigger_id")
        if trigger.exchanged:
            raise Expired("exchanged_trigger_id")
        if now - trigger.issued > TRIGGER_SECONDS:
            raise Expired("expired_trigger_id")
        trigger.exchanged = True
        return trigger.user, trigger.view

    def hook(self, hook: Hook) -> str:
        """Give out a response URL; return its last part."""
        key = secrets.token_urlsafe(12)
        self._hooks[key] = hook
        return key

    def use(self, key: str, now: float) -> Hook:
        """Use a response URL once; raises Expired after five times or half an hour."""
        hook = self._hooks.get(key)
        if hook is None:
            raise Expired("invalid_url")
        if now - hook.issued > HOOK_SECONDS:
            raise Expired("expired_url")
        if hook.uses >= HOOK_USES:
            raise Expired("used_url")
        hook.uses += 1
        return hook

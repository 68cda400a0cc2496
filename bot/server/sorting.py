"""Bolt asks every listener in turn whether a request is for it; here, only those for that kind of request."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.listener.async_listener import AsyncListener
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

_SURFACES: Mapping[str, str] = {
    "event_callback": "event",
    "block_actions": "action",
    "view_submission": "view",
    "view_closed": "view",
    "block_suggestion": "options",
    "shortcut": "shortcut",
    "message_action": "shortcut",
}

_heard: ContextVar[str | None] = ContextVar("heard", default=None)
"""What the request under way is: `command`, `event:message`; None where any listener may be for it."""


class _Listeners(list[AsyncListener]):
    """Every listener; during a dispatch those for its request, in the order of their registration."""

    def __init__(self) -> None:
        super().__init__()
        self.entering: str | None = None
        self._entered: list[str | None] = []
        self._sorted: dict[str, list[AsyncListener]] = {}

    def append(self, listener: AsyncListener) -> None:
        """Enter a listener under what it is registered with; any other way it hears everything."""
        super().append(listener)
        self._entered.append(self.entering)
        self._sorted.clear()

    def __iter__(self) -> Iterator[AsyncListener]:
        heard = _heard.get()
        if heard is None:
            return super().__iter__()
        surface = heard.partition(":")[0]
        wanted = heard if heard in self._entered else surface
        if wanted not in self._sorted:
            pairs = zip(super().__iter__(), self._entered, strict=True)
            fitting = (wanted, surface, None)
            self._sorted[wanted] = [listener for listener, entered in pairs if entered in fitting]
        return iter(self._sorted[wanted])


_READ_BY_BOLT = ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_VERIFICATION_TOKEN")


@contextlib.contextmanager
def _hidden() -> Iterator[None]:
    """Hide what Bolt reads by itself: with a client id in the environment it sets up an OAuth of its own."""
    hidden = {name: os.environ.pop(name) for name in _READ_BY_BOLT if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(hidden)


class SortedApp(AsyncApp):
    """A Bolt app to which a hundred listeners for one kind of request cost nothing on another."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Bolt's own
        with _hidden():
            super().__init__(**options)
        self._async_listeners: _Listeners = _Listeners()

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Return what the listener for the request answers."""
        token = _heard.set(_surface(req.body))
        try:
            return await super().async_dispatch(req)
        finally:
            _heard.reset(token)

    def command(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401, D102 - Bolt's own, as those below
        return self._entering("command", super().command(*args, **options))

    def event(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401, D102
        name = f"event:{args[0]}" if args and isinstance(args[0], str) else "event"
        return self._entering(name, super().event(*args, **options))

    def action(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401, D102
        return self._entering(_of("action", args), super().action(*args, **options))

    def view(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401, D102
        return self._entering(_of("view", args), super().view(*args, **options))

    def options(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401, D102
        return self._entering("options", super().options(*args, **options))

    def shortcut(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401, D102
        return self._entering("shortcut", super().shortcut(*args, **options))

    def _entering(self, surface: str, register: Callable[..., Any]) -> Callable[..., Any]:
        def enter(listener: Callable[..., Any]) -> Any:  # noqa: ANN401 - whatever Bolt returns
            self._async_listeners.entering = surface
            try:
                return register(listener)
            finally:
                self._async_listeners.entering = None

        return enter


def _of(surface: str, args: Sequence[Any]) -> str:
    """Return what a listener is entered under: its id where that is a plain text, else its surface."""
    return f"{surface}:{args[0]}" if args and isinstance(args[0], str) else surface


def _surface(body: Mapping[str, Any]) -> str | None:
    if "command" in body:
        return "command"
    surface = _SURFACES.get(str(body.get("type")))
    match surface:
        case "action":
            actions = body.get("actions")
            first = actions[0] if isinstance(actions, list) and actions else None
            return f"action:{first.get('action_id')}" if isinstance(first, Mapping) else surface
        case "view":
            view = body.get("view")
            return f"view:{view.get('callback_id')}" if isinstance(view, Mapping) else surface
    event = body.get("event")
    return f"event:{event.get('type')}" if surface == "event" and isinstance(event, Mapping) else surface

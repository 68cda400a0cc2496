"""Bolt asks every listener in turn whether a request is for it; here, only those for that kind of request."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, TypeAlias

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

_Heard: TypeAlias = tuple[str, str | None]
"""What a request is: its surface, and the id or type by which its listeners are told apart, if any."""

_Wanted: TypeAlias = str | re.Pattern[str] | None

_heard: ContextVar[_Heard | None] = ContextVar("heard", default=None)
"""What the request under way is; None where any listener may be for it."""

_REMEMBERED = 1000
"""Ids for which it is remembered who hears them; what is pressed has few, but they come from outside."""


class _Listeners(list[AsyncListener]):
    """Every listener; during a dispatch those for its request, in the order of their registration."""

    def __init__(self) -> None:
        super().__init__()
        self.entering: tuple[str, _Wanted] | None = None
        self._entered: list[tuple[str, _Wanted] | None] = []
        self._sorted: dict[_Heard, list[AsyncListener]] = {}

    def append(self, listener: AsyncListener) -> None:
        """Enter a listener under what it is registered with; any other way it hears everything."""
        super().append(listener)
        self._entered.append(self.entering)
        self._sorted.clear()

    def __iter__(self) -> Iterator[AsyncListener]:
        heard = _heard.get()
        if heard is None:
            return super().__iter__()
        found = self._sorted.get(heard)
        if found is None:
            if len(self._sorted) >= _REMEMBERED:
                self._sorted.clear()
            pairs = zip(super().__iter__(), self._entered, strict=True)
            found = self._sorted[heard] = [listener for listener, entered in pairs if _fits(entered, heard)]
        return iter(found)


def _fits(entered: tuple[str, _Wanted] | None, heard: _Heard) -> bool:
    """Tell whether a listener may be for a request; Bolt looks closer."""
    if entered is None:
        return True
    surface, wanted = entered
    if surface != heard[0]:
        return False
    name = heard[1]
    if wanted is None or name is None:
        return True
    return wanted == name if isinstance(wanted, str) else wanted.search(name) is not None


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
        return self._entering("command", None, super().command(*args, **options))

    def event(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401, D102
        return self._entering("event", _wanted(args, "type"), super().event(*args, **options))

    def action(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401, D102
        return self._entering("action", _wanted(args, "action_id"), super().action(*args, **options))

    def view(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401, D102
        return self._entering("view", _wanted(args, "callback_id"), super().view(*args, **options))

    def options(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401, D102
        return self._entering("options", None, super().options(*args, **options))

    def shortcut(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401, D102
        return self._entering("shortcut", None, super().shortcut(*args, **options))

    def _entering(self, surface: str, wanted: _Wanted, register: Callable[..., Any]) -> Callable[..., Any]:
        def enter(listener: Callable[..., Any]) -> Any:  # noqa: ANN401 - whatever Bolt returns
            self._async_listeners.entering = (surface, wanted)
            try:
                return register(listener)
            finally:
                self._async_listeners.entering = None

        return enter


def _wanted(args: Sequence[Any], name: str) -> _Wanted:
    """Return the id or type that a listener is registered with, or their pattern; None for anything else."""
    constraint = args[0] if args else None
    if isinstance(constraint, Mapping):
        constraint = constraint.get(name)
    return constraint if isinstance(constraint, (str, re.Pattern)) else None


def _surface(body: Mapping[str, Any]) -> _Heard | None:
    if "command" in body:
        return "command", None
    surface = _SURFACES.get(str(body.get("type")))
    if surface is None:
        return None
    name = None
    match surface:
        case "action":
            actions = body.get("actions")
            name = _text(actions[0] if isinstance(actions, list) and actions else None, "action_id")
        case "view":
            name = _text(body.get("view"), "callback_id")
        case "event":
            name = _text(body.get("event"), "type")
    return surface, name


def _text(part: object, name: str) -> str | None:
    found = part.get(name) if isinstance(part, Mapping) else None
    return found if isinstance(found, str) else None

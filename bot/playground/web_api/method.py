"""What a Web API method is: its scope, its rate, its arguments; and what it answers when it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from bot.playground.limits import Rate
from bot.playground.people import Channel
from bot.playground.workspace import Workspace

Item = TypeVar("Item")


class ApiError(Exception):
    """A refusal; `code` is Slack's error, `more` what stands beside it in the answer."""

    def __init__(self, code: str, *messages: str, status: int = 200, **more: object) -> None:
        super().__init__(code)
        self.code, self.status, self.more = code, status, more
        if messages:
            self.more["response_metadata"] = {"messages": [f"[ERROR] {each}" for each in messages]}

    def as_json(self) -> dict[str, Any]:
        """Return the body of the answer."""
        return {"ok": False, "error": self.code, **self.more}


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the workspace whose token it bears, and its arguments as they came."""

    workspace: Workspace
    method: str
    args: Mapping[str, Any]

    def text(self, name: str, default: str = "") -> str:
        """Return a string argument."""
        value = self.args.get(name)
        if value is None:
            return default
        if isinstance(value, (dict, list, bool)):
            raise ApiError("invalid_arguments", f"{name} must be a string")
        return str(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a truth, in any of the ways in which clients write it."""
        value = self.args.get(name)
        return default if value is None else str(value).lower() in {"1", "true"}

    def integer(self, name: str, default: int) -> int:
        """Return a whole number."""
        value = self.args.get(name)
        if value in {None, ""}:
            return default
        try:
            return int(str(value))
        except ValueError:
            raise ApiError("invalid_arguments", f"{name} must be a whole number") from None

    def structure(self, name: str, wrong: str = "invalid_arguments") -> Any:  # noqa: ANN401 - what was sent
        """Return an argument that is JSON, native or written into a string; None where it is missing."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except json.JSONDecodeError:
            raise ApiError(wrong, f"{name} is not JSON") from None

    def items(self, name: str) -> list[str]:
        """Return a list of ids, native or separated by commas."""
        value = self.args.get(name) or []
        listed = value.split(",") if isinstance(value, str) else value
        return [str(each).strip() for each in listed if str(each).strip()]

    def channel(self, name: str = "channel") -> Channel:
        """Return the channel that an argument names, if the app may know of it."""
        found = self.workspace.channels.get(self.text(name))
        if found is None or not self.workspace.may_see(self.workspace.bot, found):
            raise ApiError("channel_not_found")
        return found

    def needs(self, *scopes: str) -> None:
        """Refuse the call unless one of these scopes is granted."""
        if scopes and not self.workspace.granted.intersection(scopes):
            provided = ",".join(sorted(self.workspace.granted))
            raise ApiError("missing_scope", needed=",".join(scopes), provided=provided)

    def within(self, rate: Rate, what: str = "") -> None:
        """Refuse the call with 429 if there were too many."""
        wait = self.workspace.limits.wait(what or self.method, rate, self.workspace.clock.now())
        if wait:
            raise ApiError("ratelimited", status=429, retry_after=wait)


Caller = Literal["bot", "app", "anybody"]
"""Whose token a method wants."""

Run = Callable[[Call], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Method:
    """One method, with what is checked before it runs."""

    run: Run
    scopes: tuple[str, ...]
    """Any one of them is enough."""
    rate: Rate | None
    required: frozenset[str]
    optional: frozenset[str]
    caller: Caller


METHODS: dict[str, Method] = {}


def method(
    name: str,
    *,
    scopes: Iterable[str] = (),
    rate: Rate | None = None,
    required: str = "",
    optional: str = "",
    caller: Caller = "bot",
) -> Callable[[Run], Run]:
    """Enter a function as a Web API method; the arguments are named in one string each."""

    def enter(run: Run) -> Run:
        METHODS[name] = Method(
            run, tuple(scopes), rate, frozenset(required.split()), frozenset(optional.split()), caller
        )
        return run

    return enter


def page(call: Call, items: Sequence[Item], most: int = 1000) -> tuple[list[Item], dict[str, Any]]:
    """Return one page of items, and the metadata with the cursor of the next."""
    limit = call.integer("limit", 100)
    if not 1 <= limit <= most:
        raise ApiError("invalid_limit")
    cursor = call.text("cursor")
    after = cursor.removeprefix("next:")
    if cursor and (after == cursor or not after.isdecimal()):
        raise ApiError("invalid_cursor")
    start = int(after or 0)
    following = f"next:{start + limit}" if start + limit < len(items) else ""
    return list(items[start : start + limit]), {"response_metadata": {"next_cursor": following}}

"""The local workspace, the same before each plan; it remembers what the app asked of it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any
from urllib.parse import parse_qsl

import payloads
from faults.slack import watched
from served_app import START
from slack_sdk.errors import SlackApiError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.delivery.posting import NoLongerPossible, NotDelivered
from bot.manifest import manifest
from bot.playground.clock import Clock
from bot.playground.files import File
from bot.playground.limits import Limits
from bot.playground.modals import stored
from bot.playground.posting import by_the_app
from bot.playground.seed import seeded
from bot.playground.tickets import Hook, Tickets
from bot.playground.workspace import Workspace

_SPEED = 20
"""How much faster time goes there: a picture is not ready at once."""
_LONG = 3600.0
"""Seconds that the trigger id of a plan is good for beyond its three."""
_CONTENT = b"* @ana\n"
_ABSENT = frozenset(
    {
        "channel_not_found",
        "user_not_found",
        "not_in_channel",
        "thread_not_found",
        "message_not_found",
        "invalid_trigger_id",
        "expired_trigger_id",
        "exchanged_trigger_id",
        "view_not_found",
        "not_found",
        "hash_conflict",
    }
)
"""What Slack says of what is not there, or no longer."""
_NOBODY = ("missing required field", "user_id is nobody here")


def only_absent(error: BaseException | None) -> bool:
    """Return whether Slack refused something only since it, or whoever acts, is not there or not named.

    A changed payload may be the cause of that.
    """
    match error:
        case SlackApiError():
            return error.response.get("error") in _ABSENT or _names_nobody(error.response)
        case NotDelivered():
            return not _ABSENT.isdisjoint(str(error).split())
        case _:
            return isinstance(error, NoLongerPossible)


def _names_nobody(answer: Any) -> bool:
    told = (answer.get("response_metadata") or {}).get("messages", [])
    return bool(told) and all(any(said in each for said in _NOBODY) for each in told)


class RecordingSlack:
    """Serves such a workspace."""

    def __init__(self) -> None:
        self.place = seeded(manifest(), clock=Clock(START, speed=_SPEED))
        self.place.people[payloads.USER].is_admin = True  # most forms are for admins
        self.place.files["F1"] = File(
            "F1", "CODEOWNERS", len(_CONTENT), content=_CONTENT, completed=0, by=payloads.USER
        )
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def serving(self) -> AbstractAsyncContextManager[str]:
        """Serve it; what is entered is its address."""
        return watched(self.place, _Recorded, calls=self.calls)

    async def begin(self, number: int) -> None:
        """Forget what the last plan left, and put there what the next one acts on."""
        place = self.place
        await place.close()
        self.calls.clear()
        place.limits = Limits()
        for kept in (place.messages, place.ephemeral, place.modals, place.status, place.scheduled):
            kept.clear()
        card = {"type": "message", "text": "Ana", "channel": payloads.CHANNEL, **by_the_app(place)}
        for ts in (payloads.TS, f"1795176000.{number:06}"):
            for channel in (payloads.CHANNEL, "DNIA"):
                place.messages[channel][ts] = {**card, "ts": ts}
        place.ephemeral[payloads.USER][payloads.TS] = {**card, "ts": payloads.TS}
        place.modals[payloads.USER] = [_modal(place)]
        place.tickets = _tickets(place)

    def allowed(self, named: Iterable[str]) -> Iterator[str]:
        """Yield where the app may speak for whom and what a payload names: there, to them, and to admins."""
        people = self.place.people
        for each in (*named, *(person.id for person in people.values() if person.is_admin)):
            yield each
            if each in people:
                yield f"D{each[1:]}"


def _modal(place: Workspace) -> dict[str, Any]:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Rolecall"}, "blocks": []}
    return {**stored(place, view), "id": "V1", "root_view_id": "V1", "hash": "1.x"}


def _tickets(place: Workspace) -> Tickets:
    """Return tickets of which one of each kind is good, under the name that the payloads know it by."""
    tickets = Tickets()
    issued = tickets.trigger(payloads.USER, place.clock.now() + _LONG, "V1")
    tickets._triggers["1.2.x"] = tickets._triggers.pop(issued)
    key = tickets.hook(Hook(payloads.USER, payloads.CHANNEL, math.inf, payloads.TS))
    tickets._hooks["x"] = tickets._hooks.pop(key)
    return tickets


class _Recorded:
    """Stands before the workspace's server: notes each call, and hands it on."""

    def __init__(self, app: ASGIApp, calls: list[tuple[str, dict[str, Any]]]) -> None:
        self._app, self._calls = app, calls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note it once its body is there."""
        body = b""

        async def noting() -> Message:
            nonlocal body
            message = await receive()
            if message["type"] == "http.request":
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    self._calls.append(_call(scope, body))
            return message

        await self._app(scope, noting if scope["type"] == "http" else receive, send)


def _call(scope: Scope, body: bytes) -> tuple[str, dict[str, Any]]:
    name = scope["path"].rpartition("/api/")[2] or scope["path"]
    if dict(scope["headers"]).get(b"content-type", b"").startswith(b"application/json"):
        return name, json.loads(body or b"{}")
    return name, dict(parse_qsl(body.decode(errors="replace")))

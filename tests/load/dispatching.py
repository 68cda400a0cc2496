"""What it costs to find the listener among all of them, beside the same app with that one alone."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import Any

import payloads
from served_app import served
from slack_bolt.async_app import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.playground.transport import Delivery, signed_headers
from bot.server.sorting import SortedApp

KINDS = {
    "command": payloads.command("data-engineer"),
    "mention": payloads.mention("who owns it?"),
    "message": payloads.message("who owns it?"),
    "press": payloads.press("1|role|data-engineer"),
}


@dataclass(frozen=True, slots=True)
class Dispatch:
    """The cost of one kind of request until its listener is called, which does nothing here."""

    kind: str
    place: int
    """Of its listener, from one."""
    listeners: int
    each: float
    """Microseconds of processor time."""
    ratio: float
    """To the same with no other listener."""


async def dispatches(many: int, rounds: int) -> list[Dispatch]:
    """Measure every kind."""
    async with served() as hall:
        app, secret = hall.app.bolt, hall.workspace.credentials.signing_secret
        assert isinstance(app, SortedApp)
        everyone, sorted_ones = list(app._async_listeners), app._async_listeners
        called: list[int] = []
        for place, listener in enumerate(everyone):
            # Bound as a default, since a closure would see the last one only.
            async def nothing(ack: AsyncAck, place: int = place) -> Any:
                called.append(place)
                await ack()

            listener.ack_function, listener.arg_names = nothing, ["ack"]  # type: ignore[attr-defined]
        found = []
        for kind, delivery in KINDS.items():
            await _timed(app, sorted_ones, delivery, secret, 1)
            place = called[-1]
            pairs = [
                (
                    await _timed(app, sorted_ones, delivery, secret, many),
                    await _timed(app, everyone[place : place + 1], delivery, secret, many),
                )
                for _ in range(rounds)
            ]
            ratio = median(among / alone for among, alone in pairs)
            each = median(among for among, _ in pairs) / many * 1e6
            found.append(Dispatch(kind, place + 1, len(everyone), each, ratio))
        return found


async def _timed(app: SortedApp, listeners: list[Any], delivery: Delivery, secret: str, many: int) -> float:
    app._async_listeners = listeners  # type: ignore[assignment]
    requests = [_request(delivery, secret) for _ in range(many)]
    began = time.process_time()
    for request in requests:
        await SortedApp.async_dispatch(app, request)  # what we log and count is not Bolt's to answer for
    return time.process_time() - began


def _request(delivery: Delivery, secret: str) -> AsyncBoltRequest:
    body, kind = delivery.encode()
    return AsyncBoltRequest(body=body.decode(), headers=dict(signed_headers(secret, body, kind)))

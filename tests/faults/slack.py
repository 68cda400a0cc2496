"""Slack with many workspaces, whose answers get lost by chance, and that knows when it is posted to."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.manifest import manifest
from bot.playground.faults import Faults
from bot.playground.people import Channel, Person
from bot.playground.seed import seeded
from bot.playground.server import build_playground, listen, serving
from bot.playground.workspace import Credentials, Workspace

POST = "/api/chat.postMessage"
READABLE = "metadata.message:read"


@dataclass
class Chance(Faults):
    """Lets a share of all posts fail: half of them before the message is stored, half after."""

    share: float = 0.05
    luck: random.Random = field(default_factory=random.Random)
    hit: dict[str, int] = field(default_factory=dict)

    def of_call(self, method: str) -> str:
        """Return what goes wrong with a call."""
        if method != "chat.postMessage" or self.luck.random() >= self.share:
            return ""
        fault = self.luck.choice(("server_error", "lose_answer"))
        self.hit[fault] = self.hit.get(fault, 0) + 1
        return fault


def workspaces(many: int, channels: int, people: int, faults: Faults, *, readable: bool) -> list[Workspace]:
    """Return workspaces with the app in every channel; the token may read answers back, or not."""
    made = []
    for number in range(many):
        known = Credentials.of(f"TDATA{number}")
        place = seeded(manifest(), team=f"TDATA{number}", name=f"House {number}", credentials=known)
        members = [f"U{number}X{each}" for each in range(people)]
        for member in members:
            place.add_person(Person(member, member.lower(), f"Person {member}"))
        for each in range(channels):
            everybody = [*members, place.bot]
            place.add_channel(Channel(f"C{number}X{each}", f"data-{each}", members=everybody))
        place.faults = faults
        place.granted |= {"channels:history", READABLE}
        if not readable:
            place.granted.discard(READABLE)
        made.append(place)
    return made


def answers(place: Workspace) -> Iterable[tuple[str, str]]:
    """Return the channel and the question's ts of every answer that stands in a workspace."""
    for channel, sent in place.messages.items():
        for message in sent.values():
            metadata = message.get("metadata") or {}
            if message["user"] == place.bot and metadata.get("event_type") == "rolecall_answer":
                yield channel, metadata["event_payload"]["answers"]


def told(place: Workspace) -> Iterable[tuple[str, str]]:
    """Return the channel and the question's ts of everything that askers were told in private."""
    for sent in place.ephemeral.values():
        for message in sent.values():
            if message["user"] == place.bot:
                yield message["channel"], message.get("thread_ts", "")


@asynccontextmanager
async def watched(place: Workspace, watcher: Callable[..., ASGIApp], **given: object) -> AsyncIterator[str]:
    """Serve a workspace that tells nothing by itself, with a watcher before it; yield its address."""
    place.manifest = replace(place.manifest, events=frozenset())
    playground = build_playground(place, None)
    playground.add_middleware(watcher, **given)
    with listen() as listener:
        async with serving(playground, listener) as url:
            yield url


class Watched:
    """Stands before the workspaces' server: says when a post arrives and when it is stored, and from whom."""

    def __init__(self, app: ASGIApp, at: Callable[[str, str], bool]) -> None:
        """`at` gets the host by which the server was called and the moment; True lets the post get lost."""
        self._app, self._at = app, at

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, but for what gets lost."""
        if scope["type"] != "http" or scope["path"] != POST:
            await self._app(scope, receive, send)
            return
        host = dict(scope["headers"])[b"host"].decode().partition(":")[0]
        if self._at(host, "sent"):
            await _cut(send)
            return

        async def answering(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                self._at(host, "stored")
            await send(message)

        await self._app(scope, receive, answering)


async def _cut(send: Send) -> None:
    headers: list[Any] = [(b"content-length", b"4096")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"{", "more_body": True})


async def deaf(scope: Scope, receive: Receive, send: Send) -> None:
    """Take whatever the workspaces tell by themselves: what is asked comes from elsewhere."""
    if scope["type"] == "http":
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

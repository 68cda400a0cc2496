"""The local workspace with everybody who asks: it counts what is posted there, and forgets it."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from faults.slack import Watched, watched

from bot.manifest import manifest
from bot.playground.clock import Clock
from bot.playground.hooks import give_hook
from bot.playground.people import Channel, Person
from bot.playground.seed import seeded
from bot.playground.tickets import Hook
from bot.playground.workspace import Workspace
from load.traffic import CHANNELS, KNOWN, PEOPLE

_SPEED = 1_000
"""How much faster time goes there: in one a second, Slack lets nobody post as often as is measured."""


def crowded() -> Workspace:
    """Return a workspace of many, who ask in channels of their own."""
    place = seeded(manifest(), clock=Clock(speed=_SPEED), credentials=KNOWN)
    everybody = [f"U{number:04}" for number in range(PEOPLE)]
    for each in everybody:
        place.add_person(Person(each, each.lower(), f"Person {each}"))
    for channel in place.channels.values():
        if channel.is_public:
            channel.members += everybody
    for number in range(CHANNELS):
        # Private, as else each post would be drawn for everybody.
        members = [*everybody[number::CHANNELS], place.bot]
        place.add_channel(Channel(f"C{number:04}", f"data-{number}", "private", members=members))
    return place


class CountingSlack:
    """Serves such a workspace, and counts how much of what is posted has blocks."""

    def __init__(self) -> None:
        self.place = crowded()
        self.posts = self.with_blocks = 0

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Serve it; yield the address of its Web API."""
        async with watched(self.place, Watched, at=self._at) as url:
            yield f"{url}/api/"

    async def until(self, posts: int, seconds: float) -> None:
        """Wait until so much was posted in all; raises TimeoutError."""
        await self.place.feed.until(lambda: self.posts >= posts, seconds)

    def hook(self, user: str = "UNIA") -> str:
        """Return a response URL that stays good, as half an hour is soon over there."""
        return give_hook(self.place, Hook(user, "CHELP", issued=math.inf))

    def _at(self, _host: str, moment: str) -> bool:
        if moment == "stored":
            for sent in self.place.messages.values():
                self._count(sent)
            self.place.ephemeral.clear()
        return False

    def _count(self, sent: dict[str, dict[str, object]]) -> None:
        """Take what the app posted out of a channel, each with what it answers: nobody reads it again."""
        for ts, message in list(sent.items()):
            if message["user"] == self.place.bot:
                self.posts += 1
                self.with_blocks += bool(message.get("blocks"))
                del sent[ts]
                sent.pop(str(message.get("thread_ts")), None)

"""Sends requests: as many as go at once, or so many a second; an answer without its blocks is an error."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field

import aiohttp

from load.serving import Server
from load.traffic import Signed

AT_ONCE = 8
_OK = 200
_EARLY = 0.002
"""Seconds before a request is due from which the clock is watched: a loop's timers are no finer."""


@dataclass
class Result:
    """What a server did with some requests."""

    answered: int = 0
    wrong: int = 0
    """Of those, the ones with another status, or without what they must hold."""
    cpu: float = 0.0
    """Seconds of the server's processor time for all of them."""
    seconds: list[float] = field(default_factory=list)
    """How long each took."""

    @property
    def each(self) -> float:
        """Microseconds of processor time a request; the kernel counts in hundredths of a second."""
        return max(self.cpu, 0.01) / self.answered * 1e6

    def quantile(self, share: float) -> float:
        """Return the milliseconds within which that share of the requests was answered."""
        ordered = sorted(self.seconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] * 1000


async def at_once(server: Server, requests: list[Signed], holds: bytes) -> Result:
    """Send the requests over a few connections, each as soon as the one before it was answered."""
    result, left = Result(), deque(requests)
    before = server.cpu()
    connector = aiohttp.TCPConnector(limit=AT_ONCE)
    async with aiohttp.ClientSession(connector=connector) as session, asyncio.TaskGroup() as group:

        async def work() -> None:
            while left:
                await send(session, server, left.popleft(), holds, result, time.perf_counter())

        for _ in range(AT_ONCE):
            group.create_task(work())
    result.cpu = server.cpu() - before
    return result


async def by_rate(server: Server, requests: list[Signed], holds: bytes, rate: float, result: Result) -> None:
    """Send the requests at even distances and add what became of them to the result.

    Each one's time runs from when it was due, sent or not.
    """
    before = server.cpu()
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        began = time.perf_counter()
        for number, request in enumerate(requests):
            due = began + number / rate
            await _until(due)
            group.create_task(send(session, server, request, holds, result, due))
    result.cpu += server.cpu() - before


async def _until(due: float) -> None:
    """Wait for a moment; the loop alone would come a millisecond late, which is not the server's."""
    while (left := due - time.perf_counter()) > 0:
        early = max(0.0, left - _EARLY)
        await asyncio.sleep(early)


async def send(
    session: aiohttp.ClientSession, server: Server, request: Signed, holds: bytes, result: Result, due: float
) -> None:
    async with session.post(server.url, data=request.body, headers=request.headers) as answer:
        body = await answer.read()
    result.seconds.append(time.perf_counter() - due)
    result.answered += 1
    result.wrong += answer.status != _OK or holds not in body

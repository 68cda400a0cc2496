"""Whether two processes on one PostgreSQL answer twice as much as one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from time import perf_counter

from databases import migrated

from load.driving import at_once
from load.serving import Server, first_answer
from load.slack import CountingSlack
from load.storing import made, postgresql
from load.traffic import Traffic


@dataclass(frozen=True, slots=True)
class Workers:
    """What mentions took with one worker, and with two at the same time; each until it was posted."""

    cpu: tuple[float, float]
    """Microseconds of a worker's processor time a mention."""
    rate: tuple[float, float]
    """Mentions a second, of all workers together; the sender and the database take a share of the cores."""

    @property
    def by_cpu(self) -> float:
        """How many times as much two answer where each has a core to itself."""
        return 2 * self.cpu[0] / self.cpu[1]

    @property
    def by_rate(self) -> float:
        """How many times as much two answered here."""
        return self.rate[1] / self.rate[0]


async def workers(
    start: Callable[..., AbstractAsyncContextManager[Server]],
    traffic: Traffic,
    slack: CountingSlack,
    many: int,
    rounds: int,
) -> Workers | None:
    """Measure on a database of its own; None where there is no PostgreSQL."""
    database = await postgresql()
    if database is None:
        return None
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(made(database))
        await migrated(url)
        both = []
        for name in ("one", "two"):
            started = start(name, "bot", "serve", "--http", DATABASE_URL=url)
            both.append(await stack.enter_async_context(started))
            await first_answer(both[-1], traffic.command())
        await _sent(both, traffic, slack, many)
        taken: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
        for _ in range(rounds):
            for count, figures in taken.items():
                figures.append(await _sent(both[:count], traffic, slack, many))
        cpu, rate = zip(*(map(_mean, zip(*figures, strict=True)) for figures in taken.values()), strict=True)
        return Workers(cpu, rate)


async def _sent(
    servers: list[Server], traffic: Traffic, slack: CountingSlack, many: int
) -> tuple[float, float]:
    """Return a mention's microseconds, and how many were answered a second; each server gets `many`."""
    before, posts, began = sum(server.cpu() for server in servers), slack.posts, perf_counter()
    await asyncio.gather(*(at_once(server, traffic.mentions(many), b"") for server in servers))
    every = many * len(servers)
    await slack.until(posts + every, 120)
    seconds = perf_counter() - began
    return (sum(server.cpu() for server in servers) - before) / every * 1e6, every / seconds


def _mean(values: tuple[float, ...]) -> float:
    return sum(values) / len(values)

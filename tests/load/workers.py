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

NAMES = ("one", "two", "two, with a database for each")


@dataclass(frozen=True, slots=True)
class Workers:
    """What mentions took, each until it was posted, by `NAMES`."""

    cpu: tuple[float, ...]
    """Microseconds of a worker's processor time a mention."""
    rate: tuple[float, ...]
    """Mentions a second, of all workers together; the sender and the database take a share of the cores."""

    @property
    def by_cpu(self) -> float:
        """How many times as much two answer where each has a core to itself."""
        return 2 * self.cpu[0] / self.cpu[1]

    @property
    def apart(self) -> float:
        """The same of two that have nothing in common but the machine: what it takes is not ours."""
        return 2 * self.cpu[0] / self.cpu[2]

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
        common, own = [await stack.enter_async_context(made(database)) for _ in range(2)]
        servers = []
        for name, url in (("one", common), ("two", common), ("three", own)):
            await migrated(url)
            started = start(name, "bot", "serve", "--http", DATABASE_URL=url)
            servers.append(await stack.enter_async_context(started))
            await first_answer(servers[-1], traffic.command())
        await _sent(servers, traffic, slack, many)
        one, two, three = servers
        at_work = ([one], [one, two], [one, three])
        taken: list[list[tuple[float, float]]] = [[] for _ in at_work]
        for _ in range(rounds):
            for figures, some in zip(taken, at_work, strict=True):
                figures.append(await _sent(some, traffic, slack, many))
        cpu, rate = zip(*(map(_mean, zip(*figures, strict=True)) for figures in taken), strict=True)
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

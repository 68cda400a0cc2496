"""Measures how fast the app serves: `make load`; the short form only shows that the tool works."""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.knowledge.loading import load
from bot.knowledge.shelves import default_folder
from load.dispatching import dispatches
from load.driving import Result, at_once, by_rate
from load.references import HELLO
from load.report import Comparison, Figures, page
from load.serving import Server, first_answer, started
from load.slack import CountingSlack
from load.storing import storing
from load.traffic import Traffic, questions
from load.workers import workers

ROOT = Path(__file__).parents[2]
LONGEST = 900
"""Seconds for the whole run."""
RATE = 50
_SERVE, _UNWRITTEN = ("bot", "serve", "--http"), ("load.unwritten", "serve", "--http")
_ANSWERING = ("raw", "bolt", "rolecall")
_OURS = {"rolecall", "unwritten"}
_CARD = b'"blocks": [{'


@dataclass(frozen=True, slots=True)
class Size:
    """How much is sent."""

    warm: int = 300
    each: int = 500
    rounds: int = 6
    at_rate: int = 250
    starts: int = 5
    dispatches: int = 400


SHORT = Size(warm=20, each=20, rounds=1, at_rate=20, starts=1, dispatches=20)


async def measure(size: Size, knowledge: Path) -> Figures:
    """Start everything, send, and return what was found; nothing leaves the machine."""
    async with asyncio.timeout(LONGEST), AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rolecall-load-")))
        slack = CountingSlack()
        api = await stack.enter_async_context(slack.serving())
        start = partial(started, folder=folder, api=api, knowledge=knowledge)
        traffic = Traffic(questions(load(knowledge)), slack.place)
        await _start(start, traffic)  # the first one may have to learn the knowledge
        starts = [await _start(start, traffic) for _ in range(size.starts)]
        servers = {
            name: await stack.enter_async_context(start(name, "load.references", name))
            for name in ("raw", "bolt", "row")
        }
        app = await stack.enter_async_context(start("rolecall", *_SERVE))
        servers["rolecall"] = app
        servers["unwritten"] = await stack.enter_async_context(start("unwritten", *_UNWRITTEN))
        for server in servers.values():
            await first_answer(server, traffic.command())
        young, bare = app.resident(), servers["row"].resident()
        run = Run(servers, slack, traffic, size)
        await run.warm()
        comparisons = [await run.commands(), await run.commands(fresh=True), *await run.mentions()]
        at_rate = await run.at_rate()
        costs = await dispatches(size.dispatches, 5)
        kept = await storing(size.dispatches, folder)
        return Figures(
            comparisons,
            at_rate,
            costs,
            kept,
            starts,
            [asked_once() for _ in range(size.starts)],
            (bare, young, app.resident()),
            run.posts,
            run.wrong,
            await workers(start, traffic, slack, size.each, size.rounds),
        )


class Run:
    """Rounds in which each server gets as much as the others, in turns."""

    def __init__(
        self, servers: dict[str, Server], slack: CountingSlack, traffic: Traffic, size: Size
    ) -> None:
        self._servers, self._slack, self._traffic, self._size = servers, slack, traffic, size
        self.wrong = 0
        self._mentions = self._cards = 0

    @property
    def posts(self) -> tuple[int, int]:
        """Return how many mentions Rolecall got, and how many cards it posted."""
        return self._mentions, self._cards

    async def warm(self) -> None:
        """Let every server meet every question and every code path once."""
        for name in self._servers:
            await self._command(name, self._size.warm)
            await self._mention(name, self._size.warm)

    async def commands(self, *, fresh: bool = False) -> Comparison:
        """Compare slash commands; `fresh` ones nobody has typed before."""
        title = "one that nobody has typed before" if fresh else "a slash command, with its whole answer"
        found = Comparison(title, None if fresh else 0.4, "bolt")
        for _ in range(self._size.rounds):
            found.rounds.append(
                {name: await self._command(name, self._size.each, fresh=fresh) for name in _ANSWERING}
            )
        return found

    async def at_rate(self) -> dict[str, Result]:
        """Send slash commands as they come in, so many a second; return what became of them by server."""
        found = {name: Result() for name in _ANSWERING}
        for _ in range(self._size.rounds):
            for name, result in found.items():
                requests = self._traffic.commands(self._size.at_rate)
                await by_rate(self._servers[name], requests, _held(name), RATE, result)
        self.wrong += sum(result.wrong for result in found.values())
        return found

    async def mentions(self) -> list[Comparison]:
        """Compare mentions, each until it was posted; with and without a database on the reference's side."""
        plain = Comparison("a mention and its post", None, "bolt")
        kept = Comparison("a mention and its post, the reference with a row in a database", 0.35, "row")
        alone = Comparison("the first, with no journal on either side", None, "bolt", "unwritten")
        for _ in range(self._size.rounds):
            results = {name: await self._mention(name, self._size.each) for name in self._servers}
            for found in (plain, kept, alone):
                found.rounds.append(results)
        return [plain, kept, alone]

    async def _command(self, name: str, many: int, *, fresh: bool = False) -> Result:
        result = await at_once(self._servers[name], self._traffic.commands(many, fresh=fresh), _held(name))
        self.wrong += result.wrong
        return result

    async def _mention(self, name: str, many: int) -> Result:
        server = self._servers[name]
        posts, cards, before = self._slack.posts, self._slack.with_blocks, server.cpu()
        result = await at_once(server, self._traffic.mentions(many), b"")
        await self._slack.until(posts + many, 30)
        result.cpu = server.cpu() - before  # posting goes on after the request was answered
        self.wrong += result.wrong
        if name == "rolecall":
            self._mentions += many
            self._cards += self._slack.with_blocks - cards
        return result


def _held(name: str) -> bytes:
    """Return what an answer to a command must hold."""
    return _CARD if name in _OURS else HELLO.encode()


def asked_once() -> float:
    """Return how many seconds one question takes at the command line, from its start to its end."""
    began = time.perf_counter()
    command = (sys.executable, "-m", "bot", "ask", "--json", "who owns data quality?")
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - began


async def _start(start: Callable[..., AbstractAsyncContextManager[Server]], traffic: Traffic) -> float:
    async with start("start", *_SERVE) as server:
        return await first_answer(server, traffic.command())


def main() -> None:
    """Measure, and print the page or write it; end with 1 where an answer was wrong."""
    parser = argparse.ArgumentParser(prog="python -m load", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a few requests, to see that the tool works")
    parser.add_argument("--out", type=Path, help="a file to write the page to")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rolecall-compiled-") as compiled:
        # Servers start as they do where they are installed, whatever the shell says of byte code.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = compiled
        figures = asyncio.run(measure(SHORT if given.short else Size(), default_folder()))
    if given.out:
        given.out.write_text(page(figures), "utf-8")
    else:
        sys.stdout.write(page(figures))
    raise SystemExit(bool(figures.wrong or figures.posts[0] != figures.posts[1]))


if __name__ == "__main__":
    main()

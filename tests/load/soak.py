"""Ten minutes of mixed traffic while the knowledge is edited: `make soak`; `--seconds` for less."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path

import aiohttp
import payloads

from bot.knowledge.loading import load
from bot.knowledge.shelves import default_folder
from load.driving import Result, send
from load.report import machine, table
from load.serving import Server, first_answer, started
from load.slack import CountingSlack
from load.traffic import Signed, Traffic, questions, signed

RATE = 20
"""Requests a second."""
EDITED = 30.0
"""Seconds between two edits of the knowledge."""
SAMPLED = 5.0
_IDLE = 2.0
_CARD = b'"blocks": [{'
_GROWTH, _STEADY = 0.05, 2.0
"""How much more memory may be taken after the first minute; how many times the p99 may be that of another."""
_ENTRY = """\
- id: soak
  questions: ["where is the soak log of run {asked}?", "soak log {asked}"]
  answer: The log of edit {told} is on the wall.
  sources: ["000"]
"""


@dataclass
class Minute:
    """What happened in one minute."""

    result: Result = field(default_factory=Result)
    resident: list[float] = field(default_factory=list)


@dataclass
class Soaked:
    """What a run found."""

    minutes: list[Minute]
    edits: int
    versions: set[str]
    """Versions of the knowledge that were seen answering."""
    complaints: list[str]
    """Lines of the log that tell of an error."""
    posts: tuple[int, int]
    """Mentions, and answers to them with their blocks."""

    @property
    def growth(self) -> float:
        """Return by what share memory grew from the end of the first minute to the end of all."""
        taken = [each.resident[-1] for each in self.minutes if each.resident]
        return taken[-1] / taken[0] - 1

    @property
    def wrong(self) -> int:
        """Return how many requests were answered with an error, or without what they must hold."""
        return sum(each.result.wrong for each in self.minutes)

    @property
    def fine(self) -> bool:
        """Whether all is as it should be."""
        return not self.wrong and not self.complaints and self.posts[0] == self.posts[1]


class Mix:
    """Requests of every kind, in the shares of a busy day."""

    def __init__(self, traffic: Traffic, hook: Callable[[], str]) -> None:
        self._traffic, self._hook, self._number = traffic, hook, count()

    def __iter__(self) -> Iterator[tuple[Signed, bytes, int]]:
        """Yield requests, each with what its answer must hold, and how much is posted for it."""
        for kind in cycle("cmcfcpcmce"):
            match kind:
                case "c" | "f":
                    yield self._traffic.commands(1, fresh=kind == "f")[0], _CARD, 0
                case "m":
                    yield self._traffic.mentions(1)[0], b"", 1
                case "p":
                    press = payloads.press("1|role|data-engineer", response_url=self._hook())
                    yield signed(press), b"", 0
                case _:
                    number = next(self._number) % 500
                    user = {"id": f"U{number:04}", "name": "nia", "team_id": payloads.TEAM, "profile": {}}
                    yield signed(payloads.event({"type": "user_change", "user": user})), b"", 0


async def soak(seconds: float, edited: float = EDITED) -> Soaked:
    """Serve, send and edit for so long; return what was found."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rolecall-soak-")))
        knowledge = folder / "knowledge"
        shutil.copytree(default_folder(), knowledge)
        slack = CountingSlack()
        api = await stack.enter_async_context(slack.serving())
        traffic = Traffic(questions(load(knowledge)), slack.place)
        app = await stack.enter_async_context(
            started(
                "rolecall",
                *("bot", "serve", "--http"),
                folder=folder,
                api=api,
                knowledge=knowledge,
                LOG_FORMAT="json",
            )
        )
        await first_answer(app, traffic.command())
        mix = Mix(traffic, slack.hook)
        found = Soaked([], 0, set(), [], (0, 0))
        async with asyncio.TaskGroup() as group:
            editing = group.create_task(_edit(knowledge, found, edited))
            sampling = group.create_task(_sample(app, found))
            await _drive(app, mix, found, seconds)
            editing.cancel()
            sampling.cancel()
        await slack.until(found.posts[0], 30)
        found.posts = (found.posts[0], slack.with_blocks)
        found.complaints = [
            line for line in app.log.read_text("utf-8").splitlines() if '"level": "error"' in line
        ]
        return found


async def _drive(app: Server, mix: Mix, found: Soaked, seconds: float) -> None:
    # The server closes what was idle for five seconds: who speaks at that moment is not heard.
    connector = aiohttp.TCPConnector(keepalive_timeout=_IDLE)
    async with aiohttp.ClientSession(connector=connector) as session, asyncio.TaskGroup() as group:
        began = time.perf_counter()
        for number, (request, holds, posts) in enumerate(mix):
            due = began + number / RATE
            if due >= began + seconds:
                return
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            if number / RATE >= 60 * len(found.minutes):
                found.minutes.append(Minute())
            found.posts = (found.posts[0] + posts, 0)
            group.create_task(send(session, app, request, holds, found.minutes[-1].result, due))


async def _edit(knowledge: Path, found: Soaked, every: float) -> None:
    """Edit an answer, and every other time the questions too, from which the matcher has to learn."""
    file = knowledge / "faqs" / "soak.yaml"
    file.parent.mkdir(exist_ok=True)
    for number in count(1):
        await asyncio.sleep(every)
        file.write_text(_ENTRY.format(asked=number // 2, told=number), "utf-8")
        found.edits += 1


async def _sample(app: Server, found: Soaked) -> None:
    page = app.url.replace("/slack/events", "/metrics")
    async with aiohttp.ClientSession() as session:
        while True:
            await asyncio.sleep(SAMPLED)
            if found.minutes:
                found.minutes[-1].resident.append(app.resident())
            async with session.get(page) as answer:
                text = await answer.text()
            found.versions.update(
                line.split('"')[1] for line in text.splitlines() if line.startswith("rolecall_knowledge_info")
            )


def report(found: Soaked) -> str:
    """Return what was found, as Markdown."""
    rows = [
        [
            str(number),
            str(minute.result.answered),
            str(minute.result.wrong),
            f"{minute.result.quantile(0.5):.1f} ms",
            f"{minute.result.quantile(0.99):.1f} ms",
            f"{sorted(minute.resident)[len(minute.resident) // 2]:.0f} MB" if minute.resident else "",
        ]
        for number, minute in enumerate(found.minutes, 1)
    ]
    quantiles = [minute.result.quantile(0.99) for minute in found.minutes[1:]] or [0.0]
    grown = "reached" if found.growth <= _GROWTH else "missed"
    lines = [
        machine(),
        f"{RATE} requests a second: commands, mentions, presses and news of people, while the knowledge was "
        f"edited {found.edits} times, {len(found.versions)} versions of which were seen answering.",
        table(["minute", "requests", "wrong", "p50", "p99", "resident"], rows),
        f"Memory grew by {found.growth:.1%} after the first minute (goal: at most 5 %, {grown}); after that "
        f"minute the p99 of a minute was between {min(quantiles):.0f} and {max(quantiles):.0f} ms. "
        f"{found.posts[0]} mentions, {found.posts[1]} answers to them; {found.wrong} answers were wrong, and "
        f"{len(found.complaints)} lines of the log told of an error.",
        *found.complaints[:3],
    ]
    return "\n\n".join(lines) + "\n"


def main() -> None:
    """Soak, print what was found; end with 1 where something was wrong."""
    parser = argparse.ArgumentParser(prog="python -m load.soak", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600, help="how long; ten minutes if left out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rolecall-soak-cache-") as kept:
        os.environ["XDG_CACHE_HOME"] = kept
        found = asyncio.run(soak(given.seconds))
    sys.stdout.write(report(found))
    raise SystemExit(not found.fine)


if __name__ == "__main__":
    main()

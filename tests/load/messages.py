"""What a message costs that is no question, in channels that answer those or not: `make messages`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from contextlib import AsyncExitStack
from itertools import count, cycle, islice
from pathlib import Path
from statistics import median

import payloads

from bot.knowledge.shelves import default_folder
from bot.playground.transport import Delivery
from bot.storage.storage import opened
from bot.workspace.directory import WorkspaceId
from bot.workspace.edits import SettleChannel
from bot.workspace.pseudonyms import Pseudonyms
from bot.workspace.settings import Answering, ChannelSettings
from load.driving import at_once
from load.report import machine, table
from load.serving import Server, first_answer, started
from load.slack import CountingSlack
from load.traffic import PEOPLE, Signed, signed

MANY, ROUNDS = 600, 5
SAID = (
    "thanks, that worked",
    "the build is green again :tada:",
    "I am out on Friday, ping Sam for the release",
    "deployed 4.2.1 to staging, will look at the dashboards after lunch",
    "lunch?",
    "here are the notes of today's stand-up: https://example.com/notes",
    "can you review my change when you have a minute?",
    "the migration took forty minutes, twice as long as last time, since the index was built anew",
)
QUIET, ANSWERING = "CGENERAL", "CHELP"
_NUMBER = count()


def messages(channel: str, many: int) -> list[Signed]:
    """Return what people say to each other in a channel, none of it a question that is answered."""
    return [signed(_said(text, channel, next(_NUMBER))) for text in islice(cycle(SAID), many)]


def _said(text: str, channel: str, number: int) -> Delivery:
    ts = f"1795176000.{number:06}"
    user = f"U{number % PEOPLE:04}"
    return payloads.message(text, user=user, channel=channel, channel_type="channel", ts=ts, event_ts=ts)


async def measure() -> list[list[str]]:
    """Return the rows of the table."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rolecall-messages-")))
        async with opened(f"sqlite:///{folder}/rolecall.sqlite3", Pseudonyms([b"k"])) as storage:
            answers = ChannelSettings(answering=Answering.QUESTIONS)
            edit = SettleChannel(channel=ANSWERING, settings=answers)
            await storage.of(WorkspaceId(payloads.TEAM)).contents.change(edit, "UADAM")
        slack = CountingSlack()
        api = await stack.enter_async_context(slack.serving())
        command = ("rolecall", "bot", "serve", "--http")
        app = await stack.enter_async_context(
            started(*command, folder=folder, api=api, knowledge=default_folder(), ROLECALL_PACE="0")
        )
        await first_answer(app, signed(payloads.command("data-engineer")))
        rows = [
            ["in a channel that answers mentions only", f"{await _each(app, QUIET):.0f} µs"],
            ["in one that answers questions by itself", f"{await _each(app, ANSWERING):.0f} µs"],
        ]
        assert slack.posts == 0, "something was taken for a question"
        return rows


async def _each(app: Server, channel: str) -> float:
    """Return the microseconds of processor time of one message, the median of some rounds."""
    await at_once(app, messages(channel, MANY), b"")
    return median([(await at_once(app, messages(channel, MANY), b"")).each for _ in range(ROUNDS)])


def main() -> None:
    """Measure, and print what was found."""
    rows = asyncio.run(measure())
    sys.stdout.write(f"{machine()}\n\n{table(['a message that is no question', 'takes'], rows)}\n")


if __name__ == "__main__":
    main()

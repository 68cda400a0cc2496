"""One workspace, one app in a process of its own, and everything between them within reach."""

from __future__ import annotations

import asyncio
import contextlib
import random
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import payloads

from bot.playground.faults import Faults
from bot.playground.server import address, build_playground, listen, serving
from bot.playground.transport import signed_headers
from bot.playground.workspace import Workspace
from bot.storage.address import parse
from bot.storage.database import Database
from faults import slack
from faults.asking import Mention, left, say, signed
from faults.gate import Gate
from faults.processes import Served

QUESTION = "who owns data quality?"
_CARD = "responsible"
_PATIENCE = 120.0


@dataclass
class Stage:
    """What scenes are played on."""

    place: Workspace
    app: Served
    to_slack: Gate
    to_database: Gate | None
    database: Database
    file: Path | None
    knowledge: Path
    clock: Path
    session: aiohttp.ClientSession
    away: float
    """Seconds for which Slack or the database is away."""
    said: list[Mention] = field(default_factory=list)
    luck: random.Random = field(default_factory=lambda: random.Random(3))  # noqa: S311 - whom and where
    sent: int = 0
    refused: int = 0
    commands: int = 0
    served: int = 0
    """Commands that were answered with a card."""

    async def ask(self, many: int) -> None:
        """Let people ask, and tell of each until the app says that it has heard, as Slack would."""
        asked = [say(self.place, QUESTION, self.luck) for _ in range(many)]
        self.said += asked
        await asyncio.gather(*map(self._deliver, asked))

    async def command(self) -> str:
        """Type a command; return what is answered."""
        self.commands += 1
        known = {"team_id": self.place.team, "channel_id": "C0X0", "user_id": "U0X0"}
        body, kind = payloads.command(QUESTION, **known).encode()
        headers = signed_headers(self.place.credentials.signing_secret, body, kind)
        async with self.session.post(f"{self.app.url}/slack/events", data=body, headers=headers) as answer:
            text = await answer.text()
        self.served += answer.status == 200 and _CARD in text
        return text

    async def quiet(self) -> int:
        """Wait until nothing is left to do; return how much is, in the end."""
        until = time.monotonic() + _PATIENCE
        while (undone := (await left(self.database)).total()) and time.monotonic() < until:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
        return undone

    async def _deliver(self, mention: Mention) -> None:
        until = time.monotonic() + _PATIENCE
        while not mention.acknowledged and time.monotonic() < until:
            body, headers = signed(mention, "app_mention")
            self.sent += 1
            try:
                sending = self.session.post(f"{self.app.url}/slack/events", data=body, headers=headers)
                async with sending as answer:
                    mention.acknowledged = answer.status == 200
            except (aiohttp.ClientError, TimeoutError):
                mention.acknowledged = False
            if not mention.acknowledged:
                self.refused += 1
                await asyncio.sleep(0.4)

    def answers(self) -> Counter[tuple[str, str]]:
        """Return how often each message was answered."""
        return Counter(slack.answers(self.place))

    def told(self) -> set[tuple[str, str]]:
        """Return the messages whose askers were told something in private."""
        return set(slack.told(self.place))


@contextlib.asynccontextmanager
async def stage(
    folder: Path, knowledge: Path, url: str | None = None, *, away: float = 2, readable: bool = True
) -> AsyncIterator[Stage]:
    """Put the app into a workspace, with an SQLite file, or a PostgreSQL behind a gate."""
    own = shutil.copytree(knowledge, folder / "knowledge")
    file = None if url else folder / "kept.sqlite3"
    async with contextlib.AsyncExitStack() as stack:
        [place] = slack.workspaces(1, 4, 12, Faults(), readable=readable)
        listener = stack.enter_context(listen())
        await stack.enter_async_context(serving(build_playground(place, slack.deaf), listener))
        to_slack = await _opened(stack, listener.getsockname()[1])
        to_database, through = None, f"sqlite:///{file}"
        if url:
            parts = urlsplit(url)
            to_database = await _opened(stack, parts.port or 5432)
            user = parts.netloc.rpartition("@")[0]
            through = urlunsplit(parts._replace(netloc=f"{user}@127.0.0.1:{to_database.port}"))
        clock = folder / "clock"
        known = {
            "DATABASE_URL": through,
            "SLACK_BOT_TOKEN": place.credentials.bot_token,
            "SLACK_SIGNING_SECRET": place.credentials.signing_secret,
            "SLACK_API_URL": f"http://127.0.0.1:{to_slack.port}/api/",
            "ROLECALL_KNOWLEDGE": str(own),
            "ROLECALL_PACE": "0",
            "FAULTS_CLOCK": str(clock),
            "LOG_LEVEL": "INFO",
        }
        app = Served("app", known, folder, "faults.hurried")
        stack.push_async_callback(app.stop)
        await app.start()
        database = await Database.open(parse(url or f"sqlite:///{file}"))
        stack.push_async_callback(database.close)
        session = await stack.enter_async_context(
            aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=30), timeout=aiohttp.ClientTimeout(total=15)
            )
        )
        place.url = address(listener)
        yield Stage(place, app, to_slack, to_database, database, file, own, clock, session, away)


async def _opened(stack: contextlib.AsyncExitStack, port: int) -> Gate:
    gate = Gate(port)
    await gate.open()
    stack.push_async_callback(gate.shut)
    return gate


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold an SQLite file so that nobody else can write into it."""
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()

"""A process ends in time whatever hangs: what can be finished is finished, and the rest handed back."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import payloads
import pytest
from databases import Clock, Open
from pydantic import SecretStr
from served_app import served
from slack_sdk.web.async_client import AsyncWebClient
from starlette.types import Receive, Scope, Send
from test_serve_command import connected, ended, free_port, slack, start

from bot.delivery.posting import Message
from bot.delivery.working import at_work
from bot.playground.transport import HttpTransport
from bot.playground.workspace import Workspace
from bot.server.running import configured, listen

ASKED = f"<@{payloads.BOT}> who owns data quality?"
PROMISED = 10
HANGS = 1_000_000
"""Milliseconds on a clock that stands still."""


@dataclass
class Stage:
    """A process that serves by HTTP, with its Slack."""

    workspace: Workspace
    process: asyncio.subprocess.Process
    way: HttpTransport
    file: Path

    async def end(self) -> tuple[float, int | None, str]:
        """Tell it to end; return the seconds that it took, the exit code and the log."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code, log = await ended(self.process)
        return time.monotonic() - began, code, log

    async def ask(self, number: str, **fields: str) -> int:
        """Send it a direct message; return what it is told."""
        asked = payloads.message("who owns data quality?", ts=f"1795176000.{number}", **fields)
        return (await self.way.send(asked, {})).status

    def rows(self) -> list[tuple[str, bool]]:
        """Return how far each message has come, and whether it belongs to somebody for some time yet."""
        with closing(sqlite3.connect(self.file)) as database:
            query = "select state, lease_until > ? from journal order by ts"
            now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
            return [(state, bool(held)) for state, held in database.execute(query, (now,))]


@asynccontextmanager
async def run(folder: Path) -> AsyncIterator[Stage]:
    port, file = free_port(), folder / "rolecall.sqlite3"
    async with slack(None) as (workspace, known):
        secret = workspace.credentials.signing_secret
        given = {"PORT": str(port), "SLACK_SIGNING_SECRET": secret, "DATABASE_URL": f"sqlite:///{file}"}
        process = await start("--http", **{**known, **given})
        await connected(port)
        way = HttpTransport(f"http://127.0.0.1:{port}/slack/events", secret)
        yield Stage(workspace, process, way, file)
        await way.close()


async def test_with_a_slack_that_hangs_the_process_ends_in_time(tmp_path: Path) -> None:
    """The answer to one message is about to be posted, and of another it is still asked who wrote it."""
    async with run(tmp_path) as stage:
        assert await stage.ask("000100") == 200
        await stage.workspace.feed.until(lambda: stage.workspace.calls("chat.postMessage"), 10)
        stage.workspace.faults.set({"slow_ms": HANGS})
        assert await stage.ask("000200") == 200
        asking = asyncio.create_task(stage.ask("000300", user="UANA", channel="DANA"))
        await stage.workspace.feed.until(lambda: len(stage.workspace.calls("users.info")) > 1, 10)
        took, code, log = await stage.end()
        assert await asking == 200
    assert (took < PROMISED, code) == (True, 0), log
    assert stage.rows() == [("cleared", False), ("posted", False), ("posted", False)]


async def test_with_a_database_that_is_locked_the_process_ends_in_time(tmp_path: Path) -> None:
    async with run(tmp_path) as stage:
        assert (await stage.way.send(payloads.command("who owns data quality?"), {})).status == 200
        with closing(sqlite3.connect(stage.file, isolation_level=None)) as holder:
            holder.execute("begin exclusive")
            asking = asyncio.create_task(stage.ask("000100"))
            await asyncio.sleep(0.5)
            took, code, log = await stage.end()
        assert await asking == 503
    assert (took < PROMISED, code) == (True, 0), log


async def test_by_socket_mode_what_is_under_way_is_answered_before_the_connection_closes() -> None:
    async with served(by="socket") as hall:
        hall.workspace.faults.set({"slow_ms": HANGS})
        asking = asyncio.create_task(hall.transport.send(payloads.command("mine"), {}))
        await hall.workspace.feed.until(lambda: hall.workspace.calls("users.info"))
    told: Any = (await asking).json()
    assert told["text"].startswith("Only admins of this workspace")


async def test_by_socket_mode_what_takes_too_long_is_handed_back(
    url: str, clock: Clock, process: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.server.sockets.REQUESTS", 0)
    reading = asyncio.Event()

    async def read(*_: object) -> Message:
        reading.set()
        await asyncio.Event().wait()
        raise AssertionError

    async with served(by="socket", given={"database_url": SecretStr(url)}, clock=clock) as hall:
        monkeypatch.setattr(hall.app.answering._script, "answer", read)
        asking = asyncio.create_task(hall.transport.send(payloads.mention(ASKED), {}))
        await reading.wait()
    assert (await asking).status == 0
    async with process() as other:
        [left] = await other.journal.take_over()
    assert left.key.ts == payloads.TS


async def test_an_answer_that_is_given_up_asks_nothing_more_of_slack() -> None:
    """Not even that its status goes: whoever takes over shows one anew."""
    async with served() as hall:
        client = AsyncWebClient("xoxb-1", base_url=f"{hall.workspace.url}/api/")
        hall.workspace.faults.set({"slow_ms": HANGS})

        async def answer() -> None:
            async with at_work(client, "CHELP", payloads.TS, "looking"):
                await asyncio.Event().wait()

        answering = asyncio.create_task(answer())
        await hall.workspace.feed.until(lambda: hall.workspace.calls("assistant.threads.setStatus"))
        answering.cancel()
        async with asyncio.timeout(2):
            await asyncio.wait({answering})
        assert len(hall.workspace.calls("assistant.threads.setStatus")) == 1


async def test_a_request_that_takes_too_long_may_hand_back_what_it_was_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else the journal would be closed before it could."""
    monkeypatch.setattr("bot.server.running.REQUESTS", 0)
    heard, handed_back = asyncio.Event(), False

    async def hang(_scope: Scope, _receive: Receive, _send: Send) -> None:
        nonlocal handed_back
        heard.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            handed_back = True

    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = asyncio.create_task(listen(configured(hang), [listener]))
        _, writer = await asyncio.open_connection(*listener.getsockname())
        writer.write(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        await heard.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        await serving
        assert handed_back
        writer.close()


def test_what_hangs_even_then_is_named_and_the_process_is_gone() -> None:
    code = (
        "import time\n"
        "from bot.server import ending\n"
        "ending._LAST = 0.1\n"
        "ending.end_in_time()\n"
        "def hang(): time.sleep(60)\n"
        "hang()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False
    )
    assert ran.returncode == 1
    assert "in hang" in ran.stderr

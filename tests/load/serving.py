"""Server processes of their own, and what the kernel says they took."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.settings import Settings
from load.traffic import KNOWN, Signed

TESTS = Path(__file__).parents[1]
_OK = 200
_TICK = os.sysconf("SC_CLK_TCK")
_UTIME = 11
"""Of /proc/<pid>/stat, counted behind the name, which may hold spaces."""


@dataclass(frozen=True, slots=True)
class Server:
    """A process that answers Slack at an address."""

    name: str
    url: str
    process: Process
    log: Path

    def cpu(self) -> float:
        """Return the seconds of processor time that it has taken, its own and the kernel's for it."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[_UTIME]) + int(fields[_UTIME + 1])) / _TICK

    def resident(self) -> float:
        """Return its resident memory in megabytes (of 10^6 bytes)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        [line] = [line for line in status.splitlines() if line.startswith("VmRSS")]
        return int(line.split()[1]) * 1024 / 1e6


@contextlib.asynccontextmanager
async def started(
    name: str, *command: str, folder: Path, api: str, knowledge: Path, **given: str
) -> AsyncIterator[Server]:
    """Start a server as `python -m` with its settings in the environment, on a port of its own."""
    port = _free_port()
    known = {
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "PYTHONPATH": os.pathsep.join([str(TESTS.parent), str(TESTS)]),
        "ROLECALL_KNOWLEDGE": str(knowledge),
        "SLACK_API_URL": api,
        "SLACK_BOT_TOKEN": KNOWN.bot_token,
        "SLACK_SIGNING_SECRET": KNOWN.signing_secret,
        "DATABASE_URL": f"sqlite:///{folder / name}.sqlite3",
        "REFERENCE_DATABASE": f"sqlite+aiosqlite:///{folder / name}.sqlite3",
    }
    kept = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    log = folder / f"{name}.log"
    with log.open("wb") as written:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *command, env={**kept, **known, **given}, stdout=written, stderr=written
        )
    try:
        yield Server(name, f"http://127.0.0.1:{port}/slack/events", process, log)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def first_answer(server: Server, request: Signed, seconds: float = 300) -> float:
    """Return how long the first answer takes from now on; raises TimeoutError, or what ended the process."""
    began = time.perf_counter()
    async with asyncio.timeout(seconds), aiohttp.ClientSession() as session:
        while server.process.returncode is None:
            with contextlib.suppress(aiohttp.ClientConnectionError):
                async with session.post(server.url, data=request.body, headers=request.headers) as answer:
                    if answer.status == _OK:
                        await answer.read()
                        return time.perf_counter() - began
            await asyncio.sleep(0.002)
    raise RuntimeError(f"{server.name} ended: {server.log.read_text('utf-8')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

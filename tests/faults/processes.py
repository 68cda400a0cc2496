"""The app in processes of its own, which can be killed and come back."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping
from pathlib import Path

import aiohttp

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
WHOLE, HURRIED = ("bot",), ("faults.hurried",)


class Served:
    """One process that serves HTTP at a port that stays its own."""

    def __init__(self, name: str, known: Mapping[str, str], folder: Path, module: str = "bot") -> None:
        """Serve with these settings; what it logs goes into the folder."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.name, self.url, self._module = name, f"http://127.0.0.1:{port}", module
        self.log = folder / f"{name}.log"
        kept = {
            name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields
        }
        self._known = {
            **kept,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
            "HOST": "127.0.0.1",
            "PORT": str(port),
            **known,
        }
        self._process: Process | None = None

    async def start(self, seconds: float = 300) -> None:
        """Start it, and wait until it is ready; raise RuntimeError where it ends instead."""
        with self.log.open("ab") as written:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", self._module, "serve", "--http",
                env=self._known, cwd=self.log.parent, stdout=written, stderr=written,
            )  # fmt: skip
        async with asyncio.timeout(seconds), aiohttp.ClientSession() as session:
            while self._process.returncode is None:
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(f"{self.url}/readyz") as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.02)
        raise RuntimeError(f"{self.name} ended: {self.log.read_text('utf-8')[-2000:]}")

    @property
    def pid(self) -> int:
        """Its number."""
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process is not None and self._process.returncode is None

    def kill(self) -> None:
        """End it as nothing can prepare for."""
        if self.running:
            assert self._process is not None
            os.kill(self._process.pid, signal.SIGKILL)

    async def ended(self) -> int:
        """Wait for its end; return how it ended."""
        assert self._process is not None
        return await self._process.wait()

    async def stop(self) -> float:
        """Ask it to end, and wait; return the seconds that it took."""
        began = asyncio.get_running_loop().time()
        if self.running:
            assert self._process is not None
            self._process.terminate()
        await self.ended()
        return asyncio.get_running_loop().time() - began

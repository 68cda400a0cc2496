"""A process that is killed in the middle of its writes loses none that it had acknowledged."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from databases import Open

from bot.delivery.journal import MessageKey
from bot.storage.migrating import upgrade
from bot.workspace.directory import WorkspaceId

WRITER = Path(__file__).with_name("restless_writer.py")
HERE = WorkspaceId("T0001")


def _counts() -> list[int]:
    """Return after how many writes the process is killed each time; KILLS asks for more, among a thousand."""
    kills = int(os.environ.get("KILLS", "0"))
    chance = random.Random(kills)  # noqa: S311 - the same each time, so that what fails fails again
    return [chance.randrange(50, 1000) for _ in range(kills)] or [23, 61, 41]


def killed(url: str, first: int, count: int) -> list[int]:
    """Return what a process acknowledged until it was killed, right after so many."""
    program = [sys.executable, str(WRITER), url, str(first)]
    environment = {**os.environ, "PYTHONPATH": str(WRITER.parents[1])}
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        said = [int(line) for line in itertools.islice(process.stdout, count)]
        process.send_signal(signal.SIGKILL)
        said += [int(line) for line in process.stdout if line.endswith("\n")]
    assert process.returncode == -signal.SIGKILL
    return said


@pytest.mark.slow
async def test_what_was_acknowledged_is_there_after_a_kill(url: str, process: Open) -> None:
    written: list[int] = []
    for count in _counts():
        written += await asyncio.to_thread(killed, url, len(written) * 2, count)
        async with process() as opened:
            assert await upgrade(opened.database) is False
            absent = (await opened.of(HERE).contents.contents()).directory.absent
            lines = await opened.of(HERE).contents.audit(limit=100_000)
            latest = written[-200:]
            answered = [
                await opened.journal.record(MessageKey(HERE, "C1", str(number)), {}) for number in latest
            ]

        assert {f"role-{number}" for number in written} <= absent.keys()
        assert len(lines) == len(absent)
        assert answered == [None] * len(latest)

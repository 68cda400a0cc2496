"""A process that is killed in the middle of its writes loses none that it had acknowledged."""

from __future__ import annotations

import asyncio
import itertools
import os
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
    for count in (23, 61, 41):
        written += await asyncio.to_thread(killed, url, len(written) * 2, count)
        async with process() as opened:
            assert await upgrade(opened.database) is False
            absent = (await opened.of(HERE).contents.contents()).directory.absent
            lines = await opened.of(HERE).contents.audit(limit=2_000)
            answered = [
                await opened.journal.record(MessageKey(HERE, "C1", str(number)), {}) for number in written
            ]

        assert {f"role-{number}" for number in written} <= absent.keys()
        assert len(lines) == len(absent)
        assert answered == [None] * len(written)

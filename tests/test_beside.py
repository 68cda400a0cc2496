"""What runs beside the requests goes on after an error, and /metrics says what fails until it does."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

import asyncpg
import payloads
import pytest
from databases import Clock
from pydantic import SecretStr
from served_app import Served, served
from test_app_serving import get, until

from bot.jobs.schedule import Job, Jobs, every
from bot.playground.talking import say
from bot.server.beside import Beside
from bot.server.ending import Ending
from bot.workspace.directory import WorkspaceId

ASKED = f"<@{payloads.BOT}> who owns data quality?"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.server.beside._AGAIN", 0.02)
    monkeypatch.setattr("bot.server.beside._MENDED", 0.05)


async def failing(beside: Beside, name: str) -> int:
    """Return whether some work fails; others may fail for the same."""
    return beside.failing[name]


async def test_what_fails_begins_again_and_is_down_until_it_has_gone_on_for_a_while(
    caplog: pytest.LogCaptureFixture,
) -> None:
    beside, begun, broken = Beside(), 0, True

    async def work() -> None:
        nonlocal begun
        begun += 1
        if broken:
            raise ValueError("not as it was planned")
        await asyncio.Event().wait()

    async with beside.running("counts", work, Ending()):
        await until(partial(failing, beside, "counts"), 1)
        while begun < 3:
            assert beside.failing == {"counts": 1}
            await asyncio.sleep(0.005)
        broken = False
        await until(partial(failing, beside, "counts"), 0)
        assert begun >= 4
    assert "counts failed, and begins again" in caplog.text
    assert "ValueError: not as it was planned" in caplog.text


async def test_what_fails_and_is_done_then_is_not_down_any_more() -> None:
    beside, begun = Beside(), 0

    async def work() -> None:
        nonlocal begun
        begun += 1
        if begun == 1:
            raise ValueError

    async with beside.running("spelling", work, Ending()):
        await until(partial(failing, beside, "spelling"), 1)
        await until(partial(failing, beside, "spelling"), 0)
    assert begun == 2


async def test_what_is_down_when_the_process_ends_is_told_no_longer() -> None:
    beside = Beside()

    async def work() -> None:
        raise ValueError

    async with beside.running("counts", work, Ending()):
        await until(partial(failing, beside, "counts"), 1)
    assert beside.failing == {}


async def run(url: str, statement: str) -> None:
    """Do something to the database that the app knows nothing of."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


on_postgresql = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


@on_postgresql
async def test_what_was_handed_back_is_answered_after_the_journal_was_away(
    url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.delivery.answering._TICK", 0.01)
    async with served(given={"database_url": SecretStr(url)}, clock=clock) as hall:
        hall.workspace.granted.add("channels:history")
        hall.workspace.faults.set({"server_error": 1, "method": "chat.postMessage"})
        say(hall.workspace, "UNIA", "CHELP", "@rolecall who owns data quality?")
        await hall.quiet()
        assert hall.answers() == []
        await run(url, "ALTER TABLE journal RENAME TO away")
        await until(partial(failing, hall.app.beside, "answers"), 1)
        assert 'rolecall_failing{work="answers"} 1.0' in (await get(hall.app.web, "/metrics"))[1].decode()
        assert (await get(hall.app.web, "/readyz"))[0] == 200
        await run(url, "ALTER TABLE away RENAME TO journal")
        await until(partial(failing, hall.app.beside, "answers"), 0)
        clock.advance(seconds=70)
        await until(lambda: settled(hall), 1)
    assert "answers failed, and begins again" in caplog.text


async def settled(hall: Served) -> int:
    await asyncio.sleep(0.01)
    return len(hall.answers())


@on_postgresql
async def test_what_could_not_be_counted_is_counted_later(
    url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.workspace.learning._EVERY", 0.01)
    async with served(given={"database_url": SecretStr(url)}, clock=clock) as hall:
        await run(url, "ALTER TABLE tallies RENAME TO away")
        await hall.send(payloads.mention(ASKED))
        await until(partial(failing, hall.app.beside, "counts"), 1)
        await run(url, "ALTER TABLE away RENAME TO tallies")
        await until(partial(failing, hall.app.beside, "counts"), 0)
        today = clock.now.date()
        counted = await hall.app.workspaces.store(WorkspaceId(payloads.TEAM)).tallies.counts(today, today)
    assert counted["asked"] == 1


@on_postgresql
async def test_one_job_that_cannot_be_begun_keeps_no_other_from_being_done(
    process: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.jobs.schedule._EVERY", 0.01)
    done = asyncio.Event()

    async def sweep(_workspace: WorkspaceId, _now: Any) -> None:
        done.set()

    async def due(workspace: WorkspaceId, now: Any) -> Any:
        if workspace == "TBROKEN":
            raise ValueError("no such time zone")
        return now

    told = set[str]()

    async def tell(workspace: WorkspaceId, _now: Any) -> None:
        told.add(workspace)

    def nowhere(_now: Any) -> str:
        raise ValueError("no such period")

    async with process() as storage:
        for workspace in ("TBROKEN", "TWHOLE"):
            await storage.of(WorkspaceId(workspace)).notes.put("files", "map", "F1")
        jobs = Jobs(
            [
                Job("odd", nowhere, sweep),
                Job("digest", every(10), tell, due=due),
                Job("sweep", every(10), sweep, single=True),
            ],
            storage,
            clock,
        )
        beside, ending = Beside(), Ending()
        async with AsyncExitStack() as stack:
            for name, work in jobs.loops().items():
                await stack.enter_async_context(beside.running(name, work, ending, after=jobs.every))
            async with asyncio.timeout(5):
                await done.wait()
                while not told:  # noqa: ASYNC110 - nothing tells of it
                    await asyncio.sleep(0)
            assert {name for name, fails in beside.failing.items() if fails} == {"job odd"}
    assert told == {"TWHOLE"}


async def test_a_workspace_whose_newcomers_cannot_be_compared_keeps_no_other_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked = set[str]()

    async def look(team: str) -> None:
        looked.add(team)
        if team == "TBROKEN":
            raise ValueError("not what Slack promised")

    async with served() as hall:
        for workspace in ("TBROKEN", "TWHOLE"):
            await hall.app.workspaces.store(WorkspaceId(workspace)).notes.put("files", "map", "F1")
        monkeypatch.setattr(hall.app.reconciliation, "look", look)
        await hall.app.reconciliation.look_around()
    assert looked == {"TBROKEN", "TWHOLE"}

"""How the app is served: health, one connection pool, one auth.test, reloads, and an end in order."""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import databases
import payloads
import pytest
from pydantic import SecretStr
from served_app import START, Served, answerer, folder, served, settings
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.state import RetryState
from starlette.applications import Starlette
from starlette.types import Message

from bot.answers.answerer import Answerer
from bot.app import Rolecall
from bot.knowledge.loading import load
from bot.manifest import manifest
from bot.playground.clock import Clock
from bot.playground.seed import seeded
from bot.playground.server import address, build_playground, listen, serving
from bot.playground.talking import say
from bot.playground.workspace import Workspace
from bot.workspace.directory import WorkspaceId

ASKED = f"<@{payloads.BOT}> who owns data quality?"


class Patient(AsyncRateLimitErrorRetryHandler):
    """Waits for what Slack asks in the workspace's own time, and says when it begins to."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(max_retry_count=3)
        self.workspace = workspace
        self.waiting = asyncio.Event()

    async def prepare_for_next_attempt_async(self, *, state: RetryState, **_: Any) -> None:
        """Wait a second."""
        state.next_attempt_requested = True
        self.waiting.set()
        await self.workspace.clock.sleep(1)
        state.increment_current_attempt()


async def get(web: Starlette, path: str, method: str = "GET") -> tuple[int, bytes]:
    """Ask a running app for a page."""
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [],
        "http_version": "1.1",
        "scheme": "http",
        "root_path": "",
    }
    await web(scope, receive, send)
    return told[0]["status"], b"".join(each.get("body", b"") for each in told[1:])


async def test_it_says_that_it_is_alive_and_ready() -> None:
    async with served() as hall:
        assert await get(hall.app.web, "/healthz") == (200, b"ok")
        assert await get(hall.app.web, "/readyz") == (200, b'{"knowledge":true,"token":true,"database":true}')


async def test_it_is_not_ready_before_slack_has_confirmed_the_token() -> None:
    async with served() as hall:
        other = Rolecall(settings(hall.workspace, "http://127.0.0.1:9"), answerer())
        assert await get(other.web, "/readyz") == (503, b'{"knowledge":true,"token":false}')
        assert await get(other.web, "/healthz") == (200, b"ok")


async def unwell(hall: Served) -> None:
    """Expect that a mention is not taken, and that this is told for as long as it lasts."""
    assert (await hall.send(payloads.mention(ASKED))).status >= 500
    for _ in range(3):
        assert await get(hall.app.web, "/readyz") == (503, NO_DATABASE)


NO_DATABASE = b'{"knowledge":true,"token":true,"database":false}'


async def test_it_is_not_ready_while_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There everything can be read, and what changes nothing can be written."""
    monkeypatch.setattr("bot.server.readiness._KEPT", 0)
    async with served(given={"database_url": SecretStr(f"sqlite:///{tmp_path}/a.sqlite3")}) as hall:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
        try:
            await unwell(hall)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert (await get(hall.app.web, "/readyz"))[0] == 200
        await hall.send(payloads.mention(ASKED))
        assert len(hall.answers()) == 1


async def test_it_is_not_ready_while_its_file_is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.server.readiness._KEPT", 0)
    monkeypatch.setattr("bot.storage.database._BUSY", 0.05)
    async with served(given={"database_url": SecretStr(f"sqlite:///{tmp_path}/a.sqlite3")}) as hall:
        with closing(sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await unwell(hall)
        assert (await get(hall.app.web, "/readyz"))[0] == 200


@pytest.mark.parametrize(
    ("path", "method"), [("/", "GET"), ("/slack/events", "GET"), ("/slack/nothing", "POST")]
)
async def test_it_has_no_other_doors(path: str, method: str) -> None:
    async with served() as hall:
        status, _ = await get(hall.app.web, path, method)
        assert status in {404, 405}


async def test_slack_is_asked_once_whose_token_it_is_even_by_a_cold_burst() -> None:
    async with served() as hall:
        cold = Rolecall(settings(hall.workspace, hall.workspace.url), answerer())
        before = len(hall.workspace.calls("auth.test"))
        async with aiohttp.ClientSession() as session:
            cold.bolt.client.session = session
            way = hall.way_to(cold)
            replies = await asyncio.gather(
                *(way.send(payloads.command("data-engineer"), {}) for _ in range(20))
            )
        assert [reply.status for reply in replies] == [200] * 20
        assert len(hall.workspace.calls("auth.test")) - before == 1


async def test_every_call_goes_over_one_pool_of_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also those to response URLs, for which Bolt itself would open a new one each time."""
    async with served() as hall:
        await hall.send(payloads.command("data-engineer"))
        opened: list[aiohttp.ClientSession] = []
        made = aiohttp.ClientSession.__init__

        def note(session: aiohttp.ClientSession, *args: Any, **kwargs: Any) -> None:
            opened.append(session)
            made(session, *args, **kwargs)

        monkeypatch.setattr(aiohttp.ClientSession, "__init__", note)
        await hall.send(payloads.mention(ASKED))
        card = hall.answers()[0]
        await hall.press(card, "Who says so")
        await hall.send(payloads.press("old"))
        assert len(hall.posts()) == 1
        assert len(hall.responses()) == 1
        assert len(hall.whispers()) == 1
        assert opened == []


async def test_bolt_reads_nothing_from_the_environment_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a client id there it would set up an OAuth of its own, with files in somebody's home."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-of-somebody-else")
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "abc")
    async with served() as hall:
        assert hall.app.bolt.oauth_flow is None
        assert os.environ["SLACK_BOT_TOKEN"] == "xoxb-of-somebody-else"
        await hall.send(payloads.mention(ASKED))
        assert len(hall.answers()) == 1


async def test_answers_in_flight_are_delivered_before_the_end(caplog: pytest.LogCaptureFixture) -> None:
    async with served() as hall:
        held_back = Patient(hall.workspace)
        second = Rolecall(
            settings(hall.workspace, hall.workspace.url),
            answerer(),
            client_options={"retry_handlers": [held_back]},
        )
        async with second.running():
            hall.workspace.faults.set({"rate_limit": 1, "method": "chat.postMessage"})
            await hall.way_to(second).send(payloads.mention(ASKED), {})
            await held_back.waiting.wait()
            ending = asyncio.create_task(hall.workspace.clock.advance(1))
        assert len(hall.answers()) == 1
        assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
        await ending


async def test_while_serving_an_edit_is_taken_up_without_a_gap(tmp_path: Path) -> None:
    edited = tmp_path / "knowledge"
    shutil.copytree(folder(), edited)
    knows = Answerer.from_folder(edited)
    old = knows.current
    page = edited / "roles" / "data-engineer.yaml"
    page.write_text(page.read_text("utf-8").replace("brings data to", "carries data to"), encoding="utf-8")
    async with served(knows, given={"rolecall_knowledge": edited}) as hall:
        renewing = asyncio.create_task(knows.renew(load(edited)))
        during: Any = (await hall.send(payloads.command("data-engineer"))).json()
        assert during["text"].startswith(("Data engineer: brings", "Data engineer: carries"))
        await renewing
        after: Any = (await hall.send(payloads.command("data-engineer"))).json()
    assert after["text"].startswith("Data engineer: carries")
    assert old.knowledge.roles["data-engineer"].purpose.text.startswith("brings")
    assert knows.version != old.knowledge.version


async def test_by_socket_mode_it_answers_the_same() -> None:
    workspace = seeded(manifest(), clock=Clock(START, running=False))
    with listen() as listener:
        known = settings(workspace, address(listener), slack_signing_secret=None)
        app = Rolecall(known, answerer())
        async with serving(build_playground(workspace, None), listener), app.running("socket"):
            await until(
                lambda: get(app.web, "/readyz"),
                (200, b'{"knowledge":true,"token":true,"database":true,"socket":true}'),
            )
            said = say(workspace, "UNIA", "CHELP", "@rolecall who owns data quality?")
            await workspace.feed.until(lambda: workspace.calls("chat.postMessage"))
            await workspace.settled()
            await app.background.drain(10)
            assert [call.request["thread_ts"] for call in workspace.calls("chat.postMessage")] == [said["ts"]]
            status, _ = await get(app.web, "/slack/events", "POST")
            assert status == 404
            assert workspace.calls("apps.connections.open") != []


async def until(ask: Any, wanted: object) -> None:
    """Ask until the answer is as wanted."""
    async with asyncio.timeout(10):
        while await ask() != wanted:  # noqa: ASYNC110 - nothing tells of the connection
            await asyncio.sleep(0)


async def test_a_token_that_could_not_be_confirmed_at_the_start_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A platform that waits for readiness sends nothing that would ask."""
    monkeypatch.setattr("bot.server.confirming._AGAIN", 0)
    workspace = seeded(manifest(), clock=Clock(START, running=False))
    workspace.faults.set({"server_error": 2})
    with listen() as listener:
        app = Rolecall(settings(workspace, address(listener)), answerer())
        async with serving(build_playground(workspace, None), listener), app.running():
            await until(
                lambda: get(app.web, "/readyz"), (200, b'{"knowledge":true,"token":true,"database":true}')
            )
            assert len(workspace.calls("auth.test")) == 3


async def test_what_a_workspace_keeps_stays_where_slack_confirms_it_late(
    url: str, clock: databases.Clock, process: databases.Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.server.confirming._AGAIN", 0)
    workspace = seeded(manifest(), clock=Clock(START, running=False))
    workspace.faults.set({"server_error": 1})
    with listen() as listener:
        app = Rolecall(settings(workspace, address(listener), database_url=SecretStr(url)), answerer())
        async with process() as other, serving(build_playground(workspace, None), listener):
            await other.left(WorkspaceId(workspace.team), clock.now)
            clock.advance(days=40)
            assert await other.removed() == [workspace.team]
            async with app.running():
                await until(other.removed, [])

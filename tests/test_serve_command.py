"""`rolecall serve` as a platform runs it: a process of its own, told what to do by its environment."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from served_app import START, folder
from starlette.applications import Starlette

from bot.manifest import manifest
from bot.playground.clock import Clock
from bot.playground.seed import seeded
from bot.playground.server import address, build_playground, listen, serving
from bot.playground.talking import say
from bot.playground.workspace import Workspace
from bot.server import running
from bot.settings import Settings, SettingsError

SECRET = "xoxb-planted-secret"


def environment(**given: str) -> dict[str, str]:
    """Return this environment with no settings but those."""
    kept = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    ours = {"ROLECALL_KNOWLEDGE": str(folder()), "DATABASE_URL": "sqlite:///:memory:"}
    return {**kept, **ours, **given}


async def start(*arguments: str, **given: str) -> Process:
    command = (sys.executable, "-m", "bot", "serve", *arguments)
    return await asyncio.create_subprocess_exec(*command, env=environment(**given), stdout=PIPE, stderr=PIPE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def slack(app: str | None) -> AsyncIterator[tuple[Workspace, dict[str, str]]]:
    """Play Slack; yield the workspace, and the settings that lead to it."""
    workspace = seeded(manifest(), clock=Clock(START, running=False))
    with listen() as listener:
        async with serving(build_playground(workspace, app), listener):
            known = workspace.credentials
            yield (
                workspace,
                {
                    "SLACK_API_URL": f"{address(listener)}/api",
                    "SLACK_BOT_TOKEN": known.bot_token,
                    "LOG_FORMAT": "json",
                },
            )


async def ended(process: Process) -> tuple[int | None, str]:
    """Wait for the end; return the exit code and what was logged."""
    _, log = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode, log.decode()


async def test_by_http_it_answers_until_it_is_told_to_end() -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/slack/events"
    async with slack(url) as (workspace, known):
        secret = workspace.credentials.signing_secret
        process = await start("--http", PORT=str(port), SLACK_SIGNING_SECRET=secret, **known)
        await workspace.feed.until(lambda: workspace.calls("auth.test"), 30)
        await connected(port)
        said = say(workspace, "UNIA", "CHELP", "@rolecall who owns data quality?")
        await workspace.feed.until(lambda: workspace.calls("chat.postMessage"), 10)
        process.send_signal(signal.SIGTERM)
        code, log = await ended(process)
        [posted] = workspace.calls("chat.postMessage")
    assert code == 0
    assert posted.request["thread_ts"] == said["ts"]
    assert all(json.loads(line)["level"] == "info" for line in log.splitlines())
    assert secret not in log
    assert "data quality" not in log


async def test_with_a_port_for_them_the_counts_are_told_there_alone() -> None:
    port, counts = free_port(), free_port()
    async with slack(None) as (workspace, known):
        secret = workspace.credentials.signing_secret
        ports = {"PORT": str(port), "METRICS_PORT": str(counts)}
        process = await start("--http", SLACK_SIGNING_SECRET=secret, **ports, **known)
        await connected(port)
        await connected(counts)
        async with aiohttp.ClientSession() as session:
            told = []
            for each in (port, counts):
                for path in ("/metrics", "/healthz"):
                    async with session.get(f"http://127.0.0.1:{each}{path}") as answer:
                        told.append(answer.status)
        process.send_signal(signal.SIGTERM)
        code, log = await ended(process)
    assert told == [404, 200, 200, 404]
    assert code == 0
    assert "Traceback" not in log


async def connected(port: int) -> None:
    """Wait until something listens there."""
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0)
            else:
                writer.close()
                await writer.wait_closed()
                return


async def test_with_only_an_app_token_it_connects_by_socket_mode() -> None:
    async with slack(None) as (workspace, known):
        process = await start(PORT=str(free_port()), SLACK_APP_TOKEN=workspace.credentials.app_token, **known)
        await workspace.feed.until(lambda: workspace.calls("apps.connections.open"), 30)
        process.send_signal(signal.SIGINT)
        code, log = await ended(process)
    assert code == 0
    assert "Traceback" not in log


@pytest.mark.parametrize(
    ("arguments", "given", "named"),
    [
        ((), {}, "SLACK_BOT_TOKEN is missing"),
        (("--http",), {"SLACK_BOT_TOKEN": SECRET}, "SLACK_SIGNING_SECRET is missing"),
        (("--socket",), {"SLACK_BOT_TOKEN": SECRET}, "SLACK_APP_TOKEN is missing"),
        ((), {"SLACK_BOT_TOKEN": "planted-secret"}, "SLACK_BOT_TOKEN is malformed"),
        ((), {"SLACK_BOT_TOKEN": SECRET, "PORT": "many"}, "PORT is malformed"),
    ],
)
async def test_a_setting_that_cannot_be_used_stops_the_start_in_one_line(
    arguments: tuple[str, ...], given: dict[str, str], named: str
) -> None:
    code, log = await ended(await start(*arguments, **given))
    assert code == 1
    assert log.startswith(f"{named}: ")
    assert log.count("\n") == 1
    assert "planted-secret" not in log


@pytest.mark.parametrize("name", ["PORT", "METRICS_PORT"])
async def test_a_port_that_is_taken_stops_the_start_in_one_line_before_anything_is_opened(
    name: str, tmp_path: Path
) -> None:
    file = tmp_path / "rolecall.sqlite3"
    async with slack(None) as (workspace, known):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            ports = {"HOST": "127.0.0.1", "PORT": str(free_port()), name: str(port)}
            given = {**known, **ports, "SLACK_SIGNING_SECRET": "abc", "DATABASE_URL": f"sqlite:///{file}"}
            code, log = await ended(await start("--http", **given))
        assert workspace.calls() == []
    said = f"{name} {port} at HOST 127.0.0.1 cannot be used (Address already in use): choose others\n"
    assert (code, log) == (1, said)
    assert not file.exists()


async def test_of_two_that_have_bound_a_port_the_second_to_listen_is_told_that_it_is_taken() -> None:
    with running.bound("127.0.0.1", 0) as first:
        port = first[0].getsockname()[1]
        with running.bound("127.0.0.1", port) as second:
            running.open_to_all(first)
            with pytest.raises(SettingsError, match=f"^PORT {port} at HOST 127.0.0.1 cannot be used"):
                await running.listen(running.configured(Starlette()), second)


async def test_with_a_slack_that_hangs_at_the_start_it_is_soon_alive(tmp_path: Path) -> None:
    port = free_port()
    async with slack(None) as (workspace, known):
        workspace.faults.set({"slow_ms": 1_000_000})
        process = await start("--http", PORT=str(port), SLACK_SIGNING_SECRET="abc", **known)
        await workspace.feed.until(lambda: workspace.calls("auth.test"), 30)
        async with asyncio.timeout(10):
            await connected(port)
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
                assert answer.status == 200
            async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                assert answer.status == 503
        process.send_signal(signal.SIGTERM)
        code, log = await ended(process)
    assert code == 0
    assert "/api/: TimeoutError" in log


async def test_a_token_that_slack_refuses_stops_the_start_in_one_line() -> None:
    async with slack("http://127.0.0.1:9/") as (_, known):
        wrong = {**known, "SLACK_BOT_TOKEN": SECRET, "SLACK_SIGNING_SECRET": "abc", "PORT": str(free_port())}
        code, log = await ended(await start("--http", **wrong))
    assert code == 1
    assert log.startswith("SLACK_BOT_TOKEN was refused by Slack (invalid_auth): ")
    assert log.count("\n") == 1
    assert SECRET not in log


async def test_without_a_knowledge_folder_it_does_not_start(tmp_path: object) -> None:
    given = {
        "SLACK_BOT_TOKEN": SECRET,
        "SLACK_SIGNING_SECRET": "abc",
        "ROLECALL_KNOWLEDGE": f"{tmp_path}/none",
    }
    code, log = await ended(await start("--http", **given))
    assert (code, log) == (1, f"{tmp_path}/none: there is no such folder\n")


async def test_both_ways_at_once_are_wrong_usage() -> None:
    code, _ = await ended(await start("--http", "--socket"))
    assert code == 2


async def test_another_knowledge_base_can_be_named_and_must_be_there() -> None:
    process = await start(
        "--http", "--knowledge", "nowhere", SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="s"
    )
    code, log = await ended(process)
    assert code == 1
    assert log.strip() == "nowhere: there is no such folder"


def test_a_start_pays_for_nothing_that_only_files_and_migrations_need() -> None:
    code = (
        "import sys, bot.terminal.serve\n"
        "print(sorted({'alembic', 'matplotlib', 'pathspec', 'rapidfuzz', 'yaml'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"

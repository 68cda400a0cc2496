"""`rolecall mcp` as agents use it: by the SDK's own client, on both transports."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp_types import CallToolResult, TextContent
from served_app import answerer, folder
from typer.testing import CliRunner

from bot.answers.answerer import Answerer
from bot.knowledge.loading import load
from bot.settings import Settings
from bot.terminal.main import app
from bot.terminal.mcp import mcp_server

ERAS = ["auto", "legacy"]
"""How a client may begin: the newest protocol if the server knows it, or the older handshake."""

Call = tuple[str, dict[str, Any], str, str | None]
CALLS: list[Call] = [
    ("ask", {"question": "who owns data quality?"}, "who owns data quality?", None),
    (
        "ask",
        {"question": "and their tools?", "context": "data-engineer"},
        "and their tools?",
        "data-engineer",
    ),
    ("ask", {"question": "where is the cafeteria?"}, "where is the cafeteria?", None),
    ("role", {"role": "DE"}, "what does a DE do?", None),
    ("who_owns", {"topic": "data quality"}, "who owns data quality?", None),
]


def environment(**given: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    return {**kept, "ROLECALL_KNOWLEDGE": str(folder()), **given}


@asynccontextmanager
async def over_stdio(log: Path, mode: str, *python: str) -> AsyncIterator[Client]:
    arguments = [*python, "-m", "bot", "mcp"]
    server = StdioServerParameters(command=sys.executable, args=arguments, env=environment())
    with log.open("w") as errors:
        async with asyncio.timeout(60), Client(stdio_client(server, errlog=errors), mode=mode) as client:
            yield client


async def start(port: int, **given: str) -> Process:
    command = (sys.executable, "-m", "bot", "mcp", "--http")
    return await asyncio.create_subprocess_exec(
        *command, env=environment(PORT=str(port), **given), stdout=PIPE, stderr=PIPE
    )


@asynccontextmanager
async def over_http() -> AsyncIterator[str]:
    """Yield the address of a server; it ends in order."""
    process = await start(0)
    assert process.stdout is not None
    async with asyncio.timeout(60):
        line = (await process.stdout.readline()).decode()
        [url] = re.findall(r"http://127\.0\.0\.1:\d+/mcp", line)
        yield url
        process.send_signal(signal.SIGTERM)
        _, log = await process.communicate()
    assert process.returncode == 0
    assert b"Traceback" not in log


def told(result: CallToolResult) -> dict[str, Any]:
    """Return the object, which is there for programs and, the same, for readers of text."""
    assert not result.is_error
    [text] = result.content
    assert isinstance(text, TextContent)
    assert isinstance(result.structured_content, dict)
    assert json.loads(text.text) == result.structured_content
    return result.structured_content


def asked(question: str, context: str | None) -> dict[str, Any]:
    """Return what the terminal says to the same question."""
    follow_up = ["--context", context] if context else []
    arguments = ["ask", "--json", *follow_up, question, "--knowledge", str(folder())]
    answered: dict[str, Any] = json.loads(CliRunner().invoke(app, arguments).stdout)
    return answered


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    return {**answer, "elapsed_ms": None}


async def assert_it_answers_as_the_terminal_does(client: Client) -> None:
    assert [tool.name for tool in (await client.list_tools()).tools] == ["ask", "role", "who_owns"]
    for tool, arguments, question, context in CALLS:
        answer = told(await client.call_tool(tool, arguments))
        assert timeless(answer) == timeless(asked(question, context))
        assert answer["elapsed_ms"] > 0


@pytest.mark.parametrize("mode", ERAS)
async def test_on_stdio_each_tool_answers_as_the_terminal_does(mode: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    async with over_stdio(log, mode) as client:
        await assert_it_answers_as_the_terminal_does(client)
    assert log.read_text() == ""


async def test_by_http_each_tool_answers_as_the_terminal_does() -> None:
    async with over_http() as url:
        for mode in ERAS:
            async with Client(url, mode=mode) as client:
                await assert_it_answers_as_the_terminal_does(client)


async def test_answering_agents_takes_nothing_of_slack(tmp_path: Path) -> None:
    log = tmp_path / "log"
    async with over_stdio(log, "auto", "-X", "importtime") as client:
        for tool, arguments, _, _ in CALLS:
            told(await client.call_tool(tool, arguments))
    imported = {line.rpartition("|")[2].strip() for line in log.read_text().splitlines()}
    assert {"bot.answers.answering", "bot.cards.ownership", "mcp.server.mcpserver"} <= imported
    assert {name for name in imported if name.startswith("slack")} == set()


async def test_a_context_that_means_nothing_is_an_error_that_names_it() -> None:
    async with Client(mcp_server(answerer(), folder())) as client:
        result = await client.call_tool("ask", {"question": "and their tools?", "context": "qqqq"})
    assert result.is_error
    [text] = result.content
    assert isinstance(text, TextContent)
    assert text.text.endswith(": nothing here is called 'qqqq'")


async def test_agents_are_told_that_the_tools_change_nothing() -> None:
    async with Client(mcp_server(answerer(), folder())) as client:
        tools = (await client.list_tools()).tools
        assert client.instructions is not None
    for tool in tools:
        assert tool.description
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint


@pytest.mark.slow
async def test_every_role_and_topic_is_found_by_its_id_and_its_names() -> None:
    knowledge = load()
    async with Client(mcp_server(Answerer.from_folder())) as client:
        for role in knowledge.roles.values():
            for name in (role.id, role.name, *role.aliases):
                answer = told(await client.call_tool("role", {"role": name}))
                assert (answer["kind"], answer["roles"]) == ("role", [role.id]), name
        for topic in knowledge.topics.values():
            for name in (topic.id, topic.title):
                answer = told(await client.call_tool("who_owns", {"topic": name}))
                assert (answer["kind"], answer["topic"]) == ("ownership", topic.id), name


async def test_a_page_in_a_browser_cannot_reach_it_under_another_name() -> None:
    async with over_http() as url, aiohttp.ClientSession() as page:
        async with page.post(url, json={}, headers={"Host": "evil.example.org"}) as answer:
            assert answer.status == 421
        async with page.post(url, json={}, headers={"Origin": "https://evil.example.org"}) as answer:
            assert answer.status == 403


async def test_a_port_that_is_taken_is_named_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = await start(port)
        _, log = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 1
    assert (
        log.decode()
        == f"PORT {port} at HOST 127.0.0.1 cannot be used (Address already in use): choose others\n"
    )


async def test_it_binds_where_the_environment_says() -> None:
    process = await start(1, HOST="host.invalid")
    _, log = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 1
    assert log.decode().startswith("PORT 1 at HOST host.invalid cannot be used")
    assert log.count(b"\n") == 1


async def test_without_a_knowledge_folder_it_does_not_start(tmp_path: Path) -> None:
    process = await start(0, ROLECALL_KNOWLEDGE=str(tmp_path / "none"))
    printed, log = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 1
    assert printed == b""
    assert log.count(b"\n") == 1

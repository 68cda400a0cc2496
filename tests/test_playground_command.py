"""`rolecall playground`: the app in the local workspace, by one command."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
import time
from asyncio.subprocess import PIPE, STDOUT, Process
from typing import Any

import aiohttp
from served_app import folder

from bot.settings import Settings
from bot.terminal.playground import play


async def start(port: int, **given: str) -> Process:
    kept = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    command = (sys.executable, "-m", "bot", "playground")
    # A shell's job in the background ignores Ctrl+C, and what it starts would do so too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    environment = {**kept, "PORT": str(port), "ROLECALL_KNOWLEDGE": str(folder()), **given}
    return await asyncio.create_subprocess_exec(*command, env=environment, stdout=PIPE, stderr=STDOUT)


async def test_one_command_serves_a_workspace_in_which_the_bot_answers_until_ctrl_c() -> None:
    process = await start(0, HTTPS_PROXY="http://127.0.0.1:9", HTTP_PROXY="http://127.0.0.1:9")
    assert process.stdout is not None
    async with asyncio.timeout(60), aiohttp.ClientSession() as page:
        url = ""
        while not url:
            line = (await process.stdout.readline()).decode()
            assert line, "it ended"
            url = "".join(re.findall(r"http://127\.0\.0\.1:\d+", line))
        state = f"{url}/page-api/state?as=UNIA"
        async with page.get(f"{url}/page-api/stream?as=UNIA&after=0") as stream:
            typed = {"as": "UNIA", "channel": "CHELP", "text": "@rolecall who owns data quality?"}
            async with page.post(f"{url}/page-api/say", json=typed) as said:
                ts = (await said.json())["ts"]
            async for told in stream.content:
                if b"Data engineers are responsible" in told:
                    break
        async with page.get(state) as answer:
            replies = [m for m in (await answer.json())["messages"]["CHELP"] if m.get("bot")]
        process.send_signal(signal.SIGINT)
        rest = (await process.stdout.read()).decode()
        assert await process.wait() == 0
    assert [reply["thread_ts"] for reply in replies] == [ts]
    assert rest.strip() == "Goodbye."


async def test_the_app_lives_in_the_time_of_the_workspace() -> None:
    """Where the clock is moved on, nothing is planned for days that are over."""
    started: asyncio.Queue[str] = asyncio.Queue()
    playing = asyncio.create_task(play(0, folder(), started.put_nowait))
    began, days = time.time(), 3 * 24 * 3600
    async with asyncio.timeout(60), aiohttp.ClientSession() as page:
        url = await started.get()

        async def do(deed: str, **given: Any) -> None:
            async with page.post(f"{url}/page-api/{deed}", json={"as": "UADAM", **given}) as done:
                assert done.status == 200

        async with page.get(f"{url}/page-api/stream?as=UADAM&after=0") as stream:
            await do("clock", advance=days)
            await do("command", channel="CHELP", text="/role where do I park my bike?")
            asked: list[str] = []
            while not asked:  # what nobody could answer is kept after the answer has gone out
                await do("command", channel="CHELP", text="/role gaps")
                async for told in stream.content:
                    if b"could not answer" in told:
                        asked = re.findall(r"<!date\^(\d+)\^", told.decode())
                        break
    playing.cancel()
    await asyncio.gather(playing, return_exceptions=True)
    assert int(asked[0]) >= int(began) + days


async def test_a_port_that_is_taken_is_named_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = await start(port)
        told, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 1
    assert f"PORT {port} cannot be used" in told.decode()
    assert "Traceback" not in told.decode()

"""The whole way once: somebody says something, the app hears it signed, answers, and the page sees it."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import aiohttp
from playground_app import App, fresh, served
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient


async def test_what_is_said_reaches_the_app_and_its_answer_the_page() -> None:
    workspace = fresh()
    clients: list[AsyncWebClient] = []

    async def reply(told: dict[str, Any]) -> tuple[int, Any]:
        event = told["event"]
        if event["type"] == "app_mention":
            await clients[0].chat_postMessage(
                channel=event["channel"], thread_ts=event["ts"], text="Data engineers do."
            )
        return 200, None

    app = App(answer=reply)
    async with served(workspace, app) as url, aiohttp.ClientSession() as page:
        clients.append(AsyncWebClient(workspace.credentials.bot_token, base_url=f"{url}/api/"))
        async with page.get(f"{url}/page-api/state?as=UNIA") as answer:
            state = await answer.json()
        async with page.get(f"{url}/page-api/stream?as=UNIA&after={state['cursor']}") as stream:
            said = {"as": "UNIA", "channel": "CHELP", "text": "@rolecall who owns data quality?"}
            async with page.post(f"{url}/page-api/say", json=said) as answer:
                ts = (await answer.json())["ts"]
            drawn = await asyncio.wait_for(_reply(stream, ts), 5)

    assert drawn["text"] == "Data engineers do."
    assert drawn["thread_ts"] == ts
    assert drawn["bot"] is True
    verifier = SignatureVerifier(workspace.credentials.signing_secret)
    assert [each["type"] for each in app.events][:2] == ["app_mention", "message"]
    for headers, body in app.told:
        assert verifier.is_valid_request(body, headers)
        assert abs(int(headers["x-slack-request-timestamp"]) - time.time()) < 60


async def _reply(stream: aiohttp.ClientResponse, ts: str) -> dict[str, Any]:
    async for line in stream.content:
        if line.startswith(b"data: "):
            data = json.loads(line[6:])
            if isinstance(data, dict) and data.get("thread_ts") == ts and data.get("bot"):
                return data
    raise AssertionError("the stream ended")

"""A minimal app for the playground's tests: it notes what it is told and answers as a test says."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from starlette.types import Receive, Scope, Send

from bot.playground.clock import Clock
from bot.playground.seed import seeded
from bot.playground.server import address, build_playground, listen, serving
from bot.playground.web_api.dispatch import FORM_ONLY
from bot.playground.workspace import Workspace

START = 1_795_176_000.0
"""Friday, 20 November 2026, noon in UTC."""

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Rolecall"},
    "features": {
        "bot_user": {"display_name": "Rolecall"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [
            {"command": "/role", "description": "Who does what", "should_escape": True},
            {"command": "/raw", "description": "As it was typed"},
        ],
        "shortcuts": [
            {"name": "Find", "type": "global", "callback_id": "find", "description": "Find somebody"},
            {"name": "Who owns this?", "type": "message", "callback_id": "owns", "description": "Look"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "assistant:write",
                "channels:history",
                "channels:join",
                "channels:read",
                "chat:write",
                "commands",
                "files:read",
                "files:write",
                "groups:history",
                "groups:read",
                "im:history",
                "im:read",
                "im:write",
                "mpim:history",
                "mpim:read",
                "mpim:write",
                "reactions:read",
                "reactions:write",
                "team:read",
                "usergroups:read",
                "users:read",
                "users:read.email",
            ]
        }
    },
    "settings": {
        "interactivity": {"is_enabled": True},
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_mention",
                "app_uninstalled",
                "member_joined_channel",
                "message.channels",
                "message.groups",
                "message.im",
                "message.mpim",
                "reaction_added",
                "tokens_revoked",
            ]
        },
    },
}

Answer = tuple[int, Any]
"""A status, and a body: nothing, text, or what becomes JSON."""


@dataclass
class App:
    """An ASGI app that answers each request with `answer`, and keeps what it was told."""

    told: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answer: Callable[[dict[str, Any]], Awaitable[Answer]] | Answer = (200, None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one request."""
        body = (await receive())["body"]
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.told.append((headers, body))
        status, answered = await self.answer(payload(headers, body)) if callable(self.answer) else self.answer
        kind, sent = b"text/plain", b""
        if answered is not None:
            text = isinstance(answered, str)
            kind = b"text/plain" if text else b"application/json"
            sent = answered.encode() if text else json.dumps(answered).encode()
        started = {"type": "http.response.start", "status": status, "headers": [(b"content-type", kind)]}
        await send(started)
        await send({"type": "http.response.body", "body": sent})

    @property
    def payloads(self) -> list[dict[str, Any]]:
        """What the app was told, read."""
        return [payload(headers, body) for headers, body in self.told]

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events among it."""
        return [each["event"] for each in self.payloads if each.get("type") == "event_callback"]


def payload(headers: dict[str, str], body: bytes) -> dict[str, Any]:
    """Read a delivery of any kind."""
    if headers["content-type"] == "application/json":
        read: dict[str, Any] = json.loads(body)
        return read
    form = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return json.loads(form["payload"]) if "payload" in form else dict(form)


async def never(_: dict[str, Any]) -> Answer:
    """Answer nothing, ever."""
    await asyncio.Event().wait()
    return 200, None


@asynccontextmanager
async def served(workspace: Workspace, app: Any, **options: Any) -> Any:
    """Serve a playground; yields its address."""
    listener = listen()
    async with serving(build_playground(workspace, app, **options), listener) as url:
        assert url == address(listener)
        yield url


def fresh(**options: Any) -> Workspace:
    """Return a seeded workspace whose clock stands still."""
    options.setdefault("clock", Clock(START, running=False))
    return seeded(options.pop("manifest", MANIFEST), **options)


@dataclass
class Play:
    """A served playground with everything that a test holds in its hands."""

    workspace: Workspace
    app: App
    url: str
    client: AsyncWebClient
    http: aiohttp.ClientSession

    async def error(self, method: str, **args: Any) -> dict[str, Any]:
        """Call a method that must refuse; return its answer."""
        with pytest.raises(SlackApiError) as refused:
            await self._send(method, args)
        answer: Any = refused.value.response.data
        return dict(answer)

    async def call(self, method: str, **args: Any) -> dict[str, Any]:
        """Call a method that must not refuse; return its answer."""
        return dict((await self._send(method, args)).data)  # type: ignore[arg-type]

    async def _send(self, method: str, args: dict[str, Any]) -> AsyncSlackResponse:
        """Send as the SDK's own methods do: JSON, where that is read."""
        if method in FORM_ONLY:
            return await self.client.api_call(method, params=args)
        return await self.client.api_call(method, json=args)

    async def page(self, deed: str, **body: Any) -> dict[str, Any]:
        """Do something as the page does it."""
        async with self.http.post(f"{self.url}/page-api/{deed}", json=body) as answer:
            return dict(await answer.json())

    async def state(self, viewer: str = "UNIA") -> dict[str, Any]:
        """Return what somebody's page shows."""
        async with self.http.get(f"{self.url}/page-api/state", params={"as": viewer}) as answer:
            return dict(await answer.json())

    async def shown(self, channel: str, viewer: str = "UNIA") -> list[dict[str, Any]]:
        """Return the messages of a channel as somebody's page shows them."""
        return list((await self.state(viewer))["messages"][channel])


@asynccontextmanager
async def playing(**options: Any) -> AsyncIterator[Play]:
    """Serve a fresh playground with a minimal app."""
    workspace, app = fresh(**options), App()
    async with served(workspace, app) as url, aiohttp.ClientSession() as http:
        client = AsyncWebClient(
            workspace.credentials.bot_token, base_url=f"{url}/api/", session=http, retry_handlers=[]
        )
        yield Play(workspace, app, url, client, http)

"""Socket Mode: the app connects with slack_sdk's own client and gets everything over its connection."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from playground_app import App, Play, fresh, served
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.talking import say


class Connected:
    """A connected app that notes its requests and answers each with `payload`, if it answers at all."""

    def __init__(self) -> None:
        self.requests: list[SocketModeRequest] = []
        self.payload: dict[str, Any] | None = None
        self.answers = True

    async def hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Take one request."""
        self.requests.append(request)
        if self.answers:
            answer = SocketModeResponse(envelope_id=request.envelope_id, payload=self.payload)
            await client.send_socket_mode_response(answer)


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[Play, Connected]]:
    """Serve a playground to which an app is connected."""
    workspace, heard = fresh(), Connected()
    async with served(workspace, None) as url, aiohttp.ClientSession() as http:
        known, base = workspace.credentials, f"{url}/api/"
        client = SocketModeClient(known.app_token, web_client=AsyncWebClient(base_url=base, session=http))
        client.socket_mode_request_listeners.append(heard.hear)
        await client.connect()  # type: ignore[no-untyped-call]
        assert workspace.sockets is not None
        await workspace.feed.until(lambda: workspace.sockets and workspace.sockets.connections)
        bot = AsyncWebClient(known.bot_token, base_url=base, session=http, retry_handlers=[])
        yield Play(workspace, App(), url, bot, http), heard
        await client.close()  # type: ignore[no-untyped-call]


async def test_an_event_comes_in_an_envelope() -> None:
    async with connected() as (play, heard):
        say(play.workspace, "UNIA", "DNIA", "hello")
        await play.workspace.settled()

        [request] = heard.requests
        assert (request.type, request.payload["event"]["text"]) == ("events_api", "hello")
        assert (request.retry_attempt, request.accepts_response_payload) == (0, False)
        assert [entry.status for entry in play.workspace.deliveries()] == [200]


async def test_a_command_is_answered_in_the_acknowledgement() -> None:
    async with connected() as (play, heard):
        heard.payload = {"text": "Data engineers do."}
        await play.page("command", **{"as": "UNIA"}, channel="CHELP", text="/role who?")
        await play.workspace.settled()

        assert heard.requests[0].type == "slash_commands"
        assert heard.requests[0].payload["text"] == "who?"
        assert [each["text"] for each in await play.shown("CHELP")] == ["Data engineers do."]


async def test_a_press_is_interactive() -> None:
    async with connected() as (play, heard):
        button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
        row = {"type": "actions", "block_id": "row", "elements": [button]}
        posted = await play.call("chat.postMessage", channel="CHELP", text="Card", blocks=[row])
        await play.workspace.settled()
        on = {"channel": "CHELP", "ts": posted["ts"]}
        await play.page("act", **{"as": "UNIA"}, do="press", on=on, block_id="row", action_id="go")
        await play.workspace.settled()

        assert heard.requests[-1].type == "interactive"
        assert heard.requests[-1].payload["actions"][0]["action_id"] == "go"


async def test_an_envelope_that_is_not_acknowledged_comes_again() -> None:
    async with connected() as (play, heard):
        heard.answers = False
        say(play.workspace, "UNIA", "DNIA", "hello")
        await play.workspace.feed.until(lambda: heard.requests)
        heard.answers = True
        await play.workspace.clock.advance(3)
        await play.workspace.settled()

        assert [(each.retry_attempt, each.retry_reason) for each in heard.requests] == [
            (0, ""),
            (1, "http_timeout"),
        ]
        assert len({each.payload["event_id"] for each in heard.requests}) == 1


async def test_without_a_connection_an_event_fails_and_is_tried_again() -> None:
    workspace = fresh()
    async with served(workspace, None):
        say(workspace, "UNIA", "DNIA", "hello")
        await workspace.settled()

        assert [entry.status for entry in workspace.deliveries()] == [0, 0]


async def test_slack_asks_the_app_to_connect_anew() -> None:
    workspace = fresh()
    async with served(workspace, None), aiohttp.ClientSession() as http:
        sockets = workspace.sockets
        assert sockets is not None
        async with http.ws_connect(sockets.address()) as connection:
            assert (await connection.receive_json())["type"] == "hello"
            await sockets.refresh()
            assert (await connection.receive_json())["type"] == "disconnect"


async def test_what_a_connection_took_with_it_is_delivered_over_another() -> None:
    workspace = fresh()
    async with served(workspace, None), aiohttp.ClientSession() as http:
        sockets = workspace.sockets
        assert sockets is not None
        first = await http.ws_connect(sockets.address())
        await first.receive_json()
        say(workspace, "UNIA", "DNIA", "hello")
        lost = await first.receive_json()
        second = await http.ws_connect(sockets.address())
        await second.receive_json()

        await first.close()

        again = await second.receive_json()
        assert (lost["retry_attempt"], again["retry_attempt"]) == (0, 1)
        assert again["payload"]["event_id"] == lost["payload"]["event_id"]
        assert again["envelope_id"] != lost["envelope_id"]
        await second.close()


async def test_an_address_is_good_for_one_connection() -> None:
    workspace = fresh()
    async with served(workspace, None), aiohttp.ClientSession() as http:
        assert workspace.sockets is not None
        address = workspace.sockets.address()
        async with http.ws_connect(address) as connection:
            assert (await connection.receive_json())["type"] == "hello"
        async with http.get(address) as answer:
            assert answer.status == 401


async def test_a_workspace_that_sends_over_http_has_no_sockets() -> None:
    workspace = fresh()
    async with served(workspace, App()) as url, aiohttp.ClientSession() as http:
        headers = {"authorization": f"Bearer {workspace.credentials.app_token}"}
        async with http.post(f"{url}/api/apps.connections.open", headers=headers) as answer:
            assert (await answer.json())["error"] == "forbidden_team"

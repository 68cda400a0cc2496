"""Socket Mode: the app connects, and what it is told comes over its connection in envelopes.

As with Slack, the socket has an address of its own, which apps.connections.open hands out.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from bot.playground.transport import Delivery, Reply
from bot.playground.workspace import Workspace

_RESPONDS = {"slash_commands", "interactive"}


class Sockets:
    """The connections of one app, and the way to it over them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._runner: web.AppRunner | None = None
        self._port = 0
        self._tickets: set[str] = set()
        self._count = count(1)
        self._waiting: dict[str, tuple[web.WebSocketResponse, asyncio.Future[Reply]]] = {}
        self.connections: list[web.WebSocketResponse] = []

    async def start(self) -> None:
        """Listen on a free port of this machine."""
        application = web.Application()
        application.router.add_get("/link", self._accept)
        self._runner = web.AppRunner(application, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def close(self) -> None:
        """Close every connection."""
        for connection in [*self.connections]:
            await connection.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def refresh(self) -> None:
        """Ask the app to connect anew, as Slack does every few hours, and hang up."""
        for connection in [*self.connections]:
            await connection.send_json(
                {"type": "disconnect", "reason": "refresh_requested", "debug_info": {}}
            )
            await connection.close()

    def address(self) -> str:
        """Return an address that is good for one connection."""
        ticket = self._workspace.new_id("ticket")
        self._tickets.add(ticket)
        return f"ws://127.0.0.1:{self._port}/link?ticket={ticket}"

    async def send(self, delivery: Delivery, headers: Mapping[str, str]) -> Reply:
        """Deliver over one of the connections, in turn; without any, the reply has no status."""
        if not self.connections:
            return Reply(0)
        envelope_id = self._workspace.new_id("envelope")
        envelope: dict[str, Any] = {
            "envelope_id": envelope_id,
            "type": delivery.kind,
            "accepts_response_payload": delivery.kind in _RESPONDS,
            "payload": delivery.payload,
        }
        if delivery.kind == "events_api":
            envelope["retry_attempt"] = int(headers.get("x-slack-retry-num", 0))
            envelope["retry_reason"] = headers.get("x-slack-retry-reason", "")
        connection = self.connections[next(self._count) % len(self.connections)]
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = connection, answer
        try:
            await connection.send_json(envelope)
            return await answer
        except ConnectionError:
            return Reply(0)
        finally:
            del self._waiting[envelope_id]

    async def _accept(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=401)
        self._tickets.discard(ticket)
        connection = web.WebSocketResponse(timeout=0.5)
        await connection.prepare(request)
        self.connections.append(connection)
        workspace = self._workspace
        hello = {
            "type": "hello",
            "num_connections": len(self.connections),
            "connection_info": {"app_id": workspace.app_id},
            "debug_info": {"host": "playground", "approximate_connection_time": 3600},
        }
        await connection.send_json(hello)
        try:
            async for message in connection:
                if message.type is WSMsgType.TEXT:
                    self._acknowledged(message.data)
        finally:
            self.connections.remove(connection)
            for other, answer in self._waiting.values():
                if other is connection and not answer.done():
                    answer.set_result(Reply(0))
        return connection

    def _acknowledged(self, text: str) -> None:
        try:
            said = json.loads(text)
        except json.JSONDecodeError:
            return
        envelope_id = said.get("envelope_id", "")
        if envelope_id in self._waiting and not self._waiting[envelope_id][1].done():
            payload = said.get("payload")
            body = b"" if payload in ({}, None) else json.dumps(payload).encode()
            self._waiting[envelope_id][1].set_result(Reply(200, body))

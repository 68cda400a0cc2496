"""Just enough of Slack's Web API to post to: cheap and uncritical, unlike the playground."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

_WHO = {
    "ok": True,
    "team_id": "TLOAD",
    "user_id": "UBOT",
    "bot_id": "BBOT",
    "team": "load",
    "user": "rolecall",
}


_SAYS: dict[str, dict[str, Any]] = {
    "users.info": {"ok": True, "user": {"id": "U0001", "name": "somebody", "profile": {}}},
    "conversations.info": {"ok": True, "channel": {"id": "CHELP", "name": "data-help", "is_member": True}},
}


class CountingSlack:
    """Takes what is posted, and counts how much of it has blocks."""

    def __init__(self) -> None:
        self.posts = self.with_blocks = 0
        self._told = asyncio.Condition()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        body = await _whole(receive)
        answer = _SAYS.get(scope["path"].rpartition("/")[2], _WHO)
        if scope["path"].endswith("/chat.postMessage"):
            self.posts += 1
            self.with_blocks += _has_blocks(body)
            answer = {"ok": True, "channel": "CLOAD", "ts": f"1795176000.{self.posts:06}", "message": {}}
            async with self._told:
                self._told.notify_all()
        headers = [(b"content-type", b"application/json"), (b"x-oauth-scopes", b"chat:write,commands")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})

    async def until(self, posts: int, seconds: float) -> None:
        """Wait until so much was posted in all; raises TimeoutError."""
        async with asyncio.timeout(seconds), self._told:
            await self._told.wait_for(lambda: self.posts >= posts)


def _has_blocks(body: bytes) -> bool:
    if body.startswith(b"{"):
        return bool(json.loads(body).get("blocks"))
    return bool(json.loads(parse_qs(body.decode()).get("blocks", ["[]"])[0]))


async def _whole(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


@asynccontextmanager
async def listening(slack: ASGIApp, listener: socket.socket) -> AsyncIterator[None]:
    """Serve it on a bound socket."""
    config = uvicorn.Config(slack, log_config=None, access_log=False, lifespan="off", timeout_keep_alive=600)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listener])  # `serve` would take the process's signals
    try:
        yield
    finally:
        await server.shutdown(sockets=[listener])

"""What Rolecall is compared with: the least that can answer Slack, and Bolt saying hello, tuned as it is.

Started as `python -m load.references raw|bolt|row`; `row` is Bolt with a row in a database for each event.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Column, MetaData, String, Table, event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

HELLO = "Hello, this is an answer"
_OLDEST = 300
_SEEN = Table("seen", MetaData(), Column("event", String, primary_key=True))


class Raw:
    """Verifies, and answers; nothing else, in no framework."""

    def __init__(self, secret: str, api: str, token: str) -> None:
        self._secret, self._post_to = secret.encode(), f"{api}chat.postMessage"
        self._token = {"authorization": f"Bearer {token}"}
        self._session: aiohttp.ClientSession | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of Slack's."""
        body = (await receive())["body"]
        headers = dict(scope["headers"])
        if not self._signed(headers, body):
            await _send(send, 401, b"", b"text/plain")
        elif headers[b"content-type"] == b"application/json":
            await self._hear(json.loads(body)["event"])
            await _send(send, 200, b"", b"text/plain")
        else:
            answer = {"response_type": "ephemeral", "text": HELLO}
            await _send(send, 200, json.dumps(answer).encode(), b"application/json")

    def _signed(self, headers: dict[bytes, bytes], body: bytes) -> bool:
        at = headers[b"x-slack-request-timestamp"]
        made = hmac.new(self._secret, b"v0:" + at + b":" + body, hashlib.sha256).hexdigest()
        fresh = abs(time.time() - int(at)) < _OLDEST
        return fresh and hmac.compare_digest(b"v0=" + made.encode(), headers[b"x-slack-signature"])

    async def _hear(self, said: dict[str, Any]) -> None:
        self._session = self._session or aiohttp.ClientSession()
        message = {"channel": said["channel"], "thread_ts": said["ts"], "text": HELLO}
        async with self._session.post(self._post_to, json=message, headers=self._token) as answer:
            await answer.json()


async def _send(send: Send, status: int, body: bytes, kind: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", kind)]})
    await send({"type": "http.response.body", "body": body})


def bolt(secret: str, api: str, token: str, rows: str | None = None) -> Starlette:
    """Return Bolt's hello on its own adapter, with one session; `rows` is a database for each event's id."""
    client = AsyncWebClient(token, base_url=api)
    app = AsyncApp(token=token, signing_secret=secret, client=client, process_before_response=True)
    claim = _claims(rows) if rows else None

    @app.command("/role")
    async def answer_command(ack: AsyncAck) -> None:
        await ack(HELLO, response_type="ephemeral")

    @app.event("app_mention")
    async def answer_mention(event: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        if claim is None or await claim(body["event_id"]):
            await client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text=HELLO)

    handler = AsyncSlackRequestHandler(app)

    async def hear(request: Request) -> Response:
        return await handler.handle(request)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with aiohttp.ClientSession() as client.session:
            await client.auth_test()
            yield

    return Starlette(routes=[Route("/slack/events", hear, methods=["POST"])], lifespan=lifespan)


def _claims(url: str) -> Callable[[str], Awaitable[bool]]:
    one = {"poolclass": AsyncAdaptedQueuePool, "pool_size": 1, "max_overflow": 0}
    engine = create_async_engine(url, **one).execution_options(isolation_level="AUTOCOMMIT")
    event.listen(engine.sync_engine, "connect", _prepare)
    lock, made = asyncio.Lock(), False

    async def claim(event_id: str) -> bool:
        nonlocal made
        async with lock:  # the table is made once, by whoever comes first
            if not made:
                async with engine.connect() as connection:
                    await connection.run_sync(_SEEN.metadata.create_all)
                made = True
        async with engine.connect() as connection:
            row = insert(_SEEN).values(event=event_id).on_conflict_do_nothing().returning(_SEEN.c.event)
            return (await connection.execute(row)).first() is not None

    return claim


def _prepare(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):  # as Rolecall's own database has it
        connection.execute(f"PRAGMA {pragma}")


def main() -> None:
    """Serve one of them on the loopback interface."""
    kind, port = sys.argv[1], int(os.environ["PORT"])
    known = (os.environ["SLACK_SIGNING_SECRET"], os.environ["SLACK_API_URL"], os.environ["SLACK_BOT_TOKEN"])
    rows = os.environ["REFERENCE_DATABASE"] if kind == "row" else None
    app: ASGIApp = Raw(*known) if kind == "raw" else bolt(*known, rows)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()

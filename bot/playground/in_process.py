"""The app in this very process: called as a server would call it, and kept alive as one would."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.types import ASGIApp, Message

from bot.playground.transport import Delivery, Reply, signed_headers

log = logging.getLogger(__name__)


class AsgiTransport:
    """Calls the app in this process, as a server would."""

    def __init__(self, app: ASGIApp, secret: str, path: str = "/slack/events") -> None:
        self._app, self._secret, self._path = app, secret, path
        self._at_work: set[asyncio.Task[None]] = set()

    async def send(self, delivery: Delivery, headers: Mapping[str, str]) -> Reply:
        """Deliver by a call; returns as soon as the response is whole, even if the app goes on working."""
        body, content_type = delivery.encode()
        signed = {**signed_headers(self._secret, body, content_type), **headers}
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(self._call(body, signed, answer))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return await asyncio.shield(answer)

    async def close(self) -> None:
        """Stop calls that never came back."""
        for task in self._at_work:
            task.cancel()
        await asyncio.gather(*self._at_work, return_exceptions=True)

    async def _call(self, body: bytes, headers: Mapping[str, str], answer: asyncio.Future[Reply]) -> None:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": self._path,
            "raw_path": self._path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [
                (name.encode(), value.encode())
                for name, value in {**headers, "host": "app", "content-length": str(len(body))}.items()
            ],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        started: dict[str, Any] = {}
        chunks: list[bytes] = []

        async def receive() -> Message:
            if unread:
                return unread.pop()
            await asyncio.Event().wait()  # the caller stays on the line
            raise AssertionError

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.update(message)
            else:
                chunks.append(message.get("body", b""))
                if not message.get("more_body") and not answer.done():
                    names = {name.decode().lower(): value.decode() for name, value in started["headers"]}
                    answer.set_result(Reply(started["status"], b"".join(chunks), names))

        try:
            await self._app(scope, receive, send)
        except Exception:
            log.exception("The app failed on a request")
        finally:
            if not answer.done():
                answer.set_result(Reply(500))


@asynccontextmanager
async def alive(app: ASGIApp) -> AsyncIterator[None]:
    """Start the app as a server does, and end it; one that knows nothing of that is just used."""
    orders: asyncio.Queue[Message] = asyncio.Queue()
    answers: asyncio.Queue[Message] = asyncio.Queue()
    scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
    life = asyncio.create_task(_live(app, scope, orders, answers))
    await orders.put({"type": "lifespan.startup"})
    if (await answers.get())["type"] == "lifespan.startup.failed":
        await life
        raise RuntimeError("the app did not start")
    try:
        yield
    finally:
        await orders.put({"type": "lifespan.shutdown"})
        await life


async def _live(
    app: ASGIApp, scope: dict[str, Any], orders: asyncio.Queue[Message], answers: asyncio.Queue[Message]
) -> None:
    try:
        await app(scope, orders.get, answers.put)
    except Exception as error:
        log.debug("The app has no lifespan: %r", error)
    finally:
        await answers.put({"type": "lifespan.ended"})

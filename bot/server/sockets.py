"""Socket Mode: the same app, told over a connection that it opens itself, so that no address is needed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.server.ending import HANDING_BACK, REQUESTS, Ending

if TYPE_CHECKING:
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

log = logging.getLogger(__name__)

_CLOSING = 1.0
"""Seconds for Slack to say goodbye."""


class SocketMode:
    """A connection to Slack that is opened again whenever it breaks."""

    def __init__(self, bolt: AsyncApp, token: SecretStr, ending: Ending) -> None:
        self._bolt, self._token, self._ending = bolt, token, ending
        self._handler: AsyncSocketModeHandler | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self._hears = True

    async def connected(self) -> bool:
        """Tell whether Slack can reach the app."""
        return self._handler is not None and await self._handler.client.is_connected()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Stay connected; connecting goes on beside what else starts, since Slack may be away for long.

        At the end, what is under way is answered before the connection closes.
        """
        from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler  # HTTP does without

        self._handler = AsyncSocketModeHandler(self._bolt, self._token.get_secret_value())
        self._handler.client.socket_mode_request_listeners[:] = [self._hear]
        connecting = asyncio.create_task(self._handler.connect_async())  # type: ignore[no-untyped-call]
        try:
            yield
        finally:
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            await self._finish()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_CLOSING):
                    await self._handler.close_async()  # type: ignore[no-untyped-call]

    async def _hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Answer a request; what comes as the process ends Slack delivers to another, or again."""
        task = asyncio.current_task()
        if not self._hears or task is None or self._handler is None:
            return
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        await self._handler.handle(client, request)  # type: ignore[arg-type]

    async def _finish(self) -> None:
        """Wait for what is under way; what takes too long is cancelled, and hands back what it was at."""
        self._hears = False
        if not self._under_way:
            return
        _, late = await asyncio.wait(set(self._under_way), timeout=self._ending.left(REQUESTS))
        for task in late:
            task.cancel()
        if late:
            log.warning("%d requests were given up when the process ended", len(late))
            await asyncio.wait(late, timeout=HANDING_BACK)

"""Socket Mode: the same app, told over a connection that it opens itself, so that no address is needed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp

if TYPE_CHECKING:
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler


class SocketMode:
    """A connection to Slack that is opened again whenever it breaks."""

    def __init__(self, bolt: AsyncApp, token: SecretStr) -> None:
        self._bolt, self._token = bolt, token
        self._handler: AsyncSocketModeHandler | None = None

    async def connected(self) -> bool:
        """Tell whether Slack can reach the app."""
        return self._handler is not None and await self._handler.client.is_connected()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Stay connected; connecting goes on beside what else starts, since Slack may be away for long."""
        from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler  # HTTP does without

        self._handler = AsyncSocketModeHandler(self._bolt, self._token.get_secret_value())
        connecting = asyncio.create_task(self._handler.connect_async())  # type: ignore[no-untyped-call]
        try:
            yield
        finally:
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            await self._handler.close_async()  # type: ignore[no-untyped-call]

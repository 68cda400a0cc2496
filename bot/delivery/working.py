"""Says that something is being worked on, where it takes longer than people wait without wondering."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from collections.abc import AsyncIterator

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger(__name__)

WONDERING = 0.5
"""Seconds until somebody who waits wants to see that something is going on."""


@contextlib.asynccontextmanager
async def at_work(client: AsyncWebClient, channel: str, ts: str, status: str) -> AsyncIterator[None]:
    """Show a status at a message, from half a second on until the block ends; a post takes it away too.

    What Slack says to that is no concern of whoever waits: where it knows no status, there is none.
    """
    showing: list[asyncio.Task[None]] = []

    def begin() -> None:
        showing.append(asyncio.create_task(_show(client, channel, ts, status)))

    timer = asyncio.get_running_loop().call_later(WONDERING, begin)
    try:
        yield
    finally:
        timer.cancel()
        if showing:
            showing[0].cancel()
            await asyncio.gather(*showing, return_exceptions=True)
            # Where the process ends, there is no time to ask Slack for anything.
            if not isinstance(sys.exception(), asyncio.CancelledError):
                await _show(client, channel, ts, "")


async def _show(client: AsyncWebClient, channel: str, ts: str, status: str) -> None:
    try:
        await client.assistant_threads_setStatus(channel_id=channel, thread_ts=ts, status=status)
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
        log.debug("no status is shown: %s", type(error).__name__)

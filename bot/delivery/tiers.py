"""Where there is much to do, a workspace's methods are called one after the other, at Slack's pace."""

from __future__ import annotations

import asyncio
import contextlib
import copy
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar
from weakref import WeakValueDictionary

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

A_MINUTE: Mapping[str, int] = {
    "chat.postMessage": 200,
    "users.info": 90,
    "chat.scheduleMessage": 45,
    "chat.deleteScheduledMessage": 45,
    "chat.scheduledMessages.list": 45,
    "conversations.history": 45,
    "conversations.open": 45,
}
"""A bit less than Slack allows (https://docs.slack.dev/apis/web-api/rate-limits): others call them too."""
AT_ONCE = 10
"""Calls that need not wait for each other, so that a single newcomer waits for nothing."""
KNOWN = 1000
"""Moments that are remembered before those that are over are forgotten."""

_T = TypeVar("_T")
_Key = tuple[str, str]


class Tiers:
    """Whose turn it is, for each method of each workspace."""

    def __init__(
        self, clock: Callable[[], datetime], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        """Keep time by `clock`; `sleep` waits in the same time, in seconds."""
        self._clock, self._sleep = clock, sleep
        self._locks = WeakValueDictionary[_Key, asyncio.Lock]()
        self._made_good: dict[_Key, datetime] = {}
        self._held: dict[_Key, datetime] = {}
        self.waiting = 0
        """Calls whose turn has not come yet."""

    async def call(self, team: str, method: str, do: Callable[[], Awaitable[_T]]) -> _T:
        """Do something that calls a method once when it is its turn, and again where Slack says "later"."""
        while True:
            async with self._turn((team, method)):
                try:
                    return await do()
                except SlackApiError as error:
                    wait = retry_after(error)
                    if wait is None:
                        raise
                    self._held[team, method] = self._clock() + timedelta(seconds=wait)

    @contextlib.asynccontextmanager
    async def _turn(self, key: _Key) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as taken:
            self.waiting += 1
            try:
                await taken.enter_async_context(self._locks.setdefault(key, asyncio.Lock()))
                await self._come(key)
            finally:
                self.waiting -= 1
            yield

    async def _come(self, key: _Key) -> None:
        """Wait until the next call may be made, and count it."""
        each, now = timedelta(minutes=1) / A_MINUTE[key[1]], self._clock()
        made_good = max(self._made_good.get(key, now), now) + each
        wait = max(made_good - AT_ONCE * each, self._held.get(key, now)) - now
        if wait > timedelta():
            await self._sleep(wait.total_seconds())
        self._made_good[key] = made_good
        for known in (self._made_good, self._held):
            if len(known) > KNOWN:
                for over in [each for each, at in known.items() if at <= now]:
                    del known[over]


def bare(client: AsyncWebClient) -> AsyncWebClient:
    """Return a client that tries nothing again by itself: whoever waits for their turn is told so."""
    plain = copy.copy(client)
    plain.retry_handlers = []
    return plain


def retry_after(error: SlackApiError) -> float | None:
    """Return after how many seconds Slack will take a call that came too early; None for other errors."""
    answer = error.response
    if not isinstance(answer, AsyncSlackResponse) or answer.get("error") != "ratelimited":
        return None
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return float(headers.get("retry-after", 1))

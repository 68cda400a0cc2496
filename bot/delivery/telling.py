"""Tells people what they wait for, each by themselves: whoever could not be told waits on."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.posting import Fate, Message, fate, post

log = logging.getLogger(__name__)


class Waiting(Protocol):
    """Who waits for what."""

    async def told(self, group: str, person: str) -> datetime | None:
        """Forget that somebody waits; return since when they did, None where they do not any more."""
        ...

    async def wait_on(self, group: str, person: str, since: datetime) -> None:
        """Let somebody wait who was not told after all."""
        ...


async def tell(waiting: Waiting, client: AsyncWebClient, group: str, person: str, message: Message) -> None:
    """Tell somebody what they wait for, unless somebody else does; where Slack may not have it, they wait on.

    Where Slack has it and did not say so, they are told twice, which is better than never.
    """
    since = await waiting.told(group, person)
    if since is None:
        return
    try:
        await post(client, person, message)
    except asyncio.CancelledError:
        await asyncio.shield(waiting.wait_on(group, person, since))
        raise
    except Exception as error:
        if fate(error) is Fate.REFUSED:
            log.warning("somebody who waited cannot be told: %s", error)
            return
        log.warning("somebody who waits is told later: %s", error)
        await waiting.wait_on(group, person, since)

"""Compares what is stored with Slack's own list of scheduled messages: at start and every few minutes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.onboarding import is_welcome, key_in
from bot.delivery.background import Background
from bot.delivery.tiers import bare
from bot.guiding.guide import Guide
from bot.onboarding.enrolment import Enrolment
from bot.onboarding.reconciling import Listed, Seen, in_doubt, reconcile
from bot.onboarding.stores import Overtaken
from bot.workspace.stores import StoreDown

log = logging.getLogger(__name__)

EVERY = 300.0
"""Seconds."""
_PAGE, _PAGES = 100, 200


class Reconciliation:
    """Keeps what is stored and what stands in Slack's list the same."""

    def __init__(
        self,
        guide: Guide,
        background: Background,
        client_for: Callable[[str], Awaitable[AsyncWebClient | None]],
    ) -> None:
        self._guide, self._background, self._client_for = guide, background, client_for

    async def follow(self) -> None:
        """Compare again and again; runs until cancelled."""
        while True:
            try:
                await self.look_around()
            except StoreDown as error:
                log.warning("newcomers are not looked after: %s", error)
            await asyncio.sleep(EVERY)

    async def look_around(self) -> None:
        """Compare for every workspace."""
        for team in await self._guide.kept.known():
            try:
                await self.look(team)
            except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, StoreDown) as error:
                log.warning("Slack's list could not be compared: %s", type(error).__name__)
            except Exception:  # what is wrong with one workspace must not keep the others waiting
                log.exception("the newcomers of one workspace are not looked after")

    async def look(self, team: str) -> None:
        """Compare for one workspace, and begin what is to be done."""
        store = self._guide.enrolments(team)
        known = await store.unsettled()
        if not known and team in self._guide.compared:
            return
        installed = await self._client_for(team)
        if installed is None:
            return
        self._guide.compared.add(team)
        client = bare(installed)
        listed = await self._listed(client, team)
        for enrolment in known:
            if self._guide.busy[team, enrolment.user]:
                continue
            now = self._guide.clock()
            seen = await self._seen(client, enrolment) if in_doubt(enrolment, now) else None
            new, actions = reconcile(enrolment, listed, self._guide.clock(), seen)
            try:
                if new != enrolment:
                    await store.put(new)
            except Overtaken:
                continue
            if actions:
                self._background.start(self._guide.carry_out(client, team, enrolment.user, actions))
        await self._clear(client, team, listed, known)

    async def _clear(
        self, client: AsyncWebClient, team: str, listed: Sequence[Listed], known: Sequence[Enrolment]
    ) -> None:
        """Take messages off the list that nobody stands behind any more: of people who were forgotten."""
        later = await self._guide.enrolments(team).unsettled()
        theirs = {each.channel for each in (*known, *later)}
        for entry in listed:
            if entry.channel in theirs:
                continue
            try:
                await self._guide.tiers.call(
                    team,
                    "chat.deleteScheduledMessage",
                    partial(
                        client.chat_deleteScheduledMessage,
                        channel=entry.channel,
                        scheduled_message_id=entry.id,
                    ),
                )
            except SlackApiError:
                log.info("a message that nobody stands behind may still arrive")

    async def _listed(self, client: AsyncWebClient, team: str) -> list[Listed]:
        found: list[Listed] = []
        cursor = ""
        for _ in range(_PAGES):
            page = await self._guide.tiers.call(
                team,
                "chat.scheduledMessages.list",
                partial(client.chat_scheduledMessages_list, limit=_PAGE, cursor=cursor or None),
            )
            found += map(_entry, page["scheduled_messages"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return found

    async def _seen(self, client: AsyncWebClient, enrolment: Enrolment) -> Seen | None:
        """Look into somebody's direct messages; None where that cannot be done."""
        team = enrolment.team
        try:
            channel = enrolment.channel or await self._opened(client, enrolment)
            page = await self._guide.tiers.call(
                team,
                "conversations.history",
                lambda: client.conversations_history(channel=channel, limit=200),
            )
        except SlackApiError as error:
            log.warning("direct messages cannot be read: %s", error.response.get("error"))
            return None
        messages: Sequence[Mapping[str, Any]] = page["messages"]
        greeting = next((str(each["ts"]) for each in messages if is_welcome(each)), None)
        keys = {key for key in map(key_in, messages) if key is not None}
        return Seen(channel, greeting, frozenset(keys))

    async def _opened(self, client: AsyncWebClient, enrolment: Enrolment) -> str:
        return await self._guide.tiers.call(
            enrolment.team, "conversations.open", lambda: direct(client, enrolment.user)
        )


async def direct(client: AsyncWebClient, user: str) -> str:
    """Return the channel of somebody's direct messages with the bot."""
    answer = await client.conversations_open(users=user)
    return str(answer["channel"]["id"])


def _entry(told: Mapping[str, Any]) -> Listed:
    at = datetime.fromtimestamp(int(told["post_at"]), UTC)
    return Listed(str(told["id"]), str(told["channel_id"]), at)

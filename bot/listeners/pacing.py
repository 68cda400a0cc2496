"""Who asks faster than anybody reads is told to wait a moment, before any listener has work with it."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Message
from bot.cards.finding import QUESTION
from bot.cards.notices import too_fast
from bot.delivery.background import Background
from bot.delivery.pace import Hold, Pace, Person
from bot.delivery.posting import respond, whisper
from bot.listeners.responses import privately
from bot.trail import note

_SAID = {"app_mention", "message"}


class Pacing(AsyncMiddleware):
    """Holds back what one person asks too fast; forms that were filled in are always taken."""

    def __init__(self, pace: Pace, background: Background) -> None:
        self._pace, self._background = pace, background

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse | None:
        """Go on, or answer in place of a listener."""
        hold = self._hold(req)
        if hold is None:
            await next()
            return resp
        note(slowed=True)
        told = too_fast(math.ceil(hold.seconds))
        if "command" in req.body:
            return privately(told)
        if hold.first and req.context.client:
            self._background.start(_tell(req.context.client, req.body, told))
        return BoltResponse(status=200, body="")

    def _hold(self, req: AsyncBoltRequest) -> Hold | None:
        person = req.context.user_id
        if not person or not _asks(req.body):
            return None
        return self._pace.ask(Person(req.context.team_id or req.context.enterprise_id or "", person))


def register(app: AsyncApp, pace: Pace, background: Background) -> None:
    """Look at the pace of whoever asks before any listener does."""
    app.middleware(Pacing(pace, background))


def _asks(body: Mapping[str, Any]) -> bool:
    """Tell whether somebody asks the app for something; in channels they mostly talk to others."""
    if "command" in body:
        return True
    if body.get("type") == "event_callback":
        event = body["event"]
        direct = event.get("channel_type") == "im" and not event.get("bot_id")
        return event.get("type") == "app_mention" or (event.get("type") == "message" and direct)
    if body.get("type") == "block_actions":
        return str(body["actions"][0]["action_id"]) != QUESTION  # letters that are typed
    return body.get("type") in {"shortcut", "message_action"}


async def _tell(client: AsyncWebClient, body: Mapping[str, Any], told: Message) -> None:
    if body.get("response_url"):
        await respond(client, body["response_url"], told)
        return
    event = body.get("event") or {}
    user = event.get("user") or body["user"]["id"]
    await whisper(client, event.get("channel") or user, user, told, event.get("thread_ts"))

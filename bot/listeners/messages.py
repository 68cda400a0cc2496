"""What is said to the bot, and to everybody: mentions are answered in their thread, as in direct messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.notices import AGAIN, answering_again, outdated
from bot.delivery.journal import JsonObject, MessageKey
from bot.delivery.posting import respond
from bot.knowledge.models import Model
from bot.listeners.amending import AMENDED, amend
from bot.listeners.desk import Desk
from bot.listeners.replying import Script, is_direct, work_of
from bot.listeners.volunteering import Manner, manner_here, unasked
from bot.workspace.origin import origin

_Event = Mapping[str, Any]

_SAID = frozenset({None, "file_share", "thread_broadcast"})
"""Subtypes in which somebody says something; the rest tells of edits, deletions, people who join."""

_SLACKBOT = "USLACKBOT"
_ONCE_MORE = ":again"
"""What stands behind the ts of a message that is answered for a second time, at its asker's wish."""


class _Missing(Model):
    """A message whose answer may be missing, as a button carries it."""

    ts: str
    text: str
    user: str
    thread: str | None
    direct: bool
    team: str
    enterprise: str
    shared: bool | None
    unasked: bool = False


def register(app: AsyncApp, desk: Desk) -> None:
    """Answer mentions, direct messages, and what a channel wants to have answered."""
    script = Script(desk)
    desk.answering.by(script)

    async def answer_once(body: _Event, client: AsyncWebClient, manner: Manner) -> None:
        event = body["event"]
        at = origin(body)
        key = MessageKey(at.workspace, event["channel"], event["ts"])
        await desk.answering.hear(key, work_of(at, event, **manner), client)

    @app.event("app_mention")
    async def answer_mention(body: _Event, event: _Event, client: AsyncWebClient) -> None:
        if _is_said(event):
            await answer_once(body, client, await manner_here(desk, body))

    @app.event("message")
    async def answer_message(
        body: _Event, event: _Event, context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        if event.get("subtype") in AMENDED:
            await amend(desk, script, body, event, client)
        elif not _is_said(event):
            return
        elif is_direct(event):
            await answer_once(body, client, {})
        elif _names(event, context.bot_user_id):
            await answer_once(body, client, await manner_here(desk, body))
        elif (manner := await unasked(desk, body, event, client)) is not None:
            await answer_once(body, client, manner)

    @app.action({"type": "block_actions", "action_id": AGAIN})
    async def answer_again(
        ack: AsyncAck, action: dict[str, Any], body: _Event, client: AsyncWebClient
    ) -> None:
        await ack()
        at = origin(body)
        missing = _missing(action.get("value")) if at.channel else None
        said = outdated() if missing is None else answering_again()
        if missing is not None:
            ts, work = missing
            key = MessageKey(at.workspace, at.channel, f"{ts}{_ONCE_MORE}")
            await desk.answering.hear(key, {**work, "user": at.user, "team": at.team}, client)
        if body.get("response_url"):  # of a card that stands where there is none, nothing is replaced
            desk.background.start(respond(client, body["response_url"], said, replace=True))


def _missing(value: object) -> tuple[str, JsonObject] | None:
    """Return the message that a button's value holds, by its ts; None where it is not of these cards'."""
    try:
        found = _Missing.model_validate_json(value if isinstance(value, str) else "")
    except ValidationError:
        return None
    return found.ts, found.model_dump(exclude={"ts"})


def _is_said(event: _Event) -> bool:
    """Tell whether a person just said this: no bot, no edit, no notice of Slack's."""
    return (
        event.get("subtype") in _SAID
        and not event.get("bot_id")
        and not event.get("edited")
        and event.get("user") not in {None, _SLACKBOT}
    )


def _names(event: _Event, bot: str | None) -> bool:
    return bool(bot) and re.search(rf"<@{bot}[|>]", event.get("text") or "") is not None

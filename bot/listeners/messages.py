"""What is said to the bot: mentions, answered in their thread, and direct messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers import Answer
from bot.delivery.claims import MessageKey
from bot.delivery.posting import post
from bot.listeners.desk import Desk
from bot.matching.reading import Kind, Meaning
from bot.matching.text import clean
from bot.workspace.origin import origin
from bot.workspace.workspaces import Local

_Event = Mapping[str, Any]

_SAID = frozenset({None, "file_share", "thread_broadcast"})
"""Subtypes in which somebody says something; the rest tells of edits, deletions, people who join."""

_SLACKBOT = "USLACKBOT"
_LETTER = re.compile(r"\w")


def register(app: AsyncApp, desk: Desk) -> None:
    """Answer mentions and direct messages."""

    async def answer_once(body: _Event, client: AsyncWebClient) -> None:
        event = body["event"]
        key = MessageKey(origin(body).workspace, event["channel"], event["ts"])
        if not await desk.claims.claim(key):
            return
        try:
            local = await desk.local(body, client, public=not _is_direct(event))
            said = event.get("text") or ""
            answer = _answer(local, said)
            message = await desk.card(local, answer, client, public=True)
        except Exception:
            await desk.claims.release(key)  # Slack gets an error and delivers again
            raise
        desk.background.start(post(client, event["channel"], message, _thread(event)))
        if _asks(said):
            desk.asked(local, answer, client, said)

    @app.event("app_mention")
    async def answer_mention(body: _Event, event: _Event, client: AsyncWebClient) -> None:
        if _is_said(event):
            await answer_once(body, client)

    @app.event("message")
    async def answer_message(
        body: _Event, event: _Event, context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        if _is_said(event) and (_is_direct(event) or _names(event, context.bot_user_id)):
            await answer_once(body, client)


def _answer(local: Local, said: str) -> Answer:
    return local.answer_question(said) if _asks(said) else local.answer_meaning(Meaning(Kind.HELP))


def _asks(said: str) -> bool:
    """Whether anything was said beside the mention."""
    return bool(_LETTER.search(clean(said)))


def _is_said(event: _Event) -> bool:
    """Tell whether a person just said this: no bot, no edit, no notice of Slack's."""
    return (
        event.get("subtype") in _SAID
        and not event.get("bot_id")
        and not event.get("edited")
        and event.get("user") not in {None, _SLACKBOT}
    )


def _is_direct(event: _Event) -> bool:
    return event.get("channel_type") == "im"


def _names(event: _Event, bot: str | None) -> bool:
    return bool(bot) and re.search(rf"<@{bot}[|>]", event.get("text") or "") is not None


def _thread(event: _Event) -> str | None:
    """Return the thread to answer in: that of the question; the answer to a mention opens one."""
    thread: str | None = event.get("thread_ts")
    return thread if thread or _is_direct(event) else event["ts"]

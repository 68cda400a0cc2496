"""What is said to the bot: mentions, answered in their thread, and direct messages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers import Answer
from bot.cards import Message
from bot.cards.notices import AGAIN, answering_again, broken, doubtful, outdated
from bot.cards.wording import shorten
from bot.delivery.journal import JsonObject, MessageKey, Task
from bot.delivery.posting import respond
from bot.knowledge.models import Model
from bot.listeners.desk import Desk
from bot.matching.reading import Kind, Meaning
from bot.matching.text import clean
from bot.workspace.directory import WorkspaceId
from bot.workspace.origin import Origin, origin
from bot.workspace.workspaces import Local

_Event = Mapping[str, Any]

_SAID = frozenset({None, "file_share", "thread_broadcast"})
"""Subtypes in which somebody says something; the rest tells of edits, deletions, people who join."""

_SLACKBOT = "USLACKBOT"
_LETTER = re.compile(r"\w")
_ONCE_MORE = ":again"
"""What stands behind the ts of a message that is answered for a second time, at its asker's wish."""
_VALUE = 1500
"""Characters of a question in the value of a button, which holds two thousand."""


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


class _Script:
    """Answers what was said, from what the journal keeps of it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def answer(self, task: Task, client: AsyncWebClient) -> Message:
        """Return the answer to a message; the question is taken note of when it is answered first."""
        at, said = _origin(task), str(task.work["text"])
        local = await self._desk.workspaces.local(at, client, public=not task.work["direct"])
        answer = _answer(local, said)
        ts = task.key.ts.partition(":")[0]
        message = await self._desk.card(local, answer, client, public=True, typed=said, ts=ts)
        if _asks(said) and task.attempts == 1:
            self._desk.asked(local, answer, client, said)
        return message

    def doubtful(self, task: Task) -> Message:
        """Return what tells the asker that the answer may be missing, with a button for another."""
        work = {**task.work, "ts": task.key.ts, "text": shorten(str(task.work["text"]), _VALUE)}
        return doubtful(json.dumps(work, ensure_ascii=False, separators=(",", ":")))

    def broken(self, reference: str) -> Message:
        """Return what tells the asker that there is none."""
        return broken(reference)


def register(app: AsyncApp, desk: Desk) -> None:
    """Answer mentions and direct messages."""
    desk.answering.by(_Script(desk))

    async def answer_once(body: _Event, client: AsyncWebClient) -> None:
        event = body["event"]
        at = origin(body)
        key = MessageKey(at.workspace, event["channel"], event["ts"])
        await desk.answering.hear(key, _work(at, event), client)

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

    @app.action({"type": "block_actions", "action_id": AGAIN})
    async def answer_again(
        ack: AsyncAck, action: dict[str, Any], body: _Event, client: AsyncWebClient
    ) -> None:
        await ack()
        at, missing = origin(body), _missing(action.get("value"))
        said = outdated() if missing is None else answering_again()
        if missing is not None:
            ts, work = missing
            key = MessageKey(at.workspace, at.channel, f"{ts}{_ONCE_MORE}")
            await desk.answering.hear(key, {**work, "user": at.user, "team": at.team}, client)
        desk.background.start(respond(client, body["response_url"], said, replace=True))


def _work(at: Origin, event: _Event) -> JsonObject:
    """Return what is needed to answer a message, and no more."""
    return {
        "text": event.get("text") or "",
        "user": at.user,
        "thread": _thread(event),
        "direct": _is_direct(event),
        "team": at.team,
        "enterprise": at.enterprise,
        "shared": at.shared,
    }


def _missing(value: object) -> tuple[str, JsonObject] | None:
    """Return the message that a button's value holds, by its ts; None where it is not of these cards'."""
    try:
        found = _Missing.model_validate_json(value if isinstance(value, str) else "")
    except ValidationError:
        return None
    return found.ts, found.model_dump(exclude={"ts"})


def _origin(task: Task) -> Origin:
    work: Mapping[str, Any] = task.work
    return Origin(
        WorkspaceId(task.key.team),
        work["team"],
        work["enterprise"],
        work["user"],
        task.key.channel,
        work["shared"],
    )


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

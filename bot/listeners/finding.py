"""The shortcuts: find who owns something from anywhere, and ask who owns what a message is about."""

from __future__ import annotations

import re
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.kinds import UnknownAnswer
from bot.cards.finding import (
    FIND,
    NO_QUESTION,
    OWNS,
    QUESTION,
    REPLY,
    Reply,
    find_view,
    nothing_view,
    owner_view,
    replied_view,
    uninvited_view,
)
from bot.cards.forms import block_of, held, message_view
from bot.cards.notices import broken, outdated
from bot.delivery.posting import post
from bot.delivery.views import answered
from bot.listeners.desk import Desk
from bot.matching.text import clean
from bot.workspace.origin import Origin, origin
from bot.workspace.stores import StoreDown
from bot.workspace.workspaces import Local

_Body = Mapping[str, Any]

_LETTER = re.compile(r"\w")
_REPLIES = "replied"
_ONCE = timedelta(days=1)
"""How long it is known that a message was replied to."""
_OUT = frozenset({"not_in_channel", "channel_not_found", "is_archived"})


def register(app: AsyncApp, desk: Desk) -> None:
    """Open the modals of the shortcuts, and answer what is typed and pressed there."""

    def start(work: Coroutine[Any, Any, None], body: _Body, client: AsyncWebClient) -> None:
        async def tell(reference: str) -> None:
            await post(client, body["user"]["id"], broken(reference))

        desk.background.start(work, tell)

    @app.shortcut(FIND)
    async def open_question(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack()
        start(_suggest(desk, body, client, ""), body, client)

    @app.action(QUESTION)
    async def suggest_while_typing(
        ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient
    ) -> None:
        await ack()
        start(_suggest(desk, body, client, str(action.get("value") or "")), body, client)

    @app.view(FIND)
    async def answer_question(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack(**await _found(desk, body, client))

    @app.shortcut(OWNS)
    async def answer_message(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack()
        start(_read(desk, body, client), body, client)

    @app.action(REPLY)
    async def reply_in_thread(
        ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient
    ) -> None:
        await ack()
        start(_reply(desk, body, client, action.get("value")), body, client)


async def _suggest(desk: Desk, body: _Body, client: AsyncWebClient, typed: str) -> None:
    local = await desk.local(body, client)
    await desk.views.show(client, body, find_view(local.snapshot.search(typed)), instead=True)


async def _found(desk: Desk, body: _Body, client: AsyncWebClient) -> dict[str, Any]:
    typed = str(held(body["view"]).get(QUESTION) or "")
    if not _LETTER.search(clean(typed)):
        return {"response_action": "errors", "errors": {block_of(body["view"], QUESTION): NO_QUESTION}}
    local = await desk.local(body, client)
    answer = local.answer_question(typed)
    desk.asked(local, answer, client, typed)
    return answered(body["view"], await desk.view(local, answer, client, typed=typed))


async def _read(desk: Desk, body: _Body, client: AsyncWebClient) -> None:
    """Answer a message to whoever wants to know; it is theirs no more than anybody's, so nothing is kept."""
    message = body["message"]
    text = str(message.get("text") or "")
    if not _LETTER.search(clean(text)):
        await desk.views.show(client, body, nothing_view())
        return
    local = await desk.local(body, client)
    answer = local.answer_question(text)
    card = await desk.card(local, answer, client, framed=True, typed=text)
    member = await desk.workspaces.profiles.reachable(client, local.at, local.at.channel)
    reply = None
    if member and not isinstance(answer, UnknownAnswer):
        thread = message.get("thread_ts") or message["ts"]
        reply = Reply(local.at.channel, message["ts"], thread, answer.meaning)
    outside = not member and not local.at.channel.startswith("D")
    await desk.views.show(client, body, owner_view(card, reply, outside))


async def _reply(desk: Desk, body: _Body, client: AsyncWebClient, value: object) -> None:
    """Give the answer in the thread, once, as everybody there may see it."""
    try:
        reply = Reply.of(value)
    except ValueError:
        await desk.views.show(client, body, message_view(outdated()), instead=True)
        return
    at = replace(origin(body), channel=reply.channel)
    view = replied_view(reply.channel)
    if not await desk.workspaces.profiles.reachable(client, at, reply.channel):
        view = uninvited_view()
    elif await _first(desk, at, reply):
        local = await desk.workspaces.local(at, client, public=True)
        view = await _posted(desk, local, client, reply)
    await desk.views.show(client, body, view, instead=True)


async def _posted(desk: Desk, local: Local, client: AsyncWebClient, reply: Reply) -> dict[str, Any]:
    card = await desk.card(local, local.answer_meaning(reply.meaning), client, public=True, ts=reply.ts)
    try:
        await post(client, reply.channel, card, reply.thread)
    except SlackApiError as error:
        if error.response.get("error") not in _OUT:
            raise
        return uninvited_view()
    return replied_view(reply.channel)


async def _first(desk: Desk, at: Origin, reply: Reply) -> bool:
    """Tell whether nobody has replied to a message with this before; two who press at once post once."""
    until = desk.clock() + _ONCE
    key = f"{reply.channel}:{reply.ts}"
    try:
        notes = desk.workspaces.store(at.workspace).notes
        return await notes.claim(_REPLIES, key, True, until=until, person=at.user)
    except StoreDown:
        return True

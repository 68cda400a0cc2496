"""What people press on a reminder: that an entry is still right, and that they want no more of these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Message, decode
from bot.cards import reminding as say
from bot.cards.directory import not_allowed
from bot.cards.notices import outdated
from bot.cards.reminding import AGAIN, CONFIRM, NO_MORE
from bot.delivery.posting import respond, whisper
from bot.listeners.desk import Desk
from bot.listeners.gate import CHANGING, Refusal, admitted, reachable
from bot.workspace.directory import Subject
from bot.workspace.edits import Confirm
from bot.workspace.reminding import may_confirm, want_again, want_none
from bot.workspace.rights import Deed
from bot.workspace.subjects import found, subject_of

_Body = Mapping[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Let people answer a reminder."""

    @app.action(CONFIRM)
    async def confirm(ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient) -> None:
        await ack()
        try:
            message, done = await _confirmed(desk, body, client, _meant(action)), True
        except Refusal as refusal:
            message, done = refusal.message, False
        desk.background.start(_show(client, body, message, replace=done))

    @app.action(NO_MORE)
    async def remind_no_more(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack()
        desk.background.start(_choose(desk, body, client, reminded=False))

    @app.action(AGAIN)
    async def remind_again(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack()
        desk.background.start(_choose(desk, body, client, reminded=True))


def _meant(action: Mapping[str, Any]) -> Subject | None:
    try:
        return subject_of(decode(str(action.get("value"))).meaning)
    except ValueError:
        return None


async def _confirmed(desk: Desk, body: _Body, client: AsyncWebClient, subject: Subject | None) -> Message:
    """Keep that an entry is right; return the reminder as it is then."""
    local = await desk.local(body, client)
    visitor = await admitted(desk, local, client, Deed.PROPOSE, CHANGING)
    about = found(subject, local.snapshot.knowledge) if subject else None
    if subject is None or about is None or subject not in local.contents.directory.entries:
        raise Refusal(outdated())
    if not may_confirm(visitor, subject, local.contents.directory):
        raise Refusal(not_allowed(CHANGING))
    with reachable():
        await desk.workspaces.store(local.at.workspace).contents.change(Confirm(of=subject), local.at.user)
    return say.confirmed((body.get("message") or {}).get("blocks") or (), about)


async def _choose(desk: Desk, body: _Body, client: AsyncWebClient, *, reminded: bool) -> None:
    local = await desk.local(body, client)
    try:
        with reachable():
            notes = desk.workspaces.store(local.at.workspace).notes
            await (want_again if reminded else want_none)(notes, local.at.user)
        message = say.again() if reminded else say.no_more()
    except Refusal as refusal:
        message = refusal.message
    await _show(client, body, message, replace=True)


async def _show(client: AsyncWebClient, body: _Body, message: Message, *, replace: bool) -> None:
    url = body.get("response_url")
    if url:
        await respond(client, url, message, replace=replace)
    else:
        user = body["user"]["id"]
        await whisper(client, (body.get("channel") or {}).get("id") or user, user, message)

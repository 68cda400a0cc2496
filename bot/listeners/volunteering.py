"""What is said to everybody in a channel: a question is answered there if the channel wants that."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners.desk import Desk
from bot.listeners.replying import ANSWERS
from bot.matching.asking import asks, leans
from bot.workspace.conversation import recalled, talk
from bot.workspace.origin import origin
from bot.workspace.settings import Answering, ChannelSettings
from bot.workspace.stores import StoreDown
from bot.workspace.volunteering import SURE, allowed, settings_of, sure, sure_of_more

log = logging.getLogger(__name__)

_Body = Mapping[str, Any]
Manner = dict[str, bool]


async def unasked(desk: Desk, body: _Body, event: _Body, client: AsyncWebClient) -> Manner | None:
    """Return how a message is answered in which nobody names the bot; None where it is not."""
    text, in_thread = str(event.get("text") or ""), bool(event.get("thread_ts"))
    if not (leans(text) if in_thread else asks(text)):
        return None  # nearly all that is said in a channel ends here
    at = origin(body)
    settings = await settings_of(desk.workspaces, at.workspace, at.channel)
    if settings.answering is Answering.OFF or at.shared:
        return None
    try:
        if in_thread:
            return await _following(desk, body, event, client)
        return await _volunteering(desk, body, event, client, settings)
    except StoreDown as error:
        log.warning("a question that was put to everybody is not answered: %s", error)
        return None


async def manner_here(desk: Desk, body: _Body) -> Manner:
    """Return how a mention is answered in a channel: where the bot is to be silent, to who asked alone."""
    at = origin(body)
    settings = await settings_of(desk.workspaces, at.workspace, at.channel)
    return {"private": True, "hushed": True} if settings.answering is Answering.OFF else {}


async def _volunteering(
    desk: Desk, body: _Body, event: _Body, client: AsyncWebClient, settings: ChannelSettings
) -> Manner | None:
    """Return how a question is answered that was put to everybody: if it is certain, and not too much."""
    if settings.answering is not Answering.QUESTIONS:
        return None
    local = await desk.local(body, client, public=settings.in_thread)
    if not sure(local.snapshot.read(event["text"]), SURE):
        return None
    at, ts = local.at, event["ts"]
    notes = desk.workspaces.store(at.workspace).notes
    if not await allowed(notes, at.channel, ts, settings.hourly_limit, desk.clock()):
        return None
    return {"unasked": True, "private": not settings.in_thread}


async def _following(desk: Desk, body: _Body, event: _Body, client: AsyncWebClient) -> Manner | None:
    """Return how a reply is answered: that of whoever was answered there, who asks on."""
    at = origin(body)
    store = desk.workspaces.store(at.workspace)
    first = await store.notes.get(ANSWERS, f"{at.channel}:{event['thread_ts']}")
    if not isinstance(first, dict) or first["user"] != at.user or first["unasked"]:
        return None  # it is others who talk there, or nobody has asked the bot
    context = await recalled(store.memory, talk(at.channel, event["thread_ts"]))
    if context is None:
        return None
    local = await desk.local(body, client, public=True)
    return {} if sure_of_more(local.snapshot.read(event["text"], context)) else None

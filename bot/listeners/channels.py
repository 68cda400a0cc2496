"""How the bot behaves in a channel: chosen by those who may, and one line when it is added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic import ValidationError
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.channels import (
    CHANNEL,
    NO_LIMIT,
    Manners,
    arrived,
    channel_saved,
    channel_view,
    no_channel,
    not_there,
    not_yours,
)
from bot.cards.forms import block_of, held, message_view
from bot.delivery.posting import post
from bot.listeners.desk import Desk
from bot.listeners.gate import Refusal, admitted, reachable
from bot.workspace.edits import SettleChannel
from bot.workspace.origin import Origin, origin
from bot.workspace.rights import Deed
from bot.workspace.settings import ChannelSettings
from bot.workspace.stores import StoreDown
from bot.workspace.workspaces import Local

_Body = Mapping[str, Any]

_CHANGING = "change this"
_ARRIVED = "arrived"
_AGAIN = timedelta(days=1)


def register(app: AsyncApp, desk: Desk) -> None:
    """Keep what was chosen for a channel, and say a line where the bot is added."""

    @app.view(CHANNEL)
    async def keep_manners(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack(**await _kept(desk, body, client))

    @app.event("member_joined_channel", matchers=[is_the_bot])
    async def say_a_line(body: _Body, event: _Body, client: AsyncWebClient) -> None:
        if await _new(desk, origin(body)):
            desk.background.start(post(client, event["channel"], arrived()))


async def is_the_bot(event: _Body, context: AsyncBoltContext) -> bool:
    """Tell whether it is the bot itself that joins."""
    return event.get("user") == context.bot_user_id


async def channel_form(desk: Desk, local: Local, client: AsyncWebClient) -> dict[str, Any]:
    """Return the form for the channel that somebody is in, or why there is none."""
    channel = local.at.channel
    try:
        before = await _settings(desk, local, client)
    except Refusal as refusal:
        return message_view(refusal.message)
    scope = "groups:history" if await _is_private(desk, local, client) else "channels:history"
    manners = Manners(channel, before.answering, before.in_thread, before.hourly_limit, before.onboarding)
    return channel_view(manners, hears=await desk.workspaces.profiles.may(client, local.at, scope))


async def _settings(desk: Desk, local: Local, client: AsyncWebClient) -> ChannelSettings:
    """Return a channel's settings for somebody who may change them; raise Refusal for anybody else."""
    if not local.at.channel or local.at.channel.startswith("D"):
        raise Refusal(no_channel())
    visitor = await admitted(desk, local, client, Deed.PROPOSE, _CHANGING)
    told = await desk.workspaces.profiles.channel(client, local.at, local.at.channel)
    if told is None or not told.get("is_member"):
        raise Refusal(not_there())
    if not (visitor.may(Deed.CHANGE) or told.get("creator") == visitor.person.id):
        raise Refusal(not_yours())
    return local.contents.channels.get(local.at.channel) or ChannelSettings()


async def _is_private(desk: Desk, local: Local, client: AsyncWebClient) -> bool:
    told = await desk.workspaces.profiles.channel(client, local.at, local.at.channel)
    return bool(told and told.get("is_private"))


async def _kept(desk: Desk, body: _Body, client: AsyncWebClient) -> dict[str, Any]:
    """Keep what was handed in; return how Slack is to go on with the modal."""
    channel = str(body["view"].get("private_metadata", ""))
    # The payload of a modal names no channel: what counts is whether who hands it in may change this one.
    local = await desk.local({**body, "channel": {"id": channel}}, client)
    given = held(body["view"])
    try:
        before = await _settings(desk, local, client)
        chosen = _chosen(before, given, local.at.user)
        if chosen is None:
            return {"response_action": "errors", "errors": {block_of(body["view"], "limit"): NO_LIMIT}}
        if chosen != before:
            edit = _edit(channel, chosen)
            with reachable():
                await desk.workspaces.store(local.at.workspace).contents.change(edit, local.at.user)
    except Refusal as refusal:
        return {"response_action": "update", "view": message_view(refusal.message)}
    return {"response_action": "update", "view": channel_saved()}


def _edit(channel: str, chosen: ChannelSettings) -> SettleChannel:
    """Return the change; raise Refusal for a form whose channel is none."""
    try:
        return SettleChannel(channel=channel, settings=chosen)
    except ValidationError:
        raise Refusal(no_channel()) from None


def _chosen(before: ChannelSettings, given: Mapping[str, Any], by: str) -> ChannelSettings | None:
    """Return the settings as chosen; None where the limit is no number that may be chosen."""
    onboarding = bool(given.get("onboarding"))
    try:
        chosen = {
            "answering": given.get("answering") or before.answering,
            "in_thread": given.get("seen", "thread") != "asker",
            "hourly_limit": int(str(given.get("limit") or before.hourly_limit)),
            "onboarding": onboarding,
            "onboarding_by": (before.onboarding_by or by) if onboarding else None,
        }
        return ChannelSettings.model_validate({**before.model_dump(), **chosen})
    except ValueError:
        return None


async def _new(desk: Desk, at: Origin) -> bool:
    """Tell whether the line has not been said here today, however often Slack tells of the arrival."""
    try:
        notes = desk.workspaces.store(at.workspace).notes
        return await notes.claim(_ARRIVED, at.channel, True, until=desk.clock() + _AGAIN)
    except StoreDown:
        return False

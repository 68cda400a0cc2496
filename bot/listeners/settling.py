"""The settings of a workspace, for those who may change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.forms import block_of, held, message_view
from bot.cards.settling import NO_DAYS, SETTINGS, settings_view, settled_view
from bot.listeners.desk import Desk
from bot.listeners.gate import Refusal, admitted, made
from bot.workspace.edits import Edit, NameStewards, Settle
from bot.workspace.rights import Deed
from bot.workspace.settings import WorkspaceSettings
from bot.workspace.workspaces import Local

_Body = Mapping[str, Any]

_SETTLING = "change the settings"


def register(app: AsyncApp, desk: Desk) -> None:
    """Keep what was chosen."""

    @app.view(SETTINGS)
    async def keep_settings(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        local = await desk.local(body, client)
        given = held(body["view"])
        if _settings(local, given) is None:
            await ack(response_action="errors", errors={block_of(body["view"], "days"): NO_DAYS})
        else:
            await ack(response_action="update", view=await _kept(desk, local, client, given))


async def settings_form(desk: Desk, local: Local, client: AsyncWebClient) -> dict[str, Any]:
    """Return the form, or why there is none."""
    try:
        visitor = await admitted(desk, local, client, Deed.CHANGE, _SETTLING)
    except Refusal as refusal:
        return message_view(refusal.message)
    settings = local.contents.settings
    return settings_view(
        local.contents.stewards if visitor.may(Deed.NAME_STEWARDS) else None,
        guests=settings.guests_see_directory,
        days=settings.retention_days,
        fallback=settings.fallback_channel,
    )


async def _kept(desk: Desk, local: Local, client: AsyncWebClient, given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        visitor = await admitted(desk, local, client, Deed.CHANGE, _SETTLING)
        await made(desk, local, visitor, _edits(local, given), _SETTLING)
    except Refusal as refusal:
        return message_view(refusal.message)
    return settled_view()


def _edits(local: Local, given: Mapping[str, Any]) -> list[Edit]:
    """Return what differs from what holds now."""
    before, chosen = local.contents.settings, _settings(local, given)
    edits: list[Edit] = [Settle(settings=chosen)] if chosen and chosen != before else []
    stewards = given.get("stewards")
    if isinstance(stewards, tuple) and stewards != local.contents.stewards:
        edits.append(NameStewards(people=stewards))
    return edits


def _settings(local: Local, given: Mapping[str, Any]) -> WorkspaceSettings | None:
    """Return the settings as chosen; None where the days are no number that may be chosen."""
    before = local.contents.settings
    typed = str(given.get("days") or before.retention_days)
    try:
        chosen = {"guests_see_directory": bool(given.get("guests")), "retention_days": int(typed)}
        if "fallback" in given:
            chosen["fallback_channel"] = given["fallback"]
        return WorkspaceSettings.model_validate({**before.model_dump(), **chosen})
    except ValueError:
        return None

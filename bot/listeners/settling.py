"""The settings of a workspace, for those who may change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.forms import block_of, held, message_view
from bot.cards.settling import NO_DAYS, SETTINGS, Chosen, settings_view, settled_view, shared
from bot.listeners.desk import Desk
from bot.listeners.gate import Refusal, admitted, made
from bot.workspace.edits import Edit, NameStewards, Settle
from bot.workspace.rights import Deed
from bot.workspace.settings import WorkspaceSettings
from bot.workspace.workspaces import Local

_Body = Mapping[str, Any]

_SETTLING = "change the settings"
_ZONE = "zone"
"""What is held beside the inputs: by which clock whoever hands them in lives."""


def register(app: AsyncApp, desk: Desk) -> None:
    """Keep what was chosen."""

    @app.view(SETTINGS)
    async def keep_settings(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        local = await desk.local(body, client)
        profile = await desk.workspaces.profiles.profile(client, local.at)
        given = {**held(body["view"]), _ZONE: profile.zone if profile else None}
        wrong = await _wrong(desk, local, client, given)
        if wrong:
            errors = {block_of(body["view"], name): text for name, text in wrong.items()}
            await ack(response_action="errors", errors=errors)
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
        Chosen(
            guests=settings.guests_see_directory,
            days=settings.retention_days,
            digest=settings.digest_channel,
            fallback=settings.fallback_channel,
            stewards=local.contents.stewards if visitor.may(Deed.NAME_STEWARDS) else None,
        )
    )


async def _wrong(
    desk: Desk, local: Local, client: AsyncWebClient, given: Mapping[str, Any]
) -> Mapping[str, str]:
    """Return what is wrong with what was chosen, by input."""
    if _settings(local, given) is None:
        return {"days": NO_DAYS}
    profiles = desk.workspaces.profiles
    for name in ("digest", "fallback"):
        channel = given.get(name)
        if channel and await profiles.shared(
            client, replace(local.at, channel=channel, shared=None), now=True
        ):
            called = await profiles.names(client, local.at, [channel])
            return {name: shared(called.get(channel, channel))}
    return {}


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
        chosen: dict[str, Any] = {
            "guests_see_directory": bool(given.get("guests")),
            "retention_days": int(typed),
        }
        for name in ("digest", "fallback"):
            if name in given:
                chosen[f"{name}_channel"] = given[name]
        if given.get("digest") != before.digest_channel or before.time_zone is None:
            chosen["time_zone"] = given.get(_ZONE) or before.time_zone
        return WorkspaceSettings.model_validate({**before.model_dump(), **chosen})
    except ValueError:
        return None

"""What admins and stewards look after from the Home: the settings, and what is amiss in the directory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.forms import message_view
from bot.cards.home import HEALTH, OPEN_SETTINGS
from bot.cards.notices import broken
from bot.delivery.posting import post
from bot.listeners.desk import Desk
from bot.listeners.gate import Refusal
from bot.listeners.settling import settings_form
from bot.listeners.words import health_for

_Body = Mapping[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Open what was pressed for; whether somebody may see it is decided when it is drawn."""

    @app.action(OPEN_SETTINGS)
    async def open_settings(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack()
        desk.background.start(_settings(desk, body, client), _teller(body, client))

    @app.action(HEALTH)
    async def open_health(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack()
        desk.background.start(_health(desk, body, client), _teller(body, client))


async def _settings(desk: Desk, body: _Body, client: AsyncWebClient) -> None:
    local = await desk.local(body, client)
    await desk.views.show(client, body, await settings_form(desk, local, client))


async def _health(desk: Desk, body: _Body, client: AsyncWebClient) -> None:
    local = await desk.local(body, client)
    try:
        message = await health_for(desk, local, client)
    except Refusal as refusal:
        message = refusal.message
    await desk.views.show(client, body, message_view(message, "Health"))


def _teller(body: _Body, client: AsyncWebClient) -> Any:  # noqa: ANN401 - a function of the background's
    async def tell(reference: str) -> None:
        await post(client, body["user"]["id"], broken(reference))

    return tell

"""People who want to be forgotten are, when they have confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.forgetting import FORGET, forgotten
from bot.delivery.posting import respond, whisper
from bot.listeners.desk import Desk
from bot.listeners.gate import Refusal, reachable
from bot.workspace.origin import origin


def register(app: AsyncApp, desk: Desk) -> None:
    """Forget those who press for it."""

    @app.action(FORGET)
    async def forget(ack: AsyncAck, body: Mapping[str, Any], client: AsyncWebClient) -> None:
        await ack()
        at = origin(body)
        try:
            with reachable():
                desk.learning.recents.forget(at.workspace, at.user)
                await desk.workspaces.store(at.workspace).forget(at.user)
                desk.guide.forgotten(at.workspace)
            message, done = forgotten(), True
        except Refusal as refusal:
            message, done = refusal.message, False
        url = body.get("response_url")
        if url:
            desk.background.start(respond(client, url, message, replace=done))
        else:
            desk.background.start(whisper(client, at.channel or at.user, at.user, message))

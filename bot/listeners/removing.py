"""Answers that somebody wants gone: whoever asked takes theirs away, and stewards any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Message
from bot.cards.footing import REMOVE, asked_of, not_yours
from bot.cards.notices import outdated
from bot.delivery.posting import remove
from bot.listeners.desk import Desk
from bot.listeners.presses import Place, show, sorry
from bot.workspace.rights import Deed

_Body = Mapping[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Remove an answer for those who may."""

    @app.action({"type": "block_actions", "action_id": REMOVE})
    async def remove_answer(
        ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient
    ) -> None:
        await ack()
        place = Place.of(body)

        async def remove_it() -> None:
            refusal = await _refusal(desk, action.get("value"), place, body, client)
            if refusal is not None:
                await show(desk, client, body, refusal)
            else:
                await remove(client, place.channel, place.ts)

        async def tell(reference: str) -> None:
            await sorry(client, body, reference)

        desk.background.start(remove_it(), tell)


async def _refusal(
    desk: Desk, value: object, place: Place, body: _Body, client: AsyncWebClient
) -> Message | None:
    """Return why somebody may not remove an answer; None where they may."""
    try:
        asked = asked_of(value)
    except ValueError:
        return outdated()
    if asked.asker == place.user:
        return None
    visitor = await desk.workspaces.seen(await desk.local(body, client), client)
    return None if visitor.may(Deed.CHANGE) else not_yours()

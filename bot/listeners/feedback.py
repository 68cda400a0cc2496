"""What people say of an answer: it is counted, and one of no help becomes a gap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Message
from bot.cards.directory import out_of_reach
from bot.cards.footing import VOTED, thanks, vote_of
from bot.cards.notices import outdated
from bot.listeners.desk import Desk
from bot.listeners.presses import Place, show, sorry
from bot.workspace.stores import StoreDown

_Body = Mapping[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Take note of what was pressed under an answer."""

    @app.action({"type": "block_actions", "action_id": VOTED})
    async def count_vote(ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient) -> None:
        await ack()
        place = Place.of(body)

        async def tell(reference: str) -> None:
            await sorry(client, body, reference)

        async def count() -> None:
            await show(desk, client, body, await _voted(desk, action.get("value"), place, body, client))

        desk.background.start(count(), tell)


async def _voted(desk: Desk, value: object, place: Place, body: _Body, client: AsyncWebClient) -> Message:
    """Count a vote, and return what to say to it."""
    try:
        helpful, asked = vote_of(value)
        local = await desk.local(body, client)
        counted = await desk.learning.voted(local, client, asked.text, place.answer, helpful=helpful)
    except ValueError:
        return outdated()
    except StoreDown:
        return out_of_reach()
    return thanks(counted=counted, helpful=helpful)

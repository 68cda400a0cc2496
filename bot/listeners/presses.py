"""The buttons and menus on the cards: one listener hears all of them, since each costs every request time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.answerer import Answerer
from bot.cards import ASKED, SHARE, TURNED, Message, Press, decode
from bot.cards.notices import broken, outdated, too_late
from bot.delivery.background import Background
from bot.delivery.posting import NoLongerPossible, respond, whisper
from bot.drawn import Drawn

_ANY = re.compile("")
"""Also those that no card has any more: who presses one is told so."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was pressed, and by whom."""

    user: str
    channel: str
    response_url: str | None
    thread_ts: str | None
    private: bool
    """True where only the person who pressed sees the card."""
    direct: bool
    """True in a direct message with the bot."""

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Place:
        """Return the place of a `block_actions` payload."""
        container, channel = body.get("container") or {}, body.get("channel") or {}
        return cls(
            user=body["user"]["id"],
            channel=channel.get("id") or container.get("channel_id") or body["user"]["id"],
            response_url=body.get("response_url"),
            thread_ts=container.get("thread_ts") or (body.get("message") or {}).get("thread_ts"),
            private=bool(container.get("is_ephemeral")),
            direct=str(channel.get("id", "")).startswith("D"),
        )


@dataclass(frozen=True, slots=True)
class Showing:
    """What is shown for a press, to whom, and whether it takes the place of the card that was pressed."""

    message: Message
    in_channel: bool = False
    replace: bool = False


def register(app: AsyncApp, answerer: Answerer, drawn: Drawn, background: Background) -> None:
    """Show what was pressed for."""

    @app.action({"type": "block_actions", "action_id": _ANY})
    async def show_what_was_pressed(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient
    ) -> None:
        await ack()
        place = Place.of(body)
        showing = _showing(answerer, drawn, place, action["action_id"], _press(action))

        async def tell(reference: str) -> None:
            await whisper(client, place.channel, place.user, broken(reference), place.thread_ts)

        background.start(_send(client, place, showing), tell)


def _press(action: Mapping[str, Any]) -> Press | None:
    """Return what a button or menu means; None where it is none of today's cards'."""
    option = action.get("selected_option")
    value = option.get("value") if isinstance(option, Mapping) else action.get("value")
    try:
        return decode(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _showing(answerer: Answerer, drawn: Drawn, place: Place, action_id: str, press: Press | None) -> Showing:
    if press is None:
        return Showing(outdated())
    if action_id == SHARE:
        manner = {"in_channel": True}
    elif TURNED.match(action_id):
        manner = {"in_channel": not place.private, "replace": True}
    elif ASKED.match(action_id):
        # In a channel, what one person looks up next is no news for the others.
        manner = {"in_channel": place.direct and not place.private}
    else:
        return Showing(outdated())
    answer = answerer.answer_meaning(press.meaning)
    message = drawn.card(answer, view=press.view, page=press.page, public=manner["in_channel"])
    return Showing(message, **manner)


async def _send(client: AsyncWebClient, place: Place, showing: Showing) -> None:
    if place.response_url is None:
        await whisper(client, place.channel, place.user, showing.message, place.thread_ts)
        return
    try:
        await respond(
            client,
            place.response_url,
            showing.message,
            in_channel=showing.in_channel,
            replace=showing.replace,
            thread_ts=place.thread_ts,
        )
    except NoLongerPossible:
        await whisper(client, place.channel, place.user, too_late(), place.thread_ts)

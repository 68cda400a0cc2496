"""The buttons and menus on the cards: one listener hears all of them, since each costs every request time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import ASKED, SHARE, TURNED, Message, Press, decode
from bot.cards.footing import refooted
from bot.cards.forms import message_view
from bot.cards.notices import broken, outdated, too_late
from bot.cards.plan import turned_within
from bot.delivery.posting import NoLongerPossible, post, respond, whisper
from bot.listeners.desk import Desk

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
    ts: str = ""
    """The message with the card, or the modal."""

    @property
    def answer(self) -> str:
        """What tells this card from every other."""
        return f"{self.channel}:{self.ts}"

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
            ts=str(container.get("message_ts") or container.get("view_id") or ""),
        )


class Manner(NamedTuple):
    """To whom something is shown, and whether it takes the place of the card that was pressed."""

    in_channel: bool = False
    replace: bool = False


_PRIVATELY = Manner()


@dataclass(frozen=True, slots=True)
class Showing:
    """What is shown for a press, and how."""

    message: Message
    manner: Manner = _PRIVATELY


def register(app: AsyncApp, desk: Desk) -> None:
    """Show what was pressed for."""

    @app.action({"type": "block_actions", "action_id": _ANY})
    async def show_what_was_pressed(
        ack: AsyncAck, action: dict[str, Any], body: dict[str, Any], client: AsyncWebClient
    ) -> None:
        await ack()

        async def tell(reference: str) -> None:
            await whisper(client, place.channel, place.user, broken(reference), place.thread_ts)

        place = Place.of(body)
        if "view" in body:
            desk.background.start(_show_view(desk, action, body, client), tell)
            return
        manner, press = _manner(place, action["action_id"]), _press(action)
        if manner is None or press is None:
            showing = Showing(outdated())
        else:
            local = await desk.local(body, client, public=manner.in_channel)
            answer = local.answer_meaning(press.meaning)
            message = await desk.card(
                local, answer, client, view=press.view, page=press.page, public=manner.in_channel
            )
            if manner.replace and (before := _blocks(body)):
                message = turned_within(refooted(message, before), before)
            showing = Showing(message, manner)

        desk.background.start(send(client, place, showing), tell)


async def _show_view(
    desk: Desk, action: Mapping[str, Any], body: Mapping[str, Any], client: AsyncWebClient
) -> None:
    """Show what was pressed for in a modal: pages in the place of the one that was pressed."""
    turned = TURNED.match(action["action_id"])
    press = _press(action) if turned or ASKED.match(action["action_id"]) else None
    if press is None:
        view = message_view(outdated())
    else:
        local = await desk.local(body, client)
        answer = local.answer_meaning(press.meaning)
        view = await desk.view(local, answer, client, view=press.view, page=press.page)
    await desk.views.show(client, body, view, instead=bool(turned))


def _press(action: Mapping[str, Any]) -> Press | None:
    """Return what a button or menu means; None where it is none of today's cards'."""
    option = action.get("selected_option")
    value = option.get("value") if isinstance(option, Mapping) else action.get("value")
    try:
        return decode(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _blocks(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what stands in the message that was pressed; nothing where only one person sees it."""
    return list((body.get("message") or {}).get("blocks") or ())


def _manner(place: Place, action_id: str) -> Manner | None:
    """Return how to show what a button asks for; None where no card has that button any more."""
    if action_id == SHARE:
        return Manner(in_channel=True)
    if TURNED.match(action_id):
        return Manner(in_channel=not place.private, replace=True)
    if ASKED.match(action_id):
        # In a channel, what one person looks up next is no news for the others.
        return Manner(in_channel=place.direct and not place.private)
    return None


async def sorry(client: AsyncWebClient, body: Mapping[str, Any], reference: str) -> None:
    """Tell who pressed that it went wrong; what they pressed may be beyond use, so never there."""
    place = Place.of(body)
    if "view" in body:
        await post(client, place.user, broken(reference))
    else:
        await send(client, place, Showing(broken(reference)))


async def show(desk: Desk, client: AsyncWebClient, body: Mapping[str, Any], message: Message) -> None:
    """Show something to who pressed, and to nobody else: above their modal, or below the card."""
    if "view" in body:
        await desk.views.show(client, body, message_view(message))
    else:
        await send(client, Place.of(body), Showing(message))


async def send(client: AsyncWebClient, place: Place, showing: Showing) -> None:
    """Show something for a press on a message, where and how it says."""
    if place.response_url is None:
        await whisper(client, place.channel, place.user, showing.message, place.thread_ts)
        return
    try:
        await respond(
            client,
            place.response_url,
            showing.message,
            in_channel=showing.manner.in_channel,
            replace=showing.manner.replace,
            thread_ts=place.thread_ts,
        )
    except NoLongerPossible:
        await whisper(client, place.channel, place.user, too_late(), place.thread_ts)

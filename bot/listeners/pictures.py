"""Pictures: drawn in a process of their own when somebody presses for one, uploaded, and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Message
from bot.cards import pictures as say
from bot.cards.notices import outdated
from bot.delivery.uploading import MayNotUpload, NotReady
from bot.listeners.desk import Desk
from bot.listeners.gate import Refusal, reachable
from bot.listeners.presses import Manner, Place, Showing, send, show, sorry
from bot.pictures.content.wording import CannotDrawError
from bot.pictures.drawings import Drawing
from bot.pictures.kept import digest
from bot.pictures.motif import Motif, PictureKind, describe
from bot.pictures.process import DrawingError
from bot.workspace.workspaces import Local

_Body = Mapping[str, Any]


def register(app: AsyncApp, desk: Desk) -> None:
    """Show the picture that was pressed for."""

    @app.action({"type": "block_actions", "action_id": say.PICTURE})
    async def show_picture(
        ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient
    ) -> None:
        await ack()

        async def tell(reference: str) -> None:
            await sorry(client, body, reference)

        desk.background.start(_show(desk, body, client, str(action.get("value") or "")), tell)


async def _show(desk: Desk, body: _Body, client: AsyncWebClient, value: str) -> None:
    message = await _picture(desk, await desk.local(body, client), client, value)
    if "view" in body:
        await show(desk, client, body, message)
        return
    place = Place.of(body)
    await send(client, place, Showing(message, Manner(in_channel=place.direct and not place.private)))


async def _picture(desk: Desk, local: Local, client: AsyncWebClient, value: str) -> Message:
    motif = _motif(value)
    if motif is None:
        return outdated()
    try:
        here = replace(motif, without=tuple(local.shown.absent))
        drawing = describe(here, local.snapshot.knowledge)
        with reachable():
            return await _uploaded(desk, local, client, drawing)
    except Refusal as refusal:
        return refusal.message
    except (CannotDrawError, DrawingError) as error:
        return say.cannot_be_drawn(str(error))


async def _uploaded(desk: Desk, local: Local, client: AsyncWebClient, drawing: Drawing) -> Message:
    team = local.at.workspace
    notes = desk.workspaces.store(team).notes
    try:
        file = await desk.uploads.file(
            client, team, notes, digest(drawing), lambda: desk.painter.draw(drawing)
        )
    except MayNotUpload:
        return say.no_upload(drawing.title, drawing.alt)
    except NotReady:
        return say.not_ready(drawing.title)
    return say.picture_card(file, drawing.title, drawing.alt)


def _motif(value: str) -> Motif | None:
    """Return what a button's value asks for; None for a value of another version."""
    kind, _, rest = value.partition("|")
    roles, _, group = rest.partition("|")
    if kind not in list(PictureKind):
        return None
    return Motif(PictureKind(kind), tuple(filter(None, roles.split(","))), group or None)

"""Files handed over in Slack: read, shown as what they would change, and taken over in one press."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Message
from bot.cards import importing as say
from bot.cards.forms import block_of, held, message_view
from bot.cards.importing import IMPORT, LEAVE, TAKE_OVER, Preview
from bot.cards.notices import broken, outdated
from bot.delivery.downloading import SCOPE, Gone, MayNotRead, TooLarge, download
from bot.delivery.posting import post, respond
from bot.imports.found import BadImport
from bot.listeners.desk import Desk
from bot.listeners.gate import Refusal, admitted, reachable
from bot.workspace.assets import LONGEST
from bot.workspace.checking import Unfit
from bot.workspace.contents import Contents
from bot.workspace.edits import needed
from bot.workspace.intake import Files, Intake, readable
from bot.workspace.preparing import Asking, prepared
from bot.workspace.previewing import asset_lines, digest, edit_lines, summary
from bot.workspace.rights import Deed
from bot.workspace.workspaces import Local

_Body = Mapping[str, Any]

_MOST = 10_000_000
"""Bytes, as many as Slack takes in a form."""
_DOING = "import files"


class _Handed(NamedTuple):
    """A file that was handed over."""

    file: str
    """Slack's id of it."""
    name: str
    shown: str = ""
    """What tells the intake that somebody was shown."""


def register(app: AsyncApp, desk: Desk) -> None:
    """Let those who may hand over files."""

    @app.action(IMPORT)
    async def open_form(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack()
        desk.background.start(_open(desk, body, client), _teller(body, client))

    @app.view(IMPORT)
    async def take_file(ack: AsyncAck, body: _Body, client: AsyncWebClient) -> None:
        await ack(**await _taken(desk, body, client))

    @app.action(TAKE_OVER)
    async def take_over(ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient) -> None:
        await ack()
        desk.background.start(_over(desk, action, body, client), _teller(body, client))

    @app.action(LEAVE)
    async def leave_it(ack: AsyncAck, action: dict[str, Any], body: _Body, client: AsyncWebClient) -> None:
        await ack()
        handed = _handed(action)
        desk.background.start(_show(client, body, say.left(handed.name) if handed else outdated()))


async def import_form(desk: Desk, local: Local, client: AsyncWebClient) -> dict[str, Any]:
    """Return the form, or why there is none."""
    try:
        await admitted(desk, local, client, Deed.CHANGE, _DOING)
    except Refusal as refusal:
        return message_view(refusal.message)
    if not await desk.workspaces.profiles.may(client, local.at, SCOPE):
        return message_view(say.may_not_read())
    return say.import_view()


async def _open(desk: Desk, body: _Body, client: AsyncWebClient) -> None:
    local = await desk.local(body, client)
    await desk.views.show(client, body, await import_form(desk, local, client))


async def _taken(desk: Desk, body: _Body, client: AsyncWebClient) -> dict[str, Any]:
    """Take a file that was handed in, to be read by and by; return how Slack is to go on with the modal."""
    local, given = await desk.local(body, client), held(body["view"])
    try:
        await admitted(desk, local, client, Deed.CHANGE, _DOING)
    except Refusal as refusal:
        return {"response_action": "update", "view": message_view(refusal.message)}
    chosen: Mapping[str, Any] = next(iter(given.get(say.FILE) or ()), {})
    name = str(given.get(say.NAME) or chosen.get("name") or "").strip()
    wrong = _wrong(chosen, name)
    if wrong:
        return {"response_action": "errors", "errors": {block_of(body["view"], say.FILE): wrong}}
    handed = _Handed(str(chosen["id"]), name)
    desk.background.start(_preview(desk, body, client, handed), _teller(body, client))
    return {"response_action": "update", "view": say.reading_view(name)}


def _wrong(chosen: Mapping[str, Any], name: str) -> str:
    """Return what is wrong with a file, as far as can be told before it is read; empty for nothing."""
    if not chosen.get("id"):
        return say.NO_FILE
    if not readable(name) or len(name) > LONGEST or not name.isprintable():
        return say.NOT_READABLE
    return say.TOO_LARGE if int(chosen.get("size") or 0) > _MOST else ""


async def _preview(desk: Desk, body: _Body, client: AsyncWebClient, handed: _Handed) -> None:
    """Tell whoever handed a file over what it would change."""
    local = await desk.local(body, client)
    try:
        intake = await _intake(desk, local, client, handed)
        card = say.preview_card(await _shown(desk, local, client, handed, intake))
    except Refusal as refusal:
        card = refusal.message
    await post(client, local.at.user, card)


async def _over(desk: Desk, action: _Body, body: _Body, client: AsyncWebClient) -> None:
    """Take a file over, if it still changes just what was shown."""
    handed = _handed(action)
    if handed is None:
        await _show(client, body, outdated())
        return
    local = await desk.local(body, client)
    try:
        intake = await _intake(desk, local, client, handed)
        if digest(intake) == handed.shown:
            with reachable():
                store = desk.workspaces.store(local.at.workspace).contents
                await store.take_over(intake.changes, intake.files, local.at.user)
            card = say.imported(_summary(intake))
        else:
            card = say.preview_card(await _shown(desk, local, client, handed, intake), again=True)
    except Refusal as refusal:
        await post(client, local.at.user, refusal.message)  # what was shown stays, to be pressed again
        return
    await _show(client, body, card)


async def _intake(desk: Desk, local: Local, client: AsyncWebClient, handed: _Handed) -> Intake:
    """Return what a file would change; raise Refusal where it cannot be read, or somebody may not do it."""
    visitor = await admitted(desk, local, client, Deed.CHANGE, _DOING)
    try:
        data = await download(client, handed.file, _MOST)
        given = await asyncio.to_thread(Files.read, {handed.name: data})
        store, base = desk.workspaces.store(local.at.workspace), desk.workspaces.knowledge(Contents())
        with reachable():
            intake = await prepared(given, store, base, Asking(desk.workspaces.profiles, client, local.at))
    except MayNotRead:
        raise Refusal(say.may_not_read()) from None
    except Gone:
        raise Refusal(say.gone()) from None
    except TooLarge:
        raise Refusal(say.unreadable(handed.name, say.TOO_LARGE)) from None
    except (BadImport, Unfit) as error:
        raise Refusal(say.unreadable(handed.name, str(error))) from None
    for edit in intake.changes:
        if not visitor.may(needed(edit)):
            raise Refusal(say.unreadable(handed.name, "Only admins of this workspace may name stewards."))
    return intake


async def _shown(
    desk: Desk, local: Local, client: AsyncWebClient, handed: _Handed, intake: Intake
) -> Preview:
    people = {
        owner.written: id_
        for file in intake.files
        for asset in file.assets
        for owner in asset.owners
        if (id_ := intake.owners.of(owner))
    }
    names = await desk.workspaces.profiles.names(client, local.at, people.values())
    value = json.dumps(handed._replace(shown=digest(intake)), ensure_ascii=False, separators=(",", ":"))
    return Preview(
        handed.name,
        _summary(intake),
        [
            *(each for each in edit_lines(intake) if not each.startswith("as it was")),
            *(line for plan in intake.assets.values() for line in asset_lines(plan, intake.owners) if plan),
        ],
        {written: names.get(id_, id_) for written, id_ in people.items()},
        [owner.written for owner in intake.unmapped],
        value if intake else "",
    )


def _summary(intake: Intake) -> Sequence[str]:
    edits = intake.edits
    counts = {"added": len(edits.added), "changed": len(edits.changed), "as before": len(edits.kept)}
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    return [*([said] if said else []), *(summary(file, plan) for file, plan in intake.assets.items())]


def _handed(action: _Body) -> _Handed | None:
    """Return the file that a button is about; None for one of another version."""
    try:
        file, name, shown = json.loads(str(action.get("value")))
    except (ValueError, TypeError):
        return None
    return _Handed(str(file), str(name), str(shown))


async def _show(client: AsyncWebClient, body: _Body, message: Message) -> None:
    url = body.get("response_url")
    if url:
        await respond(client, url, message, replace=True, in_channel=True)
    else:
        await post(client, body["user"]["id"], message)


def _teller(body: _Body, client: AsyncWebClient) -> Any:  # noqa: ANN401 - a function of the background's
    async def tell(reference: str) -> None:
        await post(client, body["user"]["id"], broken(reference))

    return tell

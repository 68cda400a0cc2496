"""What becomes of a file that was handed over: shown as what it would change, and taken over.

Loaded with the first file: what reads them takes megabytes, and a thirtieth of every start.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import importing as say
from bot.cards.importing import Preview
from bot.cards.notices import outdated
from bot.delivery.downloading import Gone, MayNotRead, TooLarge, download
from bot.delivery.posting import post
from bot.imports.found import BadImport
from bot.listeners.desk import Desk
from bot.listeners.gate import Refusal, admitted, reachable
from bot.listeners.handed import DOING, MOST, Handed, handed_of, show
from bot.workspace.checking import Unfit
from bot.workspace.contents import Contents
from bot.workspace.edits import needed
from bot.workspace.intake import Files, Intake
from bot.workspace.preparing import Asking, prepared
from bot.workspace.previewing import asset_lines, digest, edit_lines, summary
from bot.workspace.rights import Deed
from bot.workspace.workspaces import Local


async def preview(desk: Desk, body: Mapping[str, Any], client: AsyncWebClient, handed: Handed) -> None:
    """Tell whoever handed a file over what it would change."""
    local = await desk.local(body, client)
    try:
        intake = await _intake(desk, local, client, handed)
        card = say.preview_card(await _shown(desk, local, client, handed, intake))
    except Refusal as refusal:
        card = refusal.message
    await post(client, local.at.user, card)


async def take_over(
    desk: Desk, action: Mapping[str, Any], body: Mapping[str, Any], client: AsyncWebClient
) -> None:
    """Take a file over, if it still changes just what was shown."""
    handed = handed_of(action)
    if handed is None:
        await show(client, body, outdated())
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
    await show(client, body, card)


async def _intake(desk: Desk, local: Local, client: AsyncWebClient, handed: Handed) -> Intake:
    """Return what a file would change; raise Refusal where it cannot be read, or somebody may not do it."""
    visitor = await admitted(desk, local, client, Deed.CHANGE, DOING)
    try:
        data = await download(client, handed.file, MOST)
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


async def _shown(desk: Desk, local: Local, client: AsyncWebClient, handed: Handed, intake: Intake) -> Preview:
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

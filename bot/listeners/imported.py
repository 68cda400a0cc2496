"""What was imported of who owns what, for those who look after it."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Message
from bot.cards.assets import ImportedLine, imported_card
from bot.listeners.desk import Desk
from bot.listeners.gate import admitted, reachable
from bot.workspace.rights import Deed
from bot.workspace.workspaces import Local


async def imported_files(desk: Desk, local: Local, client: AsyncWebClient) -> Message:
    """Return which files were imported; raise Refusal where somebody may not see it."""
    await admitted(desk, local, client, Deed.CHANGE, "see what was imported")
    with reachable():
        files = await desk.workspaces.store(local.at.workspace).assets.files()
    unknown = {
        owner.written
        for asset in local.contents.catalogue.assets
        for owner in asset.owners
        if owner.reference not in local.contents.catalogue.people
    }
    return imported_card([ImportedLine(each.file, each.assets, each.at) for each in files], sorted(unknown))

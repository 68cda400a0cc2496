"""Works out what files would change in a workspace, once all that can be checked is checked."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from bot.imports.owners import OwnerMap
from bot.knowledge.base import KnowledgeBase
from bot.workspace.intake import Files, Intake, planned, require_fit, require_here, require_known
from bot.workspace.origin import Origin
from bot.workspace.owning import known_before, owners_here
from bot.workspace.profiles import Profiles
from bot.workspace.stores import WorkspaceStore


class Asking(NamedTuple):
    """What Slack is asked with: who is there, and who owners are."""

    profiles: Profiles
    client: AsyncWebClient
    at: Origin


async def prepared(
    given: Files,
    store: WorkspaceStore,
    base: KnowledgeBase,
    asking: Asking | None,
    owners: OwnerMap | None = None,
) -> Intake:
    """Return what files would change in a workspace that knows what `base` knows.

    `owners` says who owners are, where somebody says so. Without `asking`, it is not looked up who is in
    Slack. Raise BadImport where a file is wrong, StoreDown, or Unfit.
    """
    standing = await store.contents.contents()
    require_known(given.documents, standing, base)
    await require_fit(given.documents, standing, store.contents.check)
    kept = {file: await store.assets.file(file) for file in given.names}
    known = known_before(kept.values(), owners)
    if asking is not None:
        await require_here(given.documents, *asking)
        known = await owners_here(given.found, known, *asking)
    return await asyncio.to_thread(planned, given, standing, kept, known)

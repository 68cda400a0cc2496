"""What changes in Slack by itself: people who leave, groups and channels that change or go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.workspace import Contact
from bot.cards import directory as say
from bot.cards.assigning import name
from bot.delivery.posting import post
from bot.listeners.desk import Desk
from bot.workspace.handing_in import deciders
from bot.workspace.origin import Origin, origin
from bot.workspace.profiles import Profiles
from bot.workspace.subjects import found

_Body = Mapping[str, Any]

_EVENTS = re.compile(
    "^(user_change|subteam_updated|(channel|group)_(archive|deleted|rename)|channel_(un)?shared)$"
)
_GONE = ("_archive", "_deleted")
_TOLD = "told-gone"
_AGAIN = timedelta(days=30)


def register(app: AsyncApp, desk: Desk) -> None:
    """Forget names that have changed, and tell those who look after the directory who is gone."""

    @app.event(_EVENTS)
    async def notice_change(body: _Body, event: _Body, client: AsyncWebClient) -> None:
        gone = await _gone(desk, event, origin(body), client)
        if gone is not None:
            deleted = event["type"].endswith("_deleted")
            desk.background.start(_tell(desk, body, client, gone, deleted=deleted))


async def _gone(desk: Desk, event: _Body, at: Origin, client: AsyncWebClient) -> Contact | None:
    """Take note of a change; return who or what is gone by it."""
    profiles = desk.workspaces.profiles
    if event["type"] == "user_change":
        user = event["user"]
        profile = profiles.changed(at, user)
        return Contact(user["id"], profile.name) if profile.gone else None
    if event["type"] == "subteam_updated":
        group = event["subteam"]
        profiles.forget(at, group["id"])
        return Contact(group["id"], str(group.get("name"))) if group.get("date_delete") else None
    return await _of_channel(profiles, event, at, client)


async def _of_channel(profiles: Profiles, event: _Body, at: Origin, client: AsyncWebClient) -> Contact | None:
    """Take note of what became of a channel; return it where it is gone."""
    channel = at.channel
    gone = event["type"].endswith(_GONE)
    names = await profiles.names(client, at, [channel]) if gone else {}
    profiles.forget(at, channel)
    return Contact(channel, names.get(channel, channel)) if gone else None


async def _tell(desk: Desk, body: _Body, client: AsyncWebClient, gone: Contact, *, deleted: bool) -> None:
    """Tell those who look after the directory, once for each that is gone, and only if it is named there."""
    local = await desk.local(body, client)
    subjects = list(local.contents.directory.naming(gone.id))
    if not subjects:
        return
    store = desk.workspaces.store(local.at.workspace)
    if await store.notes.get(_TOLD, gone.id) is None:
        await store.notes.put(_TOLD, gone.id, True, until=desk.clock() + _AGAIN)
        knowledge = local.snapshot.knowledge
        things = (found(each, knowledge) for each in subjects)
        told = say.gone(gone, [name(each) for each in things if each is not None], deleted=deleted)
        for person in await deciders(desk.workspaces, client, local.at, local.contents):
            await post(client, person, told)

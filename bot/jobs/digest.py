"""Posts what happened in a workspace's week in the channel that its admins chose."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from typing import TypeAlias

from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.digest import Week, digest, digest_not_here
from bot.delivery.posting import Fate, fate, post
from bot.jobs.schedule import week_of
from bot.workspace.contents import Contents
from bot.workspace.directory import WorkspaceId
from bot.workspace.handing_in import deciders
from bot.workspace.health import health, names
from bot.workspace.learning import ANSWERED, ASKED, HELPFUL, UNHELPFUL
from bot.workspace.origin import Origin
from bot.workspace.workspaces import Workspaces

log = logging.getLogger(__name__)

ClientFor: TypeAlias = Callable[[WorkspaceId], Awaitable[AsyncWebClient | None]]
"""What a workspace is told things with; None where it has not got the app."""

HOUR = 8
"""When on Monday the week before is told, by the clock of the workspace."""

_MISSED = 5
_WEEK = timedelta(days=7)


class Digest:
    """Tells of weeks."""

    def __init__(self, workspaces: Workspaces, client_for: ClientFor) -> None:
        self._workspaces, self._client_for = workspaces, client_for

    async def due(self, workspace: WorkspaceId, now: datetime) -> datetime:
        """Return when the digest of the week before is due in a workspace: on a Monday morning there."""
        settings = (await self._workspaces.contents(workspace)).settings
        return datetime.combine(week_of(now, HOUR), time(HOUR), settings.zone).astimezone(UTC)

    async def send(self, workspace: WorkspaceId, now: datetime) -> None:
        """Post the digest of the week before; nothing where no channel is chosen, or nothing happened."""
        contents = await self._workspaces.contents(workspace)
        channel, client = contents.settings.digest_channel, await self._client_for(workspace)
        if channel is None or client is None:
            return
        week = await self._week(workspace, contents, now)
        if not (week.asked or week.missed):
            return
        at = Origin(workspace, workspace if workspace.startswith("T") else "", channel=channel)
        shared = await self._workspaces.profiles.shared(client, at, now=True)
        if shared is False and await _posted(client, channel, week):
            return
        called = (await self._workspaces.profiles.names(client, at, [channel])).get(channel, channel)
        for person in await deciders(self._workspaces, client, at, contents):
            try:
                await post(client, person, digest_not_here(called))
            except Exception as error:  # one who cannot be told must not make the others be told again
                log.warning("somebody is not told that a digest could not be posted: %s", error)

    async def _week(self, workspace: WorkspaceId, contents: Contents, now: datetime) -> Week:
        monday = week_of(now, HOUR)
        first, last = monday - _WEEK, monday - timedelta(days=1)
        store = self._workspaces.store(workspace)
        counts = await store.tallies.counts(first, last)
        missed = await store.gaps.gaps(limit=_MISSED)
        knowledge = self._workspaces.knowledge(contents)
        return Week(
            first,
            last,
            asked=counts.get(ASKED, 0),
            answered=counts.get(ANSWERED, 0),
            helpful=counts.get(HELPFUL, 0),
            unhelpful=counts.get(UNHELPFUL, 0),
            missed=[(gap.texts[0], gap.count) for gap in missed if gap.texts],
            amiss=names(health(contents.directory, knowledge, now), knowledge),
        )


async def _posted(client: AsyncWebClient, channel: str, week: Week) -> bool:
    """Post a digest; return whether it stands there, or may: then it is not repeated."""
    try:
        await post(client, channel, digest(week))
    except Exception as error:
        match fate(error):
            case Fate.UNSENT:
                raise
            case Fate.REFUSED:
                return False
            case Fate.UNKNOWN:
                log.warning("a digest may be missing: %s", error)
    return True

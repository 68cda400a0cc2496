"""Asks people in private, once a month at most, whether what names them still holds."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime, time, timedelta

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.here import here_line
from bot.cards.reminding import Unconfirmed, reminder
from bot.delivery.posting import post
from bot.jobs.digest import ClientFor
from bot.jobs.schedule import month_of
from bot.workspace.contents import Contents, here_of
from bot.workspace.directory import Subject, WorkspaceId
from bot.workspace.health import health
from bot.workspace.naming import named_here
from bot.workspace.origin import Origin
from bot.workspace.reminding import REMINDED, to_ask, wants_none
from bot.workspace.subjects import found
from bot.workspace.workspaces import Workspaces

log = logging.getLogger(__name__)

HOUR = 9
"""When on the first of a month people are asked, by the clock of the workspace."""

_KEPT = timedelta(days=40)


class Reminders:
    """Asks whether entries still hold."""

    def __init__(self, workspaces: Workspaces, client_for: ClientFor) -> None:
        self._workspaces, self._client_for = workspaces, client_for

    async def due(self, workspace: WorkspaceId, now: datetime) -> datetime:
        """Return when people are asked in a workspace: in the first morning of a month there."""
        settings = (await self._workspaces.contents(workspace)).settings
        return datetime.combine(month_of(now, HOUR), time(HOUR), settings.zone).astimezone(UTC)

    async def send(self, workspace: WorkspaceId, now: datetime) -> None:
        """Ask everybody who is named in an entry that nobody has confirmed for six months."""
        contents, client = await self._workspaces.contents(workspace), await self._client_for(workspace)
        if client is None:
            return
        stale = health(contents.directory, self._workspaces.knowledge(contents), now).stale
        at = Origin(workspace, workspace if workspace.startswith("T") else "")
        for person, subjects in to_ask(contents.directory, stale).items():
            await self._ask(client, at, contents, person, subjects, now)

    async def _ask(
        self,
        client: AsyncWebClient,
        at: Origin,
        contents: Contents,
        person: str,
        subjects: Sequence[Subject],
        now: datetime,
    ) -> None:
        notes, month = self._workspaces.store(at.workspace).notes, f"{month_of(now, HOUR):%Y-%m}"
        if await wants_none(notes, person) or await notes.get(REMINDED, person) == month:
            return
        if await self._workspaces.profiles.outsiders(client, at, [person]):
            return
        entries = [entry async for entry in self._entries(client, at, contents, subjects)]
        if not entries:
            return
        # Before it is sent: who was asked before a process died is not asked twice.
        await notes.put(REMINDED, person, month, person=person, until=now + _KEPT)
        try:
            await post(client, person, reminder(entries))
        except SlackApiError as error:
            log.warning("somebody could not be asked whether an entry still holds: %s", error)

    async def _entries(
        self, client: AsyncWebClient, at: Origin, contents: Contents, subjects: Iterable[Subject]
    ) -> AsyncIterator[Unconfirmed]:
        knowledge = self._workspaces.knowledge(contents)
        for subject in subjects:
            about = found(subject, knowledge)
            if about is not None:
                here = here_of(contents.directory.entry(subject))
                named = await named_here(here, self._workspaces.profiles, client, at)
                yield Unconfirmed(about, here_line(named, None, None))

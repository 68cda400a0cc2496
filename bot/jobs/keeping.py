"""Removes what need not be kept any longer: each workspace's, and what is no single one's."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.workspace.directory import WorkspaceId
from bot.workspace.stores import WorkspaceStore

log = logging.getLogger(__name__)


class _Journal(Protocol):
    async def sweep(self) -> None:
        """Forget what was answered long ago."""
        ...


class Kept(Protocol):
    """All that is kept."""

    @property
    def journal(self) -> _Journal:
        """What was heard."""
        ...

    def of(self, workspace: WorkspaceId) -> WorkspaceStore:
        """Return a workspace's store."""
        ...

    async def removed(self) -> Sequence[WorkspaceId]:
        """Return the workspaces that have been without the app for so long that their data goes."""
        ...


class Keeping:
    """Keeps nothing for longer than was promised."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    async def sweep(self, workspace: WorkspaceId, _now: datetime) -> None:
        """Remove what a workspace's settings and the rules let go."""
        await self._kept.of(workspace).sweep()

    async def remove(self, _all: WorkspaceId, _now: datetime) -> None:
        """Remove the workspaces that took the app out long ago."""
        for workspace in await self._kept.removed():
            await self._kept.of(workspace).remove()
            log.info("everything of a workspace that took the app out is removed")

    async def sweep_journal(self, _all: WorkspaceId, _now: datetime) -> None:
        """Forget which messages were answered long ago."""
        await self._kept.journal.sweep()

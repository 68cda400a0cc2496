"""Tells every process which workspace has changed: at once on PostgreSQL, else within half a second."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Iterable

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.clock import Clock
from bot.storage.database import Database, DatabaseDown, translated
from bot.storage.scope import Scope
from bot.storage.tables import workspaces
from bot.workspace.directory import WorkspaceId
from bot.workspace.versions import Listener

log = logging.getLogger(__name__)

_CHANNEL = "rolecall_versions"
_EVERY = 0.5
"""Seconds between two looks where nobody tells us."""
_SELDOM = 15.0
"""Seconds between two looks where PostgreSQL tells us, in case that it could not."""
_SEVERAL = 500
"""Workspaces that one query asks for."""


class Announcer:
    """Raises versions, and lets everything that depends on them know."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._listeners: list[Listener] = []
        self._notifies = database.dialect == "postgresql"

    def add(self, listener: Listener) -> None:
        """Let a listener hear of every change from now on."""
        self._listeners.append(listener)

    async def raise_version(self, connection: AsyncConnection, scope: Scope) -> int:
        """Raise a workspace's version within the transaction of a change; return the new one.

        Changes of one workspace wait here for each other, so that each sees what the one before it left.
        """
        # A workspace that was removed and comes back begins above all versions that it had.
        first = {"version": int(self._clock().timestamp())}
        raised = scope.upsert(workspaces, first, {"version": workspaces.c.version + 1})
        version = int((await connection.execute(raised.returning(workspaces.c.version))).scalar_one())
        if self._notifies:
            await connection.execute(select(func.pg_notify(_CHANNEL, f"{version} {scope.workspace}")))
        return version

    def changed(self, workspace: WorkspaceId, version: int) -> None:
        """Tell this process's listeners."""
        for listener in self._listeners:
            listener.heard(workspace, version)

    async def look(self) -> None:
        """Compare what the listeners keep with the database, and tell them what is newer."""
        kept: dict[WorkspaceId, int] = {}
        for listener in self._listeners:
            kept.update(listener.kept())
        names = [*kept]
        for start in range(0, len(names), _SEVERAL):
            found = await self._versions(names[start : start + _SEVERAL])
            for workspace in names[start : start + _SEVERAL]:
                # What is gone was removed, which no version tells.
                gone = kept[workspace] + 1 if kept[workspace] else 0
                self.changed(workspace, found.get(workspace, gone))

    async def follow(self) -> None:
        """Keep the listeners up to date; runs until cancelled, also while the database is away."""
        while True:
            try:
                if self._notifies and not self._database.pooled:
                    await self._listen()
                else:
                    await self.look()
            except DatabaseDown as error:
                log.warning("changes by other processes are not heard now: %s", error)
            await asyncio.sleep(_EVERY)

    async def _listen(self) -> None:
        """Hear what PostgreSQL tells until the connection is lost."""
        with translated():
            async with self._hearing() as lost:
                while not lost.is_set():
                    await self.look()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(lost.wait(), _SELDOM)

    @contextlib.asynccontextmanager
    async def _hearing(self) -> AsyncIterator[asyncio.Event]:
        import asyncpg  # SQLite does without

        lost = asyncio.Event()
        connection = await asyncpg.connect(**self._database.address.connect)
        try:
            connection.add_termination_listener(lambda _: lost.set())
            await connection.add_listener(_CHANNEL, self._heard)
            yield lost
        finally:
            await connection.close()

    def _heard(self, _connection: object, _process: int, _channel: str, payload: str) -> None:
        version, _, workspace = payload.partition(" ")
        if version.isdecimal():
            self.changed(WorkspaceId(workspace), int(version))

    async def _versions(self, kept: Iterable[WorkspaceId]) -> dict[str, int]:
        query = select(workspaces.c.workspace, workspaces.c.version).where(
            workspaces.c.workspace.in_(bindparam("kept", expanding=True))
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(query, {"kept": [*kept]})
            return {row.workspace: row.version for row in rows}

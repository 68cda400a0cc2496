"""Keeps what a workspace's answers rest on; every change raises its version and is audited with it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from pydantic import JsonValue
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.announcing import Announcer
from bot.storage.assets import AssetRows
from bot.storage.clock import Clock
from bot.storage.database import Database
from bot.storage.scope import Scope
from bot.storage.tables import changes, documents, proposals, workspaces
from bot.workspace.assets import AssetFile
from bot.workspace.changes import Change, Overtaken, Proposal, Verdict
from bot.workspace.contents import Contents
from bot.workspace.edits import EDIT, Edit, Erase, Place, Write
from bot.workspace.own import OwnEntry

Check: TypeAlias = Callable[[Iterable[OwnEntry]], None]
"""Raises Unfit where all of a workspace's own entries together do not fit the knowledge."""


class ContentsRows:
    """What one workspace keeps."""

    def __init__(
        self,
        database: Database,
        scope: Scope,
        announcer: Announcer,
        clock: Clock,
        check: Check,
        assets: AssetRows,
    ) -> None:
        self._database, self._scope, self._announcer = database, scope, announcer
        self._clock, self._check, self._assets = clock, check, assets

    async def contents(self) -> Contents:
        """Return everything at its present version."""
        beside = workspaces.outerjoin(documents, documents.c.workspace == workspaces.c.workspace)
        columns = (workspaces.c.version, documents.c.shelf, documents.c.key, documents.c.value)
        query = self._scope.select(workspaces, *columns).select_from(beside)
        # Two statements, and no transaction around them: a workspace that nobody asked lately waits for each.
        async with self._database.one() as connection:
            rows = (await connection.execute(query.order_by(documents.c.shelf, documents.c.key))).all()
            # What is read after the version may be newer, and is then only read once more.
            catalogue = await self._assets.catalogue(connection)
        kept = [(Place(shelf, key), value) for _, shelf, key, value in rows if shelf is not None]
        return Contents.of(rows[0].version if rows else 0, kept, catalogue)

    async def change(self, edit: Edit, by: str) -> int:
        """Make a change and write it into the audit log, both or neither; return the new version."""
        async with self._database.writing() as connection:
            version = await self._announcer.raise_version(connection, self._scope)
            await self._make(connection, version, edit, by)
        self._announcer.changed(self._scope.workspace, version)
        return version

    async def check(self, own: Sequence[OwnEntry]) -> None:
        """Raise Unfit where own entries, all of the workspace's, do not fit the knowledge."""
        await asyncio.to_thread(self._check, own)

    async def take_over(self, edits: Sequence[Edit], files: Sequence[AssetFile], by: str) -> int:
        """Make changes, and keep what files say in place of what they said, all or none.

        Return the new version, 0 where there is nothing to do. Raise Unfit.
        """
        version = 0
        async with self._database.writing() as connection:
            for edit in edits:
                version = await self._announcer.raise_version(connection, self._scope)
                await self._record(connection, version, edit, by)
            if any(isinstance(edit, Write) for edit in edits):
                # Only now, as entries that are written together may refer to each other.
                kept = await self._kept(connection)
                await asyncio.to_thread(self._check, Contents.of(0, kept).own.entries)
            for file in files:
                version = await self._announcer.raise_version(connection, self._scope)
                await self._assets.put(connection, version, file, by)
        if version:
            self._announcer.changed(self._scope.workspace, version)
        return version

    async def propose(self, edit: Edit, by: str) -> Proposal:
        """Keep a change for somebody who may decide."""
        async with self._database.writing() as connection:
            before = await self._standing(connection, edit.place)
            await self._require_fit(connection, edit)
            proposal = Proposal(secrets.token_hex(8), self._clock(), by, edit, before)
            row = {
                "id": proposal.id,
                "at": proposal.at,
                "by": by,
                "edit": EDIT.dump_python(edit, mode="json"),
                "before": before,
                "verdict": proposal.verdict,
            }
            await connection.execute(self._scope.insert(proposals, **row))
        return proposal

    async def proposals(self) -> Sequence[Proposal]:
        """Return the open proposals, the oldest first."""
        query = self._scope.select(proposals).where(proposals.c.verdict == Verdict.OPEN)
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(proposals.c.at, proposals.c.id))
        return [_proposal(row) for row in rows]

    async def approve(self, proposal: str, by: str) -> int:
        """Make a proposed change; return the new version. Raise Overtaken or Unfit."""
        async with self._database.writing() as connection:
            version = await self._announcer.raise_version(connection, self._scope)
            found = await self._decide(connection, proposal, by, Verdict.APPROVED)
            if await self._standing(connection, found.edit.place) != found.before:
                raise Overtaken("what the proposal would change is no longer as it was")
            await self._make(connection, version, found.edit, by, proposed_by=found.by)
        self._announcer.changed(self._scope.workspace, version)
        return version

    async def decline(self, proposal: str, by: str) -> None:
        """Close a proposal; raise Overtaken where somebody has decided."""
        async with self._database.writing() as connection:
            await self._decide(connection, proposal, by, Verdict.DECLINED)

    async def audit(self, before: int | None = None, limit: int = 100) -> Sequence[Change]:
        """Return the changes, the latest first; `before` is the version to go on from."""
        query = self._scope.select(changes).order_by(changes.c.version.desc()).limit(limit)
        if before is not None:
            query = query.where(changes.c.version < before)
        async with self._database.reading() as connection:
            return [_change(row) for row in await connection.execute(query)]

    async def _make(
        self,
        connection: AsyncConnection,
        version: int,
        edit: Edit,
        by: str,
        proposed_by: str | None = None,
    ) -> None:
        await self._require_fit(connection, edit)
        await self._record(connection, version, edit, by, proposed_by)

    async def _record(
        self,
        connection: AsyncConnection,
        version: int,
        edit: Edit,
        by: str,
        proposed_by: str | None = None,
    ) -> None:
        place, now = edit.place, self._clock()
        before = await self._standing(connection, place)
        after = edit.after(before, by, now)
        if before == after:
            return
        key = {"shelf": place.shelf, "key": place.key}
        if after is None:
            await connection.execute(self._scope.delete(documents).where(_at(place)))
        else:
            await connection.execute(self._scope.upsert(documents, {**key, "value": after}))
        record = {"version": version, "at": now, "by": by, "proposed_by": proposed_by}
        await connection.execute(self._scope.insert(changes, **record, **key, before=before, after=after))

    async def _decide(
        self, connection: AsyncConnection, proposal: str, by: str, verdict: Verdict
    ) -> Proposal:
        decided = (
            self._scope.update(proposals)
            .where(proposals.c.id == proposal, proposals.c.verdict == Verdict.OPEN)
            .values(verdict=verdict, decided_by=by, decided_at=self._clock())
            .returning(*proposals.c)
        )
        row = (await connection.execute(decided)).one_or_none()
        if row is None:
            raise Overtaken("somebody has decided this proposal already")
        return _proposal(row)

    async def _standing(self, connection: AsyncConnection, place: Place) -> JsonValue:
        found: JsonValue = await connection.scalar(
            self._scope.select(documents, documents.c.value).where(_at(place))
        )
        return found

    async def _require_fit(self, connection: AsyncConnection, edit: Edit) -> None:
        """Raise Unfit where an edit would leave own entries that do not fit the knowledge."""
        if not isinstance(edit, Write | Erase):
            return
        kept = {place: value for place, value in await self._kept(connection) if place != edit.place}
        own = Contents.of(0, kept.items()).own.entries
        if isinstance(edit, Write):
            own = (*own, edit.own)
        await asyncio.to_thread(self._check, own)

    async def _kept(self, connection: AsyncConnection) -> list[tuple[Place, Any]]:
        query = self._scope.select(documents, documents.c.shelf, documents.c.key, documents.c.value)
        rows = await connection.execute(query.order_by(documents.c.shelf, documents.c.key))
        return [(Place(shelf, key), value) for shelf, key, value in rows]


def _at(place: Place) -> Any:  # noqa: ANN401 - a condition
    return (documents.c.shelf == place.shelf) & (documents.c.key == place.key)


def _proposal(row: Row[Any]) -> Proposal:
    return Proposal(
        id=row.id,
        at=row.at,
        by=row.by,
        edit=EDIT.validate_python(row.edit),
        before=row.before,
        verdict=Verdict(row.verdict),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


def _change(row: Row[Any]) -> Change:
    place = Place(row.shelf, row.key)
    return Change(row.version, row.at, row.by, place, row.before, row.after, row.proposed_by)

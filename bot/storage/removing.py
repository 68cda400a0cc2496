"""Removes what need not be kept any longer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Delete, and_

from bot.storage.announcing import Announcer
from bot.storage.database import Database
from bot.storage.scope import Scope
from bot.storage.tables import (
    enrolments,
    gap_askers,
    gap_waiting,
    gaps,
    leases,
    metadata,
    notes,
    proposals,
    tallies,
    workspaces,
)
from bot.workspace.changes import Verdict
from bot.workspace.gaps import WAITING
from bot.workspace.settings import WorkspaceSettings

_TALLIES = timedelta(days=400)
"""A year and a bit, so that a digest can look back; they hold no one's data."""
_LEASES = timedelta(days=120)


async def forget(database: Database, scope: Scope, person: str, askers: Sequence[str]) -> None:
    """Remove what is kept about a person; `askers` are the pseudonyms that they may be counted under.

    What they did for the workspace stays: the directory that names them, and the audit log.
    """
    await _remove(
        database,
        scope,
        (
            scope.delete(gap_askers).where(gap_askers.c.asker.in_(askers)),
            scope.delete(gap_waiting).where(gap_waiting.c.person == person),
            scope.delete(notes).where(notes.c.person == person),
            scope.delete(enrolments).where(enrolments.c.person == person),
        ),
    )


async def sweep(database: Database, scope: Scope, settings: WorkspaceSettings, now: datetime) -> None:
    """Remove what is older than the settings and the rules allow."""
    retained = now - timedelta(days=settings.retention_days)
    decided = and_(proposals.c.verdict != Verdict.OPEN, proposals.c.decided_at < retained)
    await _remove(
        database,
        scope,
        (
            scope.delete(gaps).where(gaps.c.last_asked < retained),
            scope.delete(gap_waiting).where(gap_waiting.c.since < now - WAITING),
            scope.delete(notes).where(notes.c.until <= now),
            scope.delete(proposals).where(decided),
            scope.delete(tallies).where(tallies.c.day < (now - _TALLIES).date()),
            scope.delete(leases).where(leases.c.until < now - _LEASES),
        ),
    )


async def remove(database: Database, scope: Scope, announcer: Announcer) -> int:
    """Remove everything of a workspace, from every table that has workspaces; return its last version."""
    tables = [table for table in reversed(metadata.sorted_tables) if "workspace" in table.c]
    async with database.writing() as connection:
        version = await announcer.raise_version(connection, scope)
        for table in tables:
            await connection.execute(scope.delete(table))
    return version


async def _remove(database: Database, scope: Scope, removals: Iterable[Delete]) -> None:
    async with database.writing() as connection:
        # Removals of one workspace wait for each other, as its changes do: they go through the same rows.
        await connection.execute(scope.select(workspaces, workspaces.c.version).with_for_update())
        for removal in removals:
            await connection.execute(removal)

"""Everything that is kept: the stores of each workspace, and those of the process that serves them."""

from __future__ import annotations

import contextlib
import logging
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select, union

from bot.storage.address import Address, hazards, parse
from bot.storage.announcing import Announcer
from bot.storage.assets import AssetRows, Read
from bot.storage.clock import Clock, now
from bot.storage.contents import Check, ContentsRows
from bot.storage.database import Database
from bot.storage.enrolments import EnrolmentRows
from bot.storage.gaps import GapRows
from bot.storage.installations import KeptStates, SealedInstallations, Token, leave, stay
from bot.storage.journal import JournalRows
from bot.storage.leases import LeaseRows
from bot.storage.migrating import Outdated, require_current, upgrade
from bot.storage.notes import MemoryRows, NoteRows, TallyRows
from bot.storage.removing import forget, remove, sweep
from bot.storage.scope import Scope
from bot.storage.sealing import Seal
from bot.storage.tables import bots, enrolments, gaps, notes, tallies, workspaces
from bot.workspace.checking import check
from bot.workspace.contents import Contents
from bot.workspace.directory import WorkspaceId
from bot.workspace.pseudonyms import Pseudonyms
from bot.workspace.versions import Versioned

log = logging.getLogger(__name__)

REMOVED = timedelta(days=30)
"""How long a workspace's data outlives its installation."""


class WorkspaceRows:
    """All that is kept for one workspace."""

    def __init__(self, storage: Storage, workspace: WorkspaceId) -> None:
        database, clock = storage.database, storage.clock
        self.workspace = workspace
        self._storage = storage
        self._scope = scope = Scope(workspace, database.dialect)
        self.assets = AssetRows(database, scope, clock, storage.assets_read)
        self.contents = ContentsRows(database, scope, storage.announcer, clock, storage.check, self.assets)
        self.gaps = GapRows(database, scope, clock)
        self.notes = NoteRows(database, scope, clock)
        self.enrolments = EnrolmentRows(database, scope, clock)
        self.memory = MemoryRows(self.notes, clock)
        self.tallies = TallyRows(database, scope)
        self.leases = LeaseRows(database, scope, clock, storage.process)

    def pseudonym(self, person: str) -> str:
        """Return what somebody is called where they are only counted."""
        return self._storage.pseudonyms.of(self.workspace, person)

    async def forget(self, person: str) -> None:
        """Remove a person's data: gaps they asked for, whom to tell, notes, conversations, onboarding."""
        askers = self._storage.pseudonyms.all_of(self.workspace, person)
        await forget(self._storage.database, self._scope, person, askers)

    async def sweep(self) -> None:
        """Remove what has been kept for as long as the settings and the rules allow."""
        settings = (await self.contents.contents()).settings
        await sweep(self._storage.database, self._scope, settings, self._storage.clock())

    async def remove(self) -> None:
        """Remove everything."""
        version = await remove(self._storage.database, self._scope, self._storage.announcer)
        self._storage.announcer.changed(self.workspace, version)


class Storage:
    """What is kept, as one process sees it."""

    def __init__(
        self,
        database: Database,
        pseudonyms: Pseudonyms,
        *,
        seal: Seal | None = None,
        clock: Clock = now,
        check: Check = check,
    ) -> None:
        """Keep it in a database; `seal` is needed only where other workspaces install the app."""
        self.database, self.pseudonyms = database, pseudonyms
        self.clock, self.check = clock, check
        self.process = secrets.token_hex(8)
        self.assets_read: Read = Read()
        self.announcer = Announcer(database, clock)
        self.journal = JournalRows(database, clock, self.process)
        self.states = KeptStates(database, clock)
        self.installations = SealedInstallations(database, self.announcer, seal, clock) if seal else None
        self._contents: Versioned[Contents] = Versioned(self._load, weigh=lambda found: found.size)
        self.announcer.add(self._contents)
        self._tokens: Versioned[Token | None] = Versioned(self._load_token, size=10_000)
        self.announcer.add(self._tokens)

    def of(self, workspace: WorkspaceId) -> WorkspaceRows:
        """Return a workspace's store; asks nothing, so that it can be made for each request."""
        return WorkspaceRows(self, workspace)

    def at_hand(self, workspace: WorkspaceId) -> Contents | None:
        """Return what a workspace keeps where it is in memory."""
        return self._contents.at_hand(workspace)

    async def contents(self, workspace: WorkspaceId) -> Contents:
        """Return what a workspace keeps, from memory where it is there; raises StoreDown where it is not."""
        return await self._contents.get(workspace)

    async def token_for(self, workspace: WorkspaceId) -> Token | None:
        """Return what a workspace's requests are made with, from memory where it is there; None for none."""
        return await self._tokens.get(workspace)

    async def left(self, workspace: WorkspaceId, at: datetime) -> None:
        """Forget a workspace's tokens, as it took the app out at that moment; the rest goes after 30 days."""
        await leave(self.database, self.announcer, Scope(workspace, self.database.dialect), at)

    async def stays(self, workspace: WorkspaceId) -> None:
        """Keep a workspace's data, as it has the app, whatever was said before."""
        await stay(self.database, Scope(workspace, self.database.dialect))

    async def follow(self) -> None:
        """Keep what is in memory up to date with other processes; runs until cancelled."""
        await self.announcer.follow()

    async def ready(self) -> bool:
        """Return whether the database answers and takes what is heard; raise DatabaseDown where it cannot."""
        async with self.database.reading() as connection:
            answers = bool(await connection.scalar(select(1)))
        return answers and await self.journal.ready()

    async def known(self) -> Sequence[WorkspaceId]:
        """Return every workspace of which something is kept, for work that goes through all of them."""
        tables = (workspaces, gaps, notes, tallies, enrolments, bots)
        query = union(*(select(table.c.workspace) for table in tables))
        async with self.database.reading() as connection:
            return sorted(map(WorkspaceId, await connection.scalars(query)))

    async def removed(self) -> Sequence[WorkspaceId]:
        """Return the workspaces that have been without the app for so long that their data goes."""
        query = select(workspaces.c.workspace).where(workspaces.c.removed_at <= self.clock() - REMOVED)
        async with self.database.reading() as connection:
            return sorted(map(WorkspaceId, await connection.scalars(query)))

    async def _load(self, workspace: WorkspaceId) -> tuple[int, Contents]:
        found = await self.of(workspace).contents.contents()
        return found.version, found

    async def _load_token(self, workspace: WorkspaceId) -> tuple[int, Token | None]:
        return await self.installations.token(workspace) if self.installations else (0, None)


@contextlib.asynccontextmanager
async def opened(
    url: str | None,
    pseudonyms: Pseudonyms,
    *,
    seal: Seal | None = None,
    clock: Clock = now,
    check: Check = check,
    environ: Mapping[str, str] | None = None,
    as_it_is: bool = False,
) -> AsyncIterator[Storage]:
    """Open what DATABASE_URL names, an SQLite file without it, and close it at the end.

    An SQLite file is made and migrated where that is needed, unless it is wanted as it is. `environ` is
    looked through for what would make such a file a bad idea. Raise DatabaseDown, or Outdated where it is
    not there, is to be migrated first, or was by a newer version.
    """
    address = parse(url)
    if as_it_is:
        _require_file(address)
    for hazard in hazards(address, environ or {}):
        log.warning("%s", hazard)
    database = await Database.open(address)
    try:
        if address.path == ":memory:" or (address.sqlite and not as_it_is):
            await upgrade(database)
        else:
            await require_current(database)
        yield Storage(database, pseudonyms, seal=seal, clock=clock, check=check)
    finally:
        await database.close()


def _require_file(address: Address) -> None:
    if address.sqlite and address.path != ":memory:" and not Path(address.path).exists():
        raise Outdated(
            f"there is no database at {address.path} yet: `rolecall serve` and `rolecall db upgrade` make it"
        )

"""Keeps what was imported of who owns what; a file is replaced as a whole, and raises the version."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeAlias
from weakref import WeakValueDictionary

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.answers.catalogue import Catalogue
from bot.storage.clock import Clock
from bot.storage.database import Database
from bot.storage.scope import Scope
from bot.storage.tables import asset_files, changes
from bot.workspace.assets import AssetFile, Imported, catalogue, packed, unpacked

_SHELF = "asset-file"
_KEY = 80
"""Characters of a file's name in the audit log; the end of a path tells more than its beginning."""

Read: TypeAlias = WeakValueDictionary[tuple[tuple[str, str], ...], Catalogue]
"""What is in use of files that were read, so that other changes do not make them be read again."""


class AssetRows:
    """What one workspace imported."""

    def __init__(self, database: Database, scope: Scope, clock: Clock, read: Read) -> None:
        self._database, self._scope, self._clock = database, scope, clock
        self._read = read

    async def files(self) -> Sequence[Imported]:
        """Return what was imported, by name."""
        columns = (asset_files.c.file, asset_files.c.assets, asset_files.c.imported_at, asset_files.c.by)
        query = self._scope.select(asset_files, *columns).order_by(asset_files.c.file)
        async with self._database.reading() as connection:
            return [Imported(*row) for row in await connection.execute(query)]

    async def file(self, file: str) -> AssetFile | None:
        """Return what a file said when it was imported last."""
        query = self._scope.select(asset_files, asset_files.c.body).where(asset_files.c.file == file)
        async with self._database.reading() as connection:
            body = await connection.scalar(query)
        return unpacked(file, body) if body else None

    async def catalogue(self, connection: AsyncConnection) -> Catalogue:
        """Return what all files say together."""
        columns = (asset_files.c.file, asset_files.c.digest)
        query = self._scope.select(asset_files, *columns).order_by(asset_files.c.file)
        present = tuple((file, digest) for file, digest in await connection.execute(query))
        if not present:
            return Catalogue()
        found = self._read.get(present)
        if found is None:
            bodies = self._scope.select(asset_files, asset_files.c.file, asset_files.c.body)
            rows = [(file, body) for file, body in await connection.execute(bodies.order_by("file"))]
            found = await asyncio.to_thread(catalogue, rows)
            self._read[present] = found
        return found

    async def put(self, connection: AsyncConnection, version: int, file: AssetFile, by: str) -> None:
        """Keep what a file says in place of what it said before; one that is empty goes."""
        here = asset_files.c.file == file.file
        columns = (asset_files.c.assets, asset_files.c.digest)
        found = (
            await connection.execute(self._scope.select(asset_files, *columns).where(here))
        ).one_or_none()
        before = _summary(*found) if found else None
        body = packed(file)
        digest = blake2b(body.encode(), digest_size=16).hexdigest()
        after = _summary(len(file.assets), digest) if file.assets else None
        if before == after:
            return
        now = self._clock()
        if after is None:
            await connection.execute(self._scope.delete(asset_files).where(here))
        else:
            row = {"digest": digest, "imported_at": now, "by": by, "assets": len(file.assets), "body": body}
            await connection.execute(self._scope.upsert(asset_files, {"file": file.file, **row}))
        line = {"version": version, "at": now, "by": by, "shelf": _SHELF, "key": file.file[-_KEY:]}
        await connection.execute(self._scope.insert(changes, **line, before=before, after=after))


def _summary(assets: int, digest: str) -> JsonValue:
    """Return what the audit log says of a file; what stands in it is in the file."""
    return {"assets": assets, "digest": digest}

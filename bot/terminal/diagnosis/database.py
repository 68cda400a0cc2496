"""Whether the database can be reached, has the right shape, and lasts; nothing is changed in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.settings import Settings
from bot.storage.address import Address, hazards, parse
from bot.storage.database import Database, DatabaseDown
from bot.storage.installations import unopened
from bot.storage.migrating import HEAD, NEWER_ADVICE, is_newer, revision
from bot.storage.sealing import Seal
from bot.terminal.diagnosis.finding import Finding, Findings, Level, error, ok, warning

_PART = "database"
_ROOM = 200 * 1024 * 1024
"""Bytes; below that a disk is soon full."""


async def look_at_database(settings: Settings, environ: Mapping[str, str] = os.environ) -> Findings:
    """Look at the database that the settings name."""
    url = settings.database_url
    try:
        address = parse(url.get_secret_value() if url else None)
    except ValueError as failure:
        what, _, advice = str(failure).partition(": ")
        return [error(_PART, f"DATABASE_URL: {what}", advice)]
    seal = _seal(settings)
    if not address.sqlite:
        return await _postgresql(address, seal)
    if address.path == ":memory:":
        advice = "set DATABASE_URL to a file or a PostgreSQL"
        return [warning(_PART, "it is in memory, and gone when the process ends", advice)]
    untouched = _untouched(Path(address.path))
    found = [untouched] if untouched else await _file(address, seal)
    return [*found, *_around(address, environ)]


def _seal(settings: Settings) -> Seal | None:
    """Return what opens the tokens that are kept; None where none are, as the app has the one it is given."""
    keys = settings.rolecall_encryption_key
    return Seal(keys.get_secret_value()) if keys and settings.installable else None


async def _postgresql(address: Address, seal: Seal | None) -> Findings:
    try:
        database = await Database.open(address)
    except DatabaseDown as failure:
        return [error(_PART, str(failure), "look whether it runs, and at DATABASE_URL")]
    version = "PostgreSQL, behind a pooler" if database.pooled else "PostgreSQL"
    return await _opened(database, version, "run `rolecall db upgrade`", seal)


def _untouched(path: Path) -> Finding | None:
    """Return what is to be said without opening the file; None where it has to be opened."""
    folder, advice = _nearest(path), "give the process the right to, or set DATABASE_URL"
    if not folder.is_dir() or (path.exists() and not os.access(path, os.W_OK)):
        return error(_PART, f"{path} cannot be written", advice)
    if not os.access(folder, os.W_OK):
        return error(
            _PART, f"{folder} cannot be written, where SQLite makes files beside {path.name}", advice
        )
    return None if path.exists() else ok(_PART, f"{path} will be made at the start")


async def _file(address: Address, seal: Seal | None) -> Findings:
    try:
        database = await Database.open(address)
        return await _opened(database, address.path, "start the app, which changes it by itself", seal)
    except DatabaseDown as failure:
        advice = f"look whether {address.path} is an SQLite database, or take it from a backup"
        return [error(_PART, str(failure), advice)]


async def _opened(database: Database, what: str, advice: str, seal: Seal | None) -> Findings:
    """Look into a database, and close it."""
    try:
        shape = _shape(await revision(database), what, advice)
        fits = shape.level is Level.OK
        return [shape, *([_tokens(*await unopened(database, seal))] if seal and fits else [])]
    finally:
        await database.close()


def _tokens(closed: int, kept: int) -> Finding:
    if not kept:
        return ok("token", "none is kept, as no workspace has installed the app yet")
    if not closed:
        return ok("token", f"{kept} kept, and ROLECALL_ENCRYPTION_KEY opens every one")
    return error(
        "token",
        f"{closed} of {kept} kept cannot be opened with ROLECALL_ENCRYPTION_KEY",
        "put the key that they were sealed under back, after a comma; else have the app installed there anew",
    )


def _shape(found: str | None, what: str, advice: str) -> Finding:
    if found == HEAD:
        return ok(_PART, f"{what}, at {HEAD}")
    at = f"at {found}" if found else "without tables"
    if is_newer(found):
        advice = NEWER_ADVICE
    return error(_PART, f"{what}, {at}; this version needs {HEAD}", advice)


def _around(address: Address, environ: Mapping[str, str]) -> Iterator[Finding]:
    for hazard in hazards(address, environ):
        found, _, advice = hazard.rpartition(": ")
        yield warning(_PART, found, advice)
    folder = _nearest(Path(address.path))
    free = shutil.disk_usage(folder).free
    if free < _ROOM:
        yield warning(_PART, f"{folder} has {free >> 20} MB left", "make room, or set DATABASE_URL")


def _nearest(path: Path) -> Path:
    """Return the folder that a file is in, or will be made in."""
    return next(parent for parent in path.absolute().parents if parent.exists())

"""Whether the database can be reached, has the right shape, and lasts; nothing is changed in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.settings import Settings
from bot.storage.address import Address, hazards, parse
from bot.storage.database import Database, DatabaseDown
from bot.storage.migrating import HEAD, NEWER_ADVICE, is_newer, revision
from bot.terminal.diagnosis.finding import Finding, Findings, error, ok, warning

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
    if not address.sqlite:
        return [await _postgresql(address)]
    if address.path == ":memory:":
        advice = "set DATABASE_URL to a file or a PostgreSQL"
        return [warning(_PART, "it is in memory, and gone when the process ends", advice)]
    found = _untouched(Path(address.path)) or await _file(address)
    return [found, *_around(address, environ)]


async def _postgresql(address: Address) -> Finding:
    try:
        database = await Database.open(address)
    except DatabaseDown as failure:
        return error(_PART, str(failure), "look whether it runs, and at DATABASE_URL")
    try:
        version = "PostgreSQL, behind a pooler" if database.pooled else "PostgreSQL"
        return _shape(await revision(database), version, "run `rolecall db upgrade`")
    finally:
        await database.close()


def _untouched(path: Path) -> Finding | None:
    """Return what is to be said without opening the file; None where it has to be opened."""
    folder = _nearest(path)
    writable = folder.is_dir() and os.access(path if path.exists() else folder, os.W_OK)
    if not writable:
        return error(_PART, f"{path} cannot be written", "give the process the right to, or set DATABASE_URL")
    return None if path.exists() else ok(_PART, f"{path} will be made at the start")


async def _file(address: Address) -> Finding:
    try:
        database = await Database.open(address)
        try:
            return _shape(await revision(database), address.path, "start the app, which changes it by itself")
        finally:
            await database.close()
    except DatabaseDown as failure:
        advice = f"look whether {address.path} is an SQLite database, or take it from a backup"
        return error(_PART, str(failure), advice)


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

"""Writes to a database until it is killed, and says of each thing that it is there."""

from __future__ import annotations

import asyncio
import itertools
import sys

from bot.delivery.journal import MessageKey
from bot.storage.address import parse
from bot.storage.database import Database
from bot.storage.storage import Storage
from bot.workspace.directory import WorkspaceId
from bot.workspace.edits import MarkAbsent
from bot.workspace.pseudonyms import Pseudonyms

HERE = WorkspaceId("T0001")


async def write(url: str, first: int) -> None:
    """Write one thing after another, as work and as a change."""
    database = await Database.open(parse(url))
    storage = Storage(database, Pseudonyms([b"k"]), check=lambda _: None)
    for number in itertools.count(first):
        await storage.journal.record(MessageKey(HERE, "C1", str(number)), {"number": number})
        edit = MarkAbsent(role=f"role-{number}", covered_by=())
        await storage.of(HERE).contents.change(edit, "UADM")
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


asyncio.run(write(sys.argv[1], int(sys.argv[2])))

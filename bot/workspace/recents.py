"""What each person asked lately: kinds and subjects, never words, and for nobody else to see."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import JsonValue, TypeAdapter

from bot.knowledge.models import LATER
from bot.matching.reading import Kind, Meaning
from bot.workspace.directory import WorkspaceId
from bot.workspace.origin import Origin
from bot.workspace.stores import StoreDown

if TYPE_CHECKING:
    from bot.workspace.workspaces import Workspaces

log = logging.getLogger(__name__)

MOST = 5
KEPT = timedelta(days=30)
"""How long it is kept after somebody asked last."""

_SHELF = "recent"
_NOT_WORTH_IT = frozenset({Kind.UNKNOWN, Kind.HELP})
_MEANINGS = TypeAdapter(tuple[Meaning, ...], config=LATER)


class Recents:
    """Remembers in memory, and writes now and then: to ask must cost nothing."""

    def __init__(self, workspaces: Workspaces, clock: Callable[[], datetime]) -> None:
        self._workspaces, self._clock = workspaces, clock
        self._unwritten: dict[tuple[WorkspaceId, str], tuple[Meaning, ...]] = {}

    def note(self, at: Origin, meaning: Meaning) -> None:
        """Remember what somebody asked."""
        if at.user and meaning.kind not in _NOT_WORTH_IT:
            key = (at.workspace, at.user)
            self._unwritten[key] = _latest((meaning, *self._unwritten.get(key, ())))

    def forget(self, workspace: WorkspaceId, person: str) -> None:
        """Forget what is not written yet."""
        self._unwritten.pop((workspace, person), None)

    async def of(self, at: Origin) -> Sequence[Meaning]:
        """Return what somebody asked, the latest first; what cannot be reached is left out."""
        try:
            return await self._all(at.workspace, at.user)
        except StoreDown as error:
            log.warning("what was asked lately is not shown: %s", error)
            return self._unwritten.get((at.workspace, at.user), ())

    async def write(self) -> None:
        """Write what was asked since; what cannot be written is kept for the next time."""
        for key in list(self._unwritten):
            (workspace, person), noted = key, self._unwritten[key]
            try:
                meanings = await self._all(workspace, person)
                until = self._clock() + KEPT
                value: list[JsonValue] = [_told(each) for each in meanings]
                notes = self._workspaces.store(workspace).notes
                await notes.put(_SHELF, person, value, person=person, until=until)
            except StoreDown as error:
                log.warning("what was asked lately is written later: %s", error)
                return
            if self._unwritten.get(key) is noted:  # else something was asked while this was written
                del self._unwritten[key]

    async def _all(self, workspace: WorkspaceId, person: str) -> tuple[Meaning, ...]:
        kept = await self._workspaces.store(workspace).notes.get(_SHELF, person)
        unwritten = self._unwritten.get((workspace, person), ())
        return _latest((*unwritten, *_MEANINGS.validate_python(kept or ())))


def _told(meaning: Meaning) -> dict[str, JsonValue]:
    return {name: value for name, value in asdict(meaning).items() if value}


def _latest(meanings: Sequence[Meaning]) -> tuple[Meaning, ...]:
    return tuple(dict.fromkeys(meanings))[:MOST]

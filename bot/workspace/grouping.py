"""Finds the gap that a question belongs to, among those that its workspace has."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.answers.answerer import Snapshot
from bot.matching.alike import Telling, telling
from bot.workspace.directory import WorkspaceId
from bot.workspace.gaps import group_of
from bot.workspace.stores import GapStore

_KEPT = 60.0
"""Seconds after which it is looked again what other processes have heard."""
_MOST = 200
"""Workspaces in memory."""
_IN_A_ROW = 20


@dataclass(slots=True)
class _Known:
    until: float
    texts: dict[str, tuple[Telling, str]] = field(default_factory=dict)


class Grouping:
    """The questions of some workspaces with their groups; in memory, so that a flood of them costs little."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[WorkspaceId, _Known] = OrderedDict()

    async def group(self, workspace: WorkspaceId, store: GapStore, snapshot: Snapshot, text: str) -> str:
        """Return the group of a cleaned question; raises StoreDown."""
        known = self._known.get(workspace)
        if known is None or known.until <= self._clock():
            known = _Known(self._clock() + _KEPT)
            for place, (other, group) in enumerate(await store.known()):
                known.texts[other] = (_told(other, snapshot), group)
                if place % _IN_A_ROW == 0:
                    await asyncio.sleep(0)  # hundreds take a tenth of a second, in which others ask
            self._known[workspace] = known
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        if text not in known.texts:
            said = _told(text, snapshot)
            known.texts[text] = (said, group_of(text, said, known.texts.values()))
        return known.texts[text][1]


def _told(text: str, snapshot: Snapshot) -> Telling:
    return telling(text, snapshot.index, snapshot.overlay)

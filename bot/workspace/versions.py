"""Keeps what was loaded of a workspace until the workspace changes, for the workspaces that ask."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Generic, Protocol, TypeVar

from bot.workspace.directory import WorkspaceId

KEPT = 200
"""Workspaces in memory."""

WEIGHT = 10_000
"""Entries in memory, of all workspaces together; one takes a few kilobytes."""

_T = TypeVar("_T")


class Listener(Protocol):
    """Something that keeps what depends on the version of workspaces."""

    def kept(self) -> Mapping[WorkspaceId, int]:
        """Return the workspaces that it keeps something of, with their versions."""
        ...

    def heard(self, workspace: WorkspaceId, version: int) -> None:
        """Take note that a workspace has reached a version."""
        ...


class Versioned(Generic[_T]):
    """The last loaded values of some workspaces; the one that nobody has asked for longest goes first."""

    def __init__(
        self,
        load: Callable[[WorkspaceId], Awaitable[tuple[int, _T]]],
        size: int = KEPT,
        weigh: Callable[[_T], int] = lambda _: 0,
        weight: int = WEIGHT,
    ) -> None:
        """Keep what `load` returns: a workspace's version, and what it is at that version.

        Keep `size` of them at most, and no more than `weight` by what each weighs; the latest in any case.
        """
        self._load, self._weigh = load, weigh
        self._size, self._weight = size, weight
        self._values: OrderedDict[WorkspaceId, tuple[int, _T]] = OrderedDict()
        self._held = 0
        self._loading: dict[WorkspaceId, asyncio.Future[_T]] = {}
        self._newest: dict[WorkspaceId, int] = {}

    async def get(self, workspace: WorkspaceId) -> _T:
        """Return the workspace's value; those who ask at the same moment wait for one load.

        Raise what the load raises, to all who wait for it; the next to ask loads again.
        """
        found = self._values.get(workspace)
        if found:
            self._values.move_to_end(workspace)
            return found[1]
        loading = self._loading.get(workspace)
        if loading is None:
            loading = asyncio.ensure_future(self._loaded(workspace))
            self._loading[workspace] = loading
            loading.add_done_callback(lambda done: self._finished(workspace, done))
        # Whoever gives up waiting does not take the load from the others.
        return await asyncio.shield(loading)

    def kept(self) -> Mapping[WorkspaceId, int]:
        """Return the workspaces in memory with their versions."""
        return {workspace: version for workspace, (version, _) in self._values.items()}

    def heard(self, workspace: WorkspaceId, version: int) -> None:
        """Forget what is older than this version."""
        if workspace in self._loading:
            self._newest[workspace] = max(version, self._newest.get(workspace, 0))
        found = self._values.get(workspace)
        if found and found[0] < version:
            self._forget(workspace)

    def _finished(self, workspace: WorkspaceId, loading: asyncio.Future[_T]) -> None:
        del self._loading[workspace]
        if not loading.cancelled():
            loading.exception()  # told to those who wait; there may be none left

    async def _loaded(self, workspace: WorkspaceId) -> _T:
        try:
            version, value = await self._load(workspace)
            # It changed while it was loaded; once more is enough, as a further change will be heard too.
            if version < self._newest.get(workspace, 0):
                version, value = await self._load(workspace)
            if version >= self._newest.get(workspace, 0):
                self._keep(workspace, version, value)
            return value
        finally:
            self._newest.pop(workspace, None)

    def _keep(self, workspace: WorkspaceId, version: int, value: _T) -> None:
        self._forget(workspace)
        self._values[workspace] = (version, value)
        self._held += self._weigh(value)
        while len(self._values) > self._size or (len(self._values) > 1 and self._held > self._weight):
            self._forget(next(iter(self._values)))

    def _forget(self, workspace: WorkspaceId) -> None:
        gone = self._values.pop(workspace, None)
        if gone:
            self._held -= self._weigh(gone[1])

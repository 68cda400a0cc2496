"""Keeps what was loaded of a workspace until the workspace changes, for the workspaces that ask."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, ItemsView, Mapping
from typing import Generic, Protocol, TypeVar

from bot.workspace.directory import WorkspaceId

KEPT = 200
"""Workspaces in memory."""

WEIGHT = 10_000
"""Entries in memory, of all workspaces together; one takes a few kilobytes."""

_K = TypeVar("_K")
_T = TypeVar("_T")


class Latest(Generic[_K, _T]):
    """What was asked for last, as much of it as may be in memory."""

    def __init__(
        self, size: int = KEPT, weigh: Callable[[_T], int] = lambda _: 0, weight: int = WEIGHT
    ) -> None:
        """Keep `size` of them, and no more than `weight` by what each weighs; the latest in any case."""
        self._size, self._weigh, self._weight = size, weigh, weight
        self._values: OrderedDict[_K, _T] = OrderedDict()
        self._held = 0

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._values)

    def items(self) -> ItemsView[_K, _T]:
        """Return what is kept, the one that was asked for longest ago first."""
        return self._values.items()

    def peek(self, key: _K) -> _T | None:
        """Return what is kept, without asking for it."""
        return self._values.get(key)

    def get(self, key: _K) -> _T | None:
        """Return what is kept, as the latest from now on; None where nothing is."""
        found = self._values.get(key)
        if found is not None:
            self._values.move_to_end(key)
        return found

    def put(self, key: _K, value: _T) -> None:
        """Keep something as the latest."""
        self.drop(key)
        self._values[key] = value
        self._held += self._weigh(value)
        while len(self._values) > self._size or (len(self._values) > 1 and self._held > self._weight):
            self.drop(next(iter(self._values)))

    def drop(self, key: _K) -> None:
        """Keep it no longer."""
        gone = self._values.pop(key, None)
        if gone is not None:
            self._held -= self._weigh(gone)


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
        self._load = load
        self._values = Latest[WorkspaceId, tuple[int, _T]](size, lambda kept: weigh(kept[1]), weight)
        self._loading: dict[WorkspaceId, asyncio.Future[_T]] = {}
        self._newest: dict[WorkspaceId, int] = {}

    def at_hand(self, workspace: WorkspaceId) -> _T | None:
        """Return the workspace's value where it is in memory."""
        found = self._values.get(workspace)
        return found[1] if found else None

    async def get(self, workspace: WorkspaceId) -> _T:
        """Return the workspace's value; those who ask at the same moment wait for one load.

        Raise what the load raises, to all who wait for it; the next to ask loads again.
        """
        found = self._values.get(workspace)
        if found:
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
        found = self._values.peek(workspace)
        if found and found[0] < version:
            self._values.drop(workspace)

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
                self._values.put(workspace, (version, value))
            return value
        finally:
            self._newest.pop(workspace, None)

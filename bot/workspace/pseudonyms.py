"""Counts people without keeping who they are."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from bot.workspace.directory import WorkspaceId


class Pseudonyms:
    """Names for people that tell nobody without the server's key who they are, others in each workspace."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """Take the keys, the newest first; older ones only find what was kept under them."""
        if not keys:
            raise ValueError("a key is needed")
        self._keys = tuple(keys)

    def of(self, workspace: WorkspaceId, person: str) -> str:
        """Return somebody's pseudonym."""
        return _pseudonym(self._keys[0], workspace, person)

    def all_of(self, workspace: WorkspaceId, person: str) -> tuple[str, ...]:
        """Return somebody's pseudonyms under every key."""
        return tuple(_pseudonym(key, workspace, person) for key in self._keys)


def _pseudonym(key: bytes, workspace: WorkspaceId, person: str) -> str:
    return hmac.digest(key, f"asker\0{workspace}\0{person}".encode(), "sha256").hex()[:32]

"""Seals what must not be read from a copy of the database: tokens, under keys that can be changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


class Unsealable(Exception):  # noqa: N818 - it says what is wrong
    """Something was sealed under a key that is not among ours, or for another workspace."""


class Seal:
    """Seals under the newest of some keys, opens under any of them."""

    def __init__(self, keys: str) -> None:
        """Take ROLECALL_ENCRYPTION_KEY: keys with commas between, the newest first. Raise ValueError."""
        # Where nothing is sealed, its five megabytes need not be loaded.
        from cryptography.fernet import Fernet, InvalidToken, MultiFernet

        self._wrong = InvalidToken
        self._fernet = MultiFernet([Fernet(key.strip()) for key in keys.split(",")])

    def close(self, workspace: str, content: Mapping[str, Any]) -> str:
        """Return the content sealed for a workspace; moments in it become texts."""
        text = json.dumps({"for": workspace, "content": content}, default=str)
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, workspace: str, sealed: str) -> dict[str, Any]:
        """Return what was sealed for a workspace; raise Unsealable."""
        try:
            found = json.loads(self._fernet.decrypt(sealed.encode()))
        except self._wrong:
            raise Unsealable("ROLECALL_ENCRYPTION_KEY holds no key that opens this") from None
        if found["for"] != workspace:
            raise Unsealable("this was sealed for another workspace")
        content: dict[str, Any] = found["content"]
        return content

    def renewed(self, sealed: str) -> str:
        """Return it sealed under the newest key; raise Unsealable."""
        try:
            return self._fernet.rotate(sealed.encode()).decode()
        except self._wrong:
            raise Unsealable("ROLECALL_ENCRYPTION_KEY holds no key that opens this") from None

"""What the app may do in a workspace, beside what it asks for: what is not granted, and what that costs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.manifest import OPTIONAL, SCOPES

LOST: Mapping[str, str] = {
    "channels:history": (
        "public channels do not answer by themselves, follow-ups in their threads need a mention, and "
        "replies are not read back"
    ),
    "groups:history": "the same holds in private channels",
    "files:read": "pictures are told in words, and no file can be handed over in Slack to be imported",
    "users:read.email": "owners whom an imported file names by their address are shown as text",
}
"""What does not work without each of the scopes that an installation may leave out."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A scope that was not granted."""

    scope: str
    optional: bool
    meaning: str
    """For one that may be left out, what does not work without it; else what it is for."""


def lacking(granted: Collection[str]) -> list[Lack]:
    """Return what was not granted, what must not be left out first."""
    lacks = [
        Lack(scope, scope in OPTIONAL, LOST.get(scope, why))
        for scope, why in SCOPES.items()
        if scope not in granted
    ]
    return sorted(lacks, key=lambda lack: lack.optional)

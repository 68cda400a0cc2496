"""Answers to what nobody asked the bot: only where a channel wants them, and only so many an hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.matching.reading import Kind, Reading
from bot.workspace.directory import WorkspaceId
from bot.workspace.settings import ChannelSettings
from bot.workspace.stores import NoteStore, StoreDown
from bot.workspace.workspaces import Workspaces

SURE = 0.9
"""The confidence from which a question is answered that was put to everybody."""
_SURE_OF_MORE = 0.7
"""The same for what somebody asks after an answer that they got."""
_SURE_OF_THE_ROLE = 0.98
"""The same where nothing in it speaks of anything but the role talked about, as in "and why?"."""

_SHELF = "hourly"
_HOUR = timedelta(hours=1)
_NOT_ASKED_OF_ALL = frozenset({Kind.UNKNOWN, Kind.HELP})


async def settings_of(workspaces: Workspaces, workspace: WorkspaceId, channel: str) -> ChannelSettings:
    """Return how the bot answers in a channel; as it usually does where nobody has said, or can tell."""
    try:
        contents = await workspaces.contents(workspace)
    except StoreDown:
        return ChannelSettings()
    return contents.channels.get(channel) or ChannelSettings()


def sure(reading: Reading, least: float) -> bool:
    """Tell whether a question is understood so well that it is answered unasked."""
    return reading.kind not in _NOT_ASKED_OF_ALL and reading.confidence >= least


def sure_of_more(reading: Reading) -> bool:
    """Tell the same of what somebody says after an answer that they got."""
    bare = reading.kind is Kind.ROLE and not reading.evidence
    return sure(reading, _SURE_OF_THE_ROLE if bare else _SURE_OF_MORE)


async def allowed(notes: NoteStore, channel: str, ts: str, limit: int, now: datetime) -> bool:
    """Tell whether one more answer may be given in a channel within this hour, and count it.

    There are as many places as answers are allowed, and each is free again an hour after it was taken. A
    message that has one keeps it, however often it is heard.
    """
    taken = {key: value for key, value in (await notes.all(_SHELF)).items() if key.startswith(f"{channel}:")}
    if ts in taken.values():
        return True
    for place in range(limit):
        key = f"{channel}:{place}"
        if key not in taken and await notes.claim(_SHELF, key, ts, until=now + _HOUR):
            return True
    return False

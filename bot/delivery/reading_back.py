"""Finds out whether an answer stands where it was sent, by the key in its metadata."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum, auto
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.journal import MessageKey
from bot.delivery.posting import METADATA, Fate, fate, key_of

SCOPE = "metadata.message:read"
"""Without it Slack shows messages, and leaves their metadata out in silence."""

_PAGES = 10


class Standing(Enum):
    """What is known of an answer that may have been posted."""

    THERE = auto()
    MISSING = auto()
    UNREADABLE = auto()
    """The token may not read there, or there is too much to read: nobody can tell."""
    LATER = auto()
    """Slack does not answer now."""


async def standing(client: AsyncWebClient, key: MessageKey, thread: str | None) -> Standing:
    """Return whether the answer to a message stands in its thread, or in the channel where there is none."""
    cursor = ""
    for _ in range(_PAGES):
        try:
            page = await _page(client, key, thread, cursor)
        except Exception as error:  # whatever it is, it is sorted like an error of posting
            return Standing.UNREADABLE if fate(error) is Fate.REFUSED else Standing.LATER
        if SCOPE not in str(page.headers.get("x-oauth-scopes", "")).split(","):
            return Standing.UNREADABLE
        if _holds(page["messages"], key):
            return Standing.THERE
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return Standing.MISSING
    return Standing.UNREADABLE


async def _page(client: AsyncWebClient, key: MessageKey, thread: str | None, cursor: str) -> Any:  # noqa: ANN401
    window: dict[str, Any] = {
        "channel": key.channel,
        "oldest": key.ts.partition(":")[0],
        "limit": 200,
        "include_all_metadata": True,
        **({"cursor": cursor} if cursor else {}),
    }
    if thread:
        return await client.conversations_replies(ts=thread, **window)
    return await client.conversations_history(**window)


def _holds(messages: Iterable[Mapping[str, Any]], key: MessageKey) -> bool:
    metadata = (each.get("metadata") or {} for each in messages)
    return any(
        each.get("event_type") == METADATA and key_of(each.get("event_payload") or {}) == key.ts
        for each in metadata
    )

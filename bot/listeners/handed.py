"""A file that somebody handed over in Slack, and the card that tells them of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Message
from bot.delivery.posting import post, respond

MOST = 10_000_000
"""Bytes, as many as Slack takes in a form."""
DOING = "import files"
"""What somebody does who hands one over."""


class Handed(NamedTuple):
    """A file that was handed over."""

    file: str
    """Slack's id of it."""
    name: str
    shown: str = ""
    """What tells the intake that somebody was shown."""


def handed_of(action: Mapping[str, Any]) -> Handed | None:
    """Return the file that a button is about; None for one of another version."""
    try:
        file, name, shown = json.loads(str(action.get("value")))
    except (ValueError, TypeError):
        return None
    return Handed(str(file), str(name), str(shown))


async def show(client: AsyncWebClient, body: Mapping[str, Any], message: Message) -> None:
    """Show it in the place of the card that was pressed, else directly."""
    url = body.get("response_url")
    if url:
        await respond(client, url, message, replace=True, in_channel=True)
    else:
        await post(client, body["user"]["id"], message)

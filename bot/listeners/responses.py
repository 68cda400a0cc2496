"""What is said in the HTTP response itself, where Slack reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from slack_bolt.response import BoltResponse

from bot.cards import Message

_HEADERS = {"content-type": "application/json;charset=utf-8"}


def privately(message: Message) -> BoltResponse:
    """Return the response to a command that shows a message to whoever typed it."""
    return BoltResponse(status=200, body=message.private, headers=dict(_HEADERS))


def answered(body: Mapping[str, Any]) -> BoltResponse:
    """Return a response that says anything else."""
    return BoltResponse(status=200, body=json.dumps(body), headers=dict(_HEADERS))

"""A workspace that takes the app out: nothing may be done with its token from that moment on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.listeners.desk import Desk
from bot.workspace.origin import origin

_Body = Mapping[str, Any]

_LEAVES = re.compile("^(app_uninstalled|tokens_revoked)$")
"""Slack tells of the same by both, in any order."""


def register(app: AsyncApp, desk: Desk) -> None:
    """Forget the tokens of whoever leaves; what else is kept of them goes thirty days later."""

    @app.event(_LEAVES)
    async def let_go(body: _Body, event: _Body) -> None:
        if event["type"] == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
            return  # somebody's own token, of which we use none
        at = datetime.fromtimestamp(body.get("event_time") or 0, UTC)
        await desk.workspaces.left(origin(body).workspace, at)

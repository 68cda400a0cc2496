"""What went wrong is logged with a reference, and the person who waits is told the reference only."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.notices import broken, broken_view, not_installed
from bot.delivery.background import Background, new_reference
from bot.delivery.journal import JournalDown
from bot.delivery.posting import respond
from bot.listeners.responses import answered, privately
from bot.trail import note
from bot.workspace.stores import NotInstalled

log = logging.getLogger(__name__)


def register(app: AsyncApp, background: Background) -> None:
    """Answer for every exception that a listener lets rise."""

    @app.error
    async def tell_what_failed(
        error: Exception, body: dict[str, Any], client: AsyncWebClient
    ) -> BoltResponse:
        if isinstance(error, JournalDown) and body.get("type") == "event_callback":
            # Nothing is acknowledged that is not written down: Slack delivers it again.
            log.warning("handed back to Slack: %s", error)
            return BoltResponse(status=503, body="")
        if isinstance(error, NotInstalled):
            log.warning("not installed in %s", error)
            return privately(not_installed()) if "command" in body else BoltResponse(status=200, body="")
        reference = new_reference()
        note(reference=reference)
        kind = str(body.get("type") or body.get("command") or "request")
        log.error("%s failed, reference %s", kind, reference, exc_info=error)
        if body.get("type") == "block_actions" and body.get("response_url"):
            # Slack shows nothing of the response to a press.
            background.start(respond(client, body["response_url"], broken(reference)))
        return _response(body, reference)


def _response(body: Mapping[str, Any], reference: str) -> BoltResponse:
    if "command" in body:
        return privately(broken(reference))
    match body.get("type"):
        case "view_submission":
            return answered({"response_action": "update", "view": broken_view(reference)})
        case "event_callback":
            return BoltResponse(status=500, body="")  # Slack delivers it again
        case _:
            return BoltResponse(status=200, body="")

"""The Bolt app, watched: whatever way a request comes, one line says what became of it, and it is counted."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Mapping
from typing import Any

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.server.authorizing import AT_ONCE, WORKSPACE
from bot.server.metrics import Metrics
from bot.server.sorting import SortedApp
from bot.trail import begin, noted
from bot.workspace.origin import workspace

log = logging.getLogger(__name__)

_OK, _UNHEARD = 200, 404
_EVENTS = {"app_mention": "mention", "message": "message"}
_KINDS = {
    "block_actions": "press",
    "view_submission": "submission",
    "view_closed": "closing",
    "block_suggestion": "suggestion",
    "shortcut": "shortcut",
    "message_action": "shortcut",
    "url_verification": "verification",
}


class ObservedApp(SortedApp):
    """An app whose requests are counted and logged, with nothing of what people wrote or who they are."""

    def __init__(self, metrics: Metrics, **options: Any) -> None:  # noqa: ANN401 - Bolt's own
        super().__init__(**options)
        self._metrics = metrics
        for kind in ("command", "event", *_EVENTS.values(), *_KINDS.values()):
            for outcome in ("ok", "failed", "slowed"):
                metrics.expect(kind, outcome)

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Return what the listener answered; every line that is logged on the way bears the request's id."""
        began = time.perf_counter()
        kind, outcome = kind_of(req.body), "failed"
        req.context[WORKSPACE], req.context[AT_ONCE] = workspace(req.body), "command" in req.body
        begin(request=f"{random.getrandbits(32):08x}", team=_team(req.body), kind=kind)
        try:
            response = await super().async_dispatch(req)
            outcome = _outcome(response)
            return response
        finally:
            seconds = time.perf_counter() - began
            self._metrics.heard(kind, outcome, seconds)
            log.info("heard", extra={"outcome": outcome, "ms": round(seconds * 1000, 2)})


def kind_of(body: Mapping[str, Any]) -> str:
    """Return the kind of a request in a word, one of a dozen whatever somebody sends."""
    if "command" in body:
        return "command"
    if body.get("type") == "event_callback":
        event = body.get("event")
        told = event.get("type") if isinstance(event, Mapping) else None
        return _EVENTS.get(str(told), "event")
    return _KINDS.get(str(body.get("type")), "other")


def _team(body: Mapping[str, Any]) -> str | None:
    team = body.get("team")
    named = body.get("team_id") or (team.get("id") if isinstance(team, Mapping) else None)
    return named if isinstance(named, str) else None


def _outcome(response: BoltResponse) -> str:
    if "reference" in noted():  # what failed was told to the person who waits, in a 200
        return "failed"
    if "slowed" in noted():  # not let through to any listener, as it came too fast
        return "slowed"
    if response.status == _OK:
        return "ok"
    return "unheard" if response.status == _UNHEARD else "failed"

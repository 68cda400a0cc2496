"""Takes modals and Homes to who acted: opened, on top of another, or in the place of one."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger(__name__)

_View = Mapping[str, Any]

_MOST_STACKED = 3
_KEPT = 1_000
_OVERTAKEN = frozenset({"hash_conflict", "not_found", "view_not_found"})
"""What Slack says where somebody sees something newer by now, or has closed it."""


@dataclass(slots=True)
class _Changed:
    """A modal that was changed here."""

    acted: str = ""
    """When whoever sees it did what it was changed for."""
    hash: str = ""
    """What Slack calls it as it is since."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Views:
    """Shows views, each deed's in its turn: who types on gets what fits the last letter, not the first."""

    def __init__(self) -> None:
        self._changed: OrderedDict[str, _Changed] = OrderedDict()

    async def show(
        self, client: AsyncWebClient, body: _View, view: dict[str, Any], *, instead: bool = False
    ) -> None:
        """Show a modal for something that was pressed, chosen or typed.

        From a message, a shortcut or the Home it is opened; from a modal it is put on top of that, or takes
        its place: `instead` asks for that, and where three are stacked Slack takes no more.
        """
        below = body.get("view")
        if below is None or below["type"] == "home":
            await client.views_open(trigger_id=body["trigger_id"], view=view)
        elif instead or depth(below) >= _MOST_STACKED:
            await self._replace(client, body, below, view)
        else:
            await client.views_push(trigger_id=body["trigger_id"], view=view)

    async def _replace(
        self, client: AsyncWebClient, body: _View, before: _View, view: dict[str, Any]
    ) -> None:
        """Change a modal, unless it was changed since: for a later deed, or by somebody else."""
        acted, known = _acted(body), self._of(before["id"])
        async with known.lock:
            if acted < known.acted:
                return
            try:
                # What was done before our last change was shown bears the hash of what stood there then.
                told = await client.views_update(
                    view_id=before["id"], hash=known.hash or before["hash"], view=view
                )
            except SlackApiError as error:
                if error.response.get("error") not in _OVERTAKEN:
                    raise
                log.info("a modal is left as it is: %s", error.response.get("error"))
                known.hash = ""
            else:
                known.acted, known.hash = acted, told["view"]["hash"]

    def _of(self, view: str) -> _Changed:
        known = self._changed.setdefault(view, _Changed())
        self._changed.move_to_end(view)
        while len(self._changed) > _KEPT:
            self._changed.popitem(last=False)
        return known


async def publish(client: AsyncWebClient, user: str, view: dict[str, Any], hash_: str | None = None) -> None:
    """Show somebody their Home; with a hash, unless it was changed since."""
    try:
        await client.views_publish(user_id=user, view=view, hash=hash_)
    except SlackApiError as error:
        if error.response.get("error") not in _OVERTAKEN:
            raise
        log.info("a Home is left as it is: %s", error.response.get("error"))


def answered(below: _View, view: dict[str, Any]) -> dict[str, Any]:
    """Return what answers a modal that was handed in to show another: on top, while there is room."""
    action = "push" if depth(below) < _MOST_STACKED else "update"
    return {"response_action": action, "view": view}


def depth(view: _View) -> int:
    """Return how many modals are stacked up to this one."""
    below, root = view.get("previous_view_id"), view.get("root_view_id")
    if not below or root == view["id"]:
        return 1
    return 2 if below == root else 3


def _acted(body: _View) -> str:
    actions = body.get("actions") or ()
    return str(actions[0].get("action_ts") or "") if actions else ""

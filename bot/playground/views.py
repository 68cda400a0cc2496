"""What Slack accepts as a view: a modal or an App Home, its own fields and its blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.blockkit.checks import Check, Json, Place, boolean, by_type, shape, string
from bot.playground.blockkit.texts import plain
from bot.playground.blocks import every_block, problems

_COMMON: Mapping[str, Check] = {
    "blocks": lambda value, at: iter(problems(value, at.surface)),
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}

_MODAL = shape(
    {"title": plain(24), "blocks": _COMMON["blocks"]},
    {
        **_COMMON,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = shape({"blocks": _COMMON["blocks"]}, _COMMON)


def view_problems(view: Json) -> list[str]:
    """Return a sentence for each rule that the view breaks, its blocks' rules included."""
    kind = view.get("type") if isinstance(view, dict) else None
    at = Place("home" if kind == "home" else "modal", "/view")
    found = list(by_type({"modal": _MODAL, "home": _HOME}, "a view")(view, at))
    if not found and kind == "modal" and "submit" not in view and _takes_input(view):
        found.append(at.fault("a modal with input blocks needs a submit button"))
    return found


def _takes_input(view: Mapping[str, Any]) -> bool:
    return any(block["type"] == "input" for block in every_block(view["blocks"]))

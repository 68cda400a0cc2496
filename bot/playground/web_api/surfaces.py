"""The views methods: open, push and update modals, publish Homes."""

from __future__ import annotations

from typing import Any

from bot.playground.limits import Rate
from bot.playground.modals import find, push, replace, shown_home, stack
from bot.playground.tickets import Expired
from bot.playground.web_api.content import checked_view
from bot.playground.web_api.method import ApiError, Call, method
from bot.playground.workspace import View

_MOST_STACKED = 3


def _view(call: Call, kind: str) -> View:
    view = checked_view(call.workspace, call.structure("view"))
    if view["type"] != kind:
        raise ApiError("invalid_arguments", f"the view must be a {kind}")
    external = view.get("external_id")
    taken = find(call.workspace, external_id=external) if external else None
    if taken is not None and taken["id"] != call.text("view_id") and external != call.text("external_id"):
        raise ApiError("duplicate_external_id")
    return view


def _exchange(call: Call) -> tuple[str, str | None]:
    try:
        return call.workspace.tickets.exchange(call.text("trigger_id"), call.workspace.clock.now())
    except Expired as expired:
        raise ApiError(expired.code) from None


@method("views.open", rate=Rate.TIER_4, required="trigger_id view")
def open_view(call: Call) -> dict[str, Any]:
    """Open a modal for whoever acted; one that they have open is replaced."""
    view = _view(call, "modal")
    user, _ = _exchange(call)
    return {"view": stack(call.workspace, user, view)}


@method("views.push", rate=Rate.TIER_4, required="trigger_id view")
def push_view(call: Call) -> dict[str, Any]:
    """Put a modal on top of the one that was acted on."""
    view = _view(call, "modal")
    user, below = _exchange(call)
    if below is None or not call.workspace.modals[user]:
        raise ApiError("not_found", "the trigger does not come from an open modal")
    if len(call.workspace.modals[user]) >= _MOST_STACKED:
        raise ApiError("push_limit_reached")
    return {"view": push(call.workspace, user, view)}


@method("views.update", rate=Rate.TIER_4, required="view", optional="view_id external_id hash")
def update_view(call: Call) -> dict[str, Any]:
    """Change an open modal; with a hash only if nobody else changed it meanwhile."""
    old = find(call.workspace, view_id=call.text("view_id"), external_id=call.text("external_id"))
    if old is None:
        raise ApiError("not_found")
    view = _view(call, old["type"])
    if call.text("hash") not in {"", old["hash"]}:
        raise ApiError("hash_conflict")
    return {"view": replace(call.workspace, old, view)}


@method("views.publish", rate=Rate.TIER_4, required="user_id view", optional="hash")
def publish_view(call: Call) -> dict[str, Any]:
    """Show somebody's Home."""
    workspace, user = call.workspace, call.text("user_id")
    if not workspace.manifest.home:
        raise ApiError("not_enabled")
    if user not in workspace.people or user == workspace.bot:
        raise ApiError("invalid_arguments", "user_id is nobody here")
    view = _view(call, "home")
    old = workspace.homes.get(user)
    if call.text("hash") and (old is None or old["hash"] != call.text("hash")):
        raise ApiError("hash_conflict")
    return {"view": shown_home(workspace, user, view)}

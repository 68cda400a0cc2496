"""The views that people have before them: a stack of modals each, and a Home."""

from __future__ import annotations

import json
from typing import Any

from bot.playground.showing import show_view, tell_modals
from bot.playground.workspace import View, Workspace


def stored(workspace: Workspace, view: View, previous: View | None = None) -> View:
    """Return a view as Slack keeps it: with an id, a new hash, its owner, and empty state."""
    view_id = previous["id"] if previous else workspace.new_id("V")
    kept: View = {
        "id": view_id,
        "team_id": workspace.team,
        "app_id": workspace.app_id,
        "app_installed_team_id": workspace.team,
        "bot_id": workspace.bot_id,
        "title": None,
        "close": None,
        "submit": None,
        "callback_id": "",
        "private_metadata": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "previous_view_id": previous["previous_view_id"] if previous else None,
        "root_view_id": previous["root_view_id"] if previous else view_id,
        "state": {"values": previous["state"]["values"] if previous else {}},
        **json.loads(json.dumps(view)),
    }
    kept["hash"] = f"{int(workspace.clock.now())}.{workspace.new_id('h')}"
    return kept


def public(view: View) -> View:
    """Return a view as it stands in payloads and answers."""
    return {name: value for name, value in view.items() if name != "errors"}


def find(workspace: Workspace, view_id: str = "", external_id: str | None = None) -> View | None:
    """Return an open modal, by either of its ids."""
    for stack_ in workspace.modals.values():
        for view in stack_:
            if (view_id and view["id"] == view_id) or (external_id and view["external_id"] == external_id):
                return view
    return next((home for home in workspace.homes.values() if home["id"] == view_id), None)


def owner(workspace: Workspace, view_id: str) -> str | None:
    """Return who has a modal or Home before them."""
    for user, stack_ in workspace.modals.items():
        if any(view["id"] == view_id for view in stack_):
            return user
    return next((user for user, home in workspace.homes.items() if home["id"] == view_id), None)


def stack(workspace: Workspace, user: str, view: View) -> View:
    """Open a modal as the only one."""
    kept = stored(workspace, view)
    workspace.modals[user] = [kept]
    tell_modals(workspace, user)
    return public(kept)


def push(workspace: Workspace, user: str, view: View) -> View:
    """Put a modal on top of the others."""
    below = workspace.modals[user][-1]
    kept = stored(workspace, view)
    kept |= {"previous_view_id": below["id"], "root_view_id": below["root_view_id"]}
    workspace.modals[user].append(kept)
    tell_modals(workspace, user)
    return public(kept)


def replace(workspace: Workspace, old: View, view: View) -> View:
    """Put new content in the place of an open view; what was typed in blocks of the same id stays."""
    user = owner(workspace, old["id"])
    kept = stored(workspace, view, old)
    if user is None:
        return public(kept)
    if workspace.homes.get(user) is old:
        return shown_home(workspace, user, view)
    workspace.modals[user] = [kept if each is old else each for each in workspace.modals[user]]
    tell_modals(workspace, user)
    return public(kept)


def shown_home(workspace: Workspace, user: str, view: View) -> View:
    """Show a Home, in place of the one before."""
    kept = stored(workspace, view, workspace.homes.get(user))
    workspace.homes[user] = kept
    workspace.feed.publish("home", show_view(workspace, kept), user)
    return public(kept)


def close_top(workspace: Workspace, user: str) -> list[View]:
    """Take the top modal away, and those below it that close with it; return them, the top one first."""
    gone = [workspace.modals[user].pop()]
    if gone[0].get("clear_on_close"):
        gone += reversed(workspace.modals[user])
        workspace.modals[user] = []
    tell_modals(workspace, user)
    return gone


def close_all(workspace: Workspace, user: str) -> list[View]:
    """Take all modals away; return them, the top one first."""
    gone = workspace.modals[user][::-1]
    workspace.modals[user] = []
    tell_modals(workspace, user)
    return gone


def with_errors(workspace: Workspace, user: str, view: View, errors: dict[str, Any]) -> None:
    """Show what is wrong at the fields of a modal."""
    view["errors"] = errors
    tell_modals(workspace, user)

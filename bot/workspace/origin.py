"""Whose request it is: the workspace that a payload of Slack's belongs to, who acts, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.workspace.directory import WorkspaceId


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something comes from."""

    workspace: WorkspaceId
    """What is kept for it is kept under this."""
    team: str
    """The workspace's own id; empty where an organisation's installation names none."""
    enterprise: str = ""
    user: str = ""
    channel: str = ""
    shared: bool | None = None
    """Whether another organisation reads the channel; None where the payload does not say."""


def origin(body: Mapping[str, Any]) -> Origin:
    """Return where a payload of any kind comes from: an event, a command, or something pressed or handed in.

    In a shared channel a payload names the team of whoever acts too; what counts is the installation that it
    was sent for. An app that was installed for an organisation keeps everything under that one.
    """
    team, enterprise, _ = installed = _installation(body)
    event = _part(body, "event")
    return Origin(
        _workspace(*installed),
        team,
        enterprise,
        user=_user(body, event),
        channel=_channel(body, event),
        shared=body.get("is_ext_shared_channel"),
    )


def workspace(body: Mapping[str, Any]) -> WorkspaceId:
    """Return the workspace of a payload's origin."""
    return _workspace(*_installation(body))


def _workspace(team: str, enterprise: str, whole: bool) -> WorkspaceId:
    return WorkspaceId(enterprise if whole and enterprise else team)


def _installation(body: Mapping[str, Any]) -> tuple[str, str, bool]:
    """Return whom the installation is for: a team, an organisation, and whether it is for all of that."""
    authorizations = body.get("authorizations")
    named: Mapping[str, Any] = authorizations[0] if authorizations else {}
    team = named["team_id"] if "team_id" in named else _installed_team(body, alone=not authorizations)
    enterprise = named["enterprise_id"] if "enterprise_id" in named else body.get("enterprise_id")
    whole = named.get("is_enterprise_install", body.get("is_enterprise_install"))
    return _id(team) or _id(body.get("team")), _id(enterprise) or _id(body.get("enterprise")), _true(whole)


def _installed_team(body: Mapping[str, Any], *, alone: bool) -> object:
    if not alone:
        return body.get("team_id")
    view = _part(body, "view")
    installed = view.get("app_installed_team_id") or body.get("team_id") or body.get("context_team_id")
    return installed or _id(body.get("team")) or view.get("team_id")


def _user(body: Mapping[str, Any], event: Mapping[str, Any]) -> str:
    return _id(event.get("user")) or _id(body.get("user")) or _id(body.get("user_id"))


def _channel(body: Mapping[str, Any], event: Mapping[str, Any]) -> str:
    found = event.get("channel") or body.get("channel") or body.get("channel_id")
    container, item = _part(body, "container"), _part(event, "item")
    return _id(found) or _id(container.get("channel_id")) or _id(item.get("channel"))


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, dict) else {}  # what JSON holds; to ask for any mapping is dear


def _id(thing: object) -> str:
    """Return the id of something that Slack sends by its id or whole."""
    if isinstance(thing, dict):
        thing = thing.get("id")
    return thing if isinstance(thing, str) else ""


def _true(value: object) -> bool:
    """Read what forms send as text."""
    return value is True or value == "true"

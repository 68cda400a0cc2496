"""The methods about the app, its workspace and its installation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.playground.limits import Rate
from bot.playground.web_api.method import ApiError, Call, method


@method("api.test", rate=Rate.TIER_4, caller="anybody")
def api_test(call: Call) -> dict[str, Any]:  # noqa: ARG001 - the form of all of them
    """Say that it is there, to anybody."""
    return {}


@method("auth.test", rate=Rate.TIER_5)
def auth_test(call: Call) -> dict[str, Any]:
    """Say whose token it is."""
    workspace = call.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.people[workspace.bot].name,
        "team_id": workspace.team,
        "user_id": workspace.bot,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


@method("team.info", scopes=("team:read",), rate=Rate.TIER_3, optional="team domain")
def team_info(call: Call) -> dict[str, Any]:
    """Return the workspace."""
    workspace = call.workspace
    if call.text("team", workspace.team) != workspace.team:
        raise ApiError("team_not_found")
    return {"team": {"id": workspace.team, "name": workspace.name, "domain": workspace.domain, "icon": {}}}


@method("bots.info", scopes=("users:read",), rate=Rate.TIER_3, optional="bot team_id")
def bot_info(call: Call) -> dict[str, Any]:
    """Return the bot."""
    workspace = call.workspace
    if call.text("bot", workspace.bot_id) != workspace.bot_id:
        raise ApiError("bot_not_found")
    return {
        "bot": {
            "id": workspace.bot_id,
            "deleted": False,
            "name": workspace.manifest.name,
            "user_id": workspace.bot,
            "app_id": workspace.app_id,
            "updated": int(workspace.clock.now()),
            "icons": {},
        }
    }


@method("apps.connections.open", rate=Rate.TIER_1, caller="app")
def open_connection(call: Call) -> dict[str, Any]:
    """Return where to connect for Socket Mode."""
    if call.workspace.sockets is None:
        raise ApiError("forbidden_team", "this workspace sends its events over HTTP")
    return {"url": call.workspace.sockets.address()}


@method(
    "oauth.v2.access",
    rate=Rate.TIER_4,
    caller="anybody",
    required="code",
    optional="client_id client_secret redirect_uri grant_type refresh_token",
)
def oauth_access(call: Call) -> dict[str, Any]:
    """Exchange the code of an installation, once, for a bot token."""
    workspace, known = call.workspace, call.workspace.credentials
    if call.text("client_id") != known.client_id:
        raise ApiError("invalid_client_id")
    if call.text("client_secret") != known.client_secret:
        raise ApiError("bad_client_secret")
    allowed = workspace.codes.pop(call.text("code"), None)
    if allowed is None or workspace.clock.now() > allowed.until:
        raise ApiError("invalid_code")
    if not workspace.installed:  # what was revoked stays so
        workspace.credentials = replace(known, bot_token=f"xoxb-{workspace.team}-{workspace.new_id('')}")
        known = workspace.credentials
    workspace.installed, workspace.granted = True, set(allowed.scopes)
    return {
        "access_token": known.bot_token,
        "token_type": "bot",
        "scope": ",".join(sorted(workspace.granted)),
        "bot_user_id": workspace.bot,
        "app_id": workspace.app_id,
        "team": {"name": workspace.name, "id": workspace.team},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": allowed.by},
    }

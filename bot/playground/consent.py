"""The page on which somebody allows an app into their workspace: Slack's /oauth/v2/authorize."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from bot.playground.workspace import Workspace

_ASKED = ("client_id", "scope", "user_scope", "state", "redirect_uri", "team", "granular_bot_scope")


class Consent:
    """Asks an admin of a workspace, `team` or the first one, and sends them back to the app."""

    def __init__(self, workspaces: Sequence[Workspace]) -> None:
        self._workspaces = {each.team: each for each in workspaces}

    async def ask(self, request: Request) -> Response:
        """Show what the app asks for, or refuse as Slack does: on its own page, without a way back."""
        asked = request.query_params
        workspace = self._workspaces.get(asked.get("team") or next(iter(self._workspaces)))
        if workspace is None:
            return PlainTextResponse("invalid_team_for_non_distributed_app", 400)
        wrong = _wrong(workspace, dict(asked))
        if wrong:
            return PlainTextResponse(wrong, 400)
        decided = request.query_params.get("decision")
        if decided:
            return _back(workspace, dict(asked), allowed=decided == "allow")
        links = "".join(
            f'<a href="?{escape(urlencode({**asked, "decision": decision}))}">{label}</a> '
            for decision, label in (("allow", "Allow"), ("cancel", "Cancel"))
        )
        name, app = escape(workspace.name), escape(workspace.manifest.name)
        scopes = "".join(f"<li>{escape(scope)}</li>" for scope in asked["scope"].split(","))
        return HTMLResponse(
            f'<!doctype html><html lang="en"><title>Allow {app}?</title><h1>{app} asks to be in {name}</h1>'
            f"<ul>{scopes}</ul><p>{links}</p>"
        )


def _wrong(workspace: Workspace, asked: dict[str, str]) -> str:
    unknown = set(asked) - {*_ASKED, "decision"}
    if unknown:
        return f"invalid_arguments: {', '.join(sorted(unknown))}"
    if asked.get("client_id") != workspace.credentials.client_id:
        return "invalid_client_id"
    scopes = set(filter(None, asked.get("scope", "").split(",")))
    if not scopes or not scopes <= workspace.manifest.scopes or asked.get("user_scope"):
        return "invalid_scope"
    if not workspace.manifest.redirects:
        return "bad_redirect_uri: the app has none"
    given = asked.get("redirect_uri")
    if given and not any(given.startswith(known) for known in workspace.manifest.redirects):
        return "bad_redirect_uri"
    return ""


def _back(workspace: Workspace, asked: dict[str, str], *, allowed: bool) -> Response:
    told = {"error": "access_denied"}
    if allowed:
        admin = next(each for each in workspace.people.values() if each.is_admin)
        granted = frozenset(asked["scope"].split(","))
        told = {"code": workspace.install(admin.id, granted)}
    address = asked.get("redirect_uri") or workspace.manifest.redirects[0]
    return RedirectResponse(f"{address}?{urlencode({**told, 'state': asked.get('state', '')})}", 302)

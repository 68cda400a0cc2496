"""Lets workspaces install the app: a page that invites, and the one to which Slack sends people back."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlencode, urljoin

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator, OAuthStateUtils
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.cards import pages
from bot.delivery.background import new_reference
from bot.workspace.stores import StoreDown

log = logging.getLogger(__name__)

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"

_TEAM = re.compile(r"[TE][A-Z0-9]{1,30}")
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


Installed = Callable[[str, str], Awaitable[None]]
"""Is told what the app was installed for, a workspace or an organisation, and by whom."""

Stores = tuple[AsyncOAuthStateStore, AsyncInstallationStore]


class Unconfirmed(Exception):  # noqa: N818 - it says what became of the installation
    """Slack does not say that somebody installed the app; the message is its word for why."""


class Installing:
    """The two pages; who comes back must have begun in the same browser, minutes ago, and only once."""

    def __init__(
        self,
        client: AsyncWebClient,
        client_id: str,
        secret: SecretStr,
        scopes: Sequence[str],
        clock: Callable[[], float] = time.time,
        installed: Installed | None = None,
    ) -> None:
        """Install for an app that Slack knows by its id and secret."""
        self._clock, self._installed = clock, installed
        self._client, self._id, self._secret = client, client_id, secret
        address = urljoin(client.base_url, "../oauth/v2/authorize")
        self._addresses = AuthorizeUrlGenerator(
            client_id=client_id, scopes=scopes, user_scopes=(), authorization_url=address
        )
        self._cookies = OAuthStateUtils()
        self._stores: Stores | None = None

    def open(self, stores: Stores | None) -> None:
        """Keep states and installations there from now on; without, nothing can be installed."""
        self._stores = stores

    def routes(self) -> list[Route]:
        """Return the pages with their addresses."""
        return [
            Route(INSTALL, _safely(self._invite), methods=["GET"]),
            Route(REDIRECT, _safely(self._install), methods=["GET"]),
        ]

    @property
    def _open(self) -> Stores:
        if self._stores is None:
            raise StoreDown("nothing is open")
        return self._stores

    async def _invite(self, request: Request) -> Response:
        states, _ = self._open
        team = request.query_params.get("team", "")
        state = await states.async_issue()
        address = self._addresses.generate(state, team if _TEAM.fullmatch(team) else None)
        # Another site must not make a browser come back with what it began itself.
        cookie = f"{self._cookies.build_set_cookie_for_new_state(state)}; SameSite=Lax"
        return _shown(pages.invitation(address), cookie=cookie)

    async def _install(self, request: Request) -> Response:
        states, installations = self._open
        if "error" in request.query_params:
            return _shown(pages.cancelled())
        state = request.query_params.get("state", "")
        begun_here = self._cookies.is_valid_browser(state, dict(request.headers))
        if not (state and begun_here and await states.async_consume(state)):
            return _shown(pages.too_old(), 400)
        try:
            installation = await self._exchanged(request.query_params.get("code", ""))
        except (SlackApiError, Unconfirmed) as error:
            log.warning("an installation was not confirmed: %s", _word(error))
            return _shown(pages.unconfirmed(), 400)
        await installations.async_save(installation)
        log.info("installed in %s", installation.team_id or installation.enterprise_id)
        where = installation.enterprise_id if installation.is_enterprise_install else installation.team_id
        if self._installed and where and installation.user_id:
            await self._installed(where, installation.user_id)
        return _shown(
            pages.welcome(installation.team_name or "", _in_slack(installation)),
            cookie=self._cookies.build_set_cookie_for_deletion(),
        )

    async def _exchanged(self, code: str) -> Installation:
        """Return the installation that Slack gives for a code, once; raise SlackApiError or Unconfirmed."""
        if not code:
            raise Unconfirmed("no code")
        # The method of its own name would warn that its way of saying who we are goes out of use.
        who = aiohttp.encode_basic_auth(self._id, self._secret.get_secret_value())
        given = await self._client.api_call(
            "oauth.v2.access", data={"code": code}, headers={"Authorization": who}
        )
        token = given.get("access_token")
        team, enterprise = given.get("team") or {}, given.get("enterprise") or {}
        if not token or not (team.get("id") or enterprise.get("id")):
            raise Unconfirmed("no bot token")
        bot = await self._client.auth_test(token=token)
        expires: int | None = given.get("expires_in")
        return Installation(
            app_id=given.get("app_id"),
            enterprise_id=enterprise.get("id"),
            enterprise_name=enterprise.get("name"),
            team_id=team.get("id"),
            team_name=team.get("name"),
            bot_token=token,
            bot_id=bot.get("bot_id"),
            bot_user_id=given.get("bot_user_id"),
            bot_scopes=given.get("scope") or "",
            bot_refresh_token=given.get("refresh_token"),
            bot_token_expires_at=int(self._clock()) + expires if expires else None,
            user_id=(given.get("authed_user") or {}).get("id") or "",
            is_enterprise_install=bool(given.get("is_enterprise_install")),
            token_type=given.get("token_type"),
            installed_at=self._clock(),
        )


def _safely(page: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Return a page that shows a reference where something is amiss on our side, and logs no query."""

    async def shown(request: Request) -> Response:
        try:
            return await page(request)
        except Exception as error:
            reference = new_reference()
            log.exception("an installation failed, reference %s", reference)
            away = isinstance(error, (StoreDown, aiohttp.ClientError, OSError))
            return _shown(pages.later(reference), 503 if away else 500)

    return shown


def _shown(page: str, status: int = 200, *, cookie: str | None = None) -> Response:
    headers = {**_HEADERS, "set-cookie": cookie} if cookie else _HEADERS
    return HTMLResponse(page, status, headers)


def _in_slack(installation: Installation) -> str:
    """Return what opens the app in Slack, in a browser or in its own window."""
    known = {"app": installation.app_id, "team": installation.team_id}
    there: dict[str, Any] = {name: value for name, value in known.items() if value}
    return f"https://slack.com/app_redirect?{urlencode(there)}"


def _word(error: Exception) -> str:
    """Return Slack's word for what it refused: what it was sent is a secret."""
    if not isinstance(error, SlackApiError):
        return str(error)
    return "no answer of Slack's" if isinstance(error.response, str) else str(error.response.get("error"))

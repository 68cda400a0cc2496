"""Asks Slack whose token it is that the settings hold, until Slack says so."""

from __future__ import annotations

import asyncio
import logging

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.server.authorizing import ManyWorkspaces, SingleWorkspace
from bot.settings import Settings, SettingsError, refused

log = logging.getLogger(__name__)

_AGAIN = 5.0
"""Seconds until Slack is asked again, where it did not answer."""

_REFUSALS = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})


async def confirmed(
    authorize: SingleWorkspace | ManyWorkspaces, settings: Settings, within: float | None = None
) -> None:
    """Ask once; raise SettingsError where Slack refuses the token. That it could not be asked is logged.

    Slack has so many seconds to answer, by default as many as for any call.
    """
    try:
        async with asyncio.timeout(within):
            await authorize.confirm()
    except SlackApiError as error:
        # Where Slack's answer is no JSON, slack_sdk hands on its text.
        said = "no answer of Slack's" if isinstance(error.response, str) else error.response.get("error")
        if said in _REFUSALS:
            raise refused("slack_bot_token", said) from None
        log.warning("the token could not be confirmed: %s", said)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        reason = str(error) or type(error).__name__
        log.warning("Slack could not be reached at %s: %s", settings.slack_api_url, reason)


async def kept_asking(authorize: SingleWorkspace | ManyWorkspaces, settings: Settings) -> None:
    """Ask until Slack answers: a platform sends no requests to what is not ready."""
    while not authorize.ready:
        await asyncio.sleep(_AGAIN)
        try:
            await confirmed(authorize, settings)
        except SettingsError as error:
            log.error("%s", error)  # noqa: TRY400 - its one line says all

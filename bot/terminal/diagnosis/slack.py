"""Whether Slack takes the tokens, what it granted them, and whether its clock is ours."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from aiohttp import ClientError
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.scopes import lacking
from bot.settings import Settings
from bot.terminal.diagnosis.finding import Finding, Findings, error, ok, warning

_PATIENCE = 10
_FAST_ENOUGH = 5.0
"""Seconds of difference that a slow answer explains."""
_TOO_FAR = 240.0
"""Seconds; at 300 requests are refused, and clocks drift on."""

_TOKEN, _SCOPES, _CLOCK, _SOCKET = "token", "scopes", "clock", "socket"
_WHERE = "OAuth & Permissions of your Slack app"


async def look_at_slack(settings: Settings, now: Callable[[], float] = time.time) -> Findings:
    """Ask Slack about each token of the settings."""
    client = AsyncWebClient(base_url=settings.slack_api_url, timeout=_PATIENCE, retry_handlers=[])
    found: list[Finding] = []
    if settings.slack_bot_token:
        found += await _bot_token(client, settings.slack_bot_token, now)
    elif settings.installable:
        found += await _no_token(client, now)
    if settings.slack_app_token:
        found.append(await _app_token(client, settings.slack_app_token))
    return found


async def _bot_token(client: AsyncWebClient, token: SecretStr, now: Callable[[], float]) -> Findings:
    try:
        answer = await client.auth_test(token=token.get_secret_value())
    except SlackApiError as refusal:
        advice = f"copy the Bot User OAuth Token from {_WHERE}, and install it anew where it was removed"
        refused = error(_TOKEN, f"Slack says {_word(refusal)} to SLACK_BOT_TOKEN", advice)
        return [refused, *_clock(_headers(refusal), now())]
    except (ClientError, TimeoutError, OSError) as failure:
        return [_unreachable(_TOKEN, client, failure)]
    return [
        _owner(answer.data),
        *_granted(_split(answer.headers)),
        *_clock(answer.headers, now()),
    ]


async def _no_token(client: AsyncWebClient, now: Callable[[], float]) -> Findings:
    """Ask what anybody may ask, where every workspace has a token of its own."""
    try:
        answer = await client.api_test()
    except SlackApiError as refusal:
        return [*_clock(_headers(refusal), now())]
    except (ClientError, TimeoutError, OSError) as failure:
        return [_unreachable(_CLOCK, client, failure)]
    return [*_clock(answer.headers, now())]


def _owner(answer: Any) -> Finding:  # noqa: ANN401 - Slack's
    if not answer.get("bot_id"):
        return error(
            _TOKEN,
            "SLACK_BOT_TOKEN is a person's, not a bot's",
            f"copy the one that begins with xoxb- from {_WHERE}",
        )
    return ok(_TOKEN, f"@{answer.get('user')} in {answer.get('team')} ({answer.get('team_id')})")


def _granted(granted: Collection[str] | None) -> Iterator[Finding]:
    if granted is None:
        yield warning(_SCOPES, "Slack did not say what was granted", "look at the scopes under " + _WHERE)
        return
    lacks = lacking(granted)
    for lack in lacks:
        if lack.optional:
            advice = "leave it if that is as you want it, or grant it and install the app once more"
            yield warning(_SCOPES, f"{lack.scope} is not granted: {lack.meaning}", advice)
        else:
            advice = (
                "replace the app's manifest with what `rolecall manifest` prints, and install it once more"
            )
            yield error(_SCOPES, f"{lack.scope} is not granted; it is needed {lack.meaning}", advice)
    if not lacks:
        yield ok(_SCOPES, "all that the manifest names are granted")


def _clock(headers: Mapping[str, Any], now: float) -> Iterator[Finding]:
    dated = next((value for name, value in headers.items() if name.lower() == "date"), None)
    try:
        away = now - parsedate_to_datetime(str(dated)).timestamp()
    except ValueError:
        return  # whatever stands between says nothing of the time
    said = f"{abs(away):.0f} seconds {'ahead of' if away > 0 else 'behind'} Slack's"
    if abs(away) <= _FAST_ENOUGH:
        yield ok(_CLOCK, "as Slack's")
    elif abs(away) < _TOO_FAR:
        yield warning(_CLOCK, said, "set it by NTP before it is five minutes off")
    else:
        yield error(_CLOCK, f"{said}: requests that seem five minutes old are refused", "set it by NTP")


async def _app_token(client: AsyncWebClient, token: SecretStr) -> Finding:
    try:
        await client.apps_connections_open(app_token=token.get_secret_value())
    except SlackApiError as refusal:
        advice = (
            "make an App-Level Token with connections:write in Basic Information, and switch Socket Mode on, "
            "or take SLACK_APP_TOKEN away and use HTTP"
        )
        return error(_SOCKET, f"Slack says {_word(refusal)} to SLACK_APP_TOKEN", advice)
    except (ClientError, TimeoutError, OSError) as failure:
        return _unreachable(_SOCKET, client, failure)
    return ok(_SOCKET, "Slack offers a connection")


def _unreachable(part: str, client: AsyncWebClient, failure: Exception) -> Finding:
    why = " ".join(str(failure).split()) or type(failure).__name__
    return error(
        part, f"{client.base_url} cannot be reached: {why}", "look at the network, a proxy, and SLACK_API_URL"
    )


def _word(refusal: SlackApiError) -> str:
    """Return Slack's own word; where its answer is no JSON, slack_sdk hands on a text."""
    response = refusal.response
    return "nothing that can be read" if isinstance(response, str) else str(response.get("error"))


def _headers(refusal: SlackApiError) -> Mapping[str, Any]:
    return {} if isinstance(refusal.response, str) else refusal.response.headers


def _split(headers: Mapping[str, Any]) -> set[str] | None:
    named = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), None)
    return None if named is None else {scope.strip() for scope in str(named).split(",")}

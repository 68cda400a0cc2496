"""Takes a message to where it is read: a channel, a thread, one person, or the place of what was pressed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum, auto
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.delivery.journal import MessageKey

METADATA = "rolecall_answer"
"""The type of the metadata of an answer; its payload tells which message it answers."""
_NO_LONGER = 404
"""With used_url, expired_url or the like in the body."""
_OK, _FAILED = 200, 500
_LIMITED = "ratelimited"
_UNSURE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Errors of Slack's own, after which a message may stand there all the same."""


class Message(Protocol):
    """What is taken somewhere; how it came about is not this room's business."""

    def payload(self) -> dict[str, Any]:
        """Return its `text` and `blocks`."""
        ...


class NoLongerPossible(Exception):  # noqa: N818 - it says what became of the response URL
    """A response URL was used up or has expired."""


class NotDelivered(Exception):  # noqa: N818 - it says what became of the message
    """Slack refused what was sent to a response URL; the message is its word for why."""


class Fate(Enum):
    """What an error says of what was sent."""

    UNSENT = auto()
    """Slack has not got it, and may take it later."""
    REFUSED = auto()
    """Slack does not want it."""
    UNKNOWN = auto()
    """Slack may have it."""


def fate(error: Exception) -> Fate:
    """Return what became of a call of Slack's that ended with an error."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return Fate.UNSENT
    if not isinstance(error, SlackApiError):
        return Fate.UNKNOWN if isinstance(error, (aiohttp.ClientError, OSError)) else Fate.REFUSED
    answer = error.response
    # Where Slack's answer is no JSON, slack_sdk hands on its text, or what came over the line.
    if not isinstance(answer, AsyncSlackResponse) or answer.status_code >= _FAILED:
        return Fate.UNKNOWN
    error_code = answer.get("error")  # none in what slack_sdk makes of a page that came in an answer's place
    if error_code is None or error_code in _UNSURE:
        return Fate.UNKNOWN
    return Fate.UNSENT if error_code == _LIMITED else Fate.REFUSED


def retry_handlers() -> list[Any]:
    """Return what is tried again: only what Slack turned away, since what got lost may have been posted."""
    return [AsyncRateLimitErrorRetryHandler(max_retry_count=3)]


async def post(
    client: AsyncWebClient,
    channel: str,
    message: Message,
    thread_ts: str | None = None,
    *,
    key: MessageKey | None = None,
) -> str:
    """Post a message, in a thread where one is given; return its ts. Raises SlackApiError.

    `key` is of the message that it answers, and is kept with it, so that it can be found again.
    """
    answers = {"event_type": METADATA, "event_payload": {"answers": key.ts}} if key else None
    posted = await client.chat_postMessage(
        channel=channel,
        thread_ts=thread_ts,
        unfurl_links=False,
        unfurl_media=False,
        metadata=answers,
        **message.payload(),
    )
    return str(posted["ts"])


async def remove(client: AsyncWebClient, channel: str, ts: str) -> None:
    """Delete a message of the app's own; one that is gone already is as good. Raises SlackApiError."""
    with _gone_is_as_good():
        await client.chat_delete(channel=channel, ts=ts)


async def redraw(client: AsyncWebClient, channel: str, ts: str, message: Message) -> None:
    """Put something else into a message of the app's own, if it is still there. Raises SlackApiError."""
    with _gone_is_as_good():
        await client.chat_update(channel=channel, ts=ts, **message.payload())


@contextmanager
def _gone_is_as_good() -> Iterator[None]:
    try:
        yield
    except SlackApiError as error:
        if error.response.get("error") != "message_not_found":
            raise


def key_of(payload: Mapping[str, Any]) -> str | None:
    """Return the ts of the message that a posted one answers, from the payload of its metadata."""
    found = payload.get("answers")
    return found if isinstance(found, str) else None


async def whisper(
    client: AsyncWebClient, channel: str, user: str, message: Message, thread_ts: str | None = None
) -> None:
    """Show a message to one person only: in the channel, or directly where the bot is not in the channel."""
    try:
        await client.chat_postEphemeral(channel=channel, user=user, thread_ts=thread_ts, **message.payload())
    except SlackApiError:
        await post(client, user, message)


async def respond(
    client: AsyncWebClient,
    url: str,
    message: Message,
    *,
    in_channel: bool = False,
    replace: bool = False,
    thread_ts: str | None = None,
) -> None:
    """Send a message to a response URL, over the client's own connections.

    Raise NoLongerPossible where the URL was used up or has expired, NotDelivered where Slack says anything
    else but yes.
    """
    hook = AsyncWebhookClient(
        url,
        session=client.session,
        ssl=client.ssl,
        proxy=client.proxy,
        retry_handlers=client.retry_handlers,
        logger=client.logger,
    )
    body: dict[str, Any] = {
        **message.payload(),
        "response_type": "in_channel" if in_channel else "ephemeral",
        "replace_original": replace,
    }
    if thread_ts and not replace:
        body["thread_ts"] = thread_ts
    answer = await hook.send_dict(body)
    if answer.status_code == _NO_LONGER:
        raise NoLongerPossible(answer.body[:100])
    if answer.status_code != _OK:
        raise NotDelivered(f"{answer.status_code} {answer.body[:100]}")

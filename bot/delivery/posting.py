"""Takes a message to where it is read: a channel, a thread, one person, or the place of what was pressed."""

from __future__ import annotations

from typing import Any, Protocol

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

_NO_LONGER = 404
"""With used_url, expired_url or the like in the body."""
_OK = 200


class Message(Protocol):
    """What is taken somewhere; how it came about is not this room's business."""

    def payload(self) -> dict[str, Any]:
        """Return its `text` and `blocks`."""
        ...


class NoLongerPossible(Exception):  # noqa: N818 - it says what became of the response URL
    """A response URL was used up or has expired."""


class NotDelivered(Exception):  # noqa: N818 - it says what became of the message
    """Slack refused what was sent to a response URL; the message is its word for why."""


def retry_handlers() -> list[Any]:
    """Return what is tried again: only what Slack turned away, since what got lost may have been posted."""
    return [AsyncRateLimitErrorRetryHandler(max_retry_count=3)]


async def post(client: AsyncWebClient, channel: str, message: Message, thread_ts: str | None = None) -> None:
    """Post a message, in a thread where one is given; raises SlackApiError."""
    await client.chat_postMessage(
        channel=channel, thread_ts=thread_ts, unfurl_links=False, unfurl_media=False, **message.payload()
    )


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

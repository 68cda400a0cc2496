"""Messages for later: kept until the clock reaches them."""

from __future__ import annotations

from typing import Any

from bot.playground.limits import Rate
from bot.playground.posting import by_the_app, post
from bot.playground.web_api.chat import POSTED, drafted, in_thread, postable
from bot.playground.web_api.method import ApiError, Call, method, page
from bot.playground.workspace import Message, Workspace

_FARTHEST = 120 * 24 * 3600
_TOO_LATE = 60
"""Seconds before its time in which a message can no longer be deleted."""
_WINDOW, _MOST_IN_WINDOW = 300, 30


@method(
    "chat.scheduleMessage",
    scopes=("chat:write",),
    rate=Rate.TIER_3,
    required="channel post_at",
    optional=POSTED,
)
def schedule(call: Call) -> dict[str, Any]:
    """Keep a message for later; with metadata Slack would never post it, so that is refused here."""
    workspace = call.workspace
    if call.args.get("metadata"):
        raise ApiError("invalid_arguments", "a scheduled message with metadata is never posted")
    channel, now, at = postable(call), workspace.clock.now(), call.integer("post_at", 0)
    message = {**drafted(call), **in_thread(call, channel)}
    if at <= now:
        raise ApiError("time_in_past")
    if at > now + _FARTHEST:
        raise ApiError("time_too_far")
    near = [each for each in workspace.scheduled.values() if abs(each["post_at"] - at) < _WINDOW]
    if sum(each["channel"] == channel.id for each in near) >= _MOST_IN_WINDOW:
        raise ApiError("restricted_too_many")
    kept: Message = {
        "id": workspace.new_id("Q"),
        "channel": channel.id,
        "post_at": at,
        "date_created": int(now),
        "message": message,
    }
    workspace.scheduled[kept["id"]] = kept
    workspace.spawn(_post_later(workspace, kept))
    return {
        "channel": channel.id,
        "scheduled_message_id": kept["id"],
        "post_at": at,
        "message": {**message, "type": "delayed_message", **by_the_app(workspace)},
    }


async def _post_later(workspace: Workspace, kept: Message) -> None:
    await workspace.clock.sleep(kept["post_at"] - workspace.clock.now())
    if workspace.scheduled.pop(kept["id"], None) is None or not workspace.installed:
        return
    channel = workspace.channels[kept["channel"]]
    if not channel.archived and workspace.bot in channel.members:
        post(workspace, channel, {**kept["message"], **by_the_app(workspace)})


@method(
    "chat.deleteScheduledMessage",
    scopes=("chat:write",),
    rate=Rate.TIER_3,
    required="channel scheduled_message_id",
)
def unschedule(call: Call) -> dict[str, Any]:
    """Forget a message for later, unless its minute has begun."""
    workspace = call.workspace
    kept = workspace.scheduled.get(call.text("scheduled_message_id"))
    if call.text("channel") not in workspace.channels:
        raise ApiError("channel_not_found")
    if kept is None or kept["channel"] != call.text("channel"):
        raise ApiError("invalid_scheduled_message_id")
    if kept["post_at"] - workspace.clock.now() <= _TOO_LATE:
        raise ApiError("invalid_scheduled_message_id", "it is posted within the minute")
    del workspace.scheduled[kept["id"]]
    return {}


@method(
    "chat.scheduledMessages.list",
    rate=Rate.TIER_3,
    optional="channel cursor latest limit oldest team_id",
)
def list_scheduled(call: Call) -> dict[str, Any]:
    """Return the messages for later, the next one first."""
    oldest, latest = call.integer("oldest", 0), call.integer("latest", 0)
    kept = [
        each
        for each in call.workspace.scheduled.values()
        if call.text("channel") in {"", each["channel"]}
        and each["post_at"] >= oldest
        and (not latest or each["post_at"] <= latest)
    ]
    shown, following = page(call, sorted(kept, key=lambda each: each["post_at"]))
    return {
        "scheduled_messages": [
            {
                "id": each["id"],
                "channel_id": each["channel"],
                "post_at": each["post_at"],
                "date_created": each["date_created"],
                "text": each["message"]["text"],
            }
            for each in shown
        ],
        **following,
    }

"""The methods that say what the app is doing, and suggest what to ask it."""

from __future__ import annotations

from typing import Any

from bot.playground.limits import Rate
from bot.playground.people import Channel
from bot.playground.showing import tell_status
from bot.playground.web_api.method import ApiError, Call, method

_MOST_PROMPTS = 4
_STATUS_SECONDS = 120


def _place(call: Call) -> Channel:
    channel = call.channel("channel_id")
    if call.workspace.bot not in channel.members:
        raise ApiError("not_in_channel")
    thread_ts = call.text("thread_ts")
    if thread_ts and thread_ts not in call.workspace.messages[channel.id]:
        raise ApiError("invalid_thread_ts")
    return channel


@method(
    "assistant.threads.setStatus",
    scopes=("chat:write", "assistant:write"),
    rate=Rate.TIER_5,
    required="channel_id thread_ts",
    optional="status loading_messages icon_emoji icon_url username",
)
def set_status(call: Call) -> dict[str, Any]:
    """Show that the app is at work; an empty status, a message or two minutes take it away."""
    workspace, key = call.workspace, (_place(call).id, call.text("thread_ts"))
    text = call.text("status")
    if text:
        workspace.status[key] = text
        workspace.spawn(_expire(call, key, text))
    else:
        workspace.status.pop(key, None)
    tell_status(workspace, *key, text)
    return {}


async def _expire(call: Call, key: tuple[str, str], text: str) -> None:
    await call.workspace.clock.sleep(_STATUS_SECONDS)
    if call.workspace.status.get(key) == text:
        del call.workspace.status[key]
        tell_status(call.workspace, *key, "")


@method(
    "assistant.threads.setSuggestedPrompts",
    scopes=("assistant:write",),
    rate=Rate.TIER_5,
    required="channel_id prompts",
    optional="thread_ts title",
)
def set_prompts(call: Call) -> dict[str, Any]:
    """Offer up to four things to ask."""
    channel, prompts = _place(call), call.structure("prompts")
    right = isinstance(prompts, list) and 0 < len(prompts) <= _MOST_PROMPTS
    if not right or not all(
        isinstance(each, dict) and each.get("title") and each.get("message") for each in prompts
    ):
        raise ApiError("invalid_arguments", "prompts are one to four objects with title and message")
    shown = {
        "channel": channel.id,
        "thread_ts": call.text("thread_ts"),
        "title": call.text("title"),
        "prompts": [{"title": each["title"], "message": each["message"]} for each in prompts],
    }
    call.workspace.prompts[channel.id] = shown
    for viewer in call.workspace.viewers(channel):
        call.workspace.feed.publish("prompts", shown, viewer)
    return {}

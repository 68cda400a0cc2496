"""The conversations methods that read messages; what only one person saw is in neither."""

from __future__ import annotations

from typing import Any

from bot.playground.limits import Rate
from bot.playground.people import Channel
from bot.playground.web_api.method import ApiError, Call, method, page
from bot.playground.workspace import Message

_WINDOW = "cursor include_all_metadata inclusive latest limit oldest"
_MOST = 999


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.needs(channel.history_scope)
    if call.workspace.bot not in channel.members:
        raise ApiError("not_in_channel")
    return channel


def _within(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = call.text("oldest", "0"), call.text("latest")
    for ts in (oldest, latest or "0"):
        if not ts.replace(".", "", 1).isdigit():
            raise ApiError("invalid_ts_oldest" if ts == oldest else "invalid_ts_latest")
    inside = []
    for message in messages:
        at = float(message["ts"])
        edge = message["ts"] in {oldest, latest}
        if (edge and call.flag("inclusive")) or (
            not edge and at > float(oldest) and (not latest or at < float(latest))
        ):
            inside.append(message)
    return inside


def _shown(call: Call, messages: list[Message]) -> list[Message]:
    if call.flag("include_all_metadata") and "metadata.message:read" in call.workspace.granted:
        return messages
    return [{name: value for name, value in each.items() if name != "metadata"} for each in messages]


@method("conversations.history", rate=Rate.TIER_3, required="channel", optional=_WINDOW)
def history(call: Call) -> dict[str, Any]:
    """Return a channel's messages, the latest first, without the replies in threads."""
    channel = _readable(call)
    loose = [
        each
        for each in call.workspace.messages[channel.id].values()
        if each.get("thread_ts") in {None, each["ts"]} or each.get("subtype") == "thread_broadcast"
    ]
    shown, following = page(call, _within(call, loose)[::-1], _MOST)
    more = bool(following["response_metadata"]["next_cursor"])
    return {"messages": _shown(call, shown), "has_more": more, "pin_count": 0, **following}


@method("conversations.replies", rate=Rate.TIER_3, required="channel ts", optional=_WINDOW)
def replies(call: Call) -> dict[str, Any]:
    """Return a thread, its first message before the others."""
    channel = _readable(call)
    thread = call.workspace.thread(channel.id, call.text("ts"))
    if not thread:
        raise ApiError("thread_not_found")
    parent, rest = thread[:1], _within(call, thread[1:])
    shown, following = page(call, [*parent, *rest], 1000)
    more = bool(following["response_metadata"]["next_cursor"])
    return {"messages": _shown(call, shown), "has_more": more, **following}

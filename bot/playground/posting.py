"""Messages come, change and go: what is stored, who is shown it, and what the app is told."""

from __future__ import annotations

from typing import Any

from bot.playground.events import announce_change, announce_message
from bot.playground.people import Channel
from bot.playground.showing import show_message, tell_channel, tell_message, tell_status
from bot.playground.workspace import SLACKBOT, Message, Workspace


def post(workspace: Workspace, channel: Channel, message: Message) -> Message:
    """Store a message under a new ts, show it, and announce it; return it as stored."""
    stored: Message = {"type": "message", **message, "ts": workspace.new_ts(), "team": workspace.team}
    workspace.messages[channel.id][stored["ts"]] = stored
    workspace.read[stored["user"], channel.id] = stored["ts"]
    parent = workspace.messages[channel.id].get(stored.get("thread_ts", ""))
    if parent is not None:
        stored["parent_user_id"] = parent["user"]
        _count_reply(parent, stored)
        tell_message(workspace, channel, parent)
    if stored["user"] == workspace.bot:
        _clear_status(workspace, channel, stored)
    tell_message(workspace, channel, stored)
    tell_channel(workspace, channel)
    announce_message(workspace, channel, stored)
    return stored


def change(workspace: Workspace, channel: Channel, ts: str, fields: Message, by: str) -> Message:
    """Edit a message; fields that are None go away."""
    message = workspace.messages[channel.id][ts]
    before = dict(message)
    message |= {name: value for name, value in fields.items() if value is not None}
    for name in [name for name, value in fields.items() if value is None]:
        message.pop(name, None)
    message["edited"] = {"user": by, "ts": workspace.new_ts()}
    tell_message(workspace, channel, message)
    announce_change(
        workspace, channel, "message_changed", {"message": dict(message), "previous_message": before}
    )
    return message


def remove(workspace: Workspace, channel: Channel, ts: str) -> None:
    """Delete a message; where it has replies, a tombstone stays in its place, and the app is told of that."""
    message = workspace.messages[channel.id][ts]
    if message.get("reply_count"):
        _bury(workspace, channel, message)
        return
    del workspace.messages[channel.id][ts]
    for viewer in workspace.viewers(channel):
        workspace.feed.publish("message_deleted", {"channel": channel.id, "ts": ts}, viewer)
    tell_channel(workspace, channel)
    announce_change(
        workspace, channel, "message_deleted", {"deleted_ts": ts, "previous_message": dict(message)}
    )
    parent = workspace.messages[channel.id].get(message.get("thread_ts", ""))
    if parent is not None and parent.get("reply_count"):
        _uncount_reply(workspace, channel, parent)


def _bury(workspace: Workspace, channel: Channel, message: Message) -> None:
    before = dict(message)
    kept = ("ts", "team", "thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply")
    left = {name: message[name] for name in kept if name in message}
    tombstone = {"type": "message", "subtype": "tombstone", "user": SLACKBOT, "hidden": True}
    message.clear()
    message |= {**left, **tombstone, "text": "This message was deleted.", "thread_ts": before["ts"]}
    tell_message(workspace, channel, message)
    tell_channel(workspace, channel)
    told = {"message": dict(message), "previous_message": before}
    announce_change(workspace, channel, "message_changed", told)


def post_privately(workspace: Workspace, channel: Channel, to: str, message: Message) -> Message:
    """Show a message to one person only; it enters no history and no event tells of it."""
    stored: Message = {
        "type": "message",
        **message,
        "ts": workspace.new_ts(),
        "channel": channel.id,
        "ephemeral": True,
    }
    workspace.ephemeral[to][stored["ts"]] = stored
    workspace.feed.publish("message", show_message(workspace, channel.id, stored), to)
    return stored


def remove_privately(workspace: Workspace, to: str, ts: str) -> None:
    """Take an ephemeral message away."""
    message = workspace.ephemeral[to].pop(ts)
    workspace.feed.publish("message_deleted", {"channel": message["channel"], "ts": ts}, to)


def notice(workspace: Workspace, channel: Channel, to: str, text: str, thread_ts: str | None = None) -> None:
    """Let Slackbot say something that only one person sees."""
    message: dict[str, Any] = {"user": SLACKBOT, "text": text}
    if thread_ts:
        message["thread_ts"] = thread_ts
    post_privately(workspace, channel, to, message)


def by_the_app(workspace: Workspace) -> dict[str, Any]:
    """Return the fields that mark a message as the app's."""
    return {
        "user": workspace.bot,
        "bot_id": workspace.bot_id,
        "app_id": workspace.app_id,
        "bot_profile": {
            "id": workspace.bot_id,
            "app_id": workspace.app_id,
            "name": workspace.manifest.name,
            "team_id": workspace.team,
        },
    }


def _count_reply(parent: Message, reply: Message) -> None:
    users = [*parent.get("reply_users", []), reply["user"]]
    parent |= {
        "thread_ts": parent["ts"],
        "reply_count": parent.get("reply_count", 0) + 1,
        "reply_users": list(dict.fromkeys(users)),
        "latest_reply": reply["ts"],
    }


def _uncount_reply(workspace: Workspace, channel: Channel, parent: Message) -> None:
    """Take a reply off its thread; a tombstone without replies goes too."""
    parent["reply_count"] -= 1
    if parent["reply_count"] == 0 and parent.get("subtype") == "tombstone":
        remove(workspace, channel, parent["ts"])
        return
    tell_message(workspace, channel, parent)


def _clear_status(workspace: Workspace, channel: Channel, message: Message) -> None:
    key = (channel.id, str(message.get("thread_ts", message["ts"])))
    if workspace.status.pop(key, None) is not None:
        tell_status(workspace, *key, "")

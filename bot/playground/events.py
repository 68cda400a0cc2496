"""Which events the app is told of: those it subscribed to, may read, and can see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.people import Channel
from bot.playground.workspace import Message, Workspace

_SCOPES = {
    "app_mention": ("app_mentions:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
    "subteam_created": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "subteam_members_changed": ("usergroups:read",),
    "channel_archive": ("channels:read",),
    "channel_created": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_shared": ("channels:read", "groups:read"),
    "channel_unarchive": ("channels:read",),
    "channel_unshared": ("channels:read", "groups:read"),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_rename": ("groups:read",),
}
"""Any one of these is enough; an event that is not listed needs none."""


def subscribed(workspace: Workspace, subscription: str) -> bool:
    """Say whether the app gets this kind of event: named in its manifest, its scope granted, installed."""
    if subscription.startswith("message."):
        kind = subscription.removeprefix("message.")
        needed: tuple[str, ...] = (f"{kind}:history",)
    else:
        needed = _SCOPES.get(subscription, ())
    allowed = not needed or any(scope in workspace.granted for scope in needed)
    return workspace.installed and allowed and subscription in workspace.manifest.events


def announce(workspace: Workspace, event: Mapping[str, Any], subscription: str = "") -> str | None:
    """Tell the app of an event, if it should hear of it; return the event id.

    `subscription` is its name in the manifest where that is not its type: `message.channels`.
    """
    channel = workspace.channels.get(str(event.get("channel")))
    hidden = channel is not None and workspace.bot not in channel.members
    if hidden or not subscribed(workspace, subscription or str(event["type"])):
        return None
    stamped = {"event_ts": event.get("ts") or workspace.new_ts(), **event}
    return workspace.courier.announce(stamped)


def announce_message(workspace: Workspace, channel: Channel, message: Message) -> None:
    """Tell of a new message: as a message, and as a mention where it names the bot, under two event ids."""
    plain = {**message, "channel": channel.id, "channel_type": channel.event_kind}
    kind = {"channel": "channels", "private": "groups"}.get(channel.kind, channel.kind)
    told = [(plain, f"message.{kind}")]
    if f"<@{workspace.bot}>" in message["text"] and channel.kind != "im" and message["user"] != workspace.bot:
        kept = (
            "user",
            "text",
            "ts",
            "client_msg_id",
            "team",
            "thread_ts",
            "parent_user_id",
            "blocks",
            "files",
        )
        mention = {name: message[name] for name in kept if name in message}
        told.append(({"type": "app_mention", **mention, "channel": channel.id}, "app_mention"))
    if workspace.faults.mention_order == "app_mention":
        told.reverse()
    for event, subscription in told:
        announce(workspace, event, subscription)


def announce_change(workspace: Workspace, channel: Channel, subtype: str, fields: Mapping[str, Any]) -> None:
    """Tell of an edited or deleted message."""
    kind = {"channel": "channels", "private": "groups"}.get(channel.kind, channel.kind)
    event = {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.event_kind,
        "ts": workspace.new_ts(),
        **fields,
    }
    announce(workspace, event, f"message.{kind}")

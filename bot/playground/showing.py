"""The workspace as one person's page shows it, and the changes that the page is told."""

from __future__ import annotations

from typing import Any

from bot.playground.people import Channel, Person
from bot.playground.workspace import Message, View, Workspace

_SHOWN = (
    "ts",
    "thread_ts",
    "user",
    "text",
    "blocks",
    "subtype",
    "username",
    "files",
    "reactions",
    "reply_count",
    "reply_users",
    "latest_reply",
)


def show_message(workspace: Workspace, channel: str, message: Message) -> dict[str, Any]:
    """Return a message as the page draws it."""
    shown = {name: message[name] for name in _SHOWN if name in message}
    shown |= {"channel": channel, "permalink": permalink(workspace, channel, message)}
    if "blocks" in shown:
        shown["blocks"] = with_pictures(workspace, shown["blocks"])
    if "bot_id" in message:
        shown["bot"] = True
    for mark in ("edited", "ephemeral"):
        if message.get(mark):
            shown[mark] = True
    return shown


def permalink(workspace: Workspace, channel: str, message: Message) -> str:
    """Return the address of a message."""
    link = f"{workspace.url}/archives/{channel}/p{message['ts'].replace('.', '')}"
    parent = message.get("thread_ts")
    return link if parent in {None, message["ts"]} else f"{link}?thread_ts={parent}&cid={channel}"


def with_pictures(workspace: Workspace, blocks: list[Any]) -> list[Any]:
    """Return blocks whose uploaded pictures can be loaded from here."""
    return [_with_picture(workspace, block) for block in blocks]


def _with_picture(workspace: Workspace, node: Any) -> Any:  # noqa: ANN401 - any part of a block
    if isinstance(node, list):
        return [_with_picture(workspace, each) for each in node]
    if not isinstance(node, dict):
        return node
    drawn = {name: _with_picture(workspace, value) for name, value in node.items()}
    named = drawn.get("slack_file")
    if isinstance(named, dict):
        file = workspace.file_named(named)
        if file is not None:
            drawn["slack_file"] = {**named, "url": f"/files/{file.id}/{file.name}"}
    return drawn


def show_channel(workspace: Workspace, channel: Channel, viewer: str) -> dict[str, Any]:
    """Return a channel as the viewer sees it, with their unread marks."""
    last = workspace.read.get((viewer, channel.id), "")
    fresh = [
        each
        for each in workspace.messages[channel.id].values()
        if each["ts"] > last and not _only_in_thread(each)
    ]
    joined = viewer in channel.members
    named = (f"<@{viewer}>", "<!here>", "<!channel>", "<!everyone>")
    mentions = [each for each in fresh if channel.kind == "im" or any(mark in each["text"] for mark in named)]
    shown = {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "members": list(channel.members),
        "is_member": joined,
        "unread": len(fresh) if joined else 0,
        "mentions": len(mentions) if joined else 0,
    }
    return {**shown, "with": channel.other(viewer)} if channel.kind == "im" else shown


def _only_in_thread(message: Message) -> bool:
    return (
        message.get("thread_ts") not in {None, message["ts"]} and message.get("subtype") != "thread_broadcast"
    )


def show_person(workspace: Workspace, person: Person) -> dict[str, Any]:
    """Return a person for the page."""
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "title": person.title,
        "is_admin": person.is_admin,
        "is_bot": person.is_bot,
        "tz": person.tz,
        "tz_offset": person.tz_offset(workspace.clock.now()),
    }


def show_view(workspace: Workspace, view: View) -> dict[str, Any]:
    """Return a modal or Home for the page, with the errors that stand at its fields."""
    names = ("id", "type", "title", "submit", "close", "callback_id", "hash", "errors")
    shown = {name: view[name] for name in names if view.get(name) is not None}
    return {**shown, "blocks": with_pictures(workspace, view["blocks"])}


def tell_message(workspace: Workspace, channel: Channel, message: Message) -> None:
    """Show a new or changed message to everybody who may see it."""
    shown = show_message(workspace, channel.id, message)
    for viewer in workspace.viewers(channel):
        workspace.feed.publish("message", shown, viewer)


def tell_channel(workspace: Workspace, channel: Channel) -> None:
    """Show a channel's members and unread marks anew."""
    for viewer in workspace.viewers(channel):
        workspace.feed.publish("channel", show_channel(workspace, channel, viewer), viewer)


def tell_status(workspace: Workspace, channel: str, thread_ts: str, text: str) -> None:
    """Show what the app is doing in a thread; an empty text that it no longer does."""
    for viewer in workspace.viewers(workspace.channels[channel]):
        shown = {"channel": channel, "thread_ts": thread_ts, "text": text}
        workspace.feed.publish("status", shown, viewer)


def tell_modals(workspace: Workspace, user: str) -> None:
    """Show somebody's stack of modals anew."""
    shown = [show_view(workspace, view) for view in workspace.modals[user]]
    workspace.feed.publish("modals", shown, user)


def show_state(workspace: Workspace, viewer: str) -> dict[str, Any]:
    """Return everything that a page needs to begin."""
    seen = [each for each in workspace.channels.values() if workspace.may_see(viewer, each)]
    places = {each.id for each in seen}
    home = workspace.homes.get(viewer)
    manifest = workspace.manifest
    return {
        "cursor": workspace.feed.last,
        "me": viewer,
        "time": workspace.clock.now(),
        "team": {"id": workspace.team, "name": workspace.name, "domain": workspace.domain},
        "app": {
            "name": manifest.name,
            "user": workspace.bot,
            "bot_id": workspace.bot_id,
            "app_id": workspace.app_id,
            "commands": [
                {"command": each.command, "description": each.description, "usage_hint": each.usage_hint}
                for each in manifest.commands.values()
            ],
            "shortcuts": [
                {
                    "name": each.name,
                    "type": each.type,
                    "callback_id": each.callback_id,
                    "description": each.description,
                }
                for each in manifest.shortcuts
            ],
            "home": manifest.home,
            "messages_tab": manifest.messages_tab,
        },
        "people": [show_person(workspace, each) for each in workspace.people.values()],
        "groups": [
            {"id": each.id, "handle": each.handle, "name": each.name, "users": each.users}
            for each in workspace.groups.values()
        ],
        "channels": [show_channel(workspace, each, viewer) for each in seen],
        "messages": {each.id: _messages(workspace, each, viewer) for each in seen},
        "home": show_view(workspace, home) if home else None,
        "modals": [show_view(workspace, view) for view in workspace.modals[viewer]],
        "status": [
            {"channel": channel, "thread_ts": thread, "text": text}
            for (channel, thread), text in workspace.status.items()
            if channel in places
        ],
        "prompts": [each for each in workspace.prompts.values() if each["channel"] in places],
        "busy": workspace.busy,
        "faults": workspace.faults.as_json(),
    }


def _messages(workspace: Workspace, channel: Channel, viewer: str) -> list[dict[str, Any]]:
    private = [each for each in workspace.ephemeral[viewer].values() if each["channel"] == channel.id]
    everything = [*workspace.messages[channel.id].values(), *private]
    ordered = sorted(everything, key=lambda each: each["ts"])
    return [show_message(workspace, channel.id, message) for message in ordered]

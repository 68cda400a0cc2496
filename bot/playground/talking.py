"""What people do with messages and channels: say, edit, delete, react, join, open the Home."""

from __future__ import annotations

from typing import Any, Literal

from bot.playground.events import announce
from bot.playground.people import Channel
from bot.playground.posting import change, notice, post, remove, remove_privately
from bot.playground.showing import show_channel, tell_channel, tell_message
from bot.playground.typed import compose
from bot.playground.workspace import Message, Workspace


class Refused(Exception):  # noqa: N818 - it says what became of the attempt
    """The workspace does not let somebody do this; `code` is for programs, the text for the person."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def channel_of(workspace: Workspace, channel: str, user: str) -> Channel:
    """Return a channel that this person may see; raises Refused."""
    found = workspace.channels.get(channel)
    if user not in workspace.people:
        raise Refused("user_not_found", "There is no such person.")
    if found is None or not workspace.may_see(user, found):
        raise Refused("channel_not_found", "There is no such channel.")
    return found


def _joined(workspace: Workspace, channel: str, user: str) -> Channel:
    found = channel_of(workspace, channel, user)
    if user not in found.members:
        raise Refused("not_in_channel", "Join the channel first.")
    return found


def _own(workspace: Workspace, channel: Channel, ts: str, user: str) -> Message:
    message = workspace.messages[channel.id].get(ts)
    if message is None or message["user"] != user:
        raise Refused("message_not_found", "That is not a message of yours.")
    return message


def say(
    workspace: Workspace,
    user: str,
    channel: str,
    text: str,
    thread_ts: str | None = None,
    *,
    broadcast: bool = False,
) -> Message:
    """Say what was typed, in a channel or thread; return the message."""
    place = _joined(workspace, channel, user)
    if not text.strip():
        raise Refused("no_text", "There is nothing to say.")
    message: dict[str, Any] = {
        "user": user,
        "text": compose(workspace, text),
        "client_msg_id": workspace.new_id("msg"),
    }
    if thread_ts is not None:
        parent = workspace.messages[place.id].get(thread_ts)
        if parent is None:
            raise Refused("thread_not_found", "That thread is gone.")
        message["thread_ts"] = parent.get("thread_ts", thread_ts)
        if broadcast:
            message["subtype"] = "thread_broadcast"
    said = post(workspace, place, message)
    if f"<@{workspace.bot}>" in said["text"] and workspace.bot not in place.members:
        text = f"<@{workspace.bot}> is not in this channel, so it did not see that. Invite it first."
        notice(workspace, place, user, text, said.get("thread_ts"))
    return said


def edit(workspace: Workspace, user: str, channel: str, ts: str, text: str) -> None:
    """Change one's own message."""
    place = _joined(workspace, channel, user)
    _own(workspace, place, ts, user)
    change(workspace, place, ts, {"text": compose(workspace, text)}, user)


def delete(workspace: Workspace, user: str, channel: str, ts: str) -> None:
    """Delete one's own message."""
    place = _joined(workspace, channel, user)
    _own(workspace, place, ts, user)
    remove(workspace, place, ts)


def dismiss(workspace: Workspace, user: str, ts: str) -> None:
    """Take away an ephemeral message; the app is not told."""
    if ts not in workspace.ephemeral[user]:
        raise Refused("message_not_found", "There is no such message.")
    remove_privately(workspace, user, ts)


def react(workspace: Workspace, user: str, channel: str, ts: str, name: str) -> None:
    """Put an emoji on a message, or take it off again."""
    place = channel_of(workspace, channel, user)
    message = workspace.messages[place.id].get(ts)
    if message is None:
        raise Refused("message_not_found", "There is no such message.")
    added = toggle_reaction(message, name, user)
    tell_message(workspace, place, message)
    item = {"type": "message", "channel": place.id, "ts": ts}
    event = {
        "type": "reaction_added" if added else "reaction_removed",
        "user": user,
        "reaction": name,
        "item": item,
        "item_user": message["user"],
    }
    if workspace.bot in place.members:
        announce(workspace, event)


def toggle_reaction(message: Message, name: str, user: str) -> bool:
    """Add or remove a reaction; say whether it was added."""
    reactions: list[dict[str, Any]] = message.setdefault("reactions", [])
    entry = next((each for each in reactions if each["name"] == name), None)
    if entry is None:
        reactions.append({"name": name, "users": [user], "count": 1})
        return True
    added = user not in entry["users"]
    entry["users"] = [*entry["users"], user] if added else [each for each in entry["users"] if each != user]
    entry["count"] = len(entry["users"])
    message["reactions"] = [each for each in reactions if each["users"]]
    return added


def join(workspace: Workspace, user: str, channel: str, inviter: str | None = None) -> None:
    """Enter a channel, by oneself or invited; the bot can be invited too."""
    place = channel_of(workspace, channel, inviter or user)
    if user not in workspace.people:
        raise Refused("user_not_found", "There is no such person.")
    if place.kind in {"im", "mpim"}:
        raise Refused("method_not_supported", "Nobody can join a direct message.")
    if user in place.members:
        return
    place.members.append(user)
    tell_channel(workspace, place)
    event: dict[str, Any] = {
        "type": "member_joined_channel",
        "user": user,
        "channel": place.id,
        "channel_type": "C" if place.is_public else "G",
        "team": workspace.team,
    }
    announce(workspace, {**event, "inviter": inviter} if inviter else event)


def leave(workspace: Workspace, user: str, channel: str) -> None:
    """Leave a channel."""
    place = _joined(workspace, channel, user)
    place.members.remove(user)
    workspace.feed.publish("channel", show_channel(workspace, place, user), user)
    tell_channel(workspace, place)
    event = {
        "type": "member_left_channel",
        "user": user,
        "channel": place.id,
        "channel_type": "C" if place.is_public else "G",
        "team": workspace.team,
    }
    announce(workspace, event)


def open_home(workspace: Workspace, user: str, tab: Literal["home", "messages"] = "home") -> None:
    """Look at the app's Home or at its messages."""
    if user not in workspace.people:
        raise Refused("user_not_found", "There is no such person.")
    place = workspace.direct(user, workspace.bot)
    event: dict[str, Any] = {"type": "app_home_opened", "user": user, "channel": place.id, "tab": tab}
    home = workspace.homes.get(user)
    announce(workspace, {**event, "view": home} if home and tab == "home" else event)


def mark_read(workspace: Workspace, user: str, channel: str) -> None:
    """Clear somebody's unread marks of a channel."""
    place = channel_of(workspace, channel, user)
    workspace.read[user, place.id] = workspace.new_ts()
    workspace.feed.publish("channel", show_channel(workspace, place, user), user)


def uninstall(workspace: Workspace) -> None:
    """Take the app out of the workspace: two events, in no particular order, and then its token is dead."""
    announce(workspace, {"type": "app_uninstalled"})
    announce(workspace, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [workspace.bot]}})
    workspace.installed = False

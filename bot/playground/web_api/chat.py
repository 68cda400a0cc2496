"""The chat methods: post, post to one person, update, delete."""

from __future__ import annotations

from typing import Any

from bot.playground.limits import Rate
from bot.playground.people import Channel
from bot.playground.posting import by_the_app, change, post, post_privately, remove
from bot.playground.showing import permalink, tell_message
from bot.playground.talking import toggle_reaction
from bot.playground.web_api.content import MOST_TEXT_OF_UPDATE, content
from bot.playground.web_api.method import ApiError, Call, method
from bot.playground.workspace import Message

_WRITE = ("chat:write",)
_LOOKS = "blocks mrkdwn parse link_names"
POSTED = f"text thread_ts {_LOOKS} metadata reply_broadcast unfurl_links unfurl_media"
_MOST_REACTIONS = 23


def postable(call: Call) -> Channel:
    """Return the channel that the app may post in; a person's id stands for their direct message."""
    workspace, name = call.workspace, call.text("channel")
    person = workspace.people.get(name)
    if person is not None and person.is_bot:
        raise ApiError("cannot_dm_bot")
    channel = workspace.direct(name, workspace.bot) if person else call.channel()
    if channel.kind == "im" and not workspace.manifest.messages_tab:
        raise ApiError("messages_tab_disabled")
    if channel.archived:
        raise ApiError("is_archived")
    if workspace.bot not in channel.members and "chat:write.public" not in workspace.granted:
        raise ApiError("not_in_channel")
    return channel


def drafted(call: Call) -> Message:
    """Return the checked content of a message to post."""
    return content(call.workspace, call.text("text"), call.structure("blocks", "invalid_blocks_format"))


def in_thread(call: Call, channel: Channel) -> dict[str, Any]:
    """Return the fields that put a message into a thread."""
    thread_ts = call.text("thread_ts")
    if not thread_ts:
        return {}
    parent = call.workspace.messages[channel.id].get(thread_ts)
    if parent is None or parent.get("thread_ts", thread_ts) != thread_ts:
        raise ApiError("invalid_thread_ts")
    shown = {"subtype": "thread_broadcast"} if call.flag("reply_broadcast") else {}
    return {"thread_ts": thread_ts, **shown}


def metadata(call: Call) -> dict[str, Any]:
    """Return the checked metadata of a message."""
    given = call.structure("metadata", "invalid_metadata_format")
    if given is None:
        return {}
    right = isinstance(given, dict) and isinstance(given.get("event_type"), str)
    if not right or not isinstance(given.get("event_payload"), dict) or len(given) > 2:  # noqa: PLR2004 - the two
        raise ApiError("invalid_metadata_format", "metadata holds event_type and event_payload")
    return {"metadata": given}


@method("chat.postMessage", scopes=_WRITE, rate=Rate.TIER_5, required="channel", optional=POSTED)
def post_message(call: Call) -> dict[str, Any]:
    """Post in a channel, one a second."""
    channel = postable(call)
    drafted_ = {**drafted(call), **in_thread(call, channel), **metadata(call)}
    call.within(Rate.POST, f"post {channel.id}")
    call.within(Rate.WORKSPACE_POSTS, "post")
    message = post(call.workspace, channel, {**drafted_, **by_the_app(call.workspace)})
    return {"channel": channel.id, "ts": message["ts"], "message": message}


@method(
    "chat.postEphemeral",
    scopes=_WRITE,
    rate=Rate.TIER_4,
    required="channel user",
    optional=f"text thread_ts {_LOOKS}",
)
def post_ephemeral(call: Call) -> dict[str, Any]:
    """Show something to one member of a channel."""
    channel = call.channel()
    if channel.archived:
        raise ApiError("is_archived")
    if call.workspace.bot not in channel.members:
        raise ApiError("not_in_channel")
    if call.text("user") not in channel.members:
        raise ApiError("user_not_in_channel")
    message = {**drafted(call), **in_thread(call, channel), **by_the_app(call.workspace)}
    return {"message_ts": post_privately(call.workspace, channel, call.text("user"), message)["ts"]}


def _own(call: Call, refusal: str) -> tuple[Channel, Message]:
    channel = call.channel()
    message = call.workspace.messages[channel.id].get(call.text("ts"))
    if message is None:
        raise ApiError("message_not_found")
    if message["user"] != call.workspace.bot:
        raise ApiError(refusal)
    return channel, message


@method(
    "chat.update",
    scopes=_WRITE,
    rate=Rate.TIER_3,
    required="channel ts",
    optional=f"text {_LOOKS} metadata",
)
def update(call: Call) -> dict[str, Any]:
    """Change a message of the app's own; blocks that are not sent stay, an empty array takes them away."""
    channel, message = _own(call, "cant_update_message")
    sent = call.structure("blocks", "invalid_blocks_format")
    text = call.text("text") or (message["text"] if sent is not None else "")
    fields: Message = {
        **content(call.workspace, text, sent, most=MOST_TEXT_OF_UPDATE),
        **metadata(call),
    }
    if sent == []:
        fields["blocks"] = None
    changed = change(call.workspace, channel, message["ts"], fields, call.workspace.bot)
    return {"channel": channel.id, "ts": changed["ts"], "text": changed["text"], "message": changed}


@method("chat.delete", scopes=_WRITE, rate=Rate.TIER_3, required="channel ts")
def delete(call: Call) -> dict[str, Any]:
    """Delete a message of the app's own."""
    channel, message = _own(call, "cant_delete_message")
    remove(call.workspace, channel, message["ts"])
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.getPermalink", rate=Rate.TIER_5, required="channel message_ts")
def get_permalink(call: Call) -> dict[str, Any]:
    """Return the address of a message."""
    channel = call.channel()
    message = call.workspace.messages[channel.id].get(call.text("message_ts"))
    if message is None:
        raise ApiError("message_not_found")
    return {"channel": channel.id, "permalink": permalink(call.workspace, channel.id, message)}


@method("reactions.add", scopes=("reactions:write",), rate=Rate.TIER_3, required="channel name timestamp")
def add_reaction(call: Call) -> dict[str, Any]:
    """Put an emoji on a message."""
    channel = call.channel()
    message = call.workspace.messages[channel.id].get(call.text("timestamp"))
    if message is None:
        raise ApiError("message_not_found")
    name, bot = call.text("name").strip(":"), call.workspace.bot
    reactions = message.get("reactions", [])
    if any(each["name"] == name and bot in each["users"] for each in reactions):
        raise ApiError("already_reacted")
    if len(reactions) >= _MOST_REACTIONS:
        raise ApiError("too_many_emoji")
    toggle_reaction(message, name, bot)
    tell_message(call.workspace, channel, message)
    return {}

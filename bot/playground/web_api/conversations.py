"""The conversations methods that look channels up, open and join them."""

from __future__ import annotations

from typing import Any

from bot.playground.limits import Rate
from bot.playground.talking import join
from bot.playground.web_api.method import ApiError, Call, method, page

_KINDS = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}
_SCOPES = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}
_DIRECT = {"im": "im:write", "mpim": "mpim:write"}
_MOST_IN_GROUP = 8


@method(
    "conversations.list",
    rate=Rate.TIER_2,
    optional="cursor exclude_archived limit team_id types",
)
def list_conversations(call: Call) -> dict[str, Any]:
    """Return the channels that the app may know of; a page may hold fewer than were asked for, or none."""
    wanted = call.items("types") or ["public_channel"]
    if unknown := set(wanted) - set(_KINDS):
        raise ApiError("invalid_types", *sorted(unknown))
    for each in wanted:
        call.needs(_SCOPES[each])
    bot, kinds = call.workspace.bot, {_KINDS[each] for each in wanted}
    found = [
        channel
        for channel in call.workspace.channels.values()
        if channel.kind in kinds and call.workspace.may_see(bot, channel)
    ]
    some, following = page(call, found)
    # As Slack does it: what is left out still takes its place on the page.
    shown = [each for each in some if not (call.flag("exclude_archived") and each.archived)]
    return {"channels": [channel.as_slack(bot) for channel in shown], **following}


@method(
    "conversations.info",
    rate=Rate.TIER_3,
    required="channel",
    optional="include_locale include_num_members",
)
def info(call: Call) -> dict[str, Any]:
    """Return one channel."""
    channel = call.channel()
    call.needs(channel.read_scope)
    return {"channel": channel.as_slack(call.workspace.bot)}


@method("conversations.members", rate=Rate.TIER_4, required="channel", optional="cursor limit")
def members(call: Call) -> dict[str, Any]:
    """Return who is in a channel."""
    channel = call.channel()
    call.needs(channel.read_scope)
    shown, following = page(call, channel.members)
    return {"members": shown, **following}


@method(
    "conversations.open",
    rate=Rate.TIER_3,
    optional="channel users return_im prevent_creation",
)
def open_conversation(call: Call) -> dict[str, Any]:
    """Open the direct message with one person, or with several."""
    workspace, users = call.workspace, call.items("users")
    if not users and not call.text("channel"):
        raise ApiError("users_list_not_supplied")
    if users and call.text("channel"):
        raise ApiError("invalid_arguments", "either channel or users")
    if not users:
        channel = call.channel()
        if channel.kind not in _DIRECT:
            raise ApiError("method_not_supported_for_channel_type")
        call.needs(_DIRECT[channel.kind])
        return {"channel": {"id": channel.id}}
    call.needs("im:write" if len(users) == 1 else "mpim:write")
    if len(users) > _MOST_IN_GROUP:
        raise ApiError("too_many_users")
    people = [workspace.people.get(user) for user in users]
    if None in people:
        raise ApiError("user_not_found")
    if any(person.is_bot for person in people if person):
        raise ApiError("cannot_dm_bot")  # documented nowhere, but what Slack answers
    if any(person.deleted for person in people if person):
        raise ApiError("user_disabled")
    known = len(workspace.channels)
    channel = workspace.direct(*users, workspace.bot)
    opened = {"channel": channel.as_slack(workspace.bot) if call.flag("return_im") else {"id": channel.id}}
    return {**opened, "no_op": True, "already_open": True} if known == len(workspace.channels) else opened


@method("conversations.join", scopes=("channels:join",), rate=Rate.TIER_3, required="channel")
def join_conversation(call: Call) -> dict[str, Any]:
    """Enter a public channel."""
    channel = call.channel()
    if not channel.is_public:
        raise ApiError("method_not_supported_for_channel_type")
    if channel.archived:
        raise ApiError("is_archived")
    already = call.workspace.bot in channel.members
    join(call.workspace, call.workspace.bot, channel.id)
    answer: dict[str, Any] = {"channel": channel.as_slack(call.workspace.bot)}
    return {**answer, "warning": "already_in_channel"} if already else answer

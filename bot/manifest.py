"""The Slack app manifest: what the app asks for, and what it is told, in one place."""

from __future__ import annotations

from typing import Any

COMMAND = "/role"

SCOPES = {
    "app_mentions:read": "to hear a mention in a channel",
    "channels:history": "to hear questions in channels that want them answered, and follow-ups in threads",
    "channels:read": "to tell whether a channel is shared with another organisation, or archived",
    "chat:write": "to answer",
    "commands": "to have a slash command",
    "groups:history": "the same in private channels",
    "files:read": "to see when an uploaded picture is ready, and to read files handed over to import",
    "files:write": "to upload the pictures that people press for",
    "groups:read": "the same for private channels",
    "im:history": "to hear direct messages to the bot",
    "im:read": "the same for direct messages",
    "im:write": "to open the direct messages of somebody who begins a plan for newcomers",
    "metadata.message:read": "to find by its key whether an answer was posted, where Slack did not say so",
    "mpim:history": "to hear a mention in a group message",
    "mpim:read": "the same for group messages",
    "usergroups:read": "to name user groups as those who fill a role",
    "users:read": "to draw people's names, and to know who is an admin, a guest or gone",
    "users:read.email": "to find the people whose addresses an imported file names as owners",
}
"""Each scope with its reason."""

OPTIONAL = ("channels:history", "files:read", "groups:history", "users:read.email")
"""Scopes that whoever installs the app may leave out; Slack wants them in both lists."""

EVENTS = (
    "app_home_opened",
    "app_mention",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "user_change",
    "subteam_updated",
    "channel_archive",
    "channel_deleted",
    "channel_rename",
    "channel_shared",
    "channel_unshared",
    "group_archive",
    "group_deleted",
    "group_rename",
    "app_uninstalled",
    "tokens_revoked",
)


SHORTCUTS = (
    {
        "name": "Find who owns something",
        "type": "global",
        "callback_id": "find",
        "description": "Ask who does what in data, from anywhere",
    },
    {
        "name": "Who owns this?",
        "type": "message",
        "callback_id": "who-owns-this",
        "description": "See who to ask about what a message says",
    },
)


AGENT_SCOPE = "assistant:write"
"""What an agent needs besides: to offer questions where its messages are opened."""

_DESCRIPTION = "Who does what in data: roles, responsibilities, tools and who to ask."


def manifest(url: str | None = None, command: str = COMMAND, *, agent: bool = False) -> dict[str, Any]:
    """Return the manifest for an app that is reached at `url`, or through Socket Mode where there is none.

    An agent stands among Slack's agents, which needs a paid plan.
    """
    scopes = [*SCOPES, *([AGENT_SCOPE] if agent else [])]
    address = url.rstrip("/") + "/slack/events" if url else None
    back = {"redirect_urls": [url.rstrip("/") + "/slack/oauth_redirect"]} if url else {}
    reached = {"request_url": address} if address else {}
    return {
        "display_information": {
            "name": "Rolecall",
            "description": _DESCRIPTION,
            "background_color": "#1f3a4d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            **({"agent_view": {"agent_description": _DESCRIPTION}} if agent else {}),
            "bot_user": {"display_name": "rolecall", "always_online": True},
            "shortcuts": [dict(each) for each in SHORTCUTS],
            "slash_commands": [
                {
                    "command": command,
                    **({"url": address} if address else {}),
                    "description": "Ask who does what in data",
                    "usage_hint": "[role or question] or assign, who, mine, help",
                    "should_escape": True,
                }
            ],
        },
        "oauth_config": {**back, "scopes": {"bot": scopes, "bot_optional": list(OPTIONAL)}},
        "settings": {
            "event_subscriptions": {**reached, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **reached},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
        },
    }

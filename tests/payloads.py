"""What Slack sends, as it sends it; for what the local workspace would never send by itself."""

from __future__ import annotations

from typing import Any

from bot.playground.transport import Delivery

TEAM, BOT, USER, CHANNEL = "TDATA", "UBOTTDATA", "UNIA", "CHELP"
TS = "1795176000.000100"


def command(text: str = "", **fields: str) -> Delivery:
    """Return a slash command typed in #data-help."""
    form = {
        "token": "verification",
        "team_id": TEAM,
        "team_domain": "datahaus",
        "channel_id": CHANNEL,
        "channel_name": "data-help",
        "user_id": USER,
        "user_name": "nia",
        "command": "/role",
        "text": text,
        "api_app_id": "ATDATA",
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/TDATA/1/x",
        "trigger_id": "1.2.x",
        **fields,
    }
    return Delivery("slash_commands", "slash command /role", form)


def event(inner: dict[str, Any], **fields: Any) -> Delivery:
    """Return an event in its envelope."""
    envelope = {
        "token": "verification",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": "ATDATA",
        "event": inner,
        "type": "event_callback",
        "event_id": "Ev1",
        "event_time": 1795176000,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        **fields,
    }
    return Delivery("events_api", f"event {inner['type']}", envelope)


def mention(text: str, **fields: Any) -> Delivery:
    """Return an `app_mention` in #data-help."""
    inner = {
        "type": "app_mention",
        "user": USER,
        "text": text,
        "ts": TS,
        "team": TEAM,
        "channel": CHANNEL,
        "event_ts": TS,
        **fields,
    }
    return event(inner)


def message(text: str, **fields: Any) -> Delivery:
    """Return a `message` in the direct messages of Nia and the bot."""
    inner = {
        "type": "message",
        "user": USER,
        "text": text,
        "ts": TS,
        "team": TEAM,
        "channel": "DNIA",
        "channel_type": "im",
        "event_ts": TS,
        **fields,
    }
    return event(inner)


def press(value: str, action_id: str = "ask:0", **fields: Any) -> Delivery:
    """Return a press on an ephemeral card in #data-help."""
    payload = {
        "type": "block_actions",
        "user": {"id": USER, "username": "nia", "name": "nia", "team_id": TEAM},
        "api_app_id": "ATDATA",
        "token": "verification",
        "container": {
            "type": "message",
            "message_ts": TS,
            "channel_id": CHANNEL,
            "is_ephemeral": True,
        },
        "trigger_id": "1.2.x",
        "team": {"id": TEAM, "domain": "datahaus"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": CHANNEL, "name": "data-help"},
        "state": {"values": {}},
        "actions": [
            {"type": "button", "action_id": action_id, "block_id": "b", "value": value, "action_ts": TS}
        ],
        **fields,
    }
    return Delivery("interactive", "block_actions", payload)


def submission(**fields: Any) -> Delivery:
    """Return the submission of a modal."""
    payload = {
        "type": "view_submission",
        "user": {"id": USER, "username": "nia", "name": "nia", "team_id": TEAM},
        "api_app_id": "ATDATA",
        "token": "verification",
        "trigger_id": "1.2.x",
        "team": {"id": TEAM, "domain": "datahaus"},
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": "any",
            "private_metadata": "",
            "state": {"values": {}},
            "hash": "1.x",
        },
        "response_urls": [],
        **fields,
    }
    return Delivery("interactive", "view_submission", payload)

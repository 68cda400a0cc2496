"""The Slack app manifest: committed as it is generated, and nothing in it that nobody needs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.manifest import AGENT_SCOPE, EVENTS, OPTIONAL, SCOPES, manifest
from bot.playground import web_api
from bot.playground.web_api.method import METHODS
from bot.scopes import LOST
from bot.terminal.main import app

ROOT = Path(__file__).parents[1]

NEEDED_BY: dict[str, set[str]] = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "message.im": {"im:history"},
    "message.mpim": {"mpim:history"},
    "user_change": {"users:read"},
    "subteam_updated": {"usergroups:read"},
    "channel_archive": {"channels:read"},
    "channel_deleted": {"channels:read"},
    "channel_rename": {"channels:read"},
    "channel_shared": {"channels:read", "groups:read"},
    "channel_unshared": {"channels:read", "groups:read"},
    "group_archive": {"groups:read"},
    "group_deleted": {"groups:read"},
    "group_rename": {"groups:read"},
    "app_uninstalled": set(),
    "tokens_revoked": set(),
}
"""https://docs.slack.dev/reference/events: what each event needs."""


def printed(*arguments: str) -> Any:
    result = CliRunner().invoke(app, ["manifest", *arguments])
    assert result.exit_code == 0
    return json.loads(result.stdout)


def test_the_committed_manifest_is_the_one_that_is_printed() -> None:
    text = (ROOT / "manifest.json").read_text(encoding="utf-8")
    assert CliRunner().invoke(app, ["manifest"]).stdout == text


def test_without_an_address_it_is_for_socket_mode() -> None:
    told = printed()
    assert told["settings"]["socket_mode_enabled"] is True
    assert "url" not in json.dumps(told)


def test_with_an_address_everything_leads_there() -> None:
    told = printed("--url", "https://rolecall.example.org/")
    address = "https://rolecall.example.org/slack/events"
    assert told["settings"]["socket_mode_enabled"] is False
    assert told["settings"]["event_subscriptions"]["request_url"] == address
    assert told["settings"]["interactivity"]["request_url"] == address
    assert told["features"]["slash_commands"][0]["url"] == address
    assert told["oauth_config"]["redirect_urls"] == ["https://rolecall.example.org/slack/oauth_redirect"]


def test_the_command_may_be_named_otherwise_and_sends_ids_for_names() -> None:
    [command] = printed("--command", "/wer")["features"]["slash_commands"]
    assert command["command"] == "/wer"
    assert command["should_escape"] is True


@pytest.mark.parametrize(
    "arguments",
    [
        ("--url", "http://rolecall.example.org"),
        ("--url", "rolecall"),
        ("--command", "role"),
        ("--with", "wings"),
        ("--command", "/Ro le"),
    ],
)
def test_what_slack_would_refuse_is_wrong_usage(arguments: tuple[str, str]) -> None:
    result = CliRunner().invoke(app, ["manifest", *arguments])
    assert result.exit_code == 2
    assert result.stdout == ""


def test_every_event_has_the_scope_that_it_needs() -> None:
    assert set(EVENTS) == set(NEEDED_BY)
    assert set().union(*NEEDED_BY.values()) <= set(SCOPES)


def called() -> set[str]:
    """Return the Web API methods that the app's code calls."""
    assert web_api.__all__  # importing it enters them
    files = [file for file in (ROOT / "bot").rglob("*.py") if "playground" not in file.parts]
    text = "\n".join(file.read_text("utf-8") for file in files)
    return {name for name in METHODS if re.search(rf"\.{name.replace('.', '_')}\b", text)}


def test_no_scope_is_asked_for_that_nothing_uses() -> None:
    """Each is needed for an event, by a method that is called, or for one of the things named here."""
    beside = {
        "commands",
        "files:write",  # files_upload_v2
        "im:read",  # conversations.info, of a direct message
        "im:write",  # conversations.open
        "mpim:read",
        "metadata.message:read",  # conversations.history and replies, with all metadata
        "users:read.email",  # the address in users.list
    }
    by_methods = {METHODS[name].scopes[0] for name in called() if METHODS[name].scopes}
    assert "chat.postMessage" in called()
    assert set(SCOPES) == set().union(*NEEDED_BY.values()) | by_methods - {AGENT_SCOPE} | beside


def test_what_may_be_left_out_is_asked_for_and_the_doctor_knows_what_is_lost() -> None:
    scopes = manifest()["oauth_config"]["scopes"]
    assert set(scopes["bot_optional"]) == set(OPTIONAL) == set(LOST)
    assert set(OPTIONAL) < set(scopes["bot"])


def test_an_agent_asks_for_one_scope_more_and_the_usual_app_for_nothing_that_is_paid() -> None:
    usual, agent = printed(), printed("--with", "agent")
    assert "agent_view" not in usual["features"]
    assert set(agent["oauth_config"]["scopes"]["bot"]) - set(SCOPES) == {"assistant:write"}
    assert 1 <= len(agent["features"].pop("agent_view")["agent_description"]) <= 300
    del agent["oauth_config"], usual["oauth_config"]
    assert agent == usual


def test_the_texts_fit_where_slack_shows_them() -> None:
    told = manifest()
    for shortcut in told["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    assert len(told["display_information"]["name"]) <= 35
    assert len(told["display_information"]["description"]) <= 140
    assert len(told["features"]["bot_user"]["display_name"]) <= 80

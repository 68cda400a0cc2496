"""Whose request it is: one workspace for every kind of payload, however it names it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import payloads
import pytest

from bot.workspace.directory import WorkspaceId
from bot.workspace.origin import Origin, origin

TEAM = {"id": "TOURS", "domain": "ours"}
USER = {"id": "UNIA", "team_id": "TOURS"}
FOREIGN = {"id": "UZOE", "team_id": "TOTHER"}
VIEW = {"id": "V1", "type": "modal", "team_id": "TOURS"}


def installed(team: str | None = "TOURS", enterprise: str | None = None, *, whole: bool = False) -> Any:
    return [{"team_id": team, "enterprise_id": enterprise, "is_enterprise_install": whole, "is_bot": True}]


def at(
    workspace: str,
    team: str,
    enterprise: str = "",
    user: str = "",
    channel: str = "",
    *,
    shared: bool | None = None,
) -> Origin:
    return Origin(WorkspaceId(workspace), team, enterprise, user, channel, shared)


EVENT: Mapping[str, Any] = {
    "type": "event_callback",
    "team_id": "TOURS",
    "authorizations": installed(),
    "is_ext_shared_channel": False,
    "event": {"type": "message", "user": "UNIA", "channel": "C1"},
}
PRESS: Mapping[str, Any] = {
    "type": "block_actions",
    "team": TEAM,
    "user": USER,
    "channel": {"id": "C1"},
    "enterprise": None,
    "is_enterprise_install": False,
}
OURS = at("TOURS", "TOURS", user="UNIA", channel="C1")

CASES: dict[str, tuple[Mapping[str, Any], Origin]] = {
    "a command": (
        payloads.command().payload,
        at("TDATA", "TDATA", user="UNIA", channel="CHELP"),
    ),
    "an event": (EVENT, at("TOURS", "TOURS", user="UNIA", channel="C1", shared=False)),
    "an event from a shared channel, said by somebody of another team": (
        {
            **EVENT,
            "team_id": "TOTHER",
            "is_ext_shared_channel": True,
            "event": {"type": "app_mention", "user": "UZOE", "team": "TOTHER", "channel": "C1"},
        },
        at("TOURS", "TOURS", user="UZOE", channel="C1", shared=True),
    ),
    "an event without authorizations": (
        {**EVENT, "authorizations": []},
        at("TOURS", "TOURS", user="UNIA", channel="C1", shared=False),
    ),
    "an event about a person, sent whole": (
        {**EVENT, "event": {"type": "user_change", "user": USER}},
        at("TOURS", "TOURS", user="UNIA", shared=False),
    ),
    "an event about a channel, sent whole": (
        {**EVENT, "event": {"type": "channel_rename", "channel": {"id": "C2", "name": "x"}}},
        at("TOURS", "TOURS", channel="C2", shared=False),
    ),
    "a reaction": (
        {**EVENT, "event": {"type": "reaction_added", "user": "UNIA", "item": {"channel": "C1"}}},
        at("TOURS", "TOURS", user="UNIA", channel="C1", shared=False),
    ),
    "an event of an organisation's installation": (
        {**EVENT, "authorizations": installed("TOURS", "EORG", whole=True)},
        at("EORG", "TOURS", "EORG", "UNIA", "C1", shared=False),
    ),
    "an event of an organisation's installation that names no team": (
        {**EVENT, "authorizations": installed(None, "EORG", whole=True)},
        at("EORG", "", "EORG", "UNIA", "C1", shared=False),
    ),
    "an event of a workspace within an organisation": (
        {**EVENT, "authorizations": installed("TOURS", "EORG")},
        at("TOURS", "TOURS", "EORG", "UNIA", "C1", shared=False),
    ),
    "a press": (PRESS, OURS),
    "a press on a message whose channel stands in its container": (
        {**PRESS, "channel": None, "container": {"channel_id": "C1"}},
        OURS,
    ),
    "a press in an organisation's installation": (
        {**PRESS, "enterprise": {"id": "EORG"}, "is_enterprise_install": True},
        at("EORG", "TOURS", "EORG", "UNIA", "C1"),
    ),
    "a command in an organisation's installation": (
        payloads.command(enterprise_id="EORG", is_enterprise_install="true").payload,
        at("EORG", "TDATA", "EORG", "UNIA", "CHELP"),
    ),
    "a modal that was handed in": (
        {"type": "view_submission", "team": TEAM, "user": USER, "view": VIEW},
        at("TOURS", "TOURS", user="UNIA"),
    ),
    "a modal handed in by somebody of another team": (
        {
            "type": "view_submission",
            "team": {"id": "TOTHER"},
            "user": FOREIGN,
            "view": {**VIEW, "app_installed_team_id": "TOURS"},
        },
        at("TOURS", "TOURS", user="UZOE"),
    ),
    "a modal that was closed": (
        {"type": "view_closed", "team": TEAM, "user": USER, "view": VIEW},
        at("TOURS", "TOURS", user="UNIA"),
    ),
    "what is typed into a menu": (
        {"type": "block_suggestion", "team": TEAM, "user": USER, "view": VIEW, "value": "pla"},
        at("TOURS", "TOURS", user="UNIA"),
    ),
    "a shortcut": ({"type": "shortcut", "team": TEAM, "user": USER}, at("TOURS", "TOURS", user="UNIA")),
    "a shortcut on a message": ({**PRESS, "type": "message_action"}, OURS),
}


@pytest.mark.parametrize(("payload", "expected"), CASES.values(), ids=CASES.keys())
def test_it_comes_from(payload: Mapping[str, Any], expected: Origin) -> None:
    assert origin(payload) == expected

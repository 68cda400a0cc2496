"""Forms and cards with something in them that today's would not hold: said so, kept nowhere, lost nowhere."""

from __future__ import annotations

from typing import Any

import payloads
import pytest
from served_app import Served, served

from bot.cards.assigning import ASSIGN
from bot.cards.directory import APPROVE
from bot.cards.settling import NO_DAYS, SETTINGS
from bot.workspace.directory import WorkspaceId


async def handed_in(hall: Served, callback_id: str, metadata: str = "", **inputs: dict[str, Any]) -> Any:
    """Hand in a form as an admin; return what Slack is told to do with it."""
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": metadata,
        "state": {"values": {name: {name: state} for name, state in inputs.items()}},
    }
    admin = {"id": "UADAM", "name": "adam", "team_id": payloads.TEAM}
    reply = await hall.send(payloads.submission(view=view, user=admin))
    assert reply.status == 200
    return reply.json()


@pytest.mark.parametrize("typed", ["0", "366", "99999999", "many", "-1", "1.5"])
async def test_days_that_cannot_be_chosen_are_told_at_their_input_and_not_kept(typed: str) -> None:
    async with served() as hall:
        answer = await handed_in(hall, SETTINGS, days={"type": "number_input", "value": typed})
        assert answer == {"response_action": "errors", "errors": {"days": NO_DAYS}}
        kept = await hall.app.workspaces.contents(WorkspaceId(payloads.TEAM))
        assert kept.settings.retention_days == 90


@pytest.mark.usefixtures("both_ways")
async def test_days_that_can_be_chosen_are_kept() -> None:
    async with served() as hall:
        answer = await handed_in(hall, SETTINGS, days={"type": "number_input", "value": "30"})
        assert answer["response_action"] == "update"
        assert (await hall.app.workspaces.contents(WorkspaceId(payloads.TEAM))).settings.retention_days == 30


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("metadata", ["", "2|role|data-engineer", "1|role|nobody", "nonsense"])
async def test_a_form_of_another_version_says_so(metadata: str) -> None:
    async with served() as hall:
        answer = await handed_in(hall, ASSIGN, metadata)
        assert answer["response_action"] == "update"
        assert "older version" in str(answer["view"])


@pytest.mark.usefixtures("both_ways")
async def test_a_proposal_that_is_decided_where_there_is_no_response_url_is_answered_directly() -> None:
    async with served() as hall:
        admin = {"id": "UADAM", "name": "adam", "team_id": payloads.TEAM}
        assert (await hall.send(payloads.press("1", APPROVE, user=admin))).status == 200
        [posted] = hall.posts()
        assert posted["channel"] == "UADAM"

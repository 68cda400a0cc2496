"""What goes wrong inside: a reference for the asker, the traceback for the log, another try for events."""

from __future__ import annotations

import json
import logging
from typing import Any

import payloads
import pytest
from pydantic import SecretStr
from served_app import answerer, served, settings
from test_app_presses import ENGINEER, last_response_url

from bot.answers.answerer import Answerer, Snapshot
from bot.app import Rolecall
from bot.playground.commands import command
from bot.settings import SettingsError

SECRET = "the tables are on fire"


class Failing(Answerer):
    """Fails as long as it is told to, as a bug would."""

    fails = True

    @property
    def current(self) -> Snapshot:
        """Fail, or say what answers now."""
        if self.fails:
            raise RuntimeError(SECRET)
        return self.kept

    @current.setter
    def current(self, snapshot: Snapshot) -> None:
        self.kept = snapshot


def failing() -> Failing:
    return Failing(answerer().current)


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """Return the reference of the one failure in the log, which must hold the traceback."""
    # What runs beside the requests fails on the same, and says so by itself.
    others = "bot.server.beside"
    [record] = [each for each in caplog.records if each.levelno >= logging.ERROR and each.name != others]
    assert record.exc_info is not None
    assert SECRET in str(record.exc_info[1])
    return record.getMessage().split()[-1]


async def test_a_command_that_fails_tells_the_asker_the_reference(caplog: pytest.LogCaptureFixture) -> None:
    async with served(failing()) as hall:
        reply = await hall.send(payloads.command("data-engineer"))
    told: Any = reply.json()
    assert reply.status == 200
    assert told["response_type"] == "ephemeral"
    assert logged(caplog) in told["text"]
    assert SECRET not in reply.body.decode()


async def test_an_event_that_fails_is_delivered_again_and_answered_then(
    caplog: pytest.LogCaptureFixture,
) -> None:
    knows = failing()
    async with served(knows) as hall:
        delivery = payloads.mention(f"<@{payloads.BOT}> who owns data quality?")
        reply = await hall.send(delivery)
        assert (reply.status, reply.body) == (500, b"")
        logged(caplog)
        knows.fails = False
        assert (await hall.send(delivery)).status == 200
        assert len(hall.answers()) == 1


async def test_a_press_that_fails_tells_who_pressed_the_reference(caplog: pytest.LogCaptureFixture) -> None:
    knows = failing()
    knows.fails = False
    async with served(knows) as hall:
        command(hall.workspace, "UNIA", "CHELP", "/role data-engineer")
        await hall.quiet()
        knows.fails = True
        reply = await hall.send(payloads.press(ENGINEER, response_url=last_response_url(hall)))
        assert (reply.status, reply.body) == (200, b"")
        told = hall.private()[-1]["text"]
    assert logged(caplog) in told
    assert SECRET not in told


async def test_a_view_that_fails_says_so_in_its_place(caplog: pytest.LogCaptureFixture) -> None:
    async with served() as hall:

        @hall.app.bolt.view("any")
        async def fail() -> None:
            raise RuntimeError(SECRET)

        reply = await hall.send(payloads.submission())
    told: Any = reply.json()
    assert told["response_action"] == "update"
    assert logged(caplog) in json.dumps(told["view"]["blocks"])


async def test_a_post_that_fails_is_logged_without_what_was_said(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with served() as hall:
        hall.workspace.channels["CHELP"].archived = True
        await hall.send(payloads.mention(f"<@{payloads.BOT}> who owns data quality?"))
        assert hall.seen()[1:] == []
    [record] = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert "reference" in record.getMessage()
    assert "data quality" not in caplog.text
    assert "responsible" not in caplog.text


async def test_a_token_that_slack_refuses_stops_the_app_in_one_line() -> None:
    async with served() as hall:
        known = settings(hall.workspace, hall.workspace.url, slack_bot_token=SecretStr("xoxb-another-secret"))
        other = Rolecall(known, answerer())
        with pytest.raises(
            SettingsError, match=r"^SLACK_BOT_TOKEN was refused by Slack \(invalid_auth\): [^\n]+$"
        ):
            async with other.running():
                raise AssertionError("it runs")

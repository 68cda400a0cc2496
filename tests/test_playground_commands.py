"""Slash commands and response URLs: what is sent, what comes back, how often and for how long."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playground_app import Play, never, playing


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    async with playing() as served:
        yield served


NIA = {"as": "UNIA", "channel": "CHELP"}
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Hello*"}}


async def run(play: Play, text: str = "/role list", answer: Any = None, **where: Any) -> dict[str, Any]:
    """Type a command whose answer is given; return the form that the app got."""
    play.app.answer = (200, answer)
    typed = await play.page("command", **{**NIA, "text": text, **where})
    assert typed["ok"], typed
    await play.workspace.settled()
    return play.app.payloads[-1]


async def respond(play: Play, url: str, **body: Any) -> tuple[int, str]:
    """Send something to a response URL; return status and text."""
    async with play.http.post(url, json=body) as answer:
        return answer.status, await answer.text()


async def test_a_command_is_a_form_with_slacks_fields(play: Play) -> None:
    form = await run(play, "/role  data engineer ")

    assert form["command"] == "/role"
    assert form["text"] == "data engineer"
    assert (form["user_id"], form["user_name"]) == ("UNIA", "nia")
    assert (form["channel_id"], form["channel_name"]) == ("CHELP", "data-help")
    assert (form["team_id"], form["api_app_id"]) == ("TDATA", "ATDATA")
    assert form["response_url"].startswith(f"{play.url}/hook/")
    assert form["trigger_id"]


async def test_a_direct_message_is_named_as_slack_names_it(play: Play) -> None:
    assert (await run(play, channel="DNIA"))["channel_name"] == "directmessage"


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("/role", "assign &lt;x&gt; <@UANA|ana> <!subteam^SPLATFORM|@data-platform> <#CHELP|data-help>"),
        ("/raw", "assign &lt;x&gt; @ana @data-platform #data-help"),
    ],
)
async def test_names_become_ids_where_the_manifest_asks_for_it(play: Play, command: str, text: str) -> None:
    form = await run(play, f"{command} assign <x> @ana @data-platform #data-help")

    assert form["text"] == text


async def test_text_is_shown_to_whoever_asked(play: Play) -> None:
    await run(play, answer="Data engineers do.")

    [shown] = await play.shown("CHELP")
    assert (shown["text"], shown["ephemeral"]) == ("Data engineers do.", True)
    assert await play.shown("CHELP", "UANA") == []


async def test_a_card_is_shown_in_the_channel_if_it_says_so(play: Play) -> None:
    await run(play, answer={"response_type": "in_channel", "text": "Hello", "blocks": [SECTION]})

    [shown] = await play.shown("CHELP", "UANA")
    assert shown["blocks"][0]["text"]["text"] == "*Hello*"
    assert "ephemeral" not in shown


async def test_an_empty_acknowledgement_shows_nothing(play: Play) -> None:
    await run(play)

    assert await play.shown("CHELP") == []


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"text": "x", "blocks": [{"type": "marquee"}]}, "invalid_blocks"),
        ({"blocks": [SECTION]}, "no_text"),
        ({"text": "x", "response_type": "loud"}, "response_type is ephemeral or in_channel"),
        ({"text": "x", "colour": "red"}, "no such field here: colour"),
        ({"text": "<script>"}, "invalid_arguments"),
        ({"text": "x" * 40_001}, "msg_too_long"),
    ],
)
async def test_an_answer_that_slack_would_not_show_is_named(
    play: Play, answer: dict[str, Any], words: str
) -> None:
    await run(play, answer=answer)

    [shown] = await play.shown("CHELP")
    assert shown["user"] == "USLACKBOT"
    assert words in shown["text"]


async def test_an_app_that_fails_is_told_of(play: Play) -> None:
    play.app.answer = (500, "broken")
    await play.page("command", **NIA, text="/role list")
    await play.workspace.settled()

    [shown] = await play.shown("CHELP")
    assert shown["text"] == '/role failed with the error "dispatch_failed"'
    assert len(play.app.told) == 1


async def test_a_command_has_three_seconds(play: Play) -> None:
    play.app.answer = never
    await play.page("command", **NIA, text="/role list")
    await play.workspace.clock.advance(2.9)
    assert await play.shown("CHELP") == []

    await play.workspace.clock.advance(0.2)
    await play.workspace.settled()

    [shown] = await play.shown("CHELP")
    assert shown["text"] == '/role failed with the error "operation_timeout"'
    assert len(play.app.told) == 1


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"text": "/rolle"}, "unknown_command"),
        ({"text": "/role", "channel": "CLOST"}, "channel_not_found"),
        ({"text": "/role", "thread_ts": "1.1"}, "no_commands_in_threads"),
    ],
)
async def test_what_slack_would_not_send_never_reaches_the_app(
    play: Play, typed: dict[str, Any], error: str
) -> None:
    refused = await play.page("command", **{**NIA, **typed})

    assert (refused["ok"], refused["error"]) == (False, error)
    assert play.app.told == []


async def test_a_response_url_is_good_five_times(play: Play) -> None:
    url = (await run(play))["response_url"]

    for number in range(5):
        assert await respond(play, url, text=f"answer {number}") == (200, "ok")

    assert await respond(play, url, text="once more") == (404, "used_url")
    assert len(await play.shown("CHELP")) == 5


async def test_a_response_url_is_good_for_half_an_hour(play: Play) -> None:
    url = (await run(play))["response_url"]

    await play.workspace.clock.advance(30 * 60)
    assert (await respond(play, url, text="in time"))[0] == 200
    await play.workspace.clock.advance(1)

    assert await respond(play, url, text="late") == (404, "expired_url")


async def test_a_made_up_response_url_leads_nowhere(play: Play) -> None:
    url = (await run(play))["response_url"]

    assert (await respond(play, f"{url}x", text="hello"))[0] == 404
    assert (await respond(play, url.replace("TDATA", "TNONE"), text="hello"))[0] == 404


async def test_a_response_is_private_unless_it_says_otherwise(play: Play) -> None:
    url = (await run(play))["response_url"]

    await respond(play, url, text="for you")
    await respond(play, url, text="for all", response_type="in_channel")

    assert [message["text"] for message in await play.shown("CHELP")] == ["for you", "for all"]
    assert [message["text"] for message in await play.shown("CHELP", "UANA")] == ["for all"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ({"text": "x", "blocks": [{"type": "marquee"}]}, "invalid_blocks"),
        ({"text": "x", "replace_original": True}, "message_not_found"),
        ({"delete_original": True}, "message_not_found"),
        ({"text": "x", "channel": "CGENERAL"}, "invalid_payload"),
    ],
)
async def test_a_response_that_slack_would_not_take_is_refused(
    play: Play, body: dict[str, Any], error: str
) -> None:
    url = (await run(play))["response_url"]

    status, text = await respond(play, url, **body)

    assert (status, text.splitlines()[0]) == (400, error)


async def test_faults_hit_response_urls_too(play: Play) -> None:
    url = (await run(play))["response_url"]

    play.workspace.faults.set({"rate_limit": 1})
    assert (await respond(play, url, text="x"))[0] == 429
    play.workspace.faults.set({"server_error": 1})
    assert (await respond(play, url, text="x"))[0] == 500
    assert (await respond(play, url, text="x"))[0] == 200

    assert [entry.status for entry in play.workspace.calls("response_url")] == [429, 500, 200]


async def test_a_body_that_is_no_object_is_refused(play: Play) -> None:
    url = (await run(play))["response_url"]

    for body in (b"text=x", b"[1]"):
        async with play.http.post(url, data=body) as answer:
            assert (answer.status, await answer.text()) == (400, "invalid_payload")

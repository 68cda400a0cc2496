"""The buttons and menus on the cards, pressed in the local workspace."""

from __future__ import annotations

from typing import Any

import payloads
import pytest
from served_app import Served, labels, served

from bot.cards import encode
from bot.matching.reading import Kind, Meaning
from bot.playground.commands import command
from bot.playground.talking import say

ENGINEER = encode(Meaning(Kind.ROLE, roles=("data-engineer",)))
GONE = "older version"


async def asked_privately(hall: Served, text: str, channel: str = "CHELP") -> dict[str, Any]:
    """Return the card that Nia gets for a command."""
    command(hall.workspace, "UNIA", channel, f"/role {text}".strip())
    await hall.quiet()
    return hall.private()[-1]


async def asked_aloud(hall: Served, text: str, channel: str = "CHELP") -> dict[str, Any]:
    """Return the answer that everybody sees."""
    say(hall.workspace, "UNIA", channel, text if channel == "DNIA" else f"@rolecall {text}")
    await hall.quiet()
    return hall.answers()[-1]


@pytest.mark.usefixtures("both_ways")
async def test_a_role_picked_from_the_list_is_shown_to_who_picked_it() -> None:
    async with served() as hall:
        card = await asked_privately(hall, "")
        await hall.press(card, "Pick a role", value=ENGINEER)
        picked = hall.private()[-1]
        assert hall.answers() == []
    assert picked["text"].startswith("Data engineer")
    assert picked["ts"] != card["ts"]
    assert "Share" in labels(picked)


async def test_what_one_person_looks_up_in_a_thread_is_shown_to_them_alone_and_there() -> None:
    async with served() as hall:
        card = await asked_aloud(hall, "what does a DE do?")
        await hall.press(card, labels(card)[0], user="UANA")
        [shown] = hall.private("UANA")
        assert len(hall.answers()) == 1
    assert shown["thread_ts"] == card["thread_ts"]
    assert "Share" in labels(shown)


async def test_in_a_direct_message_the_next_card_is_said_like_the_first() -> None:
    async with served() as hall:
        card = await asked_aloud(hall, "what does a DE do?", "DNIA")
        await hall.press(card, labels(card)[0])
        assert len(hall.answers()) == 2
        assert hall.private() == []
        assert "Share" not in labels(hall.answers()[-1])


@pytest.mark.usefixtures("both_ways")
async def test_share_draws_the_answer_anew_for_everybody() -> None:
    async with served() as hall:
        card = await asked_privately(hall, "who owns data quality?")
        await hall.press(card, "Share")
        [shared] = hall.answers()
        [response] = hall.responses()
    assert response["response_type"] == "in_channel"
    assert response["replace_original"] is False
    assert shared["text"] == card["text"]
    assert "Share" not in labels(shared)
    assert "<@" not in str(shared["blocks"])


async def test_a_card_from_a_thread_is_shared_in_that_thread() -> None:
    async with served() as hall:
        card = await asked_aloud(hall, "what does a DE do?")
        await hall.press(card, labels(card)[0])
        [private] = hall.private()
        await hall.press(private, "Share")
        shared = hall.answers()[-1]
    assert shared["thread_ts"] == card["thread_ts"]


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize("aloud", [True, False])
async def test_next_turns_the_page_of_the_same_card(aloud: bool) -> None:
    async with served() as hall:
        asked = asked_aloud if aloud else asked_privately
        card = dict(await asked(hall, "show me the example project"))
        assert "Next" in labels(card)
        await hall.press(card, "Next")
        cards = hall.answers() if aloud else hall.private()
        [turned] = cards
    assert turned["ts"] == card["ts"]
    assert turned["blocks"] != card["blocks"]
    assert "Back" in labels(turned)


@pytest.mark.parametrize("fault", ["used", "expired"])
async def test_a_card_that_slack_takes_no_more_from_says_so_to_who_pressed(fault: str) -> None:
    async with served() as hall:
        card = await asked_privately(hall, "data-engineer")
        url = last_response_url(hall)
        if fault == "used":
            for _ in range(5):
                await hall.send(payloads.press(ENGINEER, response_url=url))
        else:
            await hall.workspace.clock.advance(31 * 60)
        await hall.send(payloads.press(ENGINEER, "share", response_url=url))
        [told] = hall.whispers()
        assert hall.answers() == []
    assert "open for too long" in told["text"]
    assert told["user"] == "UNIA"
    assert card["channel"] == told["channel"]


def last_response_url(hall: Served) -> str:
    """Return the response URL of the last command."""
    url: str = hall.workspace.deliveries("slash command")[-1].request["response_url"]
    return url


async def test_where_the_bot_is_not_in_the_channel_the_line_comes_as_a_direct_message() -> None:
    async with served() as hall:
        hall.workspace.channels["CHELP"].members.remove(hall.workspace.bot)
        await asked_privately(hall, "data-engineer")
        url = last_response_url(hall)
        await hall.workspace.clock.advance(31 * 60)
        await hall.send(payloads.press(ENGINEER, "share", response_url=url))
        [told] = hall.answers()
        assert told["ts"] in hall.workspace.messages["DNIA"]
    assert "open for too long" in told["text"]


@pytest.mark.parametrize(
    ("value", "action_id"),
    [
        ("who-knows", "ask:0"),
        ("", "ask:0"),
        ("1|role|<!channel>", "share"),
        ("9|role|data-engineer", "turn:0"),
        ("1|no-such-kind", "ask:1"),
        ("1|role|data-engineer|||||99999999", "turn:0"),
        (ENGINEER, "vote"),
        (ENGINEER, "ask:x"),
    ],
)
async def test_a_button_of_another_version_says_so_to_who_pressed(value: str, action_id: str) -> None:
    async with served() as hall:
        await asked_privately(hall, "data-engineer")
        reply = await hall.send(payloads.press(value, action_id, response_url=last_response_url(hall)))
        assert reply.status == 200
        assert GONE in hall.private()[-1]["text"]
        assert hall.answers() == []


@pytest.mark.parametrize("action", [{"value": None}, {"selected_option": None, "value": None}])
async def test_a_button_without_a_text_in_its_value_says_so_too(action: dict[str, Any]) -> None:
    async with served() as hall:
        await asked_privately(hall, "data-engineer")
        pressed = {"type": "button", "action_id": "ask:0", "block_id": "b", "action_ts": "1.2", **action}
        await hall.send(payloads.press("", actions=[pressed], response_url=last_response_url(hall)))
        assert GONE in hall.private()[-1]["text"]


async def test_a_button_whose_subject_is_gone_is_answered_with_what_there_is() -> None:
    async with served() as hall:
        await asked_privately(hall, "data-engineer")
        value = encode(Meaning(Kind.ROLE, roles=("lamplighter",)))
        await hall.send(payloads.press(value, response_url=last_response_url(hall)))
        assert hall.private()[-1]["text"].startswith("I don't know")


async def test_a_press_without_a_response_url_is_answered_to_who_pressed() -> None:
    async with served() as hall:
        await hall.send(payloads.press(ENGINEER))
        [told] = hall.whispers()
    assert told["text"].startswith("Data engineer")
    assert told["user"] == "UNIA"


async def test_the_response_to_a_press_does_not_wait_for_the_card() -> None:
    async with served() as hall:
        await asked_privately(hall, "data-engineer")
        hall.workspace.faults.set({"slow_ms": 60_000})
        delivery = payloads.press(ENGINEER, response_url=last_response_url(hall))
        reply = await hall.transport.send(delivery, {})
        assert (reply.status, reply.body) == (200, b"")
        await hall.workspace.feed.until(lambda: hall.workspace.calls("response_url"))
        assert len(hall.private()) == 1
        await hall.workspace.clock.advance(60)
        await hall.quiet()
        assert len(hall.private()) == 2


async def test_a_response_that_slack_holds_back_is_given_again() -> None:
    async with served() as hall:
        card = await asked_privately(hall, "data-engineer")
        hall.workspace.faults.set({"rate_limit": 1, "method": "response_url"})
        await hall.press(card, "Share")
        assert [entry.status for entry in hall.workspace.calls("response_url")] == [429, 200]
        assert len(hall.answers()) == 1


async def test_a_response_that_slack_refuses_is_told_with_a_reference(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with served() as hall:
        card = await asked_privately(hall, "data-engineer")
        hall.workspace.faults.set({"server_error": 1, "method": "response_url"})
        await hall.press(card, "Share")
        [told] = hall.whispers()
    [failed] = [record for record in caplog.records if record.exc_info]
    reference = failed.getMessage().split()[-1]
    assert reference in told["text"]
    assert "internal_error" not in told["text"]

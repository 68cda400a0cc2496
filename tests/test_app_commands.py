"""The slash command, answered by the real app in the HTTP response itself."""

from __future__ import annotations

from typing import Any

import payloads
import pytest
from served_app import labels, served

from bot.playground.blocks import problems
from bot.playground.commands import command


async def answered(text: str, **fields: str) -> dict[str, Any]:
    async with served() as hall:
        reply = await hall.send(payloads.command(text, **fields))
        assert reply.status == 200
        answer: Any = reply.json()
        assert hall.workspace.calls("chat.postMessage") == []
    assert problems(answer["blocks"]) == []
    return dict(answer)


@pytest.mark.parametrize(
    ("typed", "first_words"),
    [
        ("data-engineer", "Data engineer: brings data"),
        ("  DE  ", "Data engineer: brings data"),
        ("who owns data quality?", "Data engineers are responsible for data quality"),
        ("", "There are"),
        ("   ", "There are"),
        ("help", "Ask me who does what"),
        ("good morning", "Ask me who does what"),
        ("whoever feeds the goldfish", "I don't know"),
    ],
)
async def test_what_is_typed_is_answered_in_the_response_to_the_asker_alone(
    typed: str, first_words: str
) -> None:
    answer = await answered(typed)
    assert answer["response_type"] == "ephemeral"
    assert answer["text"].startswith(first_words)


@pytest.mark.usefixtures("both_ways")
async def test_the_command_alone_shows_the_list_with_a_picker() -> None:
    answer = await answered("")
    assert "Pick a role" in labels(answer)


async def test_an_answer_to_one_person_can_be_shared() -> None:
    assert "Share" in labels(await answered("data-engineer"))


async def test_the_command_may_have_any_name() -> None:
    answer = await answered("data-engineer", command="/wer-macht-was")
    assert answer["text"].startswith("Data engineer")


async def test_a_question_about_a_payload_is_heard_like_any_other() -> None:
    """Bolt's own parsing loses every form in which this word stands."""
    answer = await answered("who owns the payload of data quality?")
    assert answer["response_type"] == "ephemeral"
    assert "Data engineers" in answer["text"]


async def test_what_was_typed_comes_alive_nowhere() -> None:
    answer = await answered("what about <!channel> and <@UADAM|adam> and *stars*?")
    assert "<!" not in str(answer)
    assert "<@" not in str(answer)


@pytest.mark.usefixtures("both_ways")
async def test_a_person_in_the_workspace_sees_the_card() -> None:
    async with served() as hall:
        command(hall.workspace, "UNIA", "CHELP", "/role data-engineer")
        await hall.quiet()
        [card] = hall.private()
    assert card["text"].startswith("Data engineer")
    assert card["channel"] == "CHELP"

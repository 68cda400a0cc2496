"""What stands under an answer: votes that are counted once, and a question that was not answered well."""

from __future__ import annotations

from datetime import date
from typing import Any

import payloads
import pytest
from served_app import Served, labels, served

from bot.cards import encode
from bot.cards.footing import VOTE, Asked, asked_of, value_of, vote_of
from bot.matching.reading import Kind, Meaning
from bot.playground.commands import command
from bot.playground.talking import say
from bot.workspace.directory import WorkspaceId
from bot.workspace.gaps import Gap
from bot.workspace.stores import WorkspaceStore

OWNERSHIP = Meaning(Kind.OWNERSHIP, topic="data-quality")
QUESTION = "who owns data quality?"
QUESTIONS = (QUESTION, "what does a DE do?", "which roles are there?", "help", "where is the moon?", "")


def store(hall: Served) -> WorkspaceStore:
    return hall.app.workspaces.store(WorkspaceId(payloads.TEAM))


async def votes(hall: Served) -> dict[str, int]:
    """Return the votes so far."""
    await hall.app.learning.write()
    counts = await store(hall).tallies.counts(date.min, date.max)
    return {name: counts[name] for name in ("helpful", "unhelpful") if counts.get(name)}


async def gaps(hall: Served) -> list[Gap]:
    return list(await store(hall).gaps.gaps())


async def aloud(hall: Served, text: str, channel: str = "CHELP", user: str = "UNIA") -> dict[str, Any]:
    say(hall.workspace, user, channel, text if channel == "DNIA" else f"@rolecall {text}")
    await hall.quiet()
    return hall.answers()[-1]


async def privately(hall: Served, text: str, channel: str = "CHELP", user: str = "UNIA") -> dict[str, Any]:
    command(hall.workspace, user, channel, f"/role {text}".strip())
    await hall.quiet()
    return hall.private(user)[-1]


@pytest.mark.parametrize("question", QUESTIONS)
async def test_every_answer_asks_whether_it_helped(question: str) -> None:
    async with served() as hall:
        for card in (await aloud(hall, question), await privately(hall, question)):
            assert {"Helpful", "Not helpful", "Still need help?"} <= set(labels(card))
        kinds = [each["type"] for each in hall.answers()[-1]["blocks"]]
        assert "context_actions" in kinds
        assert "context_actions" not in [each["type"] for each in hall.private()[-1]["blocks"]]


@pytest.mark.parametrize("ask", [aloud, privately])
async def test_a_vote_is_counted_and_the_voter_is_thanked_alone(ask: Any) -> None:
    async with served() as hall:
        card = await ask(hall, QUESTION)
        before = len(hall.answers())
        await hall.press(card, "Helpful")
        assert await votes(hall) == {"helpful": 1}
        assert "noted" in hall.private()[-1]["text"]
        assert len(hall.answers()) == before
        assert await gaps(hall) == []


@pytest.mark.parametrize("ask", [aloud, privately])
async def test_an_answer_of_no_help_leaves_its_question_as_a_gap(ask: Any) -> None:
    async with served() as hall:
        await hall.press(await ask(hall, "who  owns data quality?"), "Not helpful")
        [gap] = await gaps(hall)
        assert (gap.texts, gap.count) == (("who owns data quality?",), 1)
        assert await votes(hall) == {"unhelpful": 1}


async def test_who_changes_their_mind_has_one_vote_and_leaves_one_gap() -> None:
    async with served() as hall:
        card = await aloud(hall, QUESTION)
        for label in ("Not helpful", "Not helpful", "Helpful", "Helpful", "Not helpful"):
            await hall.press(card, label)
        assert await votes(hall) == {"unhelpful": 1}
        [gap] = await gaps(hall)
        assert gap.count == 1
        await hall.press(card, "Helpful", user="UANA")
        assert await votes(hall) == {"unhelpful": 1, "helpful": 1}


async def test_two_answers_have_a_vote_each() -> None:
    async with served() as hall:
        for _ in range(2):
            await hall.press(await aloud(hall, QUESTION), "Helpful")
        assert await votes(hall) == {"helpful": 2}


async def test_what_was_pressed_for_and_not_typed_is_a_gap_in_our_words() -> None:
    async with served() as hall:
        await privately(hall, "")
        url = hall.workspace.deliveries("slash command")[-1].request["response_url"]
        await hall.send(payloads.press(encode(OWNERSHIP), response_url=url))
        await hall.press(hall.private()[-1], "Not helpful")
        [gap] = await gaps(hall)
    assert gap.texts == ("Who owns data quality?",)


async def test_a_card_whose_page_is_turned_still_knows_the_question() -> None:
    async with served() as hall:
        card = await aloud(hall, "show me the example project please")
        await hall.press(card, "Next")
        [turned] = hall.answers()
        assert labels(turned).count("Helpful") == 1
        await hall.press(turned, "Not helpful")
        [gap] = await gaps(hall)
    assert gap.texts == ("show me the example project please",)


async def test_a_vote_of_another_organisation_is_not_counted() -> None:
    async with served() as hall:
        hall.workspace.channels["CHELP"].shared = True
        await hall.press(await aloud(hall, QUESTION), "Not helpful")
        assert (await votes(hall), await gaps(hall)) == ({}, [])
        assert "only count" in hall.private()[-1]["text"]


async def test_the_same_card_is_drawn_once_for_all_who_ask() -> None:
    async with served() as hall:
        for question in (QUESTION, "so who owns data quality then?"):
            await aloud(hall, question)
        assert (hall.app.drawn.hits, hall.app.drawn.misses) == (1, 1)


async def test_over_socket_mode_a_vote_is_counted_too() -> None:
    async with served(by="socket") as hall:
        await hall.press(await aloud(hall, QUESTION), "Not helpful")
        assert await votes(hall) == {"unhelpful": 1}
        assert len(await gaps(hall)) == 1


@pytest.mark.parametrize(
    "value",
    ["", "+", "+[]", "-{}", "+null", "*[1]", '+[1, "q", "1|role", "U", 2]', '+[2, "q", "1|role", "", ""]'],
)
async def test_a_vote_of_another_version_says_so_and_counts_nowhere(value: str) -> None:
    async with served() as hall:
        reply = await hall.send(payloads.press(value, f"{VOTE}:0"))
        assert reply.status == 200
        [told] = hall.whispers()
        assert "older version" in told["text"]
        assert await votes(hall) == {}


@pytest.mark.parametrize("text", ["", "a", '"quoted" <@U1> & \\', "ä😀" * 400, "word " * 200])
def test_what_a_button_carries_is_what_was_asked_and_fits(text: str) -> None:
    asked = Asked(text, OWNERSHIP, "UNIA", "1795176000.000100")
    value = value_of(asked)
    assert len("+" + value) <= 2000
    back = asked_of(value)
    assert (back.meaning, back.asker, back.ts) == (asked.meaning, asked.asker, asked.ts)
    assert back.text == text or (back.text.endswith("…") and text.startswith(back.text[:-1]))
    assert vote_of("-" + value) == (False, back)

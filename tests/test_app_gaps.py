"""What nobody could answer is kept, shown to stewards, answered, and told to those who wait."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import payloads
import pytest
from databases import Clock
from pydantic import SecretStr
from served_app import Served, labels, served
from test_app_directory import asked, assign, hand_in, modal, opened, told, typed

from bot.playground.blocks import problems
from bot.playground.commands import command
from bot.playground.events import announce
from bot.playground.talking import say
from bot.workspace.directory import WorkspaceId
from bot.workspace.gaps import WAITING, Gap, GapState
from bot.workspace.stores import WorkspaceStore

HERE = WorkspaceId(payloads.TEAM)
UNHEARD_OF = "who waters the office palms?"


def kept(hall: Served) -> WorkspaceStore:
    return hall.app.workspaces.store(HERE)


async def gaps(hall: Served) -> list[Gap]:
    return [*await kept(hall).gaps.gaps()]


async def counts(hall: Served) -> dict[str, int]:
    await hall.app.learning.write()
    today = datetime.now(UTC).date()
    return dict(await kept(hall).tallies.counts(today, today))


async def type_question(hall: Served, text: str, user: str = "UNIA", channel: str = "CHELP") -> None:
    command(hall.workspace, user, channel, f"/role {text}")
    await hall.quiet()


async def say_question(hall: Served, text: str, user: str = "UNIA", channel: str = "CHELP") -> None:
    say(hall.workspace, user, channel, text)
    await hall.quiet()


async def test_what_nobody_could_answer_becomes_one_gap_however_it_is_asked(url: str) -> None:
    async with served(given={"database_url": SecretStr(url)}) as hall:
        await type_question(hall, UNHEARD_OF)
        await say_question(hall, f"@rolecall {UNHEARD_OF} *please*", "UANA")
        await say_question(hall, UNHEARD_OF, channel="DNIA")
        await type_question(hall, "who owns data quality?")
        [gap] = await gaps(hall)
        assert (gap.count, gap.askers, gap.channel) == (3, 2, None)
        assert gap.texts[0] == UNHEARD_OF
        told = await counts(hall)
        assert (told["asked"], told["answered"], told["unknown"]) == (4, 1, 3)
        assert (told["kind ownership"], told["kind unknown"]) == (1, 3)


@pytest.mark.usefixtures("both_ways")
async def test_a_gap_tells_in_which_channel_it_was_asked_last() -> None:
    async with served() as hall:
        await say_question(hall, f"@rolecall {UNHEARD_OF}")
        assert [gap.channel for gap in await gaps(hall)] == ["CHELP"]


@pytest.mark.parametrize("text", ["", "mine", "who data-engineer"])
async def test_a_word_of_the_command_is_no_question(text: str) -> None:
    async with served() as hall:
        await type_question(hall, text)
        assert await gaps(hall) == []
        assert await counts(hall) == {}


@pytest.mark.parametrize("text", ["help", "who owns data quality?"])
async def test_what_is_known_is_no_gap(text: str) -> None:
    async with served() as hall:
        await type_question(hall, text)
        await say_question(hall, "@rolecall")
        assert await gaps(hall) == []
        assert (await counts(hall))["asked"] == 1


async def test_a_question_that_only_lacks_its_subject_is_no_gap() -> None:
    async with served() as hall:
        await type_question(hall, "and their tools?")
        assert await gaps(hall) == []
        assert (await counts(hall))["unclear"] == 1


async def test_nothing_is_learnt_where_another_organisation_listens_in() -> None:
    async with served() as hall:
        hall.workspace.channels["CHELP"].shared = True
        await say_question(hall, f"@rolecall {UNHEARD_OF}")
        await type_question(hall, UNHEARD_OF)
        assert len(hall.answers()) == 1
        assert await gaps(hall) == []
        assert await counts(hall) == {}


async def test_nothing_is_learnt_from_people_of_another_organisation() -> None:
    async with served() as hall:
        stranger = hall.workspace.people["UNIA"].as_slack("TOTHER", 0)
        announce(hall.workspace, {"type": "user_change", "user": stranger})
        await hall.quiet()
        await type_question(hall, UNHEARD_OF)
        assert await gaps(hall) == []
        assert await counts(hall) == {}


async def test_answers_go_on_while_nothing_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served() as hall:
        hall.app.workspaces.open(None)
        reply = await hall.send(payloads.command(UNHEARD_OF))
        assert "I don't know" in str(reply.json())


TELL_ME = "Tell me when it is answered"
ANSWER = "Nia waters them on Mondays; ask in <#CHELP> & be kind."


async def answer_it(hall: Served, user: str = "UADAM", **filled: str) -> dict[str, Any]:
    """Open the list, press Answer on its first question and hand the form in."""
    card = await typed(hall, "gaps", user)
    await hall.press(card, "Answer", user=user)
    return await hand_in(hall, modal(hall, user), user, **filled)


async def test_assign_ask_answer_and_leave_out_from_start_to_end(url: str) -> None:
    async with served(given={"database_url": SecretStr(url)}) as hall:
        await assign(hall, "data-engineer", people=["UANA"], channel="CHELP")
        assert "ana" in (await asked(hall, "who owns data quality?"))["text"]

        assert TELL_ME in labels(await asked(hall, UNHEARD_OF))
        saved = await answer_it(hall, answer=ANSWER)
        assert "From now on" in told(saved)
        again = await asked(hall, "who is watering the palms in the office?")
        assert ANSWER in again["text"].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert "<#CHELP>" not in str(again["blocks"][0].get("text"))
        assert await gaps(hall) == []

        await assign(hall, "data-analyst", absent=["absent"], covered=["data-engineer"])
        assert "Not here: data analysts" in (await typed(hall, ""))["text"]


async def test_those_who_wait_are_told_once_the_question_is_answered(url: str) -> None:
    async with served(given={"database_url": SecretStr(url)}) as hall:
        aloud = await asked(hall, UNHEARD_OF, "UANA")
        assert problems(aloud["blocks"]) == []
        await hall.press(aloud, TELL_ME, user="UNIA")
        assert "as soon as somebody" in hall.private("UNIA")[-1]["text"]
        await hall.press(await typed(hall, UNHEARD_OF, "UANA"), TELL_ME, user="UANA")
        card = await typed(hall, "gaps")
        assert "2 people waiting" in str(card["blocks"])
        saved = await answer_it(hall, answer="Nia does.")
        assert "2 people" in told(saved)
        for channel in ("DNIA", "DANA"):
            [news] = [each for each in hall.seen(channel) if "asked to be told" in str(each.get("blocks"))]
            assert "Nia does." in str(news["blocks"])
            assert problems(news["blocks"]) == []
        assert await kept(hall).gaps.owed() == []
        await hall.press(aloud, TELL_ME, user="UNIA")
        assert "by now" in hall.private("UNIA")[-1]["text"]


async def first_gap(hall: Served, state: GapState = GapState.OPEN) -> Gap:
    [gap, *_] = await kept(hall).gaps.gaps(state)
    return gap


@pytest.mark.usefixtures("both_ways")
async def test_the_list_is_as_it_is_now_after_one_was_answered() -> None:
    async with served() as hall:
        await asked(hall, UNHEARD_OF)
        await asked(hall, UNHEARD_OF)
        await asked(hall, "is the canteen open on sundays?")
        card = await typed(hall, "gaps")
        assert problems(card["blocks"]) == []
        assert "Asked twice by one person" in str(card["blocks"])
        await answer_it(hall, answer="Nia does.")
        [now] = [each for each in hall.private("UADAM") if "One question" in each["text"]]
        assert "canteen" in str(now["blocks"])
        await hall.press(now, "Not ours", user="UADAM")
        assert "nothing that I could not answer" in hall.private("UADAM")[-1]["text"]


@pytest.mark.usefixtures("both_ways")
async def test_what_is_put_aside_stays_so_and_those_who_wait_are_told() -> None:
    async with served() as hall:
        aloud = await asked(hall, UNHEARD_OF)
        await hall.press(aloud, TELL_ME, user="UNIA")
        await hall.press(await typed(hall, "gaps"), "Not ours", user="UADAM")
        assert "not for me to answer" in hall.seen("DNIA")[-1]["text"]
        await asked(hall, UNHEARD_OF)
        assert await gaps(hall) == []
        assert (await first_gap(hall, GapState.NOT_OURS)).count == 2
        await hall.press(aloud, TELL_ME, user="UNIA")
        assert "not for me to answer" in hall.private("UNIA")[-1]["text"]


async def test_what_is_put_aside_is_no_longer_answered_wrongly_until_it_is_taken_back(url: str) -> None:
    async with served(given={"database_url": SecretStr(url)}) as hall:
        mistaken = "who owns data quality of the vending machine?"
        wrong = await asked(hall, mistaken)
        assert "Data engineers" in wrong["text"]
        await hall.press(wrong, "Not helpful")
        await hall.press(await typed(hall, "gaps"), "Not ours", user="UADAM")
        assert "I don't know" in (await asked(hall, mistaken))["text"]
        assert "I don't know" in (await asked(hall, "Who owns data quality of the vending machines"))["text"]
        assert "Data engineers" in (await asked(hall, "who owns data quality?"))["text"]
        [change] = await kept(hall).contents.audit()
        assert (change.by, change.after) == ("UADAM", [mistaken])
        await hall.press(hall.private("UADAM")[-1], "Undo", user="UADAM")
        assert "Data engineers" in (await asked(hall, mistaken))["text"]
        assert len(await gaps(hall)) == 1


@pytest.mark.usefixtures("both_ways")
@pytest.mark.parametrize(
    ("filled", "where", "why"),
    [
        ({"answer": "   ", "ways": UNHEARD_OF}, "answer", "Write what people"),
        ({"answer": "Nia.", "ways": "  \n "}, "ways", "at least one"),
        ({"answer": "Nia.", "ways": "x" * 401}, "ways", "400 characters"),
        ({"answer": "Nia.", "ways": UNHEARD_OF, "role": "no-such-role"}, "ways", "no-such-role"),
    ],
)
async def test_what_is_wrong_with_an_answer_is_said_at_its_field(
    filled: dict[str, str], where: str, why: str
) -> None:
    async with served() as hall:
        await asked(hall, UNHEARD_OF)
        await hall.press(await typed(hall, "gaps"), "Answer", user="UADAM")
        view = modal(hall)
        key = view["private_metadata"].split()[0]
        values = {f"{name}:{key}": {name: text_of(name, text)} for name, text in filled.items()}
        reply = await hall.send(
            payloads.submission(
                view={**view, "state": {"values": values}}, user={"id": "UADAM", "team_id": "TDATA"}
            )
        )
        said: Any = reply.json()
        assert said["response_action"] == "errors"
        [(block, text)] = said["errors"].items()
        assert block.partition(":")[0] == where
        assert why in text
        assert len(await gaps(hall)) == 1


def text_of(name: str, text: str) -> dict[str, Any]:
    if name == "role":
        return {"type": "static_select", "selected_option": {"value": text}}
    return {"type": "plain_text_input", "value": text}


@pytest.mark.usefixtures("both_ways")
async def test_only_stewards_see_and_answer_gaps() -> None:
    async with served() as hall:
        await asked(hall, UNHEARD_OF)
        assert "Only admins" in (await typed(hall, "gaps", "UNIA"))["text"]
        key = (await first_gap(hall)).group
        await hall.send(payloads.press(key, "not-ours", response_url=None))
        assert len(await gaps(hall)) == 1
        view = {"callback_id": "answer-gap", "private_metadata": f"{key} ", "state": {"values": {}}}
        reply = await hall.send(payloads.submission(view={"id": "V1", "type": "modal", "hash": "x", **view}))
        assert "Only admins" in str(reply.json())
        await hand_in(hall, await opened(hall, "settings"), stewards=["UANA"])
        assert "One question" in (await typed(hall, "gaps", "UANA"))["text"]


async def test_an_answer_that_one_process_was_given_another_tells_within_a_second(url: str) -> None:
    async with served(given={"database_url": SecretStr(url)}) as hall:
        other = type(hall.app)(hall.app.settings, hall.app.answerer)
        async with other.running():
            way = hall.way_to(other)
            first: Any = (await way.send(payloads.command(UNHEARD_OF), {})).json()
            assert "I don't know" in first["text"]
            assert await other.background.drain(10) == 0
            await answer_it(hall, answer="Nia does.")
            async with asyncio.timeout(1):
                while True:
                    reply: Any = (await way.send(payloads.command(UNHEARD_OF), {})).json()
                    if "Nia does." in reply["text"]:
                        break
                    await asyncio.sleep(0.05)
            assert await other.background.drain(10) == 0


async def test_who_is_forgotten_is_told_nothing_more(url: str) -> None:
    async with served(given={"database_url": SecretStr(url)}) as hall:
        await hall.press(await asked(hall, UNHEARD_OF), TELL_ME, user="UNIA")
        card = await typed(hall, "forget me", "UNIA")
        assert problems(card["blocks"]) == []
        assert (await first_gap(hall)).waiting == 1
        await hall.press(card, "Forget me")
        assert "Done" in hall.private("UNIA")[-1]["text"]
        gap = await first_gap(hall)
        assert (gap.count, gap.askers, gap.waiting) == (1, 0, 0)


async def test_nobody_waits_for_longer_than_a_month() -> None:
    clock = Clock()
    async with served(clock=clock) as hall:
        await hall.press(await asked(hall, UNHEARD_OF), TELL_ME, user="UNIA")
        clock.advance(seconds=WAITING.total_seconds() + 1)
        await answer_it(hall, answer="Nia does.")
        assert not [each for each in hall.seen("DNIA") if "asked to be told" in str(each)]

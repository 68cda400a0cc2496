"""Whoever knows what nobody could answer says so, and a steward approves it in one press."""

from __future__ import annotations

from typing import Any

import payloads
import pytest
from pydantic import SecretStr
from served_app import Served, labels, served
from test_app_directory import asked, hand_in, modal, opened, told, typed
from test_app_gaps import ANSWER, TELL_ME, UNHEARD_OF, gaps, kept, type_question

from bot.cards.gaps import know_view
from bot.playground.blocks import problems
from bot.workspace.gaps import GapState

I_KNOW = "I know the answer"


async def pressed(hall: Served, user: str = "UANA") -> dict[str, Any]:
    """Ask aloud what nobody knows, and let somebody press that they do; return the form."""
    answer = await asked(hall, UNHEARD_OF)
    await hall.press(answer, I_KNOW, user=user)
    return modal(hall, user)


async def test_what_a_member_knows_is_proposed_and_live_once_a_steward_has_pressed(url: str) -> None:
    async with served(given={"database_url": SecretStr(url)}) as hall:
        form = await pressed(hall)
        assert problems(form["blocks"], "modal") == []
        assert (form["submit"]["text"], form["private_metadata"]) == ("Propose", UNHEARD_OF)
        await hall.press(hall.answers()[-1], TELL_ME, user="UNIA")
        proposed = await hand_in(hall, form, "UANA", answer=ANSWER)
        assert "1 person" in told(proposed)
        [gap] = await gaps(hall)
        assert gap.waiting == 1
        assert ANSWER not in str(await typed(hall, UNHEARD_OF, "UNIA"))

        asking = hall.seen("DADAM")[-1]
        assert UNHEARD_OF in str(asking["blocks"])
        await hall.press(asking, "Approve", user="UADAM")

        assert "Nia waters them on Mondays" in str(await typed(hall, UNHEARD_OF, "UNIA"))
        assert await gaps(hall) == []
        assert f"You asked to be told: *{UNHEARD_OF}*" in str(hall.seen("DNIA")[-1]["blocks"])
        assert "was approved" in hall.seen("DANA")[-1]["text"]
        [change] = [each for each in await kept(hall).contents.audit() if each.place.shelf == "own-faq"]
        assert (change.by, change.proposed_by, change.before) == ("UADAM", "UANA", None)


@pytest.mark.usefixtures("both_ways")
async def test_what_is_declined_leaves_the_question_open() -> None:
    async with served() as hall:
        await hand_in(hall, await pressed(hall), "UANA", answer=ANSWER)
        await hall.press(hall.seen("DADAM")[-1], "Decline", user="UADAM")

        assert [gap.state for gap in await gaps(hall)] == [GapState.OPEN]
        assert "declined" in hall.seen("DANA")[-1]["text"]


@pytest.mark.usefixtures("both_ways")
async def test_a_steward_who_knows_it_answers_at_once() -> None:
    async with served() as hall:
        form = await pressed(hall, "UADAM")
        assert form["submit"]["text"] == "Save"
        saved = await hand_in(hall, form, "UADAM", answer=ANSWER, ways=f"{UNHEARD_OF}\npalms?")

        assert "From now on" in told(saved)
        assert await gaps(hall) == []
        assert "Nia waters them on Mondays" in str(await typed(hall, UNHEARD_OF, "UNIA"))


@pytest.mark.parametrize(("words", "whole"), [(60, 60), (90, 79)])
def test_as_much_of_a_long_question_as_a_way_may_have_is_filled_in(words: int, whole: int) -> None:
    view = str(know_view(" ".join(["word"] * words), (), proposing=False)["blocks"])
    assert f"'{' '.join(['word'] * whole)}'" in view


async def test_what_is_wrong_stands_at_its_input_and_what_is_settled_is_said() -> None:
    async with served() as hall:
        form = await pressed(hall)
        wrong = await hand_in(hall, form, "UANA", answer=ANSWER, ways="x" * 401)
        assert "at most 400" in str(wrong["errors"])
        [gap] = await gaps(hall)
        await kept(hall).gaps.settle(gap.group, GapState.NOT_OURS)
        late = await hand_in(hall, form, "UANA", answer=ANSWER, ways=UNHEARD_OF)
        assert "not for me to answer" in told(late)
        assert hall.seen("DADAM") == []


async def test_guests_and_other_organisations_are_offered_nothing_and_may_nothing() -> None:
    async with served() as hall:
        await hand_in(hall, await opened(hall, "settings"), days="30")
        answer = await asked(hall, UNHEARD_OF)
        hall.workspace.people["UANA"].is_guest = True
        await hall.press(answer, I_KNOW, user="UANA")
        assert "Only admins" in told(modal(hall, "UANA"))
        await type_question(hall, UNHEARD_OF, "UANA")
        assert I_KNOW not in labels(hall.private("UANA")[-1])
        form = await pressed(hall, "UNIA")
        hall.workspace.people["UNIA"].is_guest = True
        hall.app.workspaces.profiles._people.drop((hall.workspace.team, "UNIA"))
        assert "Only admins" in told(await hand_in(hall, form, "UNIA", answer=ANSWER))
        assert hall.seen("DADAM") == []


async def test_a_press_that_carries_more_than_a_modal_takes_opens_the_form_all_the_same() -> None:
    async with served() as hall:
        trigger = hall.workspace.tickets.trigger("UNIA", hall.workspace.clock.now())
        await hall.send(payloads.press(f"{UNHEARD_OF} " * 200, "i-know", trigger_id=trigger))
        assert modal(hall, "UNIA")["callback_id"] == "i-know"

"""Who waits for an answer is told, by a steward's press or by the clock, also where Slack fails once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from databases import Clock
from pydantic import SecretStr
from served_app import Served, served
from test_app_directory import asked, assign, typed
from test_app_gaps import UNHEARD_OF, answer_it, gaps, kept

from bot.cards.gaps import put_aside
from bot.delivery.telling import tell
from bot.knowledge.models import Faq
from bot.playground.blocks import problems
from bot.workspace.edits import Write
from bot.workspace.own import OwnFaq


async def test_a_gap_that_an_entry_or_a_file_has_answered_is_closed_and_told(url: str, clock: Clock) -> None:
    async with served(given={"database_url": SecretStr(url)}, clock=clock) as hall:
        await assign(hall, "data-analyst", people=["UANA"])  # so that it is known how to ask for people
        who = await asked(hall, "who is our data engineer?")
        assert "nobody has told me" in who["text"]
        await hall.press(who, "Tell me when it is answered")
        await hall.press(await asked(hall, UNHEARD_OF), "Tell me when it is answered")
        await asked(hall, "is the canteen open?")
        clock.advance(minutes=20)
        await hall.app.jobs.run()
        assert len(await gaps(hall)) == 3
        await assign(hall, "data-engineer", people=["UANA"])
        faq = Faq(id="palms", questions=(UNHEARD_OF,), answer="Nia does.")
        await kept(hall).contents.change(Write(own=OwnFaq(value=faq)), "import")
        clock.advance(minutes=20)
        await hall.app.jobs.run()
        assert [gap.texts for gap in await gaps(hall)] == [("is the canteen open?",)]
        news = [str(each["blocks"]) for each in hall.seen("DNIA") if "asked to be told" in str(each)]
        assert len(news) == 2
        assert any("Nia does." in each for each in news)
        assert any("|ana>" in each for each in news)


async def test_a_gap_stays_open_where_its_answer_was_there_when_it_was_asked(clock: Clock) -> None:
    async with served(clock=clock) as hall:
        faq = Faq(id="palms", questions=(UNHEARD_OF,), answer="Nobody does.")
        await kept(hall).contents.change(Write(own=OwnFaq(value=faq)), "import")
        clock.advance(minutes=20)
        await hall.press(await asked(hall, UNHEARD_OF), "Not helpful")
        clock.advance(minutes=20)
        await hall.app.jobs.run()
        assert len(await gaps(hall)) == 1


def news(hall: Served, channel: str) -> list[dict[str, Any]]:
    return [each for each in hall.seen(channel) if "You asked to be told" in str(each)]


async def two_wait(hall: Served) -> None:
    aloud = await asked(hall, UNHEARD_OF)
    for user in ("UNIA", "UANA"):
        await hall.press(aloud, "Tell me when it is answered", user=user)


@pytest.mark.parametrize("fault", ["server_error", "rate_limit"])
async def test_who_could_not_be_told_of_an_answer_is_told_at_the_next_look(clock: Clock, fault: str) -> None:
    async with served(clock=clock, retries=0) as hall:
        await two_wait(hall)
        clock.advance(minutes=20)
        faq = Faq(id="palms", questions=(UNHEARD_OF,), answer="Nia does.")
        await kept(hall).contents.change(Write(own=OwnFaq(value=faq)), "import")
        clock.advance(minutes=20)
        hall.workspace.faults.set({fault: 1, "method": "chat.postMessage"})
        await hall.app.jobs.run()
        assert await gaps(hall) == []
        assert len(news(hall, "DNIA")) + len(news(hall, "DANA")) == 1
        for _ in range(3):
            clock.advance(minutes=20)
            await hall.app.jobs.run()
        assert len(news(hall, "DNIA")) == len(news(hall, "DANA")) == 1


@pytest.mark.parametrize(("state", "says"), [("answered", "Nia does."), ("not ours", "not for me to answer")])
async def test_who_could_not_be_told_by_a_steward_is_told_by_the_clock(
    clock: Clock, state: str, says: str
) -> None:
    async with served(clock=clock, retries=0) as hall:
        await two_wait(hall)
        hall.workspace.faults.set({"server_error": 1, "method": "chat.postMessage"})
        if state == "answered":
            await answer_it(hall, answer="Nia does.")
        else:
            await hall.press(await typed(hall, "gaps"), "Not ours", user="UADAM")
        assert len(news(hall, "DNIA")) + len(news(hall, "DANA")) == 1
        for _ in range(3):
            clock.advance(minutes=20)
            await hall.app.jobs.run()
        for channel in ("DNIA", "DANA"):
            [told] = news(hall, channel)
            assert says in str(told)
            assert problems(told.get("blocks", [])) == []


async def test_who_was_being_told_when_the_process_ended_waits_on(clock: Clock) -> None:
    async with served(clock=clock) as hall:
        await two_wait(hall)
        [gap] = await gaps(hall)
        store = kept(hall).gaps
        hall.workspace.faults.set({"slow_ms": 1000})
        telling = asyncio.create_task(tell(store, hall.app.bolt.client, gap.group, "UANA", put_aside("it")))
        async with asyncio.timeout(5):
            while "UANA" in await store.waiting(gap.group):
                pass
        telling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await telling
        assert await store.waiting(gap.group) == ["UANA", "UNIA"]
        await hall.workspace.clock.advance(1)
        hall.workspace.faults.set({"slow_ms": 0})


async def test_who_slack_refuses_to_tell_is_not_told_again_and_again(clock: Clock) -> None:
    async with served(clock=clock) as hall:
        await two_wait(hall)
        hall.workspace.people["UANA"].is_bot = True  # whom Slack refuses to tell anything
        await answer_it(hall, answer="Nia does.")
        assert await kept(hall).gaps.owed() == []
        assert len(news(hall, "DNIA")) == 1

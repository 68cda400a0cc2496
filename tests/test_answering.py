"""No question is lost and none is answered twice, whatever becomes of Slack's answers and of processes."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path

import payloads
import pytest
from databases import Clock
from pydantic import SecretStr
from served_app import Served, answerer, element, served

from bot.app import Rolecall
from bot.delivery.journal import MessageKey
from bot.playground.interaction import press_on_message
from bot.playground.talking import say

ASKED = "<@UBOTTDATA> who owns data quality?"
DOUBT = "Slack did not tell me whether my answer arrived"


async def look_again(hall: Served, clock: Clock, seconds: int = 70) -> None:
    clock.advance(seconds=seconds)
    await hall.app.answering.look_around()
    await hall.quiet()


async def test_an_answer_carries_the_key_of_its_question() -> None:
    async with served() as hall:
        await hall.send(payloads.mention(ASKED))
        [posted] = hall.answers()
    assert posted["metadata"] == {
        "event_type": "rolecall_answer",
        "event_payload": {"answers": payloads.TS},
    }


@pytest.mark.parametrize("fault", ["lose_answer", "server_error", "malformed_answer", "page_answer"])
@pytest.mark.parametrize("channel", ["CHELP", "DNIA"])
async def test_where_nobody_knows_whether_an_answer_arrived_it_is_looked_for(
    fault: str, channel: str
) -> None:
    """What stands there is not said again, what does not is said once."""
    clock = Clock()
    async with served(clock=clock) as hall:
        hall.workspace.granted.add("channels:history")
        hall.workspace.faults.set({fault: 1, "method": "chat.postMessage"})
        say(hall.workspace, "UNIA", channel, "@rolecall who owns data quality?")
        await hall.quiet()
        assert len(hall.answers()) == (1 if fault != "server_error" else 0)
        for _ in range(3):
            await look_again(hall, clock)
        assert len(hall.answers()) == 1
        assert hall.private() == []


async def test_where_it_cannot_be_looked_for_the_asker_is_told_once_and_may_have_it_again() -> None:
    clock = Clock()
    async with served(clock=clock) as hall:
        hall.workspace.granted.discard("metadata.message:read")
        hall.workspace.faults.set({"server_error": 1, "method": "chat.postMessage"})
        await hall.send(payloads.mention(ASKED))
        for _ in range(3):
            await look_again(hall, clock)
        assert hall.answers() == []
        [told] = hall.private()
        assert told["text"].startswith(DOUBT)
        again = element(told, "Answer again")
        for _ in range(2):
            press_on_message(hall.workspace, "UNIA", ("CHELP", told["ts"]), again, None)
        await hall.quiet()
        [answer] = hall.answers()
        assert answer["thread_ts"] == payloads.TS
        assert answer["text"].startswith("Data engineers are responsible for data quality")
    assert hall.app.answering.became == {"again": 1, "doubtful": 1, "answered": 1}


async def test_what_slack_turned_away_for_now_is_sent_later() -> None:
    clock = Clock()
    async with served(clock=clock, retries=1) as hall:
        hall.workspace.faults.set({"rate_limit": 4, "method": "chat.postMessage"})
        await hall.send(payloads.mention(ASKED))
        await look_again(hall, clock)
        assert hall.answers() == []
        await look_again(hall, clock)
        assert len(hall.answers()) == 1
        assert hall.private() == []


async def test_what_slack_refuses_for_good_is_told_to_the_asker() -> None:
    async with served() as hall:
        hall.workspace.channels["CHELP"].archived = True
        await hall.send(payloads.mention(ASKED))
        [told] = [each for each in hall.posts() if each["channel"] == "UNIA"]
    assert told["text"].startswith("Something went wrong on my side")
    assert hall.app.answering.became == {"refused": 1}


async def test_what_nobody_can_be_told_is_counted_as_lost() -> None:
    async with served() as hall:
        hall.workspace.granted.discard("chat:write")
        await hall.send(payloads.mention(ASKED))
    assert hall.app.answering.became == {"lost": 1}


async def test_an_answer_outlasts_an_hour_without_slack() -> None:
    clock = Clock()
    async with served(clock=clock) as hall:
        hall.workspace.faults.set({"rate_limit": -1, "method": "chat.postMessage"})
        await hall.send(payloads.mention(ASKED))
        for _ in range(60):
            await look_again(hall, clock)
        hall.workspace.faults.set({"rate_limit": 0})
        assert hall.answers() == []
        await look_again(hall, clock)
        assert len(hall.answers()) == 1
        assert hall.private() == []


async def test_what_a_dead_process_left_is_answered_by_another(tmp_path: Path) -> None:
    kept = {"database_url": SecretStr(f"sqlite:///{tmp_path}/kept.sqlite3")}
    clock = Clock()
    work = {
        "text": ASKED,
        "user": "UNIA",
        "thread": payloads.TS,
        "direct": False,
        "team": payloads.TEAM,
        "enterprise": "",
        "shared": False,
    }
    async with served(given=kept, clock=clock) as dead:
        assert await dead.app.answering._kept.record(MessageKey("TDATA", "CHELP", payloads.TS), work)
    async with served(given=kept, clock=clock) as hall:
        assert hall.answers() == []
        await look_again(hall, clock, seconds=20)
        [answer] = hall.answers()
        await look_again(hall, clock)
        assert len(hall.answers()) == 1
    assert answer["thread_ts"] == payloads.TS


async def test_what_cannot_be_written_down_is_handed_back_while_commands_are_answered() -> None:
    async with served() as hall:
        hall.app.answering.open(None)
        hall.app.workspaces.open(None)
        assert (await hall.send(payloads.mention(ASKED))).status == 503
        reply = await hall.send(payloads.command("who owns data quality?"))
        assert reply.status == 200
        assert "Data engineers are responsible" in reply.body.decode()
        assert hall.answers() == []


async def test_a_process_that_stood_still_answers_once_what_it_finds_that_it_is_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its lease is over, nobody else was there to take the work, and it takes it from itself."""
    clock = Clock()
    async with served(clock=clock) as hall:
        hall.workspace.faults.set({"slow_ms": 60_000})
        await hall.transport.send(payloads.mention(ASKED), {})
        await hall.workspace.feed.until(lambda: hall.workspace.calls("chat.postMessage"))
        monkeypatch.setattr(hall.app.answering._kept, "renew", nothing)
        clock.advance(seconds=30)
        await hall.app.answering.look_around()
        assert len(hall.app.answering._held) == 1
        await hall.workspace.clock.advance(60)
        await hall.quiet()
        assert len(hall.answers()) == 1
        assert hall.app.answering._held == {}


async def nothing(*_: object) -> None:
    """Do nothing."""


@pytest.mark.parametrize("first", ["app_mention", "message"])
async def test_two_processes_that_are_told_three_times_of_each_mention_answer_it_once(
    url: str, first: str
) -> None:
    """As both events, in both orders, by either process, at once."""
    async with served(given={"database_url": SecretStr(url)}) as hall:
        second = Rolecall(hall.app.settings, answerer())
        async with second.running():
            ways = itertools.cycle((hall.transport, hall.way_to(second)))
            questions = [
                f"1795176000.{number:06}" for number in range(300, 304)
            ]  # as many as Slack takes at once
            for ts in questions:
                hall.place("CHELP", ts)
                mention = payloads.mention(ASKED, ts=ts)
                said = payloads.message(ASKED, ts=ts, channel="CHELP", channel_type="channel")
                both = [mention, said] if first == "app_mention" else [said, mention]
                replies = await asyncio.gather(
                    *(next(ways).send(each, {}) for each in [*both, *both, *both, *both[:1]])
                )
                assert {reply.status for reply in replies} == {200}
            await hall.quiet()
            assert await second.background.drain(10) == 0
        threads = sorted(each["thread_ts"] for each in hall.answers())
    assert threads == questions

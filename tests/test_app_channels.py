"""How the bot behaves in a channel: as those chose who may; never twice, never to bots, never too often."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import payloads
import pytest
from served_app import Served, labels, served

from bot.answers.answerer import Answerer
from bot.cards.channels import CHANNEL
from bot.playground.commands import command
from bot.playground.submitting import submit
from bot.playground.talking import delete, edit, join, leave, open_home, say
from bot.playground.views import view_problems
from bot.storage.clock import now
from bot.workspace.directory import WorkspaceId
from bot.workspace.edits import NameStewards, SettleChannel
from bot.workspace.settings import Answering, ChannelSettings

QUESTION = "who owns data quality?"
HERE = WorkspaceId(payloads.TEAM)


async def settle(hall: Served, answering: str = "questions", **chosen: Any) -> None:
    """Choose how #data-help is answered."""
    settings = ChannelSettings(answering=Answering(answering), **chosen)
    store = hall.app.workspaces.store(HERE).contents
    await store.change(SettleChannel(channel="CHELP", settings=settings), "UADAM")


async def said(hall: Served, text: str, thread: str | None = None, user: str = "UNIA") -> str:
    ts: str = say(hall.workspace, user, "CHELP", text, thread)["ts"]
    await hall.quiet()
    return ts


async def opened(hall: Served, user: str = "UADAM", channel: str = "CHELP") -> dict[str, Any]:
    """Type the command for the settings of a channel; return the modal, which Slack must take."""
    command(hall.workspace, user, channel, "/role channel")
    await hall.quiet()
    view = hall.workspace.modals[user][-1]
    kept = ("type", "title", "submit", "close", "blocks", "callback_id", "private_metadata")
    assert view_problems({name: view[name] for name in kept if view.get(name)}) == []
    return view


async def chosen(hall: Served) -> ChannelSettings:
    contents = await hall.app.workspaces.contents(HERE)
    return contents.channels.get("CHELP", ChannelSettings())


async def hand_in(hall: Served, view: dict[str, Any], user: str = "UADAM", **filled: Any) -> str:
    values = {name: {name: value} for name, value in filled.items()}
    submit(hall.workspace, user, view["id"], values)
    await hall.quiet()
    return str(hall.workspace.modals[user][-1]["blocks"])


async def test_a_channel_answers_only_mentions_until_somebody_chooses_otherwise() -> None:
    async with served() as hall:
        await said(hall, QUESTION)
        assert hall.posts() == []
        await settle(hall)
        ts = await said(hall, QUESTION)
        [answer] = hall.posts()
    assert (answer["channel"], answer["thread_ts"]) == ("CHELP", ts)


@pytest.mark.parametrize(
    "text",
    [
        "the data quality is bad",
        "@ana who owns data quality?",
        "where is the moon tonight?",
        "help?",
        "who owns it?",
        "did the data engineers fix the etl job?",
        "who owns data quality? I ask since the report of last week was wrong again and nobody told us. " * 3,
    ],
)
async def test_what_is_no_question_to_everybody_or_not_certain_is_left_alone(text: str) -> None:
    async with served() as hall:
        await settle(hall)
        await said(hall, text)
        assert (hall.posts(), hall.whispers()) == ([], [])


async def test_bots_and_edits_are_not_answered() -> None:
    async with served() as hall:
        await settle(hall)
        told = {"channel": "CHELP", "channel_type": "channel"}
        await hall.send(payloads.message(QUESTION, bot_id="B0THER", **told))
        await hall.send(payloads.message(QUESTION, bot_id="B0THER", subtype="bot_message", **told))
        await hall.send(payloads.message(QUESTION, edited={"user": "UNIA", "ts": "1.2"}, **told))
        assert hall.posts() == []


async def test_in_a_thread_it_answers_once_and_leaves_the_rest_to_people() -> None:
    async with served() as hall:
        await settle(hall)
        ts = await said(hall, QUESTION)
        for text in ("what does a data engineer do?", "and what tools?", QUESTION):
            await said(hall, text, ts)
        assert len(hall.posts()) == 1
        await said(hall, "@rolecall and what tools?", ts)
        assert len(hall.posts()) == 2


async def test_a_question_that_slack_tells_of_twice_is_answered_once_and_counts_once() -> None:
    async with served() as hall:
        await settle(hall, hourly_limit=2)
        for ts in ("1795176000.000200", "1795176000.000300"):
            hall.place("CHELP", ts)
            for _ in range(3):
                told = {"channel": "CHELP", "channel_type": "channel", "ts": ts}
                assert (await hall.send(payloads.message(QUESTION, **told))).status == 200
        assert len(hall.posts()) == 2


async def test_in_an_hour_no_more_are_answered_than_was_chosen() -> None:
    time = [now()]
    async with served(clock=lambda: time[0]) as hall:
        await settle(hall, hourly_limit=2)
        for _ in range(4):
            await said(hall, QUESTION)
        assert len(hall.posts()) == 2
        await said(hall, f"@rolecall {QUESTION}")
        assert len(hall.posts()) == 3
        time[0] += timedelta(hours=1)
        await said(hall, QUESTION)
        assert len(hall.posts()) == 4


async def test_it_can_answer_the_asker_alone_who_may_share_it() -> None:
    async with served() as hall:
        await settle(hall, in_thread=False)
        await said(hall, QUESTION)
        assert hall.posts() == []
        [private] = hall.private()
        assert "thread_ts" not in private
        assert {"Share", "Helpful"} <= set(labels(private))
        await hall.press(private, "Share")
        assert len(hall.answers()) == 1


async def test_where_it_is_to_be_silent_a_mention_is_told_so_in_private() -> None:
    async with served() as hall:
        await settle(hall, "off")
        await said(hall, f"@rolecall {QUESTION}")
        await said(hall, QUESTION)
        assert hall.posts() == []
        [told] = hall.private()
        assert "silent" in told["text"]


async def test_in_a_channel_of_two_organisations_it_answers_mentions_only() -> None:
    async with served() as hall:
        await settle(hall)
        hall.workspace.channels["CHELP"].shared = True
        await said(hall, QUESTION)
        assert hall.posts() == []


async def test_without_the_scope_nothing_is_heard_and_mentions_are_answered() -> None:
    async with served() as hall:
        hall.workspace.granted.discard("channels:history")
        await settle(hall)
        await said(hall, QUESTION)
        assert hall.posts() == []
        await said(hall, f"@rolecall {QUESTION}")
        assert len(hall.posts()) == 1
        assert "whoever installed it has not granted that" in str((await opened(hall))["blocks"])
        hall.workspace.granted.add("channels:history")


async def test_who_was_answered_may_ask_on_in_the_thread_without_a_mention() -> None:
    async with served() as hall:
        ts = await said(hall, "@rolecall what does a data engineer do?")
        for text, user in (("and what tools?", "UANA"), ("thank you", "UNIA"), ("is it raining?", "UNIA")):
            await said(hall, text, ts, user)
        assert len(hall.posts()) == 1
        await said(hall, "and what tools?", ts)
        assert len(hall.posts()) == 2
        assert hall.posts()[-1]["text"].startswith("Data engineers")


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("and which skills?", True),
        ("what about skills?", True),
        ("who do they work with?", True),
        ("how do they differ from data engineers?", True),
        ("and what do they do?", True),
        ("and why?", False),
        ("ok, and now?", False),
        ("and what about lunch?", False),
        ("can you fix it?", False),
        ("who broke it?", False),
    ],
)
async def test_what_asks_on_is_answered_and_what_talks_on_is_left_alone(
    text: str, answered: bool, shipped: Answerer
) -> None:
    async with served(shipped) as hall:
        for question in ("what does an analytics engineer do?", "who owns data quality?"):
            ts = await said(hall, f"@rolecall {question}")
            before = len(hall.posts())
            await said(hall, text, ts)
            assert len(hall.posts()) == before + answered


async def test_an_answer_that_nobody_asked_for_goes_when_its_question_is_none_any_more() -> None:
    async with served() as hall:
        await settle(hall)
        ts = await said(hall, QUESTION)
        edit(hall.workspace, "UNIA", "CHELP", ts, "never mind")
        await hall.quiet()
        assert hall.answers() == []


async def test_a_question_in_a_channel_takes_its_answer_along() -> None:
    async with served() as hall:
        ts = await said(hall, f"@rolecall {QUESTION}")
        delete(hall.workspace, "UNIA", "CHELP", ts)
        await hall.quiet()
        assert hall.answers() == []
        assert ts not in hall.workspace.messages["CHELP"]


async def test_an_admin_chooses_how_a_channel_is_answered() -> None:
    async with served() as hall:
        view = await opened(hall)
        assert "Saved" not in await hand_in(
            hall, view, answering="questions", seen="asker", limit="12", onboarding=["onboarding"]
        )
        assert await chosen(hall) == ChannelSettings(
            answering=Answering.QUESTIONS,
            in_thread=False,
            hourly_limit=12,
            onboarding=True,
            onboarding_by="UADAM",
        )
        again = await opened(hall, "UADAM")
        assert "'initial_value': '12'" in str(again["blocks"])
        await hand_in(hall, again, onboarding=[])
        assert (await chosen(hall)).onboarding_by is None


@pytest.mark.parametrize("limit", ["0", "61", "many"])
async def test_a_limit_that_cannot_be_is_told_at_its_input(limit: str) -> None:
    async with served() as hall:
        await opened(hall)
        filled = {"limit": {"limit": {"type": "number_input", "value": limit}}}
        view = {**hall.workspace.modals["UADAM"][-1], "state": {"values": filled}}
        admin = {"id": "UADAM", "name": "adam", "team_id": payloads.TEAM}
        reply: Any = (await hall.send(payloads.submission(view=view, user=admin))).json()
        assert "limit" in reply["errors"]
        assert await chosen(hall) == ChannelSettings()


async def test_only_those_may_choose_who_are_allowed_to_whatever_they_hand_in() -> None:
    async with served() as hall:
        hall.workspace.channels["CHELP"].creator = "UANA"
        assert "Only who made" in str((await opened(hall, "UNIA"))["blocks"])
        view = await opened(hall, "UANA")
        for user, allowed in (("UNIA", False), ("UANA", True)):
            somebody = {"id": user, "name": "x", "team_id": payloads.TEAM}
            filled = {"limit": {"limit": {"type": "number_input", "value": "9"}}}
            handed = {**view, "state": {"values": filled}}
            await hall.send(payloads.submission(view=handed, user=somebody))
            assert ((await chosen(hall)).hourly_limit == 9) is allowed
        await hall.app.workspaces.store(HERE).contents.change(NameStewards(people=("UNIA",)), "UADAM")
        assert "How Rolecall answers" in str((await opened(hall, "UNIA"))["blocks"])


async def test_a_form_whose_channel_is_none_changes_nothing() -> None:
    """Whatever Slack says of a channel by that name."""
    async with served() as hall:
        view = await opened(hall)
        there = hall.workspace.channels["CHELP"]
        hall.workspace.channels["c1"] = replace(there, id="c1")
        filled = {"limit": {"limit": {"type": "number_input", "value": "9"}}}
        handed = {**view, "private_metadata": "c1", "state": {"values": filled}}
        admin = {"id": "UADAM", "name": "adam", "team_id": payloads.TEAM}
        reply = await hall.send(payloads.submission(view=handed, user=admin))
        assert "This is for channels" in reply.body.decode()
        assert not (await hall.app.workspaces.contents(HERE)).channels


async def test_those_whom_the_settings_of_the_server_name_may_choose() -> None:
    async with served(given={"rolecall_admins": (("TDATA", "UNIA"),)}) as hall:
        assert "How Rolecall answers" in str((await opened(hall, "UNIA"))["blocks"])


async def test_where_there_is_nothing_to_choose_it_says_so() -> None:
    async with served() as hall:
        assert "This is for channels" in str((await opened(hall, "UNIA", "DNIA"))["blocks"])
        hall.workspace.channels["CHELP"].members.remove(hall.workspace.bot)
        assert "/invite" in str((await opened(hall))["blocks"])


async def test_added_to_a_channel_it_says_one_line_once() -> None:
    async with served() as hall:
        leave(hall.workspace, hall.workspace.bot, "CHELP")
        join(hall.workspace, hall.workspace.bot, "CHELP", "UNIA")
        await hall.quiet()
        joined = {"user": payloads.BOT, "channel": "CHELP", "channel_type": "C", "team": payloads.TEAM}
        await hall.send(payloads.event({"type": "member_joined_channel", **joined}))
        [line] = hall.posts()
    assert line["channel"] == "CHELP"
    assert "\n" not in line["text"]
    assert "/role channel" in line["text"]


async def test_where_slack_draws_no_prompts_help_comes_once_when_the_messages_are_opened() -> None:
    async with served() as hall:
        for tab in ("messages", "home", "messages"):
            open_home(hall.workspace, "UNIA", tab)
            await hall.quiet()
        [help_] = hall.posts()
        [shown] = hall.answers()
    assert help_["channel"] == "DNIA"
    assert "Ask me who does what" in help_["text"]
    assert not {"Still need help?", "Helpful", "Remove"} & set(labels(shown))


async def test_help_comes_once_however_often_slack_tells_of_an_opening() -> None:
    async with served() as hall:
        opening = {"type": "app_home_opened", "user": "UNIA", "channel": "DNIA", "tab": "messages"}
        for _ in range(2):
            assert (await hall.send(payloads.event(opening))).status == 200
        assert len(hall.posts()) == 1


async def test_an_agent_offers_prompts_when_the_messages_are_opened() -> None:
    async with served() as hall:
        hall.workspace.granted.add("assistant:write")
        open_home(hall.workspace, "UNIA", "messages")
        await hall.quiet()
        offered = hall.workspace.prompts["DNIA"]
        assert 1 <= len(offered["prompts"]) <= 4
        assert hall.posts() == []
        await said_directly(hall, offered["prompts"][0]["message"])
        assert "I don't know" not in hall.posts()[-1]["text"]


async def said_directly(hall: Served, text: str) -> None:
    say(hall.workspace, "UNIA", "DNIA", text)
    await hall.quiet()


async def test_over_socket_mode_a_channel_is_answered_and_settled_too() -> None:
    async with served(by="socket") as hall:
        await hand_in(hall, await opened(hall), answering="questions")
        await said(hall, QUESTION)
        assert len(hall.posts()) == 1
        open_home(hall.workspace, "UNIA", "messages")
        await hall.quiet()
        assert len(hall.posts()) == 2
        assert hall.workspace.modals["UADAM"][-1].get("callback_id") != CHANNEL

"""What is said to the bot in channels, threads and direct messages."""

from __future__ import annotations

import payloads
import pytest
from served_app import served

from bot.playground.talking import delete, edit, say
from bot.playground.transport import Delivery

ASKED = f"<@{payloads.BOT}> who owns data quality?"


@pytest.mark.usefixtures("both_ways")
async def test_a_mention_is_answered_in_its_thread() -> None:
    """A channel stays tidy, whoever asks."""
    async with served() as hall:
        said = say(hall.workspace, "UNIA", "CHELP", "@rolecall who owns data quality?")
        await hall.quiet()
        [posted] = hall.posts()
    assert posted["channel"] == "CHELP"
    assert posted["thread_ts"] == said["ts"]
    assert posted["text"].startswith("Data engineers are responsible for data quality")
    assert posted["unfurl_links"] is False
    assert posted["unfurl_media"] is False


async def test_a_mention_within_a_thread_is_answered_there() -> None:
    async with served() as hall:
        first = say(hall.workspace, "UANA", "CHELP", "half of the rows are empty")
        say(hall.workspace, "UNIA", "CHELP", "@rolecall who owns data quality?", first["ts"])
        await hall.quiet()
        [posted] = hall.posts()
    assert posted["thread_ts"] == first["ts"]


async def test_an_answer_that_all_see_has_nothing_to_share() -> None:
    async with served() as hall:
        say(hall.workspace, "UNIA", "CHELP", "@rolecall who owns data quality?")
        await hall.quiet()
        [posted] = hall.posts()
    assert '"Share"' not in str(posted["blocks"]).replace("'", '"')


@pytest.mark.parametrize("text", [f"<@{payloads.BOT}>", f"<@{payloads.BOT}> :wave:", f"<@{payloads.BOT}> ??"])
async def test_a_mention_without_words_gets_help(text: str) -> None:
    async with served() as hall:
        await hall.send(payloads.mention(text))
        [posted] = hall.posts()
    assert posted["text"].startswith("Ask me who does what")


@pytest.mark.usefixtures("both_ways")
async def test_a_direct_message_is_answered_beside_it() -> None:
    async with served() as hall:
        say(hall.workspace, "UNIA", "DNIA", "who owns data quality?")
        await hall.quiet()
        [posted] = hall.posts()
    assert posted["channel"] == "DNIA"
    assert posted.get("thread_ts") is None


async def test_a_direct_message_in_a_thread_is_answered_there() -> None:
    async with served() as hall:
        first = say(hall.workspace, "UNIA", "DNIA", "what is a DE?")
        await hall.quiet()
        say(hall.workspace, "UNIA", "DNIA", "who owns data quality?", first["ts"])
        await hall.quiet()
        _, posted = hall.posts()
    assert posted["thread_ts"] == first["ts"]


@pytest.mark.usefixtures("both_ways")
async def test_in_a_group_message_only_a_mention_is_answered() -> None:
    async with served() as hall:
        group = hall.workspace.direct("UNIA", "UANA", hall.workspace.bot)
        say(hall.workspace, "UNIA", group.id, "who owns data quality?")
        await hall.quiet()
        assert hall.posts() == []
        asked = say(hall.workspace, "UNIA", group.id, "@rolecall who owns data quality?")
        await hall.quiet()
        [posted] = hall.posts()
    assert posted["channel"] == group.id
    assert posted["thread_ts"] == asked["ts"]


@pytest.mark.parametrize("kind", ["app_mention", "message"])
@pytest.mark.parametrize("times", [1, 3])
async def test_a_mention_is_answered_once_under_whichever_event_it_comes_first(kind: str, times: int) -> None:
    heard_as = [
        payloads.mention(ASKED),
        payloads.message(ASKED, channel="CHELP", channel_type="channel"),
    ]
    if kind == "message":
        heard_as.reverse()
    async with served() as hall:
        for delivery in heard_as * times:
            assert (await hall.send(delivery)).status == 200
        assert len(hall.answers()) == 1


async def test_a_message_that_slack_delivers_twice_is_answered_once() -> None:
    async with served() as hall:
        hall.workspace.faults.set({"duplicate": 1})
        say(hall.workspace, "UNIA", "DNIA", "who owns data quality?")
        await hall.quiet()
        assert len(hall.workspace.deliveries("event message")) >= 2
        assert len(hall.answers()) == 1


async def test_the_same_words_said_twice_are_two_questions() -> None:
    async with served() as hall:
        hall.place("CHELP", "1795176000.000200")
        await hall.send(payloads.mention(ASKED))
        await hall.send(payloads.mention(ASKED, ts="1795176000.000200"))
        assert len(hall.answers()) == 2


IGNORED: dict[str, Delivery] = {
    "another bot's mention": payloads.mention(ASKED, bot_id="B0THER", subtype="bot_message"),
    "another bot's message without a subtype": payloads.message("who owns it?", bot_id="B0THER"),
    "its own message": payloads.message("who owns data quality?", user=payloads.BOT, bot_id="BTDATA"),
    "its own mention of itself": payloads.mention(ASKED, user=payloads.BOT),
    "a message of Slackbot": payloads.message("who owns data quality?", user="USLACKBOT"),
    "a message of nobody": payloads.message("who owns data quality?", user=None),
    "an edit": payloads.message(
        "", subtype="message_changed", message={"user": "UNIA", "text": ASKED, "ts": payloads.TS}
    ),
    "a mention that was edited in": payloads.mention(ASKED, edited={"user": "UNIA", "ts": "1.2"}),
    "a deletion": payloads.message(
        "",
        subtype="message_deleted",
        deleted_ts=payloads.TS,
        previous_message={"user": "UNIA", "text": ASKED},
    ),
    "somebody who joins": payloads.message("<@UNIA> has joined", subtype="channel_join"),
    "a new topic": payloads.message("who owns data quality?", subtype="channel_topic"),
    "talk in a channel": payloads.message("who owns data quality?", channel="CHELP", channel_type="channel"),
    "a mention of somebody else": payloads.message(
        "<@UBOTTDATAX> who owns data quality?", channel="CHELP", channel_type="channel"
    ),
}


@pytest.mark.parametrize("delivery", IGNORED.values(), ids=IGNORED.keys())
async def test_it_keeps_silent_at(delivery: Delivery) -> None:
    async with served() as hall:
        assert (await hall.send(delivery)).status == 200
        assert hall.posts() == []


HEARD: dict[str, Delivery] = {
    "a message with a file": payloads.message(
        "who owns data quality?", subtype="file_share", files=[{"id": "F"}]
    ),
    "a reply that is shown in the channel too": payloads.mention(
        ASKED, subtype="thread_broadcast", thread_ts=payloads.TS, ts="1795176000.000300"
    ),
    "a mention that Slack labelled": payloads.message(
        f"<@{payloads.BOT}|rolecall> who owns data quality?", channel="CHELP", channel_type="group"
    ),
}


@pytest.mark.parametrize("delivery", HEARD.values(), ids=HEARD.keys())
async def test_it_answers(delivery: Delivery) -> None:
    async with served() as hall:
        await hall.send(delivery)
        assert len(hall.answers()) == 1


async def test_an_edit_and_a_deletion_are_no_questions_of_their_own() -> None:
    async with served() as hall:
        said = say(hall.workspace, "UNIA", "DNIA", "who owns data quality?")
        await hall.quiet()
        edit(hall.workspace, "UNIA", "DNIA", said["ts"], "who owns the list of postcodes?")
        await hall.quiet()
        delete(hall.workspace, "UNIA", "DNIA", said["ts"])
        await hall.quiet()
        assert len(hall.workspace.deliveries("event message")) >= 3
        assert len(hall.posts()) == 1


async def test_the_response_to_an_event_does_not_wait_for_the_post() -> None:
    async with served() as hall:
        hall.workspace.faults.set({"slow_ms": 60_000})
        reply = await hall.transport.send(payloads.mention(ASKED), {})
        assert reply.status == 200
        assert hall.posts() == []
        await hall.workspace.feed.until(lambda: hall.workspace.calls("chat.postMessage"))
        await hall.workspace.clock.advance(60)
        await hall.quiet()
        assert len(hall.answers()) == 1


async def test_a_post_that_slack_holds_back_comes_later() -> None:
    async with served() as hall:
        hall.workspace.faults.set({"rate_limit": 2, "method": "chat.postMessage"})
        await hall.send(payloads.mention(ASKED))
        assert [entry.status for entry in hall.workspace.calls("chat.postMessage")] == [429, 429, 200]
        assert len(hall.answers()) == 1

"""Messages for later: posted when the clock reaches them, and refused where Slack would lose them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playground_app import START, Play, playing

DAY = 24 * 3600


@pytest.fixture
async def play() -> AsyncIterator[Play]:
    async with playing() as served:
        yield served


def later(seconds: float, **more: Any) -> dict[str, Any]:
    return {"channel": "DNIA", "text": "Day 1", "post_at": int(START + seconds), **more}


async def test_a_message_for_later_is_posted_at_its_time_and_once(play: Play) -> None:
    kept = await play.call("chat.scheduleMessage", **later(DAY))
    listed = await play.call("chat.scheduledMessages.list", channel="DNIA")
    assert [each["id"] for each in listed["scheduled_messages"]] == [kept["scheduled_message_id"]]

    await play.workspace.clock.advance(DAY - 1)
    assert await play.shown("DNIA") == []
    await play.workspace.clock.advance(2 * DAY)

    [shown] = await play.shown("DNIA")
    assert (shown["text"], shown["bot"]) == ("Day 1", True)
    assert abs(float(shown["ts"]) - (START + DAY)) < 1
    assert (await play.call("chat.scheduledMessages.list"))["scheduled_messages"] == []


async def test_the_panel_moves_the_time(play: Play) -> None:
    await play.call("chat.scheduleMessage", **later(DAY))

    moved = await play.page("clock", advance=DAY + 1)
    assert moved["time"] == START + DAY + 1
    assert len(await play.shown("DNIA")) == 1

    assert (await play.page("clock", to=START + 2 * DAY))["time"] == START + 2 * DAY
    assert (await play.page("clock", to=START))["ok"] is False


async def test_messages_for_later_keep_their_order(play: Play) -> None:
    for day in (3, 1, 2):
        await play.call("chat.scheduleMessage", **later(day * DAY, text=f"Day {day}"))

    listed = (await play.call("chat.scheduledMessages.list"))["scheduled_messages"]
    assert [each["text"] for each in listed] == ["Day 1", "Day 2", "Day 3"]
    first, following = int(START + DAY), int(START + 2 * DAY)
    window = await play.call("chat.scheduledMessages.list", oldest=first, latest=following)
    assert [each["post_at"] for each in window["scheduled_messages"]] == [first, following]
    paged = await play.call("chat.scheduledMessages.list", limit=2)
    assert paged["response_metadata"]["next_cursor"]

    await play.workspace.clock.advance(7 * DAY)
    assert [each["text"] for each in await play.shown("DNIA")] == ["Day 1", "Day 2", "Day 3"]


REFUSED = [
    ("now", later(0), "time_in_past"),
    ("too far", later(121 * DAY), "time_too_far"),
    ("with metadata", later(DAY, metadata={"event_type": "a", "event_payload": {}}), "invalid_arguments"),
    ("without text", later(DAY, text=""), "no_text"),
    ("broken blocks", later(DAY, blocks=[{"type": "marquee"}]), "invalid_blocks"),
    ("nowhere", later(DAY, channel="CLOST"), "channel_not_found"),
]


@pytest.mark.parametrize(("args", "error"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_what_would_never_be_posted_is_refused(play: Play, args: dict[str, Any], error: str) -> None:
    assert (await play.error("chat.scheduleMessage", **args))["error"] == error


async def test_a_channel_takes_thirty_within_five_minutes(play: Play) -> None:
    for second in range(30):
        await play.call("chat.scheduleMessage", **later(DAY + second))

    assert (await play.error("chat.scheduleMessage", **later(DAY + 60)))["error"] == "restricted_too_many"
    assert (await play.call("chat.scheduleMessage", **later(DAY + 600)))["ok"]
    assert (await play.call("chat.scheduleMessage", **later(DAY + 60, channel="CHELP")))["ok"]


async def test_a_message_is_taken_back_until_its_last_minute(play: Play) -> None:
    kept = await play.call("chat.scheduleMessage", **later(DAY))
    where = {"channel": "DNIA", "scheduled_message_id": kept["scheduled_message_id"]}
    elsewhere = {**where, "channel": "CHELP"}
    assert (await play.error("chat.deleteScheduledMessage", **elsewhere))["error"] == (
        "invalid_scheduled_message_id"
    )

    await play.workspace.clock.advance(DAY - 60)
    refused = await play.error("chat.deleteScheduledMessage", **where)
    assert refused["error"] == "invalid_scheduled_message_id"
    await play.workspace.clock.advance(60)
    assert len(await play.shown("DNIA")) == 1


async def test_a_message_that_was_taken_back_is_never_posted(play: Play) -> None:
    kept = await play.call("chat.scheduleMessage", **later(DAY))
    where = {"channel": "DNIA", "scheduled_message_id": kept["scheduled_message_id"]}

    await play.call("chat.deleteScheduledMessage", **where)
    await play.workspace.clock.advance(2 * DAY)

    assert await play.shown("DNIA") == []
    assert (await play.error("chat.deleteScheduledMessage", **where))[
        "error"
    ] == "invalid_scheduled_message_id"


async def test_nothing_is_posted_for_an_app_that_is_gone(play: Play) -> None:
    await play.call("chat.scheduleMessage", **later(DAY))
    play.workspace.installed = False

    await play.workspace.clock.advance(2 * DAY)

    assert await play.shown("DNIA") == []

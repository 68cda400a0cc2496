"""The shortcuts in the local workspace: a question that is helped along, and a message that is read."""

from __future__ import annotations

import asyncio
from typing import Any

import payloads
import pytest
from served_app import Served, served
from views_before import find, hand_in, modal, on_it, press, texts

from bot.cards.finding import QUESTION
from bot.delivery.views import Views
from bot.playground.interaction import press_on_view, shortcut
from bot.playground.people import Channel
from bot.playground.talking import say

pytestmark = pytest.mark.usefixtures("both_ways")


async def opened(hall: Served, user: str = "UNIA") -> dict[str, Any]:
    shortcut(hall.workspace, user, "find")
    await hall.quiet()
    return modal(hall, user)


async def typed(hall: Served, text: str) -> dict[str, Any]:
    """Type into the question; return the modal as it is then."""
    await press(hall, modal(hall), QUESTION, value=text, question=text)
    return modal(hall)


async def asked_about(hall: Served, text: str, channel: str = "CHELP", user: str = "UNIA") -> dict[str, Any]:
    """Say something as Ana and use the shortcut on it; return the modal that opens."""
    said = say(hall.workspace, "UANA", channel, text)
    await hall.quiet()
    shortcut(hall.workspace, user, "who-owns-this", (channel, said["ts"]))
    await hall.quiet()
    return modal(hall, user)


async def test_what_may_be_meant_is_shown_at_every_letter_and_what_was_typed_stays() -> None:
    async with served() as hall:
        first = await opened(hall)
        assert "Show" in on_it(first)
        view = await typed(hall, "dashb")
        assert "Who owns dashboards?" in texts(view)
        assert view["state"]["values"][QUESTION][QUESTION]["value"] == "dashb"
        assert "nothing by that name" in texts(await typed(hall, "zzzz"))
        assert len(hall.workspace.modals["UNIA"]) == 1


async def test_a_suggestion_and_the_question_itself_are_answered_on_top_of_the_search() -> None:
    async with served() as hall:
        await opened(hall)
        view = await typed(hall, "dashb")
        await press(hall, view, "Show")
        assert "dashboards" in texts(modal(hall)).lower()
    async with served() as hall:
        await hand_in(hall, await opened(hall), question="who owns data quality?")
        answer = modal(hall)
        assert "*data quality*" in texts(answer)
        assert len(hall.workspace.modals["UNIA"]) == 2
        await hand_in(hall, answer, where="CHELP")
        [posted] = hall.answers()
        assert posted["ts"] in hall.workspace.messages["CHELP"]


async def test_a_question_without_words_is_an_error_at_its_field() -> None:
    async with served() as hall:
        await hand_in(hall, await opened(hall), question="???")
        assert hall.workspace.modals["UNIA"][-1]["errors"] == {QUESTION: "Type what you are looking for."}


async def test_of_two_letters_typed_at_once_the_last_one_counts_whatever_comes_first() -> None:
    """Both payloads bear the hash of what stood there before either."""
    async with served() as hall:
        view = await opened(hall)
        block_id, field = find(view, QUESTION)
        at = (block_id, field["action_id"])
        for text in ("q", "dashb"):
            press_on_view(hall.workspace, "UNIA", view["id"], at, text)
        await hall.quiet()
        assert "Who owns dashboards?" in texts(modal(hall))


async def test_what_was_done_before_is_never_shown_over_what_was_done_after() -> None:
    class Client:
        def __init__(self) -> None:
            self.hashes: list[str] = []

        async def views_update(self, *, hash: str, **_: Any) -> Any:
            self.hashes.append(hash)
            await asyncio.sleep(0)
            return {"view": {"hash": f"after {len(self.hashes)}"}}

    def body(ts: str) -> dict[str, Any]:
        return {"actions": [{"action_ts": ts}], "view": {"id": "V1", "type": "modal", "hash": "first"}}

    views, client = Views(), Client()
    await asyncio.gather(
        *(views.show(client, body(ts), {}, instead=True) for ts in ("3.0", "2.0", "4.0"))  # type: ignore[arg-type]
    )
    assert client.hashes == ["first", "after 1"]


async def test_a_modal_that_somebody_else_changed_is_left_as_it_is() -> None:
    async with served() as hall:
        view = await opened(hall)
        block_id, field = find(view, QUESTION)
        stale = {**view, "hash": "1.stale"}
        action = {"type": "plain_text_input", "action_id": field["action_id"], "block_id": block_id}
        sent = payloads.press("", view=stale, actions=[{**action, "value": "zzzz", "action_ts": "9.0"}])
        await hall.send(sent)
        assert "nothing by that name" not in texts(modal(hall))
        assert hall.answers() == []


async def test_who_owns_what_a_message_is_about_is_shown_to_who_asks_alone() -> None:
    async with served() as hall:
        view = await asked_about(hall, "The dashboards show wrong numbers, who can help?")
        assert "*dashboards*" in texts(view)
        assert hall.answers() == []
        await press(hall, view, "Reply in the thread")
        [reply] = hall.answers()
        assert reply["thread_ts"] in hall.workspace.messages["CHELP"]
        assert "stands in the thread" in texts(modal(hall))


async def test_a_message_is_replied_to_once_however_many_press() -> None:
    async with served() as hall:
        said = say(hall.workspace, "UANA", "CHELP", "who owns the dashboards?")
        for user in ("UNIA", "UADAM"):
            shortcut(hall.workspace, user, "who-owns-this", ("CHELP", said["ts"]))
            await hall.quiet()
            await press(hall, modal(hall, user), "Reply in the thread", user)
        assert len(hall.answers()) == 1


async def test_where_the_bot_is_not_it_asks_to_be_invited() -> None:
    async with served() as hall:
        hall.workspace.add_channel(Channel("CWELLS", "wells", members=["UNIA", "UANA"]))
        view = await asked_about(hall, "who owns the dashboards?", "CWELLS")
        assert "/invite" in texts(view)
        assert "Reply in the thread" not in on_it(view)


async def test_a_bot_that_was_sent_away_meanwhile_says_so() -> None:
    async with served() as hall:
        view = await asked_about(hall, "who owns the dashboards?")
        hall.workspace.channels["CHELP"].members.remove(hall.workspace.bot)
        await press(hall, view, "Reply in the thread")
        assert "/invite" in texts(modal(hall))
        assert hall.answers() == []


async def test_a_message_without_words_is_said_to_have_none() -> None:
    async with served() as hall:
        assert "no words" in texts(await asked_about(hall, ":tada:"))


async def test_of_what_is_not_known_nothing_is_offered_to_the_channel_and_nothing_kept() -> None:
    async with served() as hall:
        view = await asked_about(hall, "who repairs the lift?")
        assert "I don't know" in texts(view)
        assert "Reply in the thread" not in on_it(view)
        gaps = await hall.app.workspaces.store("TDATA").gaps.gaps()  # type: ignore[arg-type]
        assert gaps == []


@pytest.mark.parametrize("value", ["", "[]", '["C","1","1","rubbish"]', "[1,2,3,4]", "null"])
async def test_a_reply_of_another_version_is_refused(value: str) -> None:
    async with served() as hall:
        view = await asked_about(hall, "who owns the dashboards?")
        await hall.send(payloads.press(value, "reply-in-thread", view=view))
        assert "older version" in texts(modal(hall))
        assert hall.answers() == []

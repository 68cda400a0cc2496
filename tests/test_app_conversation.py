"""What a conversation is about is kept, as kind and subjects; and an answer goes where its question goes."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import payloads
import pytest
from served_app import Served, served
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.state import RetryState

from bot.manifest import manifest
from bot.playground.talking import delete, edit, open_home, say
from bot.storage.clock import now
from bot.workspace.directory import WorkspaceId

FIRST = "what does a data engineer do?"
MORE = "and what tools?"


async def said(
    hall: Served, text: str, channel: str = "DNIA", thread: str | None = None, user: str = "UNIA"
) -> str:
    """Say something; return its ts."""
    message = say(hall.workspace, user, channel, text, thread)
    await hall.quiet()
    ts: str = message["ts"]
    return ts


def last(hall: Served, channel: str = "DNIA") -> str:
    """Return the text of the bot's last message there."""
    text: str = [each for each in hall.seen(channel) if each["user"] == hall.workspace.bot][-1]["text"]
    return text


def about_tools(text: str) -> bool:
    return text.startswith("Data engineers") and "use" in text.split("\n", maxsplit=1)[0]


async def test_in_a_direct_message_the_subject_is_kept() -> None:
    async with served() as hall:
        await said(hall, FIRST)
        await said(hall, MORE)
        tools = last(hall)
        await said(hall, "what tools do data engineers use?")
        assert tools == last(hall)


async def test_in_a_thread_the_subject_is_kept_where_the_bot_is_mentioned() -> None:
    async with served() as hall:
        ts = await said(hall, f"@rolecall {FIRST}", "CHELP")
        await said(hall, f"@rolecall {MORE}", "CHELP", ts)
        tools = last(hall, "CHELP")
        await said(hall, "@rolecall what tools do data engineers use?", "CHELP", ts)
        assert tools == last(hall, "CHELP")


async def test_other_threads_and_other_people_know_nothing_of_it() -> None:
    async with served() as hall:
        await said(hall, FIRST)
        await said(hall, f"@rolecall {FIRST}", "CHELP")
        for channel, user in (("CHELP", "UNIA"), ("DANA", "UANA")):
            await said(hall, MORE if channel[0] == "D" else f"@rolecall {MORE}", channel, user=user)
            assert "Which role do you mean?" in last(hall, channel)


async def test_of_a_topic_its_owner_is_kept_and_thanks_change_nothing() -> None:
    async with served() as hall:
        await said(hall, "who owns data quality?")
        await said(hall, "thank you so much")
        assert last(hall).startswith("Glad to help")
        await said(hall, "what tools do they use?")
        owner = last(hall)
        await said(hall, "what tools do data engineers use?")
        assert owner == last(hall)


@pytest.mark.parametrize(("text", "answer"), [("hello", "Ask me who"), ("ok, thanks", "Glad to help")])
async def test_who_is_polite_gets_a_polite_answer_and_leaves_no_gap(text: str, answer: str) -> None:
    async with served() as hall:
        await said(hall, text)
        assert last(hall).startswith(answer)
        assert [*await hall.app.workspaces.store(WorkspaceId("TDATA")).gaps.gaps()] == []


async def test_a_thread_in_a_direct_message_goes_on_from_what_was_said_before() -> None:
    async with served() as hall:
        ts = await said(hall, FIRST)
        await said(hall, MORE, thread=ts)
        assert "Which role do you mean?" not in last(hall)


async def test_only_kind_and_subjects_are_kept_for_a_day_and_go_with_the_person() -> None:
    time = [now()]
    async with served(clock=lambda: time[0]) as hall:
        store = hall.app.workspaces.store(WorkspaceId(payloads.TEAM))
        await said(hall, "so what exactly does a secretive data engineer do?")
        kept = await store.notes.all("conversation")
        assert kept == {"DNIA": {"kind": "role", "roles": ["data-engineer"]}}
        assert await store.notes.all("conversation", "UNIA") == kept
        time[0] += timedelta(hours=24)
        await said(hall, MORE)
        assert "Which role do you mean?" in last(hall)


async def test_over_socket_mode_the_subject_is_kept_too() -> None:
    async with served(by="socket") as hall:
        await said(hall, FIRST)
        await said(hall, MORE)
        assert "Which role do you mean?" not in last(hall)


@pytest.mark.parametrize("channel", ["DNIA", "GROUP"])
async def test_deleting_a_question_removes_its_answer(channel: str) -> None:
    async with served() as hall:
        if channel == "GROUP":
            channel = hall.workspace.direct("UNIA", "UANA", hall.workspace.bot).id
        ts = await said(hall, "@rolecall who owns data quality?" if channel != "DNIA" else FIRST, channel)
        assert len(hall.answers()) == 1
        delete(hall.workspace, "UNIA", channel, ts)
        await hall.quiet()
        assert hall.answers() == []
        assert hall.seen(channel)[1:] == []


@pytest.mark.parametrize("times", [1, 3])
async def test_however_often_slack_tells_of_a_deletion_the_answer_is_removed_once(times: int) -> None:
    async with served() as hall:
        ts = await said(hall, FIRST)
        gone = {"deleted_ts": ts, "previous_message": {"user": "UNIA", "text": FIRST}}
        for _ in range(times):
            await hall.send(payloads.message("", subtype="message_deleted", user=None, **gone))
        assert len(hall.workspace.calls("chat.delete")) == 1


async def test_editing_a_question_within_five_minutes_has_it_answered_anew() -> None:
    async with served() as hall:
        ts = await said(hall, FIRST)
        await hall.workspace.clock.advance(299)
        edit(hall.workspace, "UNIA", "DNIA", ts, "what tools does a data engineer use?")
        await hall.quiet()
        edited = last(hall)
        assert len(hall.answers()) == 1
        await said(hall, "what tools does a data engineer use?")
        assert edited == last(hall)


async def test_editing_it_later_changes_nothing() -> None:
    async with served() as hall:
        ts = await said(hall, FIRST)
        await hall.workspace.clock.advance(301)
        edit(hall.workspace, "UNIA", "DNIA", ts, "what tools does a data engineer use?")
        await hall.quiet()
        assert hall.workspace.calls("chat.update") == []


async def test_an_edit_is_answered_once_and_an_older_one_does_not_overtake_it() -> None:
    async with served() as hall:
        ts = await said(hall, FIRST)
        base = ts.split(".")[0]
        for second, text in ((20, "who owns data quality?"), (20, "who owns data quality?"), (10, "help")):
            edited = {"user": "UNIA", "ts": f"{int(base) + second}.000000"}
            message = {"type": "message", "user": "UNIA", "ts": ts, "text": text, "edited": edited}
            before = {"user": "UNIA", "ts": ts, "text": FIRST}
            changed: dict[str, Any] = {"message": message, "previous_message": before, "user": None}
            await hall.send(payloads.message("", subtype="message_changed", **changed))
        assert len(hall.workspace.calls("chat.update")) == 1
        assert "data quality" in last(hall)


async def test_a_preview_that_slack_puts_under_a_message_is_no_edit() -> None:
    async with served() as hall:
        ts = await said(hall, FIRST)
        message = {"type": "message", "user": "UNIA", "ts": ts, "text": FIRST, "attachments": [{"id": 1}]}
        before = {"user": "UNIA", "ts": ts, "text": FIRST}
        await hall.send(
            payloads.message("", subtype="message_changed", message=message, previous_message=before)
        )
        assert hall.workspace.calls("chat.update") == []


class Held(AsyncRateLimitErrorRetryHandler):
    """Waits for the test before it goes on after what Slack turned away."""

    def __init__(self) -> None:
        super().__init__(max_retry_count=1)
        self.go_on = asyncio.Event()

    async def prepare_for_next_attempt_async(self, *, state: RetryState, **_: Any) -> None:
        """Go on when the test says so."""
        await self.go_on.wait()
        state.next_attempt_requested = True
        state.increment_current_attempt()


async def test_a_status_is_shown_only_while_something_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held()
    async with served(client_options={"retry_handlers": [held]}) as hall:
        await said(hall, FIRST)
        assert hall.workspace.calls("assistant.threads.setStatus") == []
        monkeypatch.setattr("bot.delivery.working.WONDERING", 0)
        hall.workspace.faults.set({"rate_limit": 1, "method": "chat.postMessage"})
        question = say(hall.workspace, "UNIA", "DNIA", MORE)
        await hall.workspace.feed.until(lambda: hall.workspace.status)
        assert hall.workspace.status == {("DNIA", question["ts"]): "is looking it up…"}
        held.go_on.set()
        await hall.quiet()
        assert hall.workspace.status == {}
        assert len(hall.answers()) == 2


@pytest.mark.parametrize("agent", [False, True])
async def test_the_app_asks_slack_for_nothing_that_its_manifest_does_not_name(
    agent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.working.WONDERING", 0)
    held = Held()
    async with served(client_options={"retry_handlers": [held]}) as hall:
        hall.workspace.granted = set(manifest(agent=agent)["oauth_config"]["scopes"]["bot"])
        open_home(hall.workspace, "UNIA", "messages")
        await hall.quiet()
        assert set(hall.workspace.prompts) == ({"DNIA"} if agent else set())
        hall.workspace.faults.set({"rate_limit": 1, "method": "chat.postMessage"})
        say(hall.workspace, "UNIA", "DNIA", FIRST)
        await hall.workspace.feed.until(lambda: hall.workspace.status)
        held.go_on.set()
        await hall.quiet()
        refused = [each.what for each in hall.workspace.calls() if not each.answer["ok"] and not each.fault]
    assert refused == []


async def test_a_question_that_is_deleted_before_it_is_answered_leaves_no_answer() -> None:
    held = Held()
    async with served(client_options={"retry_handlers": [held]}) as hall:
        hall.workspace.faults.set({"rate_limit": 1, "method": "chat.postMessage"})
        question = say(hall.workspace, "UNIA", "DNIA", FIRST)
        await hall.workspace.feed.until(lambda: hall.workspace.calls("chat.postMessage"))
        delete(hall.workspace, "UNIA", "DNIA", question["ts"])
        await hall.workspace.settled()
        held.go_on.set()
        await hall.quiet()
        assert len(hall.posts()) == 2
        assert hall.answers() == []


async def test_where_slack_knows_no_status_the_answer_comes_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.delivery.working.WONDERING", 0)
    async with served() as hall:
        hall.workspace.faults.set({"server_error": 9, "method": "assistant.threads.setStatus"})
        await said(hall, FIRST)
        assert len(hall.answers()) == 1

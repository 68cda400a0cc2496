"""From an answer that was not enough to people, in two presses; and answers that somebody wants gone."""

from __future__ import annotations

import asyncio
from typing import Any

import payloads
import pytest
from served_app import Served, element, labels, served

from bot.cards.footing import HELP, REMOVE, Asked, value_of
from bot.cards.referring import NO_QUESTION, REFER
from bot.matching.reading import Kind, Meaning
from bot.playground.commands import command
from bot.playground.interaction import press_on_message
from bot.playground.submitting import submit
from bot.playground.talking import Refused, say
from bot.playground.views import view_problems
from bot.workspace.directory import Entry, Subject, WorkspaceId
from bot.workspace.edits import Assign, MarkAbsent, NameStewards, Settle
from bot.workspace.settings import WorkspaceSettings

QUESTION = "who owns data quality?"
HELP_LABEL = "Still need help?"
ENGINEERS = Subject(kind="role", id="data-engineer")
QUALITY = Subject(kind="topic", id="data-quality")


async def edit(hall: Served, *edits: Any) -> None:
    store = hall.app.workspaces.store(WorkspaceId(payloads.TEAM)).contents
    for each in edits:
        await store.change(each, "UADAM")


async def owned(hall: Served, **entry: Any) -> None:
    """Say who looks after data quality here, and that #general is where to ask."""
    values = {"people": ("UANA",), "groups": ("SPLATFORM",), "channel": "CGENERAL", **entry}
    await edit(hall, Assign(of=QUALITY, entry=Entry(**values)))


async def fallback(hall: Served, channel: str | None = "CONBOARDING") -> None:
    """Say where everything else is asked."""
    await edit(hall, Settle(settings=WorkspaceSettings(fallback_channel=channel)))


async def aloud(
    hall: Served, text: str = QUESTION, channel: str = "CHELP", user: str = "UNIA"
) -> dict[str, Any]:
    say(hall.workspace, user, channel, text if channel.startswith("D") else f"@rolecall {text}")
    await hall.quiet()
    return posted(hall, channel)[-1]


async def privately(hall: Served, text: str = QUESTION, user: str = "UNIA") -> dict[str, Any]:
    command(hall.workspace, user, "CHELP", f"/role {text}")
    await hall.quiet()
    return hall.private(user)[-1]


def modal(hall: Served, user: str = "UNIA") -> dict[str, Any]:
    view = hall.workspace.modals[user][-1]
    kept = ("type", "title", "submit", "close", "blocks", "callback_id", "private_metadata")
    assert view_problems({name: view[name] for name in kept if view.get(name)}) == []
    return view


async def hand_in(
    hall: Served, view: dict[str, Any], question: str | None = None, user: str = "UNIA"
) -> dict[str, Any]:
    values = {} if question is None else {"question": {"question": question}}
    submit(hall.workspace, user, view["id"], values)
    await hall.quiet()
    return modal(hall, user)


def posted(hall: Served, channel: str = "CGENERAL") -> list[dict[str, Any]]:
    return [each for each in hall.seen(channel) if each["user"] == hall.workspace.bot]


@pytest.mark.parametrize("ask", [aloud, privately])
async def test_a_question_goes_to_the_channel_of_its_topic_after_the_asker_has_seen_where(ask: Any) -> None:
    async with served() as hall:
        await owned(hall)
        await hall.press(await ask(hall), HELP_LABEL)
        shown = modal(hall)
        assert "<#CGENERAL>" in str(shown["blocks"])
        assert "Data platform and ana" in str(shown["blocks"])
        assert shown["blocks"][1]["element"]["initial_value"] == QUESTION
        assert posted(hall) == []
        told = await hand_in(hall, shown)
        [post] = posted(hall)
        assert f"> {QUESTION}" in post["text"]
        assert {"<@UNIA>", "<@UANA>", "<!subteam^SPLATFORM>"} <= set(
            post["text"].replace(" asks", " ").split()
        )
        link = f"{hall.workspace.url}/archives/CGENERAL/p{post['ts'].replace('.', '')}"
        assert link in str(told["blocks"])


async def test_the_post_leads_to_where_it_was_asked_if_others_can_go_there() -> None:
    async with served() as hall:
        await owned(hall)
        for ask, leads in ((aloud, True), (privately, False), (in_private, False)):
            await hall.press(await ask(hall), HELP_LABEL)
            await hand_in(hall, modal(hall))
            hall.workspace.modals["UNIA"].clear()
            assert ("Where it was asked" in str(posted(hall)[-1]["blocks"])) is leads
        assert len(posted(hall)) == 3


async def in_private(hall: Served) -> dict[str, Any]:
    return await aloud(hall, channel="DNIA")


async def test_it_is_posted_once_however_often_it_is_handed_in() -> None:
    async with served() as hall:
        await owned(hall)
        card = await aloud(hall)
        await hall.press(card, HELP_LABEL)
        filled = {"question": {"question": {"type": "plain_text_input", "value": QUESTION}}}
        view = {**modal(hall), "state": {"values": filled}}
        submissions = [hall.send(payloads.submission(view=view)) for _ in range(3)]
        replies: list[Any] = [reply.json() for reply in await asyncio.gather(*submissions)]
        assert {reply["response_action"] for reply in replies} == {"update"}
        assert len(posted(hall)) == 1
        hall.workspace.modals["UNIA"].clear()
        await hall.press(card, HELP_LABEL)
        assert "Your question" in str(modal(hall)["blocks"])
        assert not modal(hall).get("submit")


async def test_two_people_may_each_ask() -> None:
    async with served() as hall:
        await owned(hall)
        card = await aloud(hall)
        for user in ("UNIA", "UADAM"):
            await hall.press(card, HELP_LABEL, user=user)
            await hand_in(hall, modal(hall, user), user=user)
        assert len(posted(hall)) == 2


async def test_what_the_asker_writes_is_quoted_and_notifies_nobody() -> None:
    async with served() as hall:
        await owned(hall, people=(), groups=())
        await hall.press(await aloud(hall), HELP_LABEL)
        await hand_in(hall, modal(hall), "<!channel> who?\n<https://x.test|*click*> <@UADAM>")
        [post] = posted(hall)
        assert "> &lt;!channel&gt; who?\n> &lt;https://x.test|*click*&gt; &lt;@UADAM&gt;" in post["text"]
        assert "<!channel>" not in str(post["blocks"])


async def test_an_empty_question_is_told_at_its_input() -> None:
    async with served() as hall:
        await owned(hall)
        await hall.press(await aloud(hall), HELP_LABEL)
        filled = {"question": {"question": {"type": "plain_text_input", "value": "  "}}}
        view = {**modal(hall), "state": {"values": filled}}
        reply: Any = (await hall.send(payloads.submission(view=view))).json()
        assert reply["errors"] == {"question": NO_QUESTION}
        assert posted(hall) == []


async def test_without_a_channel_of_its_topic_it_goes_where_its_role_is_asked_and_else_where_all_is() -> None:
    async with served() as hall:
        for edits, channel in (
            ([Settle(settings=WorkspaceSettings(fallback_channel="CONBOARDING"))], "CONBOARDING"),
            ([Assign(of=ENGINEERS, entry=Entry(channel="CHELP"))], "CHELP"),
            ([Assign(of=QUALITY, entry=Entry(channel="CGENERAL"))], "CGENERAL"),
        ):
            await edit(hall, *edits)
            await hall.press(await privately(hall), HELP_LABEL)
            assert f"<#{channel}>" in str(modal(hall)["blocks"])


async def test_what_nobody_knows_goes_where_everything_else_is_asked() -> None:
    async with served() as hall:
        await fallback(hall)
        await hall.press(await privately(hall, "where is the moon tonight?"), HELP_LABEL)
        await hand_in(hall, modal(hall))
        assert "> where is the moon tonight?" in posted(hall, "CONBOARDING")[0]["text"]


async def test_for_a_role_that_is_not_here_those_are_asked_who_cover_for_it() -> None:
    async with served() as hall:
        covering = Subject(kind="role", id="data-analyst")
        await edit(
            hall,
            MarkAbsent(role="data-engineer", covered_by=("data-analyst",)),
            Assign(of=covering, entry=Entry(channel="CGENERAL")),
        )
        await hall.press(await privately(hall, "data-engineer"), HELP_LABEL)
        assert "<#CGENERAL>" in str(modal(hall)["blocks"])


async def test_where_it_cannot_post_it_says_so_and_takes_the_next_place() -> None:
    async with served() as hall:
        await owned(hall)
        hall.workspace.channels["CGENERAL"].members.remove(hall.workspace.bot)
        card = await privately(hall)
        await hall.press(card, HELP_LABEL)
        assert "Invite me" in str(modal(hall)["blocks"])
        await fallback(hall)
        await hall.press(card, HELP_LABEL)
        assert "<#CONBOARDING>" in str(modal(hall)["blocks"])


async def test_where_nobody_said_where_to_ask_it_says_who_can() -> None:
    async with served() as hall:
        await hall.press(await privately(hall), HELP_LABEL)
        assert "Nobody has told me" in str(modal(hall)["blocks"])


async def test_a_place_that_has_changed_since_it_was_shown_is_shown_anew() -> None:
    async with served() as hall:
        await owned(hall)
        await hall.press(await aloud(hall), HELP_LABEL)
        await owned(hall, channel="CONBOARDING")
        again = await hand_in(hall, modal(hall), "my own words")
        assert posted(hall) == []
        assert "<#CONBOARDING>" in str(again["blocks"])
        assert again["blocks"][1]["element"]["initial_value"] == "my own words"


async def test_a_post_that_slack_refuses_is_told_and_can_be_tried_again() -> None:
    async with served() as hall:
        await owned(hall)
        card = await aloud(hall)
        await hall.press(card, HELP_LABEL)
        hall.workspace.faults.set({"server_error": 1, "method": "chat.postMessage"})
        assert "nothing was posted" in str((await hand_in(hall, modal(hall)))["blocks"])
        hall.workspace.modals["UNIA"].clear()
        await hall.press(card, HELP_LABEL)
        await hand_in(hall, modal(hall))
        assert len(posted(hall)) == 1


async def test_who_has_closed_the_modal_is_told_where_they_asked() -> None:
    async with served() as hall:
        await owned(hall)
        await hall.press(await aloud(hall), HELP_LABEL)
        submit(hall.workspace, "UNIA", modal(hall)["id"], {})
        hall.workspace.faults.set({"server_error": 1, "method": "views.update"})
        await hall.quiet()
        assert "Your question" in hall.private()[-1]["text"]


async def test_another_organisation_gets_no_further() -> None:
    async with served() as hall:
        await owned(hall)
        hall.workspace.channels["CHELP"].shared = True
        await hall.press(await aloud(hall), HELP_LABEL)
        assert "own people" in str(modal(hall)["blocks"])


async def test_a_guest_sees_only_the_place_for_everything_else() -> None:
    async with served() as hall:
        hall.workspace.people["UNIA"].is_guest = True
        await owned(hall)
        await fallback(hall)
        await hall.press(await aloud(hall), HELP_LABEL)
        assert "<#CONBOARDING>" in str(modal(hall)["blocks"])
        assert "ana" not in str(modal(hall)["blocks"])


async def test_over_socket_mode_it_is_posted_too() -> None:
    async with served(by="socket") as hall:
        await owned(hall)
        await hall.press(await aloud(hall), HELP_LABEL)
        await hand_in(hall, modal(hall))
        assert len(posted(hall)) == 1


@pytest.mark.parametrize("value", ["", "[]", "[1]", "1|role|data-engineer", '[9, "q", "1|role", "", ""]'])
async def test_a_button_or_a_modal_of_another_version_says_so(value: str) -> None:
    async with served() as hall:
        view = {"id": "V1", "type": "modal", "callback_id": REFER, "private_metadata": value}
        filled = {"question": {"question": {"type": "plain_text_input", "value": "who?"}}}
        reply = await hall.send(payloads.submission(view={**view, "state": {"values": filled}}))
        assert "older version" in str(reply.json())
        await hall.send(payloads.press(value, REMOVE))
        assert "older version" in hall.whispers()[-1]["text"]


async def test_the_asker_takes_an_answer_away_and_others_do_not_see_how() -> None:
    async with served() as hall:
        card = await aloud(hall)
        at = element(card, "Remove")
        with pytest.raises(Refused):
            press_on_message(hall.workspace, "UANA", ("CHELP", card["ts"]), at)
        await hall.press(card, "Remove")
        assert hall.answers() == []


async def test_a_steward_takes_an_answer_away() -> None:
    async with served() as hall:
        await edit(hall, NameStewards(people=("UANA",)))
        await hall.press(await aloud(hall), "Remove", user="UANA")
        assert hall.answers() == []


async def test_who_may_not_remove_an_answer_is_told_so_whatever_they_press() -> None:
    async with served() as hall:
        card = await aloud(hall)
        value = value_of(Asked(QUESTION, Meaning(Kind.OWNERSHIP, topic="data-quality"), "UNIA"))
        somebody = {"id": "UANA", "name": "ana", "team_id": payloads.TEAM}
        container = {
            "type": "message",
            "message_ts": card["ts"],
            "channel_id": "CHELP",
            "is_ephemeral": False,
        }
        await hall.send(payloads.press(value, REMOVE, user=somebody, container=container))
        assert len(hall.answers()) == 1
        assert "Only who asked" in hall.private("UANA")[-1]["text"]
        admin = {"id": "UADAM", "name": "adam", "team_id": payloads.TEAM}
        for _ in range(2):  # the second finds it gone
            await hall.send(payloads.press(value, REMOVE, user=admin, container=container))
        assert hall.answers() == []


async def test_a_command_is_answered_to_the_asker_alone_who_needs_no_removing() -> None:
    async with served() as hall:
        assert "Remove" not in labels(await privately(hall))
        assert HELP in str((await privately(hall))["blocks"])

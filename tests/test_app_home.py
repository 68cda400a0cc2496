"""The Home in the local workspace: opened, searched, and pressed on."""

from __future__ import annotations

import time
from typing import Any

import payloads
import pytest
from served_app import Served, served
from views_before import find, hand_in, home, home_of, modal, on_it, press, suggested, texts

from bot.playground.commands import command
from bot.playground.talking import open_home
from bot.workspace.directory import WorkspaceId

pytestmark = pytest.mark.usefixtures("both_ways")

HIDDEN = "http://127.0.0.1:9/hook"


async def searched(hall: Served, typed: str, choice: int = 0, user: str = "UNIA") -> dict[str, Any]:
    """Search on the Home and choose an option; return the modal that opens."""
    view = await home(hall, user)
    options = await suggested(hall, view, "search", typed, user)
    await press(hall, view, "search", user, options[choice]["value"])
    return modal(hall, user)


async def test_a_home_shows_the_roles_and_who_works_with_whom() -> None:
    async with served() as hall:
        view = await home(hall)
    assert {"Data engineer", "Data analyst", "Compare roles", "What can I ask?"} <= set(on_it(view))
    assert "Who works with whom" in texts(view)


async def test_a_home_that_is_the_same_is_not_sent_again() -> None:
    async with served() as hall:
        await home(hall)
        await home(hall)
        assert len(hall.workspace.calls("views.publish")) == 1


async def test_who_opens_the_messages_is_sent_no_home() -> None:
    async with served() as hall:
        open_home(hall.workspace, "UNIA", "messages")
        await hall.quiet()
        assert hall.workspace.homes == {}


async def test_the_first_option_always_asks_what_was_typed() -> None:
    async with served() as hall:
        view = await home(hall)
        for typed in ("dat", "who fixes the lift?", "x" * 400):
            first, *_ = await suggested(hall, view, "search", typed)
            assert first["text"]["text"].startswith(f"Ask: {typed}"[:70])
        [nothing, *others] = await suggested(hall, view, "search", "")
        assert nothing["text"]["text"].startswith("Ask: ")
        assert others


async def test_a_slip_while_typing_is_forgiven_and_the_options_come_fast() -> None:
    async with served() as hall:
        view = await home(hall)
        await suggested(hall, view, "search", "da")
        began = time.process_time()
        options = await suggested(hall, view, "search", "data qualty")
        assert time.process_time() - began < 0.1  # of work, however busy the machine is
    assert "Who owns data quality?" in [each["text"]["text"] for each in options[1:3]]


async def test_what_was_typed_is_answered_in_a_modal_and_the_field_is_empty_again() -> None:
    async with served() as hall:
        answer = await searched(hall, "who owns data quality?")
        assert "are responsible for *data quality*" in texts(answer)
        before, after = hall.workspace.calls("views.publish")
        blocks = [call.request["view"]["blocks"][0]["block_id"] for call in (before, after)]
        assert len(set(blocks)) == 2


async def test_what_was_chosen_is_answered_in_a_modal() -> None:
    async with served() as hall:
        assert "quality" in texts(await searched(hall, "data quality", choice=1)).lower()


async def test_a_word_that_is_not_typed_out_is_answered_with_what_was_offered_while_it_was_typed() -> None:
    async with served() as hall:
        answer = await searched(hall, "quali")
        assert "I don't know that one" in texts(answer)
        assert "Who owns data quality?" in on_it(answer)
        assert "Who owns data quality?" not in on_it(await searched(hall, "quali lift"))


async def test_what_nobody_knows_is_said_in_the_modal_with_a_way_to_be_told() -> None:
    async with served() as hall:
        answer = await searched(hall, "who repairs the lift?")
        assert "I don't know" in texts(answer)
        await press(hall, answer, "Tell me when it is answered")
        assert "I will tell you" in texts(modal(hall))


async def test_buttons_on_the_home_open_modals_and_buttons_in_those_stack_up_to_three() -> None:
    async with served() as hall:
        await press(hall, await home(hall), "Data engineer")
        depths = [len(hall.workspace.modals["UNIA"])]
        for label in ("Who they work with", "About data engineers", "Who they work with"):
            await press(hall, modal(hall), label)
            depths.append(len(hall.workspace.modals["UNIA"]))
    assert depths == [1, 2, 3, 3]


async def test_pages_turn_in_the_modal_in_which_they_stand() -> None:
    async with served() as hall:
        await press(hall, await home(hall), "An example project")
        first = modal(hall)
        await press(hall, first, "Next")
        assert len(hall.workspace.modals["UNIA"]) == 1
        assert texts(modal(hall)["blocks"]) != texts(first["blocks"])


async def test_an_answer_is_posted_where_its_reader_chooses_without_what_others_may_not_see() -> None:
    async with served() as hall:
        answer = await searched(hall, "who owns data quality?")
        await hand_in(hall, answer, where="CHELP")
        assert "<#CHELP>" in texts(modal(hall))
        [posted] = hall.answers()
        assert "data quality" in posted["text"].lower()
        assert posted["ts"] in hall.workspace.messages["CHELP"]


async def test_who_chooses_no_channel_is_told_so_at_the_field() -> None:
    async with served() as hall:
        answer = await searched(hall, "who owns data quality?")
        await hand_in(hall, answer)
        [told] = hall.workspace.modals["UNIA"][-1]["errors"].values()
        assert "Choose where" in told
        assert hall.answers() == []


async def test_two_roles_are_compared_and_one_is_an_error_at_the_field() -> None:
    async with served() as hall:
        await press(hall, await home(hall), "Compare roles")
        choice = modal(hall)
        await hand_in(hall, choice, roles=["data-engineer"])
        assert "two or three" in str(hall.workspace.modals["UNIA"][-1]["errors"])
        await hand_in(hall, modal(hall), roles=["data-engineer", "data-analyst"])
        assert len(hall.workspace.modals["UNIA"]) == 2
        assert "Data analyst" in texts(modal(hall))


async def test_a_role_that_is_gone_cannot_be_compared() -> None:
    state = {"roles": {"roles": {"type": "x", "selected_options": [{"value": "a"}, {"value": "b"}]}}}
    view = {"id": "V1", "type": "modal", "callback_id": "compare", "private_metadata": ""}
    async with served() as hall:
        reply = await hall.send(payloads.submission(view={**view, "state": {"values": state}}))
    assert "no longer known" in str(reply.json())


@pytest.mark.parametrize("page", ["", "rubbish"])
async def test_an_answer_of_another_version_is_not_posted(page: str) -> None:
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": "answer",
        "private_metadata": page,
        "state": {"values": {}},
    }
    urls = [{"channel_id": "CHELP", "response_url": HIDDEN}]
    async with served() as hall:
        reply = await hall.send(
            payloads.submission(view={**view, "state": {"values": {}}}, response_urls=urls)
        )
    assert "older version" in str(reply.json())


async def test_people_are_edited_from_the_home_in_a_modal_of_its_own() -> None:
    async with served() as hall:
        view = await home(hall, "UADAM")
        await press(hall, view, "Edit people", "UADAM")
        choice = modal(hall, "UADAM")
        _, menu = find(choice, "choose")
        value = menu["option_groups"][0]["options"][0]["value"]
        await press(hall, choice, "choose", "UADAM", value)
        assert len(hall.workspace.modals["UADAM"]) == 1
        assert modal(hall, "UADAM")["callback_id"] == "assign"
        assert home_of(hall, "UADAM")["type"] == "home"


async def test_a_vote_in_a_modal_is_thanked_for_in_a_modal() -> None:
    async with served() as hall:
        answer = await searched(hall, "who owns data quality?")
        await press(hall, answer, "Helpful")
        assert "Thank you" in texts(modal(hall))
        assert hall.answers() == []


async def test_stewards_see_and_answer_on_their_home_what_nobody_could_answer() -> None:
    async with served() as hall:
        await hall.send(payloads.command("who waters the office palms?"))
        await hall.send(payloads.command("is the canteen open on sundays?"))
        assert "could not answer" not in texts(await home(hall))
        view = await home(hall, "UADAM")
        assert "Two questions that I could not answer" in texts(view)
        assert "roles without people" in texts(view)
        await press(hall, view, "Answer", "UADAM")
        await hand_in(hall, modal(hall, "UADAM"), "UADAM", answer="Nia does.")
        assert "From now on" in texts(modal(hall, "UADAM"))
        after = home_of(hall, "UADAM")
        assert "One question that I could not answer" in texts(after)
        await press(hall, after, "Not ours", "UADAM")
        assert "nothing that I could not answer" in texts(home_of(hall, "UADAM"))
        await press(hall, modal(hall, "UADAM"), "Undo", "UADAM")
        assert "One question that I could not answer" in texts(modal(hall, "UADAM"))


async def asked(hall: Served, text: str) -> None:
    command(hall.workspace, "UNIA", "CHELP", f"/role {text}")
    await hall.quiet()


async def test_what_one_asked_lately_stands_on_the_home_as_kinds_and_subjects() -> None:
    async with served() as hall:
        for text in (
            "wot does a data enginer do pls",
            "who owns data quality?",
            "who repairs the lift?",
            "help",
        ):
            await asked(hall, text)
        view = await home(hall)
        assert {"What do data engineers do?", "Who owns data quality?"} <= set(on_it(view))
        assert "You asked lately" in texts(view)
        await hall.app.learning.write()
        notes = hall.app.workspaces.store(WorkspaceId("TDATA")).notes
        kept = await notes.all("recent")
        assert "enginer" not in str(kept)
        assert [each["kind"] for each in kept["UNIA"]] == ["ownership", "role"]  # type: ignore[index, union-attr, call-overload]
        assert "You asked lately" not in texts(await home(hall, "UANA"))


async def test_who_is_forgotten_has_asked_nothing_lately() -> None:
    async with served() as hall:
        await asked(hall, "who owns data quality?")
        await hall.app.learning.write()
        await asked(hall, "what does a data engineer do?")
        await asked(hall, "forget me")
        await hall.press(hall.private()[-1], "Forget me")
        await hall.app.learning.write()
        assert "You asked lately" not in texts(await home(hall))


async def test_what_an_installation_leaves_out_is_said_to_those_who_can_add_it() -> None:
    async with served() as hall:
        hall.workspace.granted.discard("channels:history")
        assert "need a mention" in texts(await home(hall, "UADAM"))
        assert "need a mention" not in texts(await home(hall))

"""Own answers, roles, topics and texts are written in Slack, checked as the knowledge is, and told."""

from __future__ import annotations

from typing import Any

import payloads
import pytest
from hypothesis import given
from hypothesis import strategies as st
from served_app import Served, served
from test_app_assets import imported
from test_app_directory import asked, hand_in, modal, opened, told, typed

from bot.cards.writing import WRITE
from bot.knowledge.models import Faq, Topic
from bot.playground.interaction import press_on_view
from bot.playground.submitting import submit
from bot.workspace.own import OWN, OwnEntry, OwnFaq, OwnTopic
from bot.workspace.writing import Unfilled, What, filled, initial, what_of

ANSWER = {"answer": "Ask in #coffee.", "ways": "where is the coffee machine?\nis there coffee?"}
OWNERS = {"responsible": "data-analyst", "does": "keeps them painted"}
TOPIC = {"title": "Zebra crossings", "group": "Streets", "ways": "who paints the zebra crossings?", **OWNERS}


async def chosen(hall: Served, label: str, value: str, user: str = "UADAM") -> dict[str, Any]:
    """Choose from a menu of the modal; return the form that opens."""
    view = modal(hall, user)
    [row] = [b for b in view["blocks"] if b["type"] == "actions" and label in str(b)]
    press_on_view(hall.workspace, user, view["id"], (row["block_id"], row["elements"][0]["action_id"]), value)
    await hall.quiet()
    return modal(hall, user)


@pytest.mark.usefixtures("both_ways")
async def test_an_answer_is_written_told_changed_and_taken_away() -> None:
    async with served() as hall:
        assert "#coffee" not in str(await asked(hall, "where is the coffee machine?"))
        await opened(hall, "add")
        form = await chosen(hall, "Add", "new:faq")
        assert told(await hand_in(hall, form, **ANSWER)).startswith("*where is the coffee machine?*")
        assert (await asked(hall, "where is the coffee machine?"))["text"] == "Ask in #coffee."

        await opened(hall, "add")
        value = "own:faq:where-is-the-coffee-machine"
        form = await chosen(hall, "Change one of ours", value)
        assert "Ask in #coffee." in str(form)
        await hand_in(hall, form, answer="By the door.")
        assert (await asked(hall, "where is the coffee machine?"))["text"] == "By the door."

        await opened(hall, "add")
        await hand_in(hall, await chosen(hall, "Change one of ours", value), remove=("remove",))
        assert "By the door" not in str(await asked(hall, "where is the coffee machine?"))


async def test_a_role_a_topic_and_a_text_are_written_too() -> None:
    async with served() as hall:
        role = {"name": "Data steward", "plural": "Data stewards", "purpose": "keeps the glossary"}
        await hand_in(hall, await opened(hall, "add role"), **role)
        assert "keeps the glossary" in str(await asked(hall, "what does a data steward do?"))

        await hand_in(hall, await opened(hall, "add topic"), **{**TOPIC, "responsible": "data-steward"})
        assert "data stewards" in str(await asked(hall, "who paints the zebra crossings?")).lower()

        text = {"subject": "role-text:data-engineer", "text": "drives the trains of data"}
        await hand_in(hall, await opened(hall, "add text"), **text)
        assert "drives the trains of data" in str(await asked(hall, "what does a data engineer do?"))


@pytest.mark.usefixtures("both_ways")
async def test_a_choice_that_comes_from_no_modal_opens_the_form_all_the_same() -> None:
    async with served() as hall:
        trigger = hall.workspace.tickets.trigger("UADAM", hall.workspace.clock.now())
        choice = {"action_id": WRITE, "block_id": "b", "selected_option": {"value": "new:faq"}}
        admin = {"id": "UADAM", "name": "adam", "team_id": payloads.TEAM}
        await hall.send(payloads.press("", user=admin, actions=[choice], trigger_id=trigger))
        assert modal(hall, "UADAM")["callback_id"] == WRITE


@pytest.mark.parametrize(
    ("what", "given", "field"),
    [
        ("faq", {"answer": "At the pier."}, "ways"),
        ("faq", {"ways": "where?"}, "answer"),
        ("role", {"name": "Data steward", "plural": "Data stewards"}, "purpose"),
        ("topic", {**TOPIC, "responsible": None}, "responsible"),
        ("text", {"text": "something"}, "subject"),
        (
            "role",
            {"name": "Data engineer", "plural": "Data engineers", "purpose": "is there already"},
            "name",
        ),
    ],
)
async def test_what_is_wrong_is_said_at_its_input(what: str, given: dict[str, Any], field: str) -> None:
    async with served() as hall:
        view = await opened(hall, f"add {what}")
        values = {
            block["block_id"]: {block["element"]["action_id"]: given[block["element"]["action_id"]]}
            for block in view["blocks"]
            if given.get(block.get("element", {}).get("action_id"))
        }
        submit(hall.workspace, "UADAM", view["id"], values)
        await hall.quiet()

        assert [name.partition(":")[0] for name in modal(hall)["errors"]] == [field]


@pytest.mark.usefixtures("both_ways")
async def test_others_propose_and_one_press_makes_it_so() -> None:
    async with served() as hall:
        form = await opened(hall, "add faq", "UNIA")
        assert form["submit"]["text"] == "Propose"
        assert "who may decide" in told(await hand_in(hall, form, "UNIA", **ANSWER))
        assert "#coffee" not in (await asked(hall, "where is the coffee machine?"))["text"]

        card = hall.seen("DADAM")[-1]
        assert "Ask in #coffee." in str(card["blocks"])
        await hall.press(card, "Approve", "UADAM")
        await asked(hall, "where is the coffee machine?")
        assert hall.seen("CHELP")[-1]["text"] == "Ask in #coffee."


@pytest.mark.usefixtures("both_ways")
async def test_stewards_see_what_was_imported_and_others_do_not() -> None:
    async with served() as hall:
        await typed(hall, "imported")
        assert "Nothing was imported" in hall.private("UADAM")[-1]["text"]
        await imported(hall, {"@acme/pay": "UADAM"})
        card = await typed(hall, "imported")
        assert "CODEOWNERS: one thing" in card["text"]
        assert "group:default/payments" in card["text"]
        assert "@acme/pay" not in card["text"]
        assert "CODEOWNERS" not in (await typed(hall, "imported", "UNIA"))["text"]


line = st.from_regex(r"[A-Za-z][A-Za-z0-9 ]{0,30}[a-z]", fullmatch=True)


@given(st.builds(lambda ask, say: OwnFaq(value=Faq(id="a", questions=(ask,), answer=say)), line, line))
def test_a_form_that_is_handed_in_as_it_is_changes_nothing(entry: OwnEntry) -> None:
    assert filled(what_of(entry), initial(entry), entry) == entry


def test_what_a_form_does_not_show_stays() -> None:
    stakes = [
        {"role": "data-analyst", "part": "responsible", "text": "does it", "ours": True},
        {"role": "client", "part": "informed", "text": "hears of it", "ours": True},
    ]
    value = {"id": "t", "title": "T", "group": "G", "phrases": ["who?"], "stakes": stakes}
    entry = OwnTopic(value=Topic.model_validate({**value, "others_informed": ["everybody"]}))

    assert filled(What.TOPIC, initial(entry), entry) == entry


def test_a_second_entry_of_a_name_gets_an_id_of_its_own() -> None:
    again = filled(What.FAQ, ANSWER, None, {"where-is-the-coffee-machine"})

    assert again.value.id == "where-is-the-coffee-machine-2"
    assert OWN.validate_python(again.model_dump(mode="json")) == again
    with pytest.raises(Unfilled):
        filled(What.FAQ, {})

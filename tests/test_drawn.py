"""Cards that are kept: the same as newly drawn ones, never another workspace's, never out of date."""

from __future__ import annotations

import copy
from dataclasses import replace

import payloads
import pytest
from served_app import served
from small_knowledge import SMALL, reading

from bot.answers import answer
from bot.answers.kinds import Answer
from bot.answers.workspace import EMPTY, Contact, Here, Workspace
from bot.cards import Message, View, card
from bot.cards.pictures import pictured
from bot.drawn import Drawn
from bot.matching.reading import Alternative, Kind, Meaning, Reading

PLUMBER = Meaning(Kind.ROLE, roles=("data-plumber",))
WATER = Meaning(Kind.OWNERSHIP, topic="water-quality")
PIPES = Meaning(Kind.OWNERSHIP, topic="pipes")
WRENCH = Meaning(Kind.EXPERTISE, items=("wrench",))
PARTNERS = Meaning(Kind.COLLABORATION, roles=("data-plumber",))
TOGETHER = Meaning(Kind.COLLABORATION, roles=("data-plumber", "water-taster"))
EVERYBODY = Meaning(Kind.LIST)
ANNA = Here(people=(Contact("U1", "Anna"),))


def told(meaning: Meaning, workspace: Workspace = EMPTY) -> Answer:
    """Return a new answer, as every question makes one."""
    return answer(Reading("", meaning, 1.0), SMALL, workspace)


def anew(answer: Answer, *, view: View = View.FIRST, public: bool = False) -> Message:
    """Return the card as it is drawn where none is kept: with its picture where there is one."""
    drawn = card(answer, view=view, public=public)
    return pictured(drawn, answer) if view is View.FIRST else drawn


def test_a_kept_card_holds_on_to_no_answer_of_earlier_knowledge() -> None:
    drawn, before = Drawn(), told(PLUMBER)
    drawn.card(before)
    drawn.card(told(PLUMBER))
    assert [kept is before for kept, _ in drawn._cards.values()] == [False]


@pytest.mark.parametrize("meaning", [PLUMBER, WATER, EVERYBODY, Meaning(Kind.HELP), Meaning(Kind.UNKNOWN)])
@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("public", [True, False])
def test_a_kept_card_is_the_one_that_would_be_drawn(meaning: Meaning, view: View, public: bool) -> None:
    drawn = Drawn()
    first = drawn.card(told(meaning), view=view, public=public)
    again = drawn.card(told(meaning), view=view, public=public)
    assert again is first
    assert again == anew(told(meaning), view=view, public=public)
    assert (drawn.hits, drawn.misses) == (1, 1)


def test_each_side_page_and_audience_has_a_card_of_its_own() -> None:
    drawn = Drawn()
    shown = [
        drawn.card(told(PLUMBER)),
        drawn.card(told(PLUMBER), public=True),
        drawn.card(told(PLUMBER), view=View.SOURCES),
        drawn.card(told(PLUMBER), page=1),
        drawn.card(told(PLUMBER), tables=False),
    ]
    assert drawn.misses == len(shown)
    assert shown[0] != shown[1] != shown[2]


@pytest.mark.parametrize(
    ("meaning", "workspace"),
    [
        (PLUMBER, Workspace(roles={"data-plumber": ANNA})),
        (PLUMBER, Workspace(absent={"data-plumber": ("water-taster",)})),
        (PLUMBER, Workspace(absent={"data-plumber": ()})),
        (WATER, Workspace(topics={"water-quality": ANNA})),
        (WATER, Workspace(absent={"water-taster": ()})),
        (PIPES, Workspace(absent={"water-taster": ("data-plumber",)})),
        (WRENCH, Workspace(absent={"water-taster": ()})),
        (PARTNERS, Workspace(absent={"water-taster": ()})),
        (TOGETHER, Workspace(absent={"data-plumber": ()})),
        (EVERYBODY, Workspace(absent={"data-plumber": ()})),
        (Meaning(Kind.PEOPLE, roles=("data-plumber",)), Workspace(roles={"data-plumber": ANNA})),
    ],
)
def test_what_one_workspace_adds_is_drawn_anew_and_shown_to_no_other(
    meaning: Meaning, workspace: Workspace
) -> None:
    drawn = Drawn()
    theirs = drawn.card(told(meaning, workspace))
    ours = drawn.card(told(meaning))
    assert ours == anew(told(meaning)) != theirs
    assert drawn.card(told(meaning, workspace)) == theirs
    assert drawn.card(told(meaning)) is ours
    assert drawn.hits == 1


def test_another_text_for_the_same_meaning_is_drawn_anew() -> None:
    drawn = Drawn()
    before = drawn.card(told(PLUMBER))
    plumber = SMALL.roles["data-plumber"]
    said = plumber.purpose.model_copy(update={"text": "keeps the taps running"})
    roles = {**SMALL.roles, "data-plumber": plumber.model_copy(update={"purpose": said})}
    edited = answer(Reading("", PLUMBER, 1.0), replace(SMALL, roles=roles))
    assert "keeps the taps running" in drawn.card(edited).text
    assert "keeps the taps running" not in before.text


def test_another_reading_that_is_nearly_as_good_is_part_of_the_card() -> None:
    drawn = Drawn()
    sure = drawn.card(told(PLUMBER))
    torn = replace(reading(Kind.ROLE, roles=("data-plumber",)), alternatives=(Alternative(WATER, 0.9),))
    assert "Or did you mean" in drawn.card(answer(torn, SMALL)).text
    assert "Or did you mean" not in sure.text


def test_of_too_many_cards_the_one_that_was_not_sent_for_longest_goes() -> None:
    drawn = Drawn(kept=2)
    for meaning in (PLUMBER, WATER, PLUMBER, EVERYBODY, PLUMBER, WATER):
        drawn.card(told(meaning))
    assert (drawn.hits, drawn.misses) == (2, 4)


async def test_sending_a_kept_card_leaves_it_as_it_was() -> None:
    async with served() as hall:
        before = copy.deepcopy((await hall.send(payloads.command("data-engineer"))).json())
        await hall.send(payloads.mention("<@UBOTTDATA> data-engineer"))
        await hall.send(payloads.press("1|role|data-engineer"))
        assert (await hall.send(payloads.command("data-engineer"))).json() == before
        assert hall.app.drawn.hits == 2

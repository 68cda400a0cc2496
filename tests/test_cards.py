"""How answers look: the answer first, the rest a press away, and every card within Slack's limits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any, get_args

import pytest
from card_rules import broken, pressable
from small_knowledge import SMALL, WATER_QUALITY, everything, reading

from bot.answers import EMPTY, Answer, Workspace, answer
from bot.answers.kinds import OwnershipAnswer
from bot.answers.workspace import Contact, Here
from bot.cards import Message, View, card, decode, plain
from bot.cards.drawing import _CARDS
from bot.cards.here import lacking_text
from bot.cards.plan import met_first_card
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.loading import load
from bot.matching.reading import Kind, Meaning, Reading

SHIPPED = load()


def told(kind: Kind, knowledge: KnowledgeBase = SMALL, here: Workspace = EMPTY, **subjects: Any) -> Answer:
    return answer(reading(kind, **subjects), knowledge, here)


def test_every_kind_of_answer_has_a_card() -> None:
    assert set(_CARDS) == set(get_args(Answer))


@pytest.mark.parametrize("knowledge", [SMALL, SHIPPED], ids=["small", "shipped"])
def test_every_card_is_within_the_limits(knowledge: KnowledgeBase) -> None:
    """Slack's own, and ours: ten blocks and fifteen hundred characters before anything is pressed."""
    faults = {}
    for meaning in everything(knowledge):
        message = card(answer(Reading("?", meaning, 0.9), knowledge))
        if found := broken(message):
            faults[meaning] = found
    assert faults == {}


def test_every_card_is_within_the_limits_where_one_role_covers_for_all_others() -> None:
    here = Workspace(absent={role: ("data-engineer",) for role in SHIPPED.roles if role != "data-engineer"})
    faults = {}
    for meaning in everything(SHIPPED):
        message = card(answer(Reading("?", meaning, 0.9), SHIPPED, here))
        if found := broken(message):
            faults[meaning] = found
    assert faults == {}


@pytest.mark.parametrize("knowledge", [SMALL, SHIPPED], ids=["small", "shipped"])
def test_whatever_can_be_pressed_leads_to_a_card_within_the_limits(knowledge: KnowledgeBase) -> None:
    """Every button of every card, its pages and its sources, two presses deep."""
    waiting = [
        (meaning, View.FIRST, 0)
        for meaning in everything(knowledge)
        if meaning.kind is not Kind.COLLABORATION
    ]
    seen = set(waiting)
    faults = {}
    while waiting:
        meaning, view, page = asked = waiting.pop()
        message = card(answer(Reading("?", meaning, 1.0), knowledge), view=view, page=page)
        if found := broken(message, first=view is View.FIRST):
            faults[asked] = found
        for element in pressable(message):
            press = decode(element["value"]) if "value" in element else None
            following = (press.meaning, press.view, press.page) if press else None
            if following and following not in seen and press and press.meaning.kind is meaning.kind:
                seen.add(following)
                waiting.append(following)
    assert faults == {}
    assert any(page for _, _, page in seen)


@pytest.mark.slow
def test_any_three_roles_stand_side_by_side() -> None:
    triples = combinations([role.id for role in SHIPPED.roles.values()], 3)
    faults = {
        triple: found
        for triple in triples
        if (found := broken(card(told(Kind.COMPARISON, SHIPPED, roles=triple))))
    }
    assert faults == {}


@pytest.mark.parametrize(
    ("kind", "subject"),
    [(Kind.ROLE, "roles"), (Kind.OWNERSHIP, "topics"), (Kind.SKILLS, "roles"), (Kind.EXPERTISE, "tools")],
)
def test_the_answer_stands_in_the_first_120_characters(kind: Kind, subject: str) -> None:
    """What a notification shows of it, and a screen reader reads first."""
    for id_ in getattr(SHIPPED, subject):
        subjects: dict[str, Any] = {"topic": id_} if subject == "topics" else {}
        subjects |= {"roles": (id_,)} if subject == "roles" else {}
        subjects |= {"items": (id_,)} if subject == "tools" else {}
        given = told(kind, SHIPPED, **subjects)
        for role in given.roles[:1]:
            name = SHIPPED.roles[role].name.lower()
            assert name in card(given).text[:120].lower(), (kind, id_)


def test_a_role_is_drawn_as_its_name_five_duties_and_what_to_press() -> None:
    message = card(told(Kind.ROLE, roles=("data-plumber",)))

    assert message.text.splitlines()[0] == "Data plumber: brings water from the well to the tap."
    assert [block["type"] for block in message.blocks] == [
        "section",
        "rich_text",
        "section",
        "actions",
        "context",
    ]
    assert message.blocks[0] == {
        "type": "section",
        "block_id": "role:0",
        "text": {
            "type": "mrkdwn",
            "text": "*Data plumber*\nBrings water from the well to the tap.",
            "verbatim": True,
        },
    }
    assert [button(element) for element in message.blocks[3]["elements"]] == [
        ("ask:0", "Who they work with", "1|collaboration|data-plumber"),
        ("ask:1", "Skills and tools", "1|skills|data-plumber"),
        ("ask:2", "All six duties", "1|role|data-plumber||||whole"),
        ("ask:3", "Compare with", "1|comparison|data-plumber,water-taster"),
        ("share", "Share", "1|role|data-plumber"),
    ]
    assert message.blocks[4]["elements"][0]["text"] == "Said by two of three sources · 5 of 6 duties shown"


def test_a_topic_is_drawn_as_who_owns_it_who_else_has_a_part_and_who_says_so() -> None:
    message = card(told(Kind.OWNERSHIP, topic="water-quality"))

    assert message.blocks == (
        {
            "type": "section",
            "block_id": "ownership:0",
            "text": mrkdwn(
                "*Water tasters* are responsible for *water quality*.\n"
                "They taste it each day. ML mappers may mark wells that went bad."
            ),
        },
        {
            "type": "section",
            "block_id": "ownership:1",
            "fields": [
                mrkdwn("*Responsible*\nWater tasters · two sources\nML mappers, in part · one source"),
                mrkdwn("*Consulted*\nData plumbers"),
                mrkdwn("*Informed*\nThe mayor"),
            ],
        },
        {
            "type": "actions",
            "block_id": "ownership:2",
            "elements": [
                press("ask:0", "About water tasters", "1|role|water-taster"),
                press("ask:1", "About ML mappers", "1|role|ml-mapper"),
                press("ask:2", "What each one does", "1|ownership||water-quality|||whole"),
                press("ask:3", "Who says so", "1|ownership||water-quality|||sources"),
                press("share", "Share", "1|ownership||water-quality")
                | {"accessibility_label": "Share this answer with everybody here"},
            ],
        },
        {
            "type": "context",
            "block_id": "ownership:3",
            "elements": [mrkdwn("Two sources name the taster; one lets the mapper mark wells.")],
        },
    )


def test_whom_to_ask_first_is_said_where_one_owner_has_more_sources() -> None:
    assert plain(told(Kind.OWNERSHIP, topic="pipes")).startswith(
        "Data plumbers are responsible for pipes. Ask them first, then water tasters."
    )


def test_owners_with_equally_many_sources_own_it_together() -> None:
    stakes = tuple(
        stake.model_copy(update={"partial": False, "sources": ("000",)}) for stake in WATER_QUALITY.stakes
    )
    topic = WATER_QUALITY.model_copy(update={"stakes": stakes})
    given = told(Kind.OWNERSHIP, replace(SMALL, topics={topic.id: topic}), topic=topic.id)

    assert plain(given).startswith("ML mappers and water tasters are both responsible for water quality.")


def test_plain_text_tells_all_and_a_message_tells_five() -> None:
    given = told(Kind.ROLE, roles=("data-plumber",))

    assert "- Drains: keep them free, usually" in plain(given)
    assert "- 1 more" in card(given).text
    assert "Drains" not in card(given).text


def test_what_no_source_says_is_said_plainly() -> None:
    nothing = [
        (told(Kind.TOOLS, roles=("ml-mapper",)), "No source names a tool of ML mappers."),
        (told(Kind.EXPERTISE, items=("singing",)), "No source says who knows singing."),
        (told(Kind.COLLABORATION, roles=("ml-mapper",)), "No source says who ML mappers work with."),
        (
            told(Kind.COLLABORATION, roles=("water-taster", "ml-mapper")),
            "The sources say nothing of how water tasters and ML mappers work together.",
        ),
    ]
    assert [plain(given).splitlines()[0] for given, _ in nothing] == [words for _, words in nothing]


def test_a_partner_says_how_little_is_known_before_anything_else() -> None:
    message = card(told(Kind.ROLE, roles=("well-owner",)))

    assert "nothing else is told" in message.blocks[1]["text"]["text"]


def test_a_walkthrough_turns_its_pages_and_marks_what_has_no_order() -> None:
    given = told(Kind.WALKTHROUGH, entry="new-well")
    pages = [card(given, page=page) for page in range(4)]

    assert [[element["text"]["text"] for element in pressable(page)][:2] for page in pages] == [
        ["Next", "All steps"],
        ["Back", "Next"],
        ["Back", "Next"],
        ["Back", "All steps"],
    ]
    assert "no fixed order" in pages[2].text
    assert "A general duty" in pages[3].text
    assert len({block["block_id"] for page in pages for block in page.blocks}) == sum(
        len(page.blocks) for page in pages
    )


def test_a_page_beyond_the_last_shows_the_last() -> None:
    given = told(Kind.WALKTHROUGH, entry="new-well")

    assert card(given, page=99).text == card(given, page=3).text


def test_whoever_says_so_is_told_with_how_far_to_trust_them() -> None:
    message = card(told(Kind.OWNERSHIP, topic="pipes"), view=View.SOURCES)

    assert "Makes data plumbers responsible." in message.text
    assert "Pipes &amp; dreams" in message.text
    assert "Trust it halfway." in message.text


def test_another_reading_nearly_as_good_is_offered_under_the_card() -> None:
    rival = Meaning(Kind.OWNERSHIP, topic="pipes")
    given = answer(reading(Kind.OWNERSHIP, rival, topic="water-quality"), SMALL)
    block = card(given).blocks[-1]

    assert block["text"]["text"] == "Or did you mean: Who owns pipes?"
    assert block["accessory"]["value"] == "1|ownership||pipes"
    assert plain(given).endswith("Or did you mean: Who owns pipes?")


def test_what_everybody_sees_has_no_share_button() -> None:
    for meaning in everything(SMALL):
        message = card(answer(Reading("?", meaning, 0.9), SMALL), public=True)
        assert "share" not in {element["action_id"] for element in pressable(message)}


def test_roles_stand_side_by_side_without_a_table_where_tables_may_not_stand() -> None:
    given = told(Kind.COMPARISON, roles=("data-plumber", "water-taster"))
    without = card(given, tables=False)

    assert "table" in [block["type"] for block in card(given).blocks]
    assert broken(without, surface="home") == []
    assert broken(card(given), surface="home") != []
    assert all(word in str(without.blocks) for word in ("taps", "tasting", "Sonar", "paper cup"))


def test_who_it_is_here_stands_on_the_card_by_name_and_never_as_a_mention() -> None:
    plumbers = Here(
        people=(Contact("U1", "Anna <!here>"),),
        groups=(Contact("S1", "Water & Co"),),
        channel=Contact("C1", "wells"),
    )
    here = Workspace(roles={"data-plumber": plumbers})
    role = card(told(Kind.ROLE, SMALL, here, roles=("data-plumber",)))
    topic = card(told(Kind.OWNERSHIP, SMALL, here, topic="pipes"))

    line = "Water &amp; Co, Anna &lt;!here&gt; · ask in <#C1>"
    assert f"*Here*\n{line}" in [field["text"] for field in role.blocks[2]["fields"]]
    assert topic.blocks[2]["text"]["text"] == f"*Here* {line}"
    assert "Here: Water & Co, Anna <!here>, ask in #wells" in plain(
        told(Kind.ROLE, SMALL, here, roles=("data-plumber",))
    )


def test_what_somebody_wrote_of_a_role_of_their_own_is_drawn_as_a_sentence() -> None:
    plumber = SMALL.roles["data-plumber"]
    own = plumber.model_copy(update={"purpose": plumber.purpose.model_copy(update={"text": "keeps pipes"})})
    knowledge = replace(SMALL, roles={**SMALL.roles, "data-plumber": own})

    role = card(told(Kind.ROLE, knowledge, roles=("data-plumber",)))
    assert role.blocks[0]["text"]["text"] == "*Data plumber*\nKeeps pipes."


def test_a_role_that_is_not_here_says_who_covers_for_it() -> None:
    here = Workspace(absent={"data-plumber": ("water-taster",)})

    assert "Here: no data plumbers; water tasters cover for them" in plain(
        told(Kind.ROLE, SMALL, here, roles=("data-plumber",))
    )


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        (Kind.OWNERSHIP, {"topic": "pipes"}),
        (Kind.EXPERTISE, {"items": ("wrench",)}),
        (Kind.COLLABORATION, {"roles": ("data-plumber",)}),
        (Kind.COLLABORATION, {"roles": ("data-plumber", "water-taster")}),
    ],
)
def test_every_role_of_an_answer_that_is_not_here_is_told_with_who_covers_for_it(
    kind: Kind, about: Mapping[str, Any]
) -> None:
    here = Workspace(absent={"water-taster": ("data-plumber", "ml-mapper"), "well-owner": ()})
    answer = told(kind, SMALL, here, **about)

    line = "Not here: water tasters (data plumbers and ML mappers cover for them)."
    assert line in plain(answer)
    assert line in str(card(answer).payload()["blocks"])
    assert "Not here" not in plain(told(kind, SMALL, **about))


def test_somebody_new_meets_nobody_who_is_not_here() -> None:
    pipes, here = {"topic": "pipes"}, Workspace(absent={"water-taster": ()})
    there, gone = (told(Kind.OWNERSHIP, SMALL, each, **pipes) for each in (EMPTY, here))
    assert isinstance(there, OwnershipAnswer)
    assert isinstance(gone, OwnershipAnswer)

    assert met_first_card([there]).text == "Pipes: data plumbers and water tasters"
    assert met_first_card([gone]).text == "Pipes: data plumbers"


def test_many_roles_that_are_not_here_are_counted() -> None:
    assert lacking_text(((SMALL.roles["ml-mapper"], ()),) * 7).endswith(", 2 more.")


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def press(action: str, text: str, value: str) -> dict[str, Any]:
    return {
        "type": "button",
        "action_id": action,
        "text": {"type": "plain_text", "text": text},
        "value": value,
    }


def button(element: dict[str, Any]) -> tuple[str, str, str]:
    """Return a button's id, words and value; of a menu the placeholder and the first choice."""
    words = element.get("text") or element["placeholder"]
    value = element["value"] if "value" in element else element["options"][0]["value"]
    return element["action_id"], words["text"], value


@pytest.mark.parametrize("above", [(), ({"type": "divider", "block_id": "a"},)], ids=["nothing", "a block"])
@pytest.mark.parametrize("under", [(), ({"type": "divider", "block_id": "ü"},)], ids=["nothing", "a block"])
def test_what_is_written_once_is_the_whole_message(
    above: tuple[dict[str, Any], ...], under: tuple[dict[str, Any], ...]
) -> None:
    kept = Message('Who "owns" it?', above)
    for message in (kept, kept.over(under), kept.over(under).over(above)):
        assert json.loads(message.private) == {"response_type": "ephemeral", **message.payload()}
    assert kept.over(under) == Message('Who "owns" it?', (*above, *under))

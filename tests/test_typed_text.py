"""What people typed is shown as they typed it, however loud or long it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from card_rules import broken, marked_up
from small_knowledge import MAPPER, PLUMBER, SMALL, WATER_QUALITY, everything, reading

from bot.answers import answer
from bot.cards import View, card
from bot.cards.wording import escape, number, sentence, several, shorten, some_of
from bot.knowledge.models import Duty, Faq, Named, Statement
from bot.matching.reading import Alternative, Kind, Meaning, Reading


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        ("<@U1>", "&lt;@U1&gt;"),
        ("<javascript:alert(1)|press>", "&lt;javascript:alert(1)|press&gt;"),
        ("&lt;", "&amp;lt;"),
        ("R & D", "R &amp; D"),
    ],
)
def test_typed_text_is_escaped(typed: str, shown: str) -> None:
    assert escape(typed) == shown


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("data pipelines", 14, "data pipelines"),
        ("data pipelines", 13, "data…"),
        ("data pipelines run", 15, "data pipelines…"),
        ("data, pipelines", 7, "data…"),
        ("one two\nthree", 10, "one two…"),
        ("incomprehensibilities", 8, "incompr…"),
        ("", 5, ""),
    ],
)
def test_text_is_shortened_between_words(text: str, limit: int, short: str) -> None:
    """Inside a word only where there is no other place."""
    assert shorten(text, limit) == short
    assert len(short) <= limit


def test_numbers_are_words_as_far_as_people_write_them_so() -> None:
    assert [number(count) for count in (0, 1, 10, 11)] == ["no", "one", "ten", "11"]


def test_more_than_fit_are_counted() -> None:
    assert several(["a", "b", "c"], 2) == "a, b, 1 more"
    assert several(["a", "b", "c"], None) == "a, b, c"
    assert "".join(some_of(["a", "b", "c", "d"], 2, "roles")) == "a, b and two more roles"
    assert "".join(some_of(["a", "b", "c"], 2, "roles")) == "a, b and c"


@pytest.mark.parametrize(
    ("text", "whole"), [("they dig", "They dig."), ("Why?", "Why?"), ("so on…", "So on…")]
)
def test_a_sentence_begins_with_a_capital_and_ends_once(text: str, whole: str) -> None:
    assert sentence(text) == whole


def test_a_pack_entry_is_shown_as_typed_and_only_web_addresses_come_alive() -> None:
    message = card(answer(reading(Kind.FAQ, entry="tap-key"), SMALL))
    [section] = message.blocks[0]["elements"]

    assert section["elements"] == [
        {"type": "text", "text": "Under the mat: "},
        {"type": "link", "url": "https://example.com/mat"},
        {"type": "text", "text": ". <!channel> <@U1> javascript:alert(1)"},
    ]
    assert "&lt;!channel&gt; &lt;@U1&gt;" in message.text


TYPED = "<!channel> & <@U1> <javascript:alert(1)|press> *not bold*"


def test_nothing_typed_comes_alive_on_any_card() -> None:
    """A workspace may name a role as it likes."""
    loud = Statement(text=TYPED, sources=("000",))
    role = PLUMBER.model_copy(
        update={
            "name": TYPED,
            "plural": TYPED,
            "purpose": loud,
            "duties": (Duty(title=TYPED, text=TYPED, sources=("000",)),),
            "tools": (Named(id="wrench", note=TYPED),),
            "facts": (loud,),
        }
    )
    topic = WATER_QUALITY.model_copy(update={"title": TYPED, "note": loud, "others_informed": (TYPED,)})
    faq = Faq(id="loud", questions=(TYPED,), answer=TYPED)
    loudly = replace(
        SMALL,
        roles=dict(SMALL.roles) | {role.id: role},
        topics=dict(SMALL.topics) | {topic.id: topic},
        faqs={"loud": faq},
    )
    rival = (Alternative(Meaning(Kind.FAQ, entry="loud"), 0.6),)
    for meaning in everything(loudly):
        given = answer(Reading("?", meaning, 0.9, alternatives=rival), loudly)
        for view in View:
            for text in marked_up(card(given, view=view)):
                assert "<" not in text, (meaning, view)


def test_the_longest_role_that_the_models_allow_is_still_drawn() -> None:
    name, prose = ("Word " * 40).strip(), ("Word " * 120).strip()
    long = Statement(text=prose, sources=("000",))
    role = PLUMBER.model_copy(
        update={
            "name": name,
            "plural": name,
            "purpose": long,
            "little_known": prose,
            "duties": tuple(Duty(title=name, text=prose, sources=("000",)) for _ in range(60)),
            "facts": (long,) * 60,
        }
    )
    longest = replace(
        SMALL, roles={role.id: role, "ml-mapper": MAPPER, "water-taster": SMALL.roles["water-taster"]}
    )
    for kind in (Kind.ROLE, Kind.SKILLS, Kind.TOOLS, Kind.COLLABORATION, Kind.LIST):
        for view in View:
            subjects: dict[str, Any] = {} if kind is Kind.LIST else {"roles": (role.id,)}
            message = card(answer(reading(kind, **subjects), longest), view=view)
            assert broken(message, first=False) == [], (kind, view)

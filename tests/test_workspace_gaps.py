"""Questions for the same thing are one gap, however they are put."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from served_app import answerer

from bot.answers.answerer import Answerer, Snapshot
from bot.matching.alike import telling
from bot.workspace.directory import WorkspaceId
from bot.workspace.gaps import group_of
from bot.workspace.pseudonyms import Pseudonyms

BADGE = "how do I get a new badge for the office?"
KNOWN = [(BADGE, "g-badge"), ("is the vpn down?", "g-vpn"), ("where do I book a meeting room", "g-room")]

SAME = """
how do I get a new badge for the office? / new badge for the office / lost my badge, who replaces it?
is the vpn down? / vpn not working / who fixes the VPN
where do I book a meeting room / how can I book a meeting room? / meeting room booking
how do I get access to Snowflake? / who grants access to snowflake / how do I request access to snowflake
how do I get access to Tableau? / tableau access
how do I get a parking space? / parking spot for new joiners / who assigns parking spots
who approves vacation? / vacation approval
who is on call this weekend? / on call rota for the weekend? / where is the on call rota
where is the data dictionary? / link to the data dictionary / data dictonary location
who pays for cloud costs? / cloud cost budget owner
how do I reset my password? / password reset / who resets passwords
what is our SLA for tickets? / ticket SLA
who orders laptops? / how do I order a new laptop / laptop broken who do I ask
what is the retention of raw logs? / raw log retention
who signs off the budget? / budget sign off
what is the wifi password? / wifi pasword?
when is the next release? / next release date
who organises the summer party? / summer party organiser
who is our data architect? / data architect here?
who is our data engineer? / who are the data engineers here
"""
"""A line for each thing that is asked for, in words that people use."""


def group(text: str, known: Iterable[tuple[str, str]], snapshot: Snapshot | None = None) -> str:
    now = snapshot or answerer().current
    return group_of(
        text, telling(text, now.index), [(telling(other, now.index), name) for other, name in known]
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("new badge for the office", "g-badge"),
        ("Where can somebody get NEW BADGES for our office???", "g-badge"),
        ("vpn down", "g-vpn"),
        ("who can book meeting rooms", "g-room"),
    ],
)
def test_alike_questions_are_one_gap(text: str, expected: str) -> None:
    assert group(text, KNOWN) == expected


@pytest.mark.parametrize(
    "text", ["how do I get a parking space?", "where do I get this?", "", "???", "日本語"]
)
def test_other_questions_are_gaps_of_their_own(text: str) -> None:
    found = group(text, KNOWN)

    assert found not in {name for _, name in KNOWN}
    assert found == group(text, [])


def test_a_new_gap_is_named_alike_by_every_process() -> None:
    assert group("parking space?", []) == group("Where is the parking space?", [])
    assert group("parking space?", []) != group("meeting room?", [])
    assert group("where is it?", []) != group("who has this?", [])


@pytest.mark.parametrize("order", [None, len, str.casefold], ids=["as written", "short first", "mixed"])
def test_the_matcher_sees_what_is_the_same_question(
    shipped: Answerer, order: Callable[[str], Any] | None
) -> None:
    """Which words are common, what is one name and what is misspelt: all of that it knows."""
    things = [line.split(" / ") for line in SAME.strip().splitlines()]
    asked = [(text, thing) for thing, texts in enumerate(things) for text in texts]
    if order is not None:
        asked.sort(key=lambda each: order(each[0]))
    known: list[tuple[str, str]] = []
    about: dict[str, int] = {}
    joined = apart = 0
    for text, thing in asked:
        name = group(text, known, shipped.current)
        apart += name not in about and thing in about.values()
        joined += about.setdefault(name, thing) != thing
        known.append((text, name))

    assert len(asked) == 49
    assert joined == 0  # whoever answers it answers the wrong question too
    assert apart <= 5


def test_a_pseudonym_tells_nobody_without_the_key() -> None:
    here, there = WorkspaceId("T0001"), WorkspaceId("T0002")
    one, other = Pseudonyms([b"one"]), Pseudonyms([b"other"])
    names = {one.of(here, "UADA"), one.of(there, "UADA"), one.of(here, "UBOB"), other.of(here, "UADA")}

    assert len(names) == 4
    assert not any("UADA" in name for name in names)
    assert one.of(here, "UADA") == Pseudonyms([b"one"]).of(here, "UADA")


def test_after_a_change_of_keys_people_are_still_found() -> None:
    here = WorkspaceId("T0001")
    before, after = Pseudonyms([b"old"]), Pseudonyms([b"new", b"old"])

    assert after.of(here, "UADA") != before.of(here, "UADA")
    assert before.of(here, "UADA") in after.all_of(here, "UADA")


def test_a_key_is_needed() -> None:
    with pytest.raises(ValueError, match="key"):
        Pseudonyms([])

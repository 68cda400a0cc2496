"""Questions for the same thing are one gap, however they are put."""

from __future__ import annotations

import pytest

from bot.workspace.directory import WorkspaceId
from bot.workspace.gaps import group_of
from bot.workspace.pseudonyms import Pseudonyms

BADGE = "how do I get a new badge for the office?"
KNOWN = [(BADGE, "g-badge"), ("is the vpn down?", "g-vpn"), ("where do I book a meeting room", "g-room")]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("new badge for the office", "g-badge"),
        ("Where can somebody get NEW BADGES for our office???", "g-badge"),
        ("vpn down", "g-vpn"),
        ("who can book meeting rooms", "g-room"),
    ],
)
def test_alike_questions_are_one_gap(text: str, group: str) -> None:
    assert group_of(text, KNOWN) == group


@pytest.mark.parametrize(
    "text", ["how do I get a parking space?", "where do I get this?", "", "???", "日本語"]
)
def test_other_questions_are_gaps_of_their_own(text: str) -> None:
    group = group_of(text, KNOWN)

    assert group not in {name for _, name in KNOWN}
    assert group == group_of(text, [])


def test_a_new_gap_is_named_alike_by_every_process() -> None:
    assert group_of("parking space?", []) == group_of("Where is the parking space?", [])
    assert group_of("parking space?", []) != group_of("meeting room?", [])
    assert group_of("where is it?", []) != group_of("who has this?", [])


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

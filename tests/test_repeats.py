"""A question that was asked before is answered from memory, and what was typed is not kept in it."""

from __future__ import annotations

import gc

import pytest
from served_app import answerer

from bot.answers.answerer import Snapshot
from bot.answers.repeats import Repeats
from bot.answers.workspace import Contact, Here, Workspace
from bot.matching.reading import Kind, Meaning

ASKED = "who owns data quality?"


@pytest.fixture
def snapshot() -> Snapshot:
    """Return a snapshot that nobody has asked anything."""
    known = answerer().current
    return Snapshot(known.knowledge, known.index)


@pytest.mark.parametrize("text", [ASKED, "data-engineer", "whoever feeds the goldfish", "", "\ud800 who?"])
def test_the_second_answer_is_the_first_one(snapshot: Snapshot, text: str) -> None:
    first = snapshot.answer_question(text)
    assert first == snapshot.answer(snapshot.read(text))
    assert snapshot.answer_question(text) is first
    assert (snapshot.repeats.hits, snapshot.repeats.misses) == (1, 1)


def test_what_a_workspace_adds_is_added_to_what_was_read_before(snapshot: Snapshot) -> None:
    base = snapshot.answer_question("data-engineer")
    here = Workspace(roles={"data-engineer": Here(people=(Contact("UBEN", "Ben"),))})
    told = snapshot.answer_question("data-engineer", None, here)
    assert told == snapshot.answer(snapshot.read("data-engineer"), here)
    assert told != base
    assert snapshot.answer_question("data-engineer") == base


def test_with_a_context_nothing_is_taken_from_memory(snapshot: Snapshot) -> None:
    asked = "and their tools?"
    without = snapshot.answer_question(asked)
    told = snapshot.answer_question(asked, Meaning(Kind.ROLE, roles=("data-engineer",)))
    assert without.kind is Kind.UNKNOWN
    assert told.kind is Kind.TOOLS


def test_other_knowledge_remembers_nothing(snapshot: Snapshot) -> None:
    snapshot.answer_question(ASKED)
    assert snapshot.adopting(snapshot.knowledge).repeats.misses == 0


def test_the_oldest_are_forgotten_first() -> None:
    known = answerer().current
    repeats = Repeats(2)
    for text in ("one", "two", "one", "three", "one", "two"):
        repeats.tell(text, known.read, known.answer)
    assert (repeats.hits, repeats.misses) == (2, 4)


def test_what_was_typed_is_not_kept(snapshot: Snapshot) -> None:
    planted = "who owns data quality, zanzibar-omega?"
    snapshot.answer_question(planted)
    gc.collect()
    assert "zanzibar" not in repr(snapshot.repeats._told)
    assert planted.encode() not in snapshot.repeats._told

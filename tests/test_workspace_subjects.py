"""Which role or topic a bare name means."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import pytest
from small_knowledge import SMALL

from bot.workspace.directory import Subject, SubjectKind
from bot.workspace.subjects import subject_called

PLUMBER = Subject(kind=SubjectKind.ROLE, id="data-plumber")
WATER = Subject(kind=SubjectKind.TOPIC, id="water-quality")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("data-plumber", PLUMBER),
        ("Data Plumbers", PLUMBER),
        ("water quality", WATER),
        ("owns water quality?", None),
        ("goldfish", None),
        ("", None),
        ("?!", None),
    ],
)
def test_a_name_means_its_subject_and_nothing_else_does(typed: str, meant: Subject | None) -> None:
    assert subject_called(typed, SMALL) == meant


def test_a_role_is_meant_before_a_topic_of_the_same_name() -> None:
    topic = SMALL.topics["water-quality"].model_copy(update={"aliases": ("data plumber",)})
    both = replace(SMALL, topics={"water-quality": topic})
    assert subject_called("data plumber", both) == PLUMBER


def test_other_knowledge_has_other_names() -> None:
    assert subject_called("water quality", SMALL) == WATER
    without = replace(SMALL, topics={})
    assert subject_called("water quality", without) is None
    assert subject_called("water quality", SMALL) == WATER


def test_names_go_with_their_knowledge() -> None:
    edited = replace(SMALL, version="edited")
    assert subject_called("water quality", edited) == WATER
    known = weakref.ref(edited)
    del edited
    gc.collect()
    assert known() is None

"""How many questions are understood must not fall; the figures stand a little under those of the day."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from bot.answers.answerer import Answerer
from bot.answers.questions import question
from bot.knowledge.base import KnowledgeBase
from bot.matching.build import build
from bot.matching.evaluation import Label, Scores, scores
from bot.matching.read import read
from bot.matching.reading import Kind, Meaning
from bot.terminal.benchmark.measures import sampled
from bot.terminal.benchmark.packs import by_entry, pack_of, read_csv
from bot.terminal.benchmark.slips import slipped
from bot.terminal.evaluate import outcome_of, read_labels

OWN = Path(__file__).parent / "questions"
SHARED = Path(__file__).parents[2] / "shared"
DEV = SHARED / "questions" / "dev.jsonl"
BANKING = SHARED / "benchmarks" / "banking77"


def labels(file: Path) -> list[Label]:
    if not file.exists():
        pytest.skip(f"{file.name} is not beside this checkout")
    return read_labels(file)


def scored(answerer: Answerer, file: Path) -> Scores:
    return scores([outcome_of(answerer, label) for label in labels(file)])


@pytest.mark.parametrize("file", ["tuning.jsonl", "situations.jsonl"])
def test_questions_that_people_asked_are_understood(shipped: Answerer, file: str) -> None:
    told = scored(shipped, OWN / file)
    assert told.right.value >= 0.94
    assert told.rejected.value >= 0.92
    assert told.lost.value <= 0.025
    assert told.sure_and_wrong.value <= 0.025
    assert told.sure.value >= 0.8
    assert told.calibration_error <= 0.08


def test_questions_of_another_hand_are_understood(shipped: Answerer) -> None:
    told = scored(shipped, DEV)
    assert told.right.value >= 0.97
    assert told.rejected.value >= 0.94
    assert told.lost.value <= 0.02


@pytest.mark.parametrize(
    ("file", "right", "rejected", "lost"),
    [
        pytest.param("whether.jsonl", 0.7, 0.8, 0.2, id="whether a role does a task"),
        pytest.param("plain.jsonl", 0.94, None, 0.04, id="short and plain"),
        pytest.param("unseen.jsonl", 0.95, 0.94, 0.02, id="that nothing was chosen by"),
    ],
)
def test_questions_of_more_sorts_are_understood(
    shipped: Answerer, file: str, right: float, rejected: float | None, lost: float
) -> None:
    told = scored(shipped, OWN / file)
    assert told.right.value >= right
    assert rejected is None or told.rejected.value >= rejected
    assert told.lost.value <= lost


def offered(knowledge: KnowledgeBase) -> Iterator[Meaning]:
    """Yield the meanings that cards let people press, each with words of its own."""
    yield from (Meaning(Kind.ABOUT, entry=entry) for entry in (*knowledge.sources, *knowledge.concepts))
    yield from (Meaning(Kind.OWNERSHIP, topic=topic) for topic in knowledge.topics)
    yield from (Meaning(Kind.EXPERTISE, items=(item,)) for item in (*knowledge.tools, *knowledge.skills))
    one = (Kind.ROLE, Kind.SKILLS, Kind.TOOLS, Kind.COLLABORATION)
    yield from (Meaning(kind, roles=(role,)) for role in knowledge.roles for kind in one)
    two = (Kind.COMPARISON, Kind.COLLABORATION)
    yield from (Meaning(kind, roles=pair) for pair in combinations(knowledge.roles, 2) for kind in two)


def test_what_a_card_offers_can_be_typed_as_well_as_pressed(shipped: Answerer) -> None:
    knowledge = shipped.current.knowledge
    meanings = list(offered(knowledge))
    missed = [each for each in meanings if read_back(shipped, each) != each]
    assert len(missed) <= len(meanings) // 50  # some skills go by the name of a topic
    assert not {each.entry for each in missed} & set(knowledge.sources)


def read_back(answerer: Answerer, meaning: Meaning) -> Meaning:
    """Return what is understood of the words that a button bears."""
    text = question(meaning, answerer.current.knowledge)
    assert text
    return answerer.current.read(text).meaning


def test_what_nobody_here_knows_of_is_not_likened_to_anything(shipped: Answerer) -> None:
    told = shipped.current.read("where do I park my bike?")
    assert (told.kind, told.alternatives) == (Kind.UNKNOWN, ())
    assert shipped.current.read("SRE astrolabe?").alternatives  # a name is something to go by


def test_a_slip_of_the_finger_costs_little(shipped: Answerer) -> None:
    asked = labels(OWN / "tuning.jsonl")
    chance = random.Random(0)  # noqa: S311 - slips, no secrets
    slips = [replace(label, question=slipped(label.question, chance)) for label in asked]
    plain, mistyped = (scores([outcome_of(shipped, each) for each in told]) for told in (asked, slips))
    assert mistyped.right.value >= plain.right.value - 0.04


def test_a_pack_is_found_by_other_words_than_its_own() -> None:
    if not BANKING.exists():
        pytest.skip("the questions to a bank are not beside this checkout")
    known = sampled(by_entry(read_csv(BANKING / "train.csv")), each=10, seed=0)
    index = build(pack_of(known))
    asked = read_csv(BANKING / "test.csv")[::3]
    right = [read(each.text, index).meaning.entry == each.entry for each in asked]
    assert sum(right) / len(right) >= 0.72

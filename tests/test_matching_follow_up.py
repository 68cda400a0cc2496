"""Questions that leave their subject out are answered from what the conversation was about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.answers.answerer import Answerer
from bot.matching.reading import Kind, Meaning
from bot.terminal.ask import subject

LINES = (Path(__file__).parent / "questions" / "follow-ups.jsonl").read_text("utf-8").splitlines()
LEANING = [json.loads(line) for line in LINES]


def test_there_are_sixty_lines_of_every_kind_that_can_lean() -> None:
    assert len(LEANING) >= 60
    assert {line["kind"] for line in LEANING} == {"role", "skills", "tools", "collaboration", "comparison"}


@pytest.mark.parametrize("line", LEANING, ids=lambda line: line["q"])
def test_with_a_context_it_is_answered(shipped: Answerer, line: dict[str, str]) -> None:
    answer = shipped.answer_question(line["q"], subject(shipped.current, line["context"]))
    assert (str(answer.kind), set(answer.roles)) == (line["kind"], set(line["roles"]))


@pytest.mark.parametrize("line", LEANING, ids=lambda line: line["q"])
def test_without_one_it_needs_a_subject(shipped: Answerer, line: dict[str, str]) -> None:
    reading = shipped.current.read(line["q"])
    assert (reading.kind, reading.needs_subject) == (Kind.UNKNOWN, True)
    assert 0 < reading.confidence < 1


@pytest.mark.parametrize(
    "question",
    [
        "DE",
        "what does a data engineer do and which tools do they use?",
        "analytics engineers: which tools do they work with?",
        "DE vs DA, how do they differ",
        "who owns data quality?",
        "roles?",
        "help me",
        "who knows their way around CI/CD?",
    ],
)
def test_what_names_its_subject_needs_no_other(shipped: Answerer, question: str) -> None:
    context = Meaning(Kind.ROLE, roles=("data-architect",))
    alone, within = shipped.current.read(question), shipped.current.read(question, context)
    assert alone == within
    assert not alone.needs_subject
    assert alone.kind is not Kind.UNKNOWN


@pytest.mark.parametrize(
    ("question", "context", "wanted"),
    [
        ("and analysts?", Meaning(Kind.TOOLS, ("data-engineer",)), Meaning(Kind.TOOLS, ("data-analyst",))),
        (
            "what about an SRE",
            Meaning(Kind.SKILLS, ("data-engineer",)),
            Meaning(Kind.SKILLS, ("site-reliability-engineer",)),
        ),
        (
            "and the DS?",
            Meaning(Kind.COMPARISON, ("data-engineer", "data-analyst")),
            Meaning(Kind.COMPARISON, ("data-engineer", "data-analyst", "data-scientist")),
        ),
    ],
)
def test_another_role_is_asked_the_same(
    shipped: Answerer, question: str, context: Meaning, wanted: Meaning
) -> None:
    assert shipped.current.read(question, context).meaning == wanted


@pytest.mark.parametrize("question", ["and what about lunch?", "and holidays?", "and pizza?"])
def test_what_is_of_another_world_follows_nothing(shipped: Answerer, question: str) -> None:
    reading = shipped.current.read(question, Meaning(Kind.ROLE, ("data-engineer",)))
    assert (reading.kind, reading.needs_subject) == (Kind.UNKNOWN, False)


def test_of_a_question_that_names_a_role_only_that_role_is_near(shipped: Answerer) -> None:
    answer = shipped.answer_question("who is our data architect?")
    assert answer.kind is Kind.UNKNOWN
    assert {role for offer in answer.offers for role in offer.meaning.roles} == {"data-architect"}
    assert all(offer.meaning.roles for offer in answer.offers)


def test_what_a_question_that_names_a_role_may_well_be_about_is_near_too(shipped: Answerer) -> None:
    answer = shipped.answer_question("do ML engineers train models or only deploy them?")
    assert answer.kind is Kind.UNKNOWN
    assert "model-deployment" in {offer.meaning.topic for offer in answer.offers}


def test_a_context_without_roles_gives_no_subject(shipped: Answerer) -> None:
    reading = shipped.current.read("and their tools?", Meaning(Kind.OWNERSHIP, topic="data-quality"))
    assert (reading.kind, reading.needs_subject) == (Kind.UNKNOWN, True)

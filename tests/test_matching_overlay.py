"""A workspace's own entries are read beside the knowledge base, and by nobody else."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest

from bot.answers.answerer import Answerer, Snapshot
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Faq, Part, Role, Stake, Statement, Topic
from bot.matching.reading import Kind, Meaning
from bot.terminal.benchmark.packs import made, pack_of

LAMPLIGHTER = Role(
    id="lamplighter",
    name="Lamplighter",
    plural="Lamplighters",
    aliases=("LL",),
    purpose=Statement(text="lights the lamps", sources=("000",)),
)
LANTERNS = Topic(
    id="lanterns",
    title="Lanterns",
    group="Light",
    phrases=("the street is dark at night",),
    stakes=(
        Stake(role="lamplighter", part=Part.RESPONSIBLE, text="lights them", sources=("000",)),
        Stake(role="data-engineer", part=Part.INFORMED, text="reads by them", sources=("000",)),
    ),
)
BADGE = Faq(
    id="badge", questions=("where do i get a new badge?", "my badge is broken"), answer="At the desk."
)
TABLES = Faq(id="own-tables", questions=("who owns data quality?",), answer="Here it is Nia, for all of it.")
OWN = KnowledgeBase(
    roles={LAMPLIGHTER.id: LAMPLIGHTER},
    topics={LANTERNS.id: LANTERNS},
    faqs={BADGE.id: BADGE, TABLES.id: TABLES},
)


def within(shipped: Answerer, own: KnowledgeBase) -> Snapshot:
    base = shipped.current.knowledge
    together = replace(
        base,
        roles={**base.roles, **own.roles},
        topics={**base.topics, **own.topics},
        faqs={**base.faqs, **own.faqs},
    )
    return shipped.current.with_own(together, own)


@pytest.fixture(scope="module")
def here(shipped: Answerer) -> Snapshot:
    return within(shipped, OWN)


OWN_READ = [
    ("where do i get a new badge?", Meaning(Kind.FAQ, entry="badge")),
    ("new badge, where?", Meaning(Kind.FAQ, entry="badge")),
    ("my bagde is brokken", Meaning(Kind.FAQ, entry="badge")),
    ("the street is dark at nihgt", Meaning(Kind.OWNERSHIP, topic="lanterns")),
    ("who owns the lanterns", Meaning(Kind.OWNERSHIP, topic="lanterns")),
    ("what does a lamplighter do", Meaning(Kind.ROLE, ("lamplighter",))),
    ("what do lamplighters do", Meaning(Kind.ROLE, ("lamplighter",))),
    ("what does a lampligther do", Meaning(Kind.ROLE, ("lamplighter",))),
    ("LL vs DE", Meaning(Kind.COMPARISON, ("lamplighter", "data-engineer"))),
    ("compare lamplighters with analysts", Meaning(Kind.COMPARISON, ("lamplighter", "data-analyst"))),
]


@pytest.mark.parametrize(("question", "wanted"), OWN_READ)
def test_own_entries_and_roles_are_read_and_their_words_repaired(
    here: Snapshot, question: str, wanted: Meaning
) -> None:
    assert here.read(question).meaning == wanted


def test_a_tie_goes_to_the_workspace(here: Snapshot, shipped: Answerer) -> None:
    question = "who owns data quality?"
    assert shipped.current.read(question).meaning == Meaning(Kind.OWNERSHIP, topic="data-quality")
    assert here.read(question).meaning == Meaning(Kind.FAQ, entry="own-tables")


@pytest.mark.parametrize(
    "question",
    [
        "what does a data engineer do?",
        "tools of an analyst",
        "DE vs DA",
        "who uses kafka",
        "which roles exist",
    ],
)
def test_what_they_have_nothing_to_do_with_is_read_as_without_them(
    here: Snapshot, shipped: Answerer, question: str
) -> None:
    assert here.read(question).meaning == shipped.current.read(question).meaning


def test_one_workspace_s_entries_are_no_concern_of_another(here: Snapshot, shipped: Answerer) -> None:
    other = within(shipped, pack_of({"tea": ["where do i get tea?"]}))
    for question, wanted in OWN_READ:
        assert other.read(question).meaning != wanted
        assert shipped.current.read(question).meaning != wanted
        assert here.read(question).meaning == wanted
    assert other.read("where do i get tea").meaning.entry == "tea"
    assert here.read("where do i get tea").meaning.entry != "tea"


def test_two_hundred_entries_find_their_own(shipped: Answerer) -> None:
    halves = ((f"{entry}-{half}", asked[half::2]) for entry, asked in made(4).items() for half in (0, 1))
    entries = dict(islice(halves, 200))
    snapshot = within(shipped, pack_of(entries))
    found = [snapshot.read(text).meaning.entry == entry for entry, asked in entries.items() for text in asked]
    assert sum(found) / len(found) > 0.95
    assert snapshot.read("what does a data engineer do?").meaning == Meaning(Kind.ROLE, ("data-engineer",))


def test_no_entries_change_nothing(shipped: Answerer) -> None:
    empty = within(shipped, KnowledgeBase())
    for question in ("who owns data quality?", "and their tools?", "who feeds the goldfish", ""):
        assert empty.read(question) == shipped.current.read(question)

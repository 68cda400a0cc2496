"""Names, forms of words and misspellings, as the shipped knowledge has them read."""

from __future__ import annotations

import pytest

from bot.answers.answerer import Answerer
from bot.matching.language import Language, Parsed
from bot.matching.names import Name, Names, Sort
from bot.matching.spelling import Spelling, english


@pytest.fixture(scope="module")
def language(shipped: Answerer) -> Language:
    return shipped.current.index.language


def named(parsed: Parsed) -> list[str]:
    return [f"{mention.names[0].sort} {mention.names[0].id}" for mention in parsed.mentions]


NAMED = [
    ("what does a data engineer do", ["role data-engineer"]),
    ("DEs and SREs", ["role data-engineer", "role site-reliability-engineer"]),
    ("AEs and DAs", ["role analytics-engineer", "role data-analyst"]),
    ("two data scientists", ["role data-scientist"]),
    ("dataengineer", ["role data-engineer"]),
    ("Machine-Learning Engineers", ["role machine-learning-engineer"]),
    ("the client, data engineers", ["role client", "role data-engineer"]),
    ("airflow and kafka", ["item airflow", "item kafka"]),
    ("who owns data quality", ["topic data-quality"]),
    ("data quality of kafka", ["topic data-quality", "item kafka"]),
    ("run an experiment", ["item experiments"]),
    ("kafka experience", ["item kafka"]),
    ("an experience", []),
    ("the colour of the fence", []),
]

REPAIRED = [
    ("who owns data qualtiy", "who owns data quality"),
    ("airflw", "airflow"),
    ("kuberntes", "kubernetes"),
    ("dta scinetist", "data scientist"),
    ("mashine lerning engineer", "machine learning engineer"),
    ("product manger", "product manager"),
    ("a manger in a barn", "a manger in a barn"),
    ("a snow flake", "a snow flake"),
    ("form and from", "form and from"),
    ("xqzzv", "xqzzv"),
]


@pytest.mark.parametrize(("question", "wanted"), NAMED)
def test_names_are_found_anywhere_roles_first(language: Language, question: str, wanted: list[str]) -> None:
    assert named(language.parse(question)) == wanted


@pytest.mark.parametrize(("typed", "wanted"), REPAIRED)
def test_slips_are_mended_and_words_are_left(language: Language, typed: str, wanted: str) -> None:
    assert " ".join(language.parse(typed).read_as) == wanted


@pytest.mark.parametrize("question", [question for question, wanted in NAMED if wanted])
def test_a_mention_lies_within_the_question(language: Language, question: str) -> None:
    parsed = language.parse(question)
    assert all(0 <= m.start < m.end <= len(parsed.words) for m in parsed.mentions)


@pytest.mark.parametrize(
    ("question", "mark"),
    [
        ("who mends it", "asks who"),
        ("which team mends it", "asks who"),
        ("what is a pipeline", "asks what"),
        ("data quality", "topic data-quality"),
        ("DE, DA, DS and MLE", "roles 3"),
    ],
)
def test_facts_about_the_whole_question_are_marked(language: Language, question: str, mark: str) -> None:
    assert mark in language.parse(question).terms.marks


def test_slots_stand_for_names_in_phrases(language: Language) -> None:
    assert [term.gram for term in language.parse("tools of a {role}").terms.main][-1] == "{role}"
    assert (
        language.parse("what does a DE do").terms.main == language.parse("what does a {role} do").terms.main
    )


def test_the_same_word_is_the_same_term_each_time(language: Language) -> None:
    assert language.term("pipelines") is language.term("pipelines")


WORDS = {"pipeline": 40, "pipelines": 3, "quality": 20, "order": 2, "airflow": 1, "etl": 5, "stake": 3}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("pipelin", "pipeline"),
        ("piepline", "pipeline"),
        ("quallity", "quality"),
        ("orderr", "order"),
        ("airflwo", "airflow"),
        ("pipeleines", "pipelines"),
        ("ppieleins", None),
        ("qx", None),
        ("steak", None),
        ("qu4lity", None),
        ("elt", None),
    ],
)
def test_an_unknown_word_is_read_as_the_nearest_known_one(typed: str, wanted: str | None) -> None:
    assert Spelling(WORDS).repair(typed) == wanted


def test_words_of_names_weigh_more_may_be_short_and_forgive_two_slips() -> None:
    spelling = Spelling(
        {"taster": 5, "tasted": 1, "dba": 2, "ownership": 9, "scientist": 1}, ["tasted", "dba"]
    )
    assert spelling.repair("tastex") == "tasted"
    assert Spelling({"taster": 90, "tasted": 1}, ["tasted"]).repair("tastex") == "taster"
    assert spelling.repair("dbaa") == "dba"
    assert spelling.repair("sceintits") is None
    assert Spelling({"scientist": 1}, ["scientist"]).repair("sceintits") == "scientist"


def test_a_word_longer_than_any_known_costs_nothing_to_leave() -> None:
    """Its letters left out in pairs would fill the memory."""
    assert Spelling({"pipeline": 1}, ["pipeline"]).repair("abcdefghijklmnopqrstuvwxyz" * 2_000) is None


def test_common_english_words_are_no_misspellings() -> None:
    assert all(word in english() for word in ("steak", "from", "form", "quite"))
    assert not any(line.startswith("#") for line in english())


def test_each_common_word_is_found_and_nothing_else() -> None:
    words = list(english())

    assert all(word in english() for word in words)
    assert words == sorted(words)
    assert not any(
        word in english() for word in ("", "a\naardvark", "aardvar", "aardvarkk", "zzz", "Steak", "ü")
    )


def role(*stems: str, sort: Sort = Sort.ROLE) -> Name:
    return Name(stems, stems, sort, "-".join(stems))


def found(names: Names, question: str) -> list[tuple[int, int, str]]:
    stems = question.split()
    return [(m.start, m.end, m.names[0].id) for m in names.find(stems, stems)]


def test_the_longest_name_wins_and_roles_before_all() -> None:
    names = Names(
        [
            role("data"),
            role("data", "engin"),
            role("client", "data", sort=Sort.TOPIC),
            role("engin", "room", sort=Sort.ITEM),
        ]
    )
    assert found(names, "a data engin room") == [(1, 3, "data-engin")]
    assert found(names, "client data engin") == [(1, 3, "data-engin")]
    assert found(names, "client data") == [(1, 2, "data")]


def test_two_forms_of_a_word_need_more_than_a_stem_in_common() -> None:
    one = Name(("experiments",), ("experi",), Sort.ITEM, "experiments")
    two = Name(("experiments", "board"), ("experi", "board"), Sort.ITEM, "board")
    names = Names([one, two])
    assert [m.names[0].id for m in names.find(["experiment"], ["experi"])] == ["experiments"]
    assert names.find(["experience"], ["experi"]) == []
    assert [m.end for m in names.find(["experience", "board"], ["experi", "board"])] == [2]

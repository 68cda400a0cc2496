"""Why a question was read as it was: the parts add up, and are told in a terminal and as JSON."""

from __future__ import annotations

import json

import pytest
from served_app import folder
from typer.testing import CliRunner, Result

from bot.answers.answerer import Answerer
from bot.knowledge.base import KnowledgeBase
from bot.matching.build import build
from bot.matching.explain import Explanation, explain
from bot.terminal.main import app
from bot.terminal.why import lines


@pytest.mark.parametrize("question", ["data quality", "kafka?", "DE", "zebra", "who owns", "airflw"])
def test_the_pieces_add_up_to_the_lead(shipped: Answerer, question: str) -> None:
    told = explain(question, shipped.current.index)
    first, second = told.candidates[:2]
    assert len(told.pieces) < 16, "more than are shown would not add up"
    assert sum(piece.given for piece in told.pieces) == pytest.approx(first.score - second.score, abs=0.02)


def test_the_first_candidate_is_what_was_read(shipped: Answerer) -> None:
    told = explain("who owns data qualtiy", shipped.current.index)
    assert told.candidates[0].name == "ownership data-quality"
    assert told.repairs == (("qualtiy", "quality"),)
    assert told.names[0] == ("data qualtiy", "topic data-quality")
    assert [each.score for each in told.candidates] == sorted(
        (each.score for each in told.candidates), reverse=True
    )
    assert 0.9 < told.candidates[0].share <= 1
    assert told.right == pytest.approx(shipped.current.read("who owns data qualtiy").confidence)
    assert told.closest


def test_what_is_not_ours_is_said_to_be_so(shipped: Answerer) -> None:
    told = explain("airflow in meeting room 2 is broken and it's 34 degrees in here", shipped.current.index)
    assert told.candidates[0].name.startswith("not ours: ")
    assert explain("who waters the philodendron", shipped.current.index).unseen > 0.1


@pytest.mark.parametrize("word", ["skillset", "toolchain"])  # the second stands in no phrase
def test_what_has_synonyms_in_phrases_was_seen(shipped: Answerer, word: str) -> None:
    explained = explain(f"{word} of a data engineer", shipped.current.index)
    assert explained.unseen == 0.0


@pytest.mark.parametrize("question", ["", "   ", ":wave:", "?!"])
def test_without_words_there_is_nothing_to_explain(shipped: Answerer, question: str) -> None:
    told = explain(question, shipped.current.index)
    assert told == Explanation((), (), ())
    assert next(lines(shipped.current.read(question), told)).startswith("Read as unknown")


def test_an_index_with_next_to_nothing_explains_too() -> None:
    assert explain("what can you do?", build(KnowledgeBase())).candidates[0].name == "help"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["ask", *arguments, "--knowledge", str(folder())])


def test_the_terminal_shows_words_repairs_names_candidates_and_evidence() -> None:
    told = run("--why", "who owns data qualtiy?").stdout
    answer, _, reasons = told.partition("\n\nRead as ")
    assert answer.startswith("Data engineers are responsible for data quality")
    assert reasons.startswith("ownership data-quality, confidence 0.")
    assert "Words   who owns data qualtiy\n" in reasons
    assert "Repair  “qualtiy” read as “quality”\n" in reasons
    assert "Name    “data qualtiy”: topic data-quality\n" in reasons
    candidates, _, given = reasons.partition("What gave ownership data-quality its lead over ")
    assert candidates.index("  ownership data-quality ") > candidates.index("Candidates ")
    assert "(word)\n" in given
    assert "topic data-quality (mark)\n" in given
    assert "Closest phrase: “" in given
    assert max(map(len, told.partition("Candidates")[2].splitlines())) < 100
    assert "\x1b" not in told


def test_as_json_it_is_one_more_key_and_only_when_asked_for() -> None:
    plain, why = (json.loads(run("--json", *more, "what does a DE do").stdout) for more in ((), ("--why",)))
    assert list(why) == [*plain, "why"]
    assert why["why"]["words"] == ["what", "does", "a", "de", "do"]
    assert why["why"]["names"] == [["de", "role data-engineer"]]
    assert why["why"]["candidates"][0]["name"] == "role"


@pytest.mark.parametrize("other", ["--blocks", "--jsonl"])
def test_with_other_forms_it_is_wrong_usage(other: str) -> None:
    result = run("--why", other, *([] if other == "--jsonl" else ["what?"]))
    assert (result.exit_code, result.stdout) == (2, "")

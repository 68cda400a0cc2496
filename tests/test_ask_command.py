"""`rolecall ask` and `rolecall eval`, as people and programs use them."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import pytest
from served_app import folder
from typer.testing import CliRunner, Result

from bot.playground.blocks import problems
from bot.terminal.main import app

KEYS = [
    "question",
    "kind",
    "roles",
    "topic",
    "faq",
    "people",
    "assets",
    "needs_subject",
    "confidence",
    "alternatives",
    "text",
    "sources",
    "suggestions",
    "elapsed_ms",
]


def run(*arguments: str, typed: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [*arguments, "--knowledge", str(folder())], input=typed)


def asked(*arguments: str) -> Any:
    result = run("ask", "--json", *arguments)
    assert result.exit_code == 0
    assert result.stdout.count("\n") == 1
    return json.loads(result.stdout)


def test_a_question_is_answered_as_one_object_with_every_key() -> None:
    told = asked("who owns data quality?")
    assert list(told) == KEYS
    assert told["kind"] == "ownership"
    assert told["roles"] == ["data-engineer"]
    assert told["topic"] == "data-quality"
    assert told["sources"] == ["001", "002"]
    assert told["text"].startswith("Data engineers are responsible for data quality")
    assert 0.5 < told["confidence"] <= 1
    assert told["elapsed_ms"] > 0


@pytest.mark.parametrize("question", ["", "whoever feeds the goldfish", "\x00\ud800 😀", "x" * 40_000])
def test_an_unknown_question_is_an_answer_too(question: str) -> None:
    [told] = lines(json.dumps({"q": question}))
    assert list(told) == KEYS
    assert told["kind"] == "unknown"
    assert told["question"] == question


def test_words_need_no_quotes() -> None:
    assert asked("who", "owns", "data", "quality")["kind"] == "ownership"


def test_a_question_without_its_subject_needs_one() -> None:
    told = asked("and their tools?")
    assert (told["kind"], told["needs_subject"]) == ("unknown", True)


@pytest.mark.parametrize("context", ["data-engineer", "DE", "data engineers"])
def test_a_context_gives_the_subject(context: str) -> None:
    told = asked("--context", context, "and their tools?")
    assert (told["kind"], told["roles"]) == ("tools", ["data-engineer"])


def test_a_context_that_means_nothing_is_wrong_usage() -> None:
    result = run("ask", "--json", "--context", "lamplighter", "and their tools?")
    assert (result.exit_code, result.stdout) == (2, "")


def lines(*typed: str) -> list[Any]:
    result = run(
        "ask", "--jsonl", typed="".join(f"{line}\n" for line in typed).encode("utf-8", "surrogatepass")
    )
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_lines_are_answered_in_order_one_object_a_line() -> None:
    told = lines(
        "who owns data quality?",
        "",
        '{"q": "and their tools?", "context": "data-engineer"}',
        '{"q": "and their tools?"}',
        '{"q": "and their tools?", "context": "lamplighter"}',
        '{"not a question": 1}',
        '{"q": 5}',
        "{broken",
        "what is a DE",
    )
    assert [each["kind"] for each in told[:5]] == ["ownership", "unknown", "tools", "unknown", "unknown"]
    assert [each["question"] for each in told[5:]] == [
        '{"not a question": 1}',
        '{"q": 5}',
        "{broken",
        "what is a DE",
    ]
    assert all(list(each) == KEYS for each in told)
    assert told[0]["question"] == "who owns data quality?"
    assert told[2]["question"] == "and their tools?"


async def test_a_partner_who_waits_for_each_line_gets_it_at_once() -> None:
    """Nothing is held back in a buffer until the input ends."""
    buffering = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-m", "bot", "ask", "--jsonl", "--knowledge", str(folder())]
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, env=buffering)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(20):
            for question, kind in (("what is a DE", "role"), ("who owns data quality?", "ownership")):
                process.stdin.write(f"{question}\n".encode())
                assert json.loads(await process.stdout.readline())["kind"] == kind
            process.stdin.close()
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def test_the_slack_message_can_be_printed() -> None:
    result = run("ask", "--blocks", "what does a DE do?")
    told = json.loads(result.stdout)
    assert list(told) == ["text", "blocks"]
    assert problems(told["blocks"]) == []


def test_a_person_reads_plain_words_without_colour_where_there_is_no_terminal() -> None:
    result = run("ask", "what does a DE do?")
    assert result.stdout.startswith("Data engineer: brings data to those who need it")
    assert "Sources: A note" in result.stdout
    assert "\x1b" not in result.stdout


def test_why_tells_what_it_was_read_from() -> None:
    result = run("ask", "--why", "what does a DE do?")
    assert "Read as role data-engineer" in result.stdout
    assert "role data-engineer" in result.stdout.split("Read as role data-engineer")[1]


@pytest.mark.parametrize(
    "arguments",
    [("ask",), ("ask", "--jsonl", "what?"), ("ask", "--json", "--blocks", "what?"), ("ask", "--nonsense")],
)
def test_wrong_usage_exits_with_2_and_prints_nothing_to_read(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize("form", [[], ["--json"], ["--jsonl"]])
def test_a_knowledge_folder_that_is_not_there_is_one_line_and_exit_1(form: list[str], tmp_path: Path) -> None:
    question = [] if form == ["--jsonl"] else ["what?"]
    result = CliRunner().invoke(app, ["ask", *form, *question, "--knowledge", str(tmp_path / "none")])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{tmp_path / 'none'}: there is no such folder\n"


def test_asking_pays_for_nothing_that_only_serving_needs() -> None:
    code = (
        "import sys; from bot.terminal.main import app\n"
        "app(['ask', '--json', 'what is a DE'], standalone_mode=False)\n"
        "heavy = {'slack_bolt', 'starlette', 'aiohttp', 'uvicorn', 'pydantic_settings'} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "ROLECALL_KNOWLEDGE": str(folder())},
    )
    assert ran.stderr.strip() == "[]"


LABELLED = [
    {"q": "what does a DE do?", "kind": "role", "roles": ["data-engineer"], "any_of": False},
    {"q": "who owns data quality?", "kind": "ownership", "roles": ["data-engineer"], "any_of": True},
    {"q": "who owns data quality at all?", "kind": "ownership", "roles": ["client"], "any_of": True},
    {"q": "and their tools?", "kind": "tools", "roles": ["data-engineer"], "context": "data-engineer"},
    {"q": "whoever feeds the goldfish", "kind": "unknown", "roles": []},
]


def test_labelled_questions_are_scored(tmp_path: Path) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text("\n".join(map(json.dumps, LABELLED)) + "\n\n", encoding="utf-8")
    result = run("eval", str(file))
    assert result.exit_code == 0
    table = {line[:30].strip(): line[30:].split() for line in result.stdout.splitlines()}
    assert table["right"] == ["0.800", "4", "5"]
    assert table["ownership"] == ["0.500", "1", "2"]
    assert table["unknowns rejected"] == ["1.000", "1", "1"]
    assert table["known wrongly rejected"] == ["0.000", "0", "4"]
    assert "who owns data quality at all?" in result.stdout
    assert "wanted ownership client" in result.stdout
    assert "told   ownership data-engineer" in result.stdout
    assert "expected calibration error" in table
    assert "p50, p99 in ms" in table


@pytest.mark.parametrize("line", ['{"q": "x"', "[]", '{"q": "x", "kind": "rolle"}'])
def test_a_line_that_is_no_label_is_named_with_its_number(tmp_path: Path, line: str) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text(json.dumps(LABELLED[0]) + f"\n{line}\n", encoding="utf-8")
    result = run("eval", str(file))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{file}:2: ")
    assert result.stderr.count("\n") == 1

"""`rolecall bench` prints every table; what its figures come to depends on the machine."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from databases import Open
from served_app import folder
from typer.testing import CliRunner, Result

from bot.terminal.benchmark import measures
from bot.terminal.benchmark.packs import ENTRIES, Asked, by_entry, made, made_questions, read_csv
from bot.terminal.benchmark.rivals import rivals
from bot.terminal.benchmark.slips import slipped
from bot.terminal.main import app

LABELLED = '{"q": "what does a DE do?", "kind": "role", "roles": ["data-engineer"]}\n'
PACK = """\
- id: tea
  questions: ['who makes tea?', 'where is the kettle?', 'tea please', 'a cup of tea', 'tea left?', 'more tea']
  answer: In the kitchen.
- id: door
  questions: ['the door is locked', 'open the door', 'who has the key?', 'i am out', 'door stuck', 'key lost']
  answer: At the desk.
"""


def bench(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["bench", "--quick", "--knowledge", str(folder()), *arguments])


def test_what_many_workspaces_take_is_printed() -> None:
    result = bench("--workspaces", "3")

    assert result.exit_code == 0, result.output
    lines = [line for line in result.stdout.splitlines() if line.startswith("| ")]
    assert [line for line in lines if "3 workspaces" in line and "< 50 MB" in line]
    [cold] = [line for line in lines if "first answers of 3 workspaces" in line]
    assert re.search(r"\| ≤ 100 ms \| [0-9.]+ ms, [0-9]+ at worst \|$", cold)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_what_is_measured_on_a_postgresql_is_removed_from_it(url: str, process: Open) -> None:
    result = bench("--workspaces", "2", "--postgresql", url)

    assert result.exit_code == 0, result.output
    assert "| PostgreSQL: first answers of 2 workspaces" in result.stdout
    assert asyncio.run(_known(process)) == []


async def _known(process: Open) -> Sequence[str]:
    async with process() as storage:
        return await storage.known()


@pytest.mark.slow
def test_every_table_is_printed(tmp_path: Path) -> None:
    questions, pack = tmp_path / "mine.jsonl", tmp_path / "kitchen.yaml"
    questions.write_text(LABELLED, encoding="utf-8")
    pack.write_text(PACK, encoding="utf-8")
    result = bench("--questions", str(questions), "--pack", str(pack))
    assert result.exit_code == 0, result.output
    titles = [line.removeprefix("## ") for line in result.stdout.splitlines() if line.startswith("## ")]
    assert titles == [
        "Labelled questions",
        "The knowledge that is served",
        "Packs of 150 entries",
        "Made by combining: packs",
        "Made by combining: beside others",
        "kitchen: packs",
        "kitchen: beside others",
    ]
    assert "| mine: all 1 lines right | ≥ 0.93 | 1.000 |" in result.stdout
    rows = [line for line in result.stdout.splitlines() if line.startswith("| ")]
    assert all(row.count("|") >= 4 for row in rows)
    assert any(row.startswith("| 1,500 |") for row in rows)
    assert any(row.startswith("| rapidfuzz WRatio |") for row in rows)


def test_a_pack_that_cannot_be_used_is_named_before_anything_is_measured(tmp_path: Path) -> None:
    pack = tmp_path / "broken.yaml"
    pack.write_text("- id: tea\n", encoding="utf-8")
    result = bench("--pack", str(pack))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{pack}:1:")


def test_packs_are_made_the_same_each_time_and_hold_different_phrases() -> None:
    one, two = made(20), made(20)
    assert one == two
    assert len(one) == ENTRIES
    assert all(len(set(phrases)) == 20 for phrases in one.values())
    assert one["order-laptop"][:10] == made(10)["order-laptop"]


def test_questions_are_none_of_the_phrases() -> None:
    known = made(20)
    asked = made_questions(3, known)
    assert len(asked) == 3 * ENTRIES
    assert not {each.text for each in asked} & {text for texts in known.values() for text in texts}


def test_csv_files_are_read(tmp_path: Path) -> None:
    file = tmp_path / "test.csv"
    file.write_text('text,category\n"a, b?",one\nc,two\nd,one\n', encoding="utf-8")
    assert read_csv(file) == [Asked("a, b?", "one"), Asked("c", "two"), Asked("d", "one")]
    assert by_entry(read_csv(file)) == {"one": ["a, b?", "d"], "two": ["c"]}


def test_a_slip_changes_one_letter_of_one_long_word() -> None:
    chance = random.Random(0)  # noqa: S311 - slips, no secrets
    for _ in range(200):
        changed = slipped("who owns the data pipelines at sea?", chance)
        words = zip(["who", "owns", "the", "data", "pipelines", "at", "sea?"], changed.split(), strict=True)
        differing = [(old, new) for old, new in words if old != new]
        assert len(differing) <= 1
        assert all(len(old) >= 4 and abs(len(old) - len(new)) <= 1 for old, new in differing)
    assert slipped("who is it", chance) == "who is it"


def test_every_rival_finds_a_phrase_it_was_given() -> None:
    known = {"tea": ["who makes the tea?"], "door": ["the door is locked"]}
    for name, nearest in rivals(known).items():
        assert nearest("the door is locked") == "door", name
        assert nearest("") in known


def test_a_pack_is_halved_without_losing_an_entry() -> None:
    kept, asked = measures.halves({"tea": ["1", "2", "3", "4", "5", "6"], "door": ["7"]})
    assert kept == {"tea": ["2", "3", "4", "5"], "door": ["7"]}
    assert asked == [Asked("1", "tea"), Asked("6", "tea")]


def test_what_is_left_out_is_told_from_what_is_known() -> None:
    known = made(12)
    left = measures.rejection(known, made_questions(1, known))
    assert 0 <= left.lost <= 0.2
    assert left.told_unknown <= left.rejected


def test_memory_is_told_in_megabytes() -> None:
    assert 10 < measures.resident() <= measures.peak() < 100_000

"""`rolecall check` and `rolecall schema`, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from knowledge_fixture import tiny_knowledge
from typer.testing import CliRunner

from bot.knowledge.loading import load
from bot.terminal.check import check, schema

app = typer.Typer()
app.command()(check)
app.command()(schema)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tiny_knowledge(tmp_path / "ours")


def test_a_good_folder_is_counted(folder: Path) -> None:
    result = CliRunner().invoke(app, ["check", "ours"])
    assert result.exit_code == 0
    assert result.stdout == (
        "3 roles, 2 topics, 1 tool, 1 skill, 1 concept, 2 sources, 1 walkthrough, 1 onboarding plan, 2 FAQs,"
        f" 2 synonym sets, 1 outside area: no problems. Version {load(folder).version}.\n"
    )


@pytest.mark.parametrize("absolute", [True, False])
def test_problems_are_told_from_where_one_stands(folder: Path, absolute: bool) -> None:
    (folder / "skills.yaml").write_text("- id: sql\n", encoding="utf-8")
    (folder / "tool.yaml").write_text("", encoding="utf-8")
    result = CliRunner().invoke(app, ["check", str(folder) if absolute else "ours"])
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "ours/skills.yaml:1:3 'name' is missing",
        "ours/tool.yaml: warning: nothing reads a file of this name; did you mean 'tools.yaml'?",
        "1 problem and 1 warning.",
    ]


def test_warnings_are_no_failure(folder: Path) -> None:
    (folder / "roles" / "client.yaml").rename(folder / "roles" / "customer.yaml")
    result = CliRunner().invoke(app, ["check", "ours"])
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].endswith(
        f"1 outside area: 1 warning. Version {load(folder).version}."
    )


def test_a_folder_elsewhere_keeps_its_whole_path(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tiny_knowledge(tmp_path_factory.mktemp("other"))
    (other / "skills.yaml").write_text("", encoding="utf-8")
    result = CliRunner().invoke(app, ["check", str(other)])
    assert result.stdout.startswith(f"{other}/skills.yaml:1:1 the file is empty")


def test_a_folder_that_does_not_exist_is_one_line(folder: Path) -> None:
    result = CliRunner().invoke(app, ["check", "theirs"])
    assert result.exit_code == 1
    assert result.output == "theirs: there is no such folder\n"


@pytest.mark.parametrize("options", [["check", "--knowledge", "ours"], ["check"]])
def test_the_knowledge_in_use_is_checked_where_no_folder_is_named(
    folder: Path, options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLECALL_KNOWLEDGE", "ours")
    result = CliRunner().invoke(app, options)
    assert result.stdout.startswith("3 roles, 2 topics")


def test_the_schema_is_json_for_all_kinds_or_one() -> None:
    everything = json.loads(CliRunner().invoke(app, ["schema"]).stdout)
    assert len(everything["anyOf"]) == 11
    vocabulary = json.loads(CliRunner().invoke(app, ["schema", "vocabulary"]).stdout)
    assert vocabulary["anyOf"] == [{"$ref": "#/$defs/vocabulary-file"}]


def test_an_unknown_kind_is_wrong_usage() -> None:
    assert CliRunner().invoke(app, ["schema", "recipes"]).exit_code == 2

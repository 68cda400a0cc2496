"""`rolecall picture`, as people type it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from knowledge_fixture import tiny_knowledge
from PIL import Image
from typer.testing import CliRunner, Result

from bot.terminal.main import app


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_knowledge(tmp_path_factory.mktemp("tiny"))


def run(knowledge: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["picture", *arguments, "--knowledge", str(knowledge)])


@pytest.mark.parametrize("names", [["data-engineer", "data-analyst"], ["DE", "Data Analysts"]])
def test_a_picture_is_written_and_what_it_shows_is_told(
    knowledge: Path, tmp_path: Path, names: list[str]
) -> None:
    file = tmp_path / "picture.png"
    result = run(knowledge, "skills", *names, "-o", str(file))
    assert result.exit_code == 0, result.output
    assert Image.open(BytesIO(file.read_bytes())).size[0] == 1400
    assert result.stdout.startswith("Polar plot of skill levels from 1 to 5, our own estimate.")
    assert result.stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["painting"], "choose one of skills, flow"),
        (["skills", "data-enginer"], "did you mean data-engineer?"),
        (["skills", "xyzzy"], "there are "),
        (["skills"], "takes 1 to 3 roles"),
        (["skills", "client"], "No skill levels are estimated for clients."),
        (["raci", "--group", "Fire"], "no group of topics"),
        (["flow"], "Nothing here says who hands data to whom."),
    ],
)
def test_what_cannot_be_drawn_is_wrong_usage(
    knowledge: Path, tmp_path: Path, arguments: list[str], told: str
) -> None:
    file = tmp_path / "picture.png"
    result = run(knowledge, *arguments, "-o", str(file))
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.replace("│", " ").split())
    assert not file.exists()


def test_a_file_that_cannot_be_written_is_one_line(knowledge: Path, tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "picture.png"
    result = run(knowledge, "raci", "-o", str(file))
    assert result.exit_code == 1
    assert result.stderr == f"{file}: No such file or directory\n"


def test_a_knowledge_folder_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    result = run(tmp_path / "nowhere", "flow", "-o", str(tmp_path / "picture.png"))
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1

"""A wheel is all that is needed: it carries the knowledge and runs from any folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow

Run = Callable[..., str]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "--wheel-dir", folder, ROOT], check=True)
    [built] = folder.glob("*.whl")
    return ZipFile(built)


@pytest.fixture(scope="module")
def installed(wheel: ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    wheel.extractall(folder)
    return folder


@pytest.fixture
def run(installed: Path, tmp_path: Path) -> Run:
    """Return a way to run Python with the installed wheel, in a folder where nothing else is."""
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    environment.pop("ROLECALL_KNOWLEDGE", None)

    def python(*arguments: str) -> str:
        call = [sys.executable, "-W", "error", *arguments]
        return subprocess.run(
            call, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        ).stdout

    return python


def test_it_answers_from_any_folder(run: Run) -> None:
    answer = json.loads(run("-m", "bot", "ask", "--json", "who owns data quality?"))
    assert (answer["kind"], answer["roles"][:2]) == ("ownership", ["data-engineer", "analytics-engineer"])


def test_its_knowledge_is_its_own(run: Run, installed: Path) -> None:
    found = run("-c", "from bot.knowledge.shelves import default_folder; print(default_folder())")
    assert Path(found.strip()) == installed / "bot" / "_knowledge"


def test_it_carries_everything_that_is_no_code(wheel: ZipFile) -> None:
    carried = set(wheel.namelist())
    knowledge = {f"bot/_knowledge/{file.relative_to(ROOT / 'knowledge').as_posix()}" for file in yaml_files()}
    data = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "bot").rglob("*")
        if file.is_file() and file.suffix not in {".py", ".pyc"}
    }
    assert knowledge
    assert knowledge | data <= carried


def yaml_files() -> list[Path]:
    return list((ROOT / "knowledge").rglob("*.yaml"))


def test_it_brings_the_command_the_licence_and_nothing_beside_the_package(wheel: ZipFile) -> None:
    names = wheel.namelist()
    assert {name.partition("/")[0] for name in names} == {"bot", "rolecall-0.1.0.dist-info"}
    assert "rolecall-0.1.0.dist-info/licenses/LICENSE" in names
    assert b"rolecall = bot.terminal.main:main" in wheel.read("rolecall-0.1.0.dist-info/entry_points.txt")

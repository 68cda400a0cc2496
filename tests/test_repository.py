"""What holds for the repository as a whole, whatever it is about."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.knowledge.shelves import SHELVES, Shelf
from bot.terminal.main import app

ROOT = Path(__file__).parents[1]
SOURCES = ROOT.parent / "shared" / "sources"
OWN_WORDS = 8
"""A run of that many words of a source is a quotation; ours are our own."""

UNWANTED = [
    r"/work/",
    r"\bissue #\d",
    r"\b(pypi|pythonhosted|npmjs)\.(org|com)\b",
    r"--(extra-)?index-url [^-\s]",
    r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b",
]
"""What speaks of where or how it was made, or of work that was left."""


@cache
def texts() -> dict[str, str]:
    """Return every text file that is under version control."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("this is no clone, so git cannot say what belongs to it")
    found = {}
    for name in listed.stdout.decode().split("\0"):
        try:
            found[name] = (ROOT / name).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # a picture, or deleted and not committed yet
    return found


@pytest.mark.parametrize("pattern", UNWANTED)
def test_no_file_speaks_of_where_or_how_it_was_made(pattern: str) -> None:
    ours = {name: text for name, text in texts().items() if name != "tests/test_repository.py"}
    assert [name for name, text in ours.items() if re.search(pattern, text)] == []


def test_no_run_of_eight_words_of_a_source_stands_in_the_repository() -> None:
    documents = sorted(SOURCES.glob("*_*.txt"))
    if not documents:
        pytest.skip("the documents are not beside this clone")
    theirs = {run for document in documents for run in runs(document.read_text("utf-8"))}
    found = {name: theirs & set(runs(text)) for name, text in texts().items()}
    assert {name: quoted for name, quoted in found.items() if quoted} == {}


def runs(text: str) -> list[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return list(zip(*(words[start:] for start in range(OWN_WORDS)), strict=False))


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_the_pages_are_calm(page: str) -> None:
    assert "!" not in re.sub(r"!\[", "", (ROOT / page).read_text("utf-8"))


def test_the_knowledge_is_calm() -> None:
    """What people type may be loud; what they are told is not."""
    said = {
        f"{name}:{number}"
        for name, text in texts().items()
        if name.startswith(("knowledge/", "bot/cards/"))
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(r"^\s*(- )?(text|note|summary|answer|what|trust|little_known): .*!", line)
        or (name.startswith("bot/cards/") and re.search(r'[a-z]!["\s]', line))
    }
    assert said == set()


@pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf.kind)
def test_editors_get_the_schema_of_the_models_as_they_are(shelf: Shelf) -> None:
    """`make schema` writes them anew."""
    printed = CliRunner().invoke(app, ["schema", shelf.kind]).stdout
    assert (ROOT / "knowledge" / ".schema" / f"{shelf.kind}.json").read_text("utf-8") == printed


@pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf.kind)
def test_the_first_line_of_a_knowledge_file_names_its_schema(shelf: Shelf) -> None:
    up = "../" * shelf.pattern.count("/")
    for file in shelf.files(ROOT / "knowledge"):
        first = file.read_text("utf-8").partition("\n")[0]
        assert first == f"# yaml-language-server: $schema={up}.schema/{shelf.kind}.json", file.name


@pytest.mark.parametrize("name", ["requirements", "requirements-dev", "requirements-docs"])
def test_every_package_that_is_asked_for_is_pinned_with_hashes(name: str) -> None:
    wanted = re.findall(r"^([A-Za-z][\w.-]*)", (ROOT / f"{name}.in").read_text("utf-8"), re.MULTILINE)
    pinned = (ROOT / f"{name}.txt").read_text("utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", pinned)[1:]
    names = {normal(re.split(r"[=\[]", entry)[0]) for entry in entries}
    assert {normal(package) for package in wanted} <= names
    assert [
        entry for entry in entries if not re.match(r"\S+==\S+ \\\n(    --hash=sha256:\w+( \\)?\n?)+", entry)
    ] == []


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_container_copies_what_is_there() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text("utf-8")
    copied = [
        word
        for line in re.findall(r"^COPY (?!--)(.+) \S+$", dockerfile, re.MULTILINE)
        for word in line.split()
    ]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    allowed = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    assert sorted(copied) == sorted(allowed)


def test_everything_that_names_a_python_names_the_same() -> None:
    version = (ROOT / ".python-version").read_text("utf-8").strip()
    assert set(
        re.findall(r"^FROM python:([\d.]+)-", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    ) == {version}
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    assert f'requires-python = ">={version}"' in pyproject

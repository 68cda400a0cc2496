"""Files that cannot be read, and files that nobody reads, are told without blaming the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from knowledge_fixture import tiny_knowledge, told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_knowledge(tmp_path)


BOMB = "- id: bomb\n  name: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"  {chr(ord(a) + 1)}: &{chr(ord(a) + 1)} [{', '.join(9 * [f'*{a}'])}]\n" for a in "abcdefgh"
)

BYTES = {
    "bytes that are not UTF-8": (
        b"- id: sql\n  name: S\xe4Q",
        "2:10 the file is not UTF-8; save it in that encoding",
    ),
    "UTF-16": ("- id: sql".encode("utf-16"), "1:1 the file is not UTF-8; save it in that encoding"),
    "more than a megabyte": (b"# " + b"x" * 1_000_000, "1:1 the file is larger than 1 MB; split it"),
    "no bytes": (b"", "1:1 the file is empty; it should hold a list, one skill an item"),
    "aliases that unfold without end": (
        b"- &a [*a]",
        "1:3 aliases (*name) unfold to far too much; write the text out",
    ),
}


@pytest.mark.parametrize(("data", "message"), BYTES.values(), ids=BYTES)
def test_a_file_that_cannot_be_read_is_told_and_blames_nobody_else(
    folder: Path, data: bytes, message: str
) -> None:
    """The role that needs the skill of this file is not told to be wrong as well."""
    (folder / "skills.yaml").write_bytes(data)
    assert told(folder) == [f"skills.yaml:{message}"]


def test_a_bomb_of_aliases_is_refused_before_it_unfolds(folder: Path) -> None:
    (folder / "skills.yaml").write_text(BOMB, encoding="utf-8")
    [line] = told(folder)
    assert line.startswith("skills.yaml:")
    assert line.endswith("aliases (*name) unfold to far too much; write the text out")


def test_a_folder_in_the_place_of_a_file_is_told(folder: Path) -> None:
    (folder / "roles" / "sub.yaml").mkdir()
    assert told(folder) == ["roles/sub.yaml: this is not a file"]


def test_a_role_that_cannot_be_read_is_known_by_its_file_name(folder: Path) -> None:
    (folder / "roles" / "data-analyst.yaml").write_text("id: [", encoding="utf-8")
    assert [line.split(":")[0] for line in told(folder)] == ["roles/data-analyst.yaml"]


def test_a_file_that_is_not_there_is_missed_once(folder: Path) -> None:
    (folder / "sources.yaml").unlink()
    assert told(folder) == [
        "concepts.yaml:6:17 unknown source '002'; this folder has no sources.yaml",
    ]


def test_a_file_that_nothing_reads_is_told_with_what_was_meant(folder: Path) -> None:
    (folder / "topic").mkdir()
    (folder / "topic" / "more.yaml").write_text("- id: more", encoding="utf-8")
    (folder / "tool.yaml").write_text("- id: more", encoding="utf-8")
    (folder / "roles" / ".draft.yaml").write_text("- id: more", encoding="utf-8")
    assert told(folder) == [
        "tool.yaml: warning: nothing reads a file of this name; did you mean 'tools.yaml'?",
        "topic/more.yaml: warning: nothing reads a file of this name; did you mean 'topics/*.yaml'?",
    ]


def test_a_message_shows_no_more_of_a_text_than_a_terminal_can_bear(folder: Path) -> None:
    name = '"\\e[31m' + "a" * 150 + '"'
    entries = f"- {{id: sql, name: {name}}}\n- {{id: other, name: {name}}}\n"
    (folder / "skills.yaml").write_text(entries, encoding="utf-8")
    [line] = told(folder)
    assert f"2:21 '[31m{'a' * 76}...' also leads to" in line

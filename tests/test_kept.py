"""Knowledge that was checked is taken up again without its YAML; what cannot be trusted is read anew."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from knowledge_fixture import tiny_knowledge

from bot.knowledge import kept, loading
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.loading import load
from bot.knowledge.problems import KnowledgeError
from bot.knowledge.shelves import SHELVES, default_folder, version_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_knowledge(tmp_path / "knowledge")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Count how often the YAML is really read."""
    counted: list[Path] = []
    checked = loading._checked

    def counting(folder: Path) -> KnowledgeBase:
        counted.append(folder)
        return checked(folder)

    monkeypatch.setattr(loading, "_checked", counting)
    return counted


def file_of(cache: Path) -> Path:
    [found] = cache.glob("*/*")
    return found


@pytest.mark.parametrize("shipped", [True, False], ids=["the shipped one", "one of every kind"])
def test_what_was_kept_is_the_same_in_every_field(
    shipped: bool, folder: Path, cache: Path, readings: list[Path]
) -> None:
    folder = default_folder() if shipped else folder
    first, second = load(folder, cache), load(folder, cache)
    assert len(readings) == 1
    assert first == second
    for shelf in SHELVES:
        pairs = list(zip(first.on(shelf.name), second.on(shelf.name), strict=True))
        assert pairs or shipped  # where no FAQs are
        # The representation tells types that equality does not: a part from its text.
        assert all(repr(one) == repr(other) for one, other in pairs)
        assert all(one.model_fields_set == other.model_fields_set for one, other in pairs)


def test_the_version_is_known_without_reading(folder: Path) -> None:
    assert version_of(folder) == load(folder).version


def test_an_edit_is_read(folder: Path, cache: Path, readings: list[Path]) -> None:
    load(folder, cache)
    (folder / "skills.yaml").write_text("- id: sql\n  name: Structured queries\n", encoding="utf-8")
    assert load(folder, cache).skills["sql"].name == "Structured queries"
    assert len(readings) == 2


def test_a_broken_edit_is_told_however_often_one_starts(folder: Path, cache: Path) -> None:
    load(folder, cache)
    (folder / "skills.yaml").write_text("- id: sql\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(KnowledgeError, match="'name' is missing"):
            load(folder, cache)


def test_what_cannot_be_read_at_all_is_told(folder: Path, cache: Path) -> None:
    load(folder, cache)
    (folder / "tools.yaml").unlink()
    (folder / "tools.yaml").mkdir()
    with pytest.raises(KnowledgeError, match="this is not a file"):
        load(folder, cache)


def flip(file: Path) -> None:
    told = bytearray(file.read_bytes())
    told[len(told) // 2] ^= 0x01
    file.write_bytes(told)


def become_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def sealed(file: Path, told: str) -> None:
    file.write_text(f"{kept._digest(told)}\n{told}", encoding="utf-8")


def told(file: Path) -> str:
    return file.read_text("utf-8").partition("\n")[2]


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a flipped bit": flip,
    "half of it": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "nothing": lambda file: file.write_bytes(b""),
    "no text": lambda file: file.write_bytes(b"\xff\xfe"),
    "no JSON": lambda file: sealed(file, told(file)[:-1]),
    "another shape": lambda file: sealed(file, "[1]"),
    "a shelf less": lambda file: sealed(file, json.dumps({**json.loads(told(file)), "roles": None})),
    "an entry without its id": lambda file: sealed(file, told(file).replace('"id"', '"di"')),
    "a word that is none": lambda file: sealed(file, told(file).replace('"responsible"', '"idle"')),
    "a folder": become_a_folder,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_cannot_be_trusted_is_read_anew(
    damage: Callable[[Path], object], folder: Path, cache: Path, readings: list[Path]
) -> None:
    good = load(folder, cache)
    damage(file_of(cache))
    assert load(folder, cache) == good
    assert len(readings) == 2


def test_what_was_damaged_is_replaced(folder: Path, cache: Path, readings: list[Path]) -> None:
    load(folder, cache)
    flip(file_of(cache))
    load(folder, cache)
    load(folder, cache)
    assert len(readings) == 2


def test_another_version_of_the_checks_reads_it_anew(
    folder: Path, cache: Path, readings: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(folder, cache)
    monkeypatch.setattr(kept, "_code", lambda: "another")
    load(folder, cache)
    assert len(readings) == 2


def test_where_nothing_can_be_written_it_works_without(folder: Path, cache: Path) -> None:
    cache.write_text("no folder", encoding="utf-8")
    assert load(folder, cache / "within") == load(folder)


def test_nobody_else_can_read_what_is_kept(folder: Path, cache: Path) -> None:
    load(folder, cache)
    assert {stat.S_IMODE(place.stat().st_mode) for place in (cache, *cache.iterdir())} == {0o700}
    assert stat.S_IMODE(file_of(cache).stat().st_mode) == 0o600

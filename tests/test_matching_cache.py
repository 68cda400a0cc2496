"""An index that is kept is used again; one that cannot be trusted is made anew without a word."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_knowledge import SMALL

from bot.matching import build as building
from bot.matching import cache
from bot.matching.build import build
from bot.matching.index import Index
from bot.matching.read import read
from bot.terminal.benchmark.packs import pack_of

PACK = pack_of({"tea": ["who makes the tea?", "where is the kettle?"], "door": ["the door is locked"]})
OTHER = pack_of({"wifi": ["where is the wifi password?"], "lamp": ["the lamp is broken", "it is dark"]})
ASKED = ("where is the kettle", "the door is lokced", "what can you do", "whoever feeds the goldfish")


def same(one: Index, two: Index) -> bool:
    return [read(asked, one) for asked in ASKED] == [read(asked, two) for asked in ASKED]


def kept(folder: Path) -> Path:
    [found] = folder.iterdir()
    return found


@pytest.fixture
def trainings(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Count how often an index is really trained."""
    counted: list[object] = []
    trained = building.trained

    def counting(knowledge: object) -> Index:
        counted.append(knowledge)
        return trained(knowledge)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(building, "trained", counting)
    return counted


@pytest.mark.parametrize("knowledge", [PACK, SMALL], ids=["a pack", "a whole base"])
def test_what_was_kept_reads_the_same(knowledge: object, tmp_path: Path, trainings: list[object]) -> None:
    first = build(knowledge, tmp_path)  # type: ignore[arg-type]  # ids need the plain type
    second = build(knowledge, tmp_path)  # type: ignore[arg-type]
    assert len(trainings) == 1
    assert first is not second
    assert same(first, second)


def test_other_knowledge_has_another_one(tmp_path: Path, trainings: list[object]) -> None:
    build(PACK, tmp_path)
    assert read("where is the wifi password", build(OTHER, tmp_path)).meaning.entry == "wifi"
    assert len(trainings) == 2
    assert len(list(tmp_path.iterdir())) == 2


def flip(file: Path) -> None:
    told = bytearray(file.read_bytes())
    told[len(told) // 2] ^= 0xFF
    file.write_bytes(told)


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def pickled(folder: Path) -> None:
    """An array that would run code when it is unpickled, with a digest that fits."""
    np.save(folder / "idf.npy", np.array([Bomb()], object), allow_pickle=True)
    redigest(folder)


class Bomb:
    """Fails the test when it is unpickled."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        """Be a call."""
        return pytest.fail, ("it was unpickled",)


def redigest(folder: Path) -> None:
    file = folder / "digests.json"
    digests = json.loads(file.read_text("utf-8"))
    digests.update({path.name: cache._digest(path) for path in folder.iterdir() if path != file})
    file.write_text(json.dumps(digests), "utf-8")


def shorter_arrays(folder: Path) -> None:
    np.save(folder / "vectors.npy", np.load(folder / "vectors.npy")[:-1])
    redigest(folder)


def swapped_digests(folder: Path) -> None:
    file = folder / "digests.json"
    digests = json.loads(file.read_text("utf-8"))
    digests["idf.npy"], digests["weights.npy"] = digests["weights.npy"], digests["idf.npy"]
    file.write_text(json.dumps(digests), "utf-8")


def file_instead(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder", "utf-8")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a flipped bit in the weights": lambda folder: flip(folder / "weights.npy"),
    "a flipped bit in the texts": lambda folder: flip(folder / "texts.json"),
    "a truncated array": lambda folder: truncate(folder / "vectors.npy"),
    "an empty array": lambda folder: (folder / "idf.npy").write_bytes(b""),
    "a missing array": lambda folder: (folder / "chance.npy").unlink(),
    "no digests": lambda folder: (folder / "digests.json").unlink(),
    "digests that are no JSON": lambda folder: (folder / "digests.json").write_text("{"),
    "digests of another shape": lambda folder: (folder / "digests.json").write_text("[1]"),
    "swapped digests": swapped_digests,
    "an array of pickled objects": pickled,
    "arrays that do not fit together": shorter_arrays,
    "a folder that is a file": file_instead,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_cannot_be_trusted_is_made_anew_and_replaced(
    damage: Callable[[Path], object], tmp_path: Path, trainings: list[object]
) -> None:
    good = build(PACK, tmp_path)
    damage(kept(tmp_path))
    assert same(build(PACK, tmp_path), good)
    assert len(trainings) == 2
    assert same(build(PACK, tmp_path), good)
    assert len(trainings) == 2, "the damaged one was not replaced"


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_shows_also_where_nothing_is_compared_any_more(
    damage: Callable[[Path], object], tmp_path: Path, trainings: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_SETTLED", 0)
    good = build(PACK, tmp_path)
    build(PACK, tmp_path)
    assert (kept(tmp_path) / "seen.json").exists()
    damage(kept(tmp_path))
    assert same(build(PACK, tmp_path), good)
    if damage is not DAMAGES["swapped digests"]:  # of which nobody takes notice then
        assert len(trainings) == 2


def test_what_was_compared_once_is_not_compared_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = build(PACK, tmp_path)
    compared: list[Path] = []
    digest = cache._digest

    def comparing(path: Path) -> str:
        compared.append(path)
        return digest(path)

    monkeypatch.setattr(cache, "_digest", comparing)
    monkeypatch.setattr(cache, "_SETTLED", 10**12)
    for _ in range(2):  # it was written just now
        build(PACK, tmp_path)
        assert compared
        compared.clear()
    monkeypatch.setattr(cache, "_SETTLED", 0)
    build(PACK, tmp_path)
    compared.clear()
    assert same(build(PACK, tmp_path), good)
    assert not compared


def test_the_same_knowledge_finds_it_without_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = build(PACK, tmp_path)
    monkeypatch.setattr(cache, "_key", lambda _: pytest.fail("every phrase was made"))
    assert same(build(PACK, tmp_path), good)


def test_a_new_version_that_asks_for_the_same_index_is_found_at_once_from_then_on(
    tmp_path: Path, trainings: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    build(PACK, tmp_path)
    reworded = replace(PACK, version="reworded")
    build(reworded, tmp_path)
    monkeypatch.setattr(cache, "_key", lambda _: pytest.fail("every phrase was made"))
    build(reworded, tmp_path)
    build(PACK, tmp_path)
    assert len(trainings) == 1


def test_one_that_was_made_for_other_knowledge_is_not_used(tmp_path: Path, trainings: list[object]) -> None:
    build(PACK, tmp_path)
    foreign = kept(tmp_path)
    build(OTHER, tmp_path)
    [own] = set(tmp_path.iterdir()) - {foreign}
    shutil.rmtree(own)
    foreign.rename(own)
    assert read("where is the wifi password", build(OTHER, tmp_path)).meaning.entry == "wifi"
    assert len(trainings) == 3


def test_where_nothing_can_be_written_it_works_without(tmp_path: Path, trainings: list[object]) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    for _ in range(2):
        assert read("where is the kettle", build(PACK, blocked / "within")).meaning.entry == "tea"
    assert len(trainings) == 2


def test_nobody_else_can_read_what_is_kept(tmp_path: Path) -> None:
    build(PACK, tmp_path / "new")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_what_was_not_used_for_longest_makes_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(PACK, tmp_path)
    first = kept(tmp_path)
    size = sum(file.stat().st_size for file in first.iterdir())
    monkeypatch.setattr(cache, "_ROOM", int(size * 2.5))
    build(OTHER, tmp_path)
    [second] = set(tmp_path.iterdir()) - {first}
    age(second)
    build(PACK, tmp_path)
    build(pack_of({"cup": ["where is my cup?"], "spoon": ["the spoons are gone"]}), tmp_path)
    remaining = set(tmp_path.iterdir())
    assert first in remaining
    assert second not in remaining


def age(folder: Path) -> None:
    """Make it look unused for a long time."""
    os.utime(folder, (1, 1))

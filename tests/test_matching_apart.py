"""A large index is trained in another process, while this one goes on answering."""

from __future__ import annotations

import asyncio
import multiprocessing
from pathlib import Path

import pytest
from knowledge_fixture import tiny_knowledge

from bot.answers.answerer import Answerer, Snapshot
from bot.knowledge import loading
from bot.knowledge.loading import load
from bot.knowledge.problems import KnowledgeError
from bot.matching import apart
from bot.matching.apart import Indexed, TrainingError, build_apart, read_apart
from bot.matching.build import build
from bot.terminal.benchmark.packs import made, pack_of

OLD = pack_of({"wifi": ["where is the wifi password?", "how do i join the network?"]})
NEW = pack_of(made(apart.LARGE // 150 + 1))
SMALL = pack_of({"tea": ["who makes the tea?", "where is the kettle?"]})


async def test_answers_go_on_while_another_process_trains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # where no earlier run has kept it
    knows = Answerer(Snapshot(OLD, build(OLD)))
    renewing = asyncio.create_task(knows.renew(NEW))
    answered, apart_from_this_one = 0, False
    while not renewing.done():
        knows.answer_question("where is the wifi password?")
        answered += 1
        apart_from_this_one = apart_from_this_one or bool(multiprocessing.active_children())
        await asyncio.sleep(0)
    await renewing
    assert apart_from_this_one
    assert answered > 100
    assert knows.current.knowledge is NEW
    assert knows.answer_question("how do i order a laptop").faq == "order-laptop"
    assert knows.answer_question("where is the wifi password?").faq != "wifi"


async def test_a_large_folder_is_read_by_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny_knowledge(tmp_path / "knowledge")
    read = load(folder)
    assert await read_apart(folder, tmp_path / "kept", heavy=1) == read
    monkeypatch.setattr(apart, "_check", _fails)
    (tmp_path / "knowledge" / "skills.yaml").write_text("- id: sql\n", "utf-8")
    with pytest.raises(KnowledgeError, match="'name' is missing"):
        await read_apart(folder, tmp_path / "kept", heavy=1)


async def test_what_was_read_before_needs_no_other_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny_knowledge(tmp_path / "knowledge")
    await read_apart(folder, tmp_path / "kept", heavy=1)
    monkeypatch.setattr(apart, "_elsewhere", _fails)
    monkeypatch.setattr(loading, "_checked", _fails)
    assert (await read_apart(folder, tmp_path / "kept", heavy=1)).skills


async def test_an_edit_that_changes_no_question_keeps_the_index(tmp_path: Path) -> None:
    folder, kept = tiny_knowledge(tmp_path / "knowledge"), tmp_path / "kept"
    skills = (folder / "skills.yaml").read_text("utf-8")
    first = load(folder)
    before = Indexed(first, build(first, kept))

    (folder / "skills.yaml").write_text(f"{skills}# nothing that anybody asks for\n", "utf-8")
    edited = load(folder)
    assert edited.version != first.version
    assert await build_apart(edited, kept, large=1, before=before) is before.made

    (folder / "skills.yaml").write_text(f"{skills}- id: juggling\n  name: Juggling\n", "utf-8")
    assert (await build_apart(load(folder), kept, large=1, before=before)).language.knows("juggling")


async def test_what_is_kept_already_needs_no_other_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(SMALL, tmp_path)
    monkeypatch.setattr(apart, "_train", _fails)
    index = await build_apart(SMALL, tmp_path, large=1)
    assert index.language.knows("kettle")


async def test_where_nothing_can_be_kept_it_is_trained_all_the_same(tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("no folder", encoding="utf-8")
    index = await build_apart(SMALL, blocked, large=1)
    assert index.language.knows("kettle")


async def test_a_process_that_fails_leaves_the_old_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_train", _fails)
    knows = Answerer(Snapshot(OLD, build(OLD)))
    with pytest.raises(TrainingError, match="ended with 3"):
        await knows.renew(pack_of(made(apart.LARGE // 150 + 1, seed=7)))
    assert knows.answer_question("where is the wifi password?").faq == "wifi"


async def test_cancelled_the_other_process_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_train", _waits_for_ever)
    building = asyncio.create_task(build_apart(SMALL, tmp_path, large=1))
    while not multiprocessing.active_children():  # noqa: ASYNC110 - a process that starts sets no event
        await asyncio.sleep(0)
    [child] = multiprocessing.active_children()
    building.cancel()
    with pytest.raises(asyncio.CancelledError):
        await building
    await asyncio.to_thread(child.join)
    assert child.exitcode


def _fails(*_: object) -> None:
    raise SystemExit(3)


def _waits_for_ever(*_: object) -> None:
    multiprocessing.Event().wait()

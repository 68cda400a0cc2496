"""What people edit while the app serves is told to it, and what they break is not."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from knowledge_fixture import tiny_knowledge

from bot.knowledge import watching
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.loading import load
from bot.knowledge.watching import INTERVAL, watch


class Over(Exception):  # noqa: N818 - it ends a test, nothing went wrong
    """The last of the planned looks is done."""


Told = list[KnowledgeBase]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_knowledge(tmp_path / "knowledge")


async def told_after(folder: Path, *edits: Callable[[], object]) -> Told:
    """Return what is told when each edit is followed by one look at the folder."""
    told: Told = []
    plan = iter(edits)

    async def take(base: KnowledgeBase) -> None:
        told.append(base)

    with pytest.raises(Over):
        await watch(folder, load(folder), take, tick=follow(plan))
    return told


def follow(plan: Iterator[Callable[[], object]]) -> Callable[[], asyncio.Future[None]]:
    async def tick() -> None:
        edit = next(plan, None)
        if edit is None:
            raise Over
        edit()

    return lambda: asyncio.ensure_future(tick())


def nothing() -> None:
    """Leave the folder as it is."""


def write(folder: Path, text: str) -> Callable[[], object]:
    return lambda: (folder / "skills.yaml").write_text(text, encoding="utf-8")


GOOD = "- id: sql\n  name: Structured queries\n"
BETTER = "- id: sql\n  name: Structured query language\n"
BROKEN = "- id: sql\n"
AS_BROKEN = "- id: sql\n\n"


async def test_an_edited_file_is_told_once(folder: Path) -> None:
    told = await told_after(folder, nothing, write(folder, GOOD), nothing, nothing)
    assert [base.skills["sql"].name for base in told] == ["Structured queries"]


async def test_every_edit_is_told(folder: Path) -> None:
    told = await told_after(folder, write(folder, GOOD), nothing, write(folder, BETTER))
    assert [base.skills["sql"].name for base in told] == ["Structured queries", "Structured query language"]


async def test_a_new_and_a_removed_file_are_told(folder: Path) -> None:
    pack = folder / "faqs" / "more.yaml"
    told = await told_after(
        folder,
        lambda: pack.write_text("- id: more\n  questions: [what more]\n  answer: This.\n", encoding="utf-8"),
        pack.unlink,
    )
    assert ["more" in base.faqs for base in told] == [True, False]


async def test_what_was_edited_before_the_first_look_is_told(folder: Path) -> None:
    told = await told_after(folder, write(folder, GOOD))
    assert len(told) == 1


async def test_a_file_saved_unchanged_is_no_news(folder: Path) -> None:
    told = await told_after(folder, nothing, lambda: os.utime(folder / "skills.yaml", (1, 1)))
    assert told == []


async def test_a_folder_that_looks_the_same_is_not_read_again(folder: Path) -> None:
    """Only names, times and sizes are looked at each second."""
    path = folder / "skills.yaml"
    before = path.stat()

    def change_unseen() -> None:
        path.write_text("- id: sql\n  name: SQX\n", encoding="utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert await told_after(folder, nothing, change_unseen) == []


async def test_a_broken_edit_is_logged_once_and_not_told(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    told = await told_after(
        folder, nothing, write(folder, BROKEN), nothing, write(folder, AS_BROKEN), nothing
    )
    assert told == []
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert f"{folder}/skills.yaml:1:3 'name' is missing" in record.getMessage()


async def test_another_break_is_logged_too(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    await told_after(
        folder, write(folder, BROKEN), write(folder, GOOD), write(folder, BROKEN), write(folder, "")
    )
    assert len([record for record in caplog.records if record.levelno == logging.ERROR]) == 3


async def test_a_mended_file_is_told_where_it_says_something_new(folder: Path) -> None:
    before = (folder / "skills.yaml").read_text(encoding="utf-8")
    back_as_it_was = await told_after(folder, write(folder, BROKEN), write(folder, before))
    assert back_as_it_was == []
    changed = await told_after(folder, write(folder, BROKEN), write(folder, GOOD))
    assert len(changed) == 1


async def test_a_removed_folder_is_logged_once_and_taken_up_when_it_is_back(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    told = await told_after(
        folder,
        nothing,
        lambda: shutil.rmtree(folder),
        nothing,
        lambda: tiny_knowledge(folder),
        write(folder, GOOD),
    )
    assert [base.skills["sql"].name for base in told] == ["Structured queries"]
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert f"{folder}: there is no such folder" in record.getMessage()


async def test_a_change_that_cannot_be_taken_up_does_not_end_the_watch(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seen: Told = []

    async def refuse(base: KnowledgeBase) -> None:
        seen.append(base)
        raise ValueError("no index of this")

    with pytest.raises(Over):
        await watch(
            folder, load(folder), refuse, tick=follow(iter([write(folder, GOOD), write(folder, BETTER)]))
        )
    assert len(seen) == 2
    assert caplog.text.count("ValueError: no index of this") == 2


async def test_files_are_read_beside_the_loop(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_in: list[threading.Thread] = []

    def reading(folder: Path) -> KnowledgeBase:
        read_in.append(threading.current_thread())
        return load(folder)

    monkeypatch.setattr(watching, "load", reading)
    assert len(await told_after(folder, write(folder, GOOD))) == 1
    assert read_in
    assert threading.current_thread() not in read_in


async def test_cancelling_ends_the_watch(folder: Path) -> None:
    looking = asyncio.Event()

    async def tick() -> None:
        looking.set()
        await asyncio.Event().wait()

    async def take(base: KnowledgeBase) -> None:
        """Nothing is ever told."""

    task = asyncio.create_task(watch(folder, load(folder), take, tick=tick))
    await looking.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_an_edit_is_seen_within_two_seconds() -> None:
    """One interval, and another second to read and take up the new knowledge."""
    assert INTERVAL <= 1

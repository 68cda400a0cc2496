"""What is in memory is never older than what was heard, and never more than was allowed."""

from __future__ import annotations

import asyncio

import pytest

from bot.workspace.directory import WorkspaceId
from bot.workspace.versions import Versioned

HERE, THERE = WorkspaceId("T0001"), WorkspaceId("T0002")


class Source:
    """A store that counts how often it is asked, and answers when the test lets it."""

    def __init__(self) -> None:
        self.version = 1
        self.loads = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.down = False

    async def load(self, workspace: WorkspaceId) -> tuple[int, str]:
        """Return the version, and a value that tells it."""
        self.loads += 1
        version = self.version
        await self.gate.wait()
        if self.down:
            raise ConnectionError
        return version, f"{workspace} at {version}"


async def until_asked(source: Source, times: int) -> None:
    while source.loads < times:  # noqa: ASYNC110 - it is the loop itself that is waited for
        await asyncio.sleep(0)


async def test_it_is_loaded_once() -> None:
    source = Source()
    kept = Versioned(source.load)

    assert await kept.get(HERE) == await kept.get(HERE) == "T0001 at 1"
    assert source.loads == 1
    assert kept.kept() == {HERE: 1}


async def test_those_who_ask_at_once_wait_for_one_load() -> None:
    source = Source()
    kept = Versioned(source.load)
    source.gate.clear()
    asking = [asyncio.create_task(kept.get(HERE)) for _ in range(50)]
    await until_asked(source, 1)
    asking[0].cancel()
    source.gate.set()

    assert {*await asyncio.gather(*asking[1:])} == {"T0001 at 1"}
    assert source.loads == 1


@pytest.mark.parametrize(("heard", "loads"), [(1, 1), (2, 2)])
async def test_what_is_older_than_what_was_heard_is_loaded_anew(heard: int, loads: int) -> None:
    source = Source()
    kept = Versioned(source.load)
    await kept.get(HERE)
    source.version = 2
    kept.heard(HERE, heard)
    kept.heard(THERE, 9)

    assert await kept.get(HERE) == f"T0001 at {heard}"
    assert source.loads == loads


async def test_a_change_during_a_load_is_not_missed() -> None:
    source = Source()
    kept = Versioned(source.load)
    source.gate.clear()
    asking = asyncio.create_task(kept.get(HERE))
    await until_asked(source, 1)
    source.version = 2
    kept.heard(HERE, 2)
    source.gate.set()

    assert await asking == "T0001 at 2"
    assert kept.kept() == {HERE: 2}


async def test_what_is_known_to_be_old_is_given_but_not_kept() -> None:
    source = Source()
    kept = Versioned(source.load)
    source.gate.clear()
    asking = asyncio.create_task(kept.get(HERE))
    await until_asked(source, 1)
    kept.heard(HERE, 3)
    source.gate.set()

    assert await asking == "T0001 at 1"
    assert kept.kept() == {}


async def test_a_load_that_fails_is_tried_again_by_the_next() -> None:
    source = Source()
    kept = Versioned(source.load)
    source.down = True
    failed = await asyncio.gather(kept.get(HERE), kept.get(HERE), return_exceptions=True)
    assert [type(error) for error in failed] == [ConnectionError, ConnectionError]

    source.down = False
    assert await kept.get(HERE) == "T0001 at 1"


async def test_what_nobody_has_asked_for_longest_goes_first() -> None:
    source = Source()
    kept = Versioned(source.load, size=3)
    for number in (1, 2, 3, 1, 4):
        await kept.get(WorkspaceId(f"T{number}"))

    assert [*kept.kept()] == ["T3", "T1", "T4"]


async def test_large_workspaces_take_the_place_of_several() -> None:
    source = Source()
    weights = {"T1": 5, "T2": 5, "T3": 8, "T4": 20}
    kept = Versioned(source.load, weigh=lambda value: weights[value.split()[0]], weight=12)
    held = []
    for workspace in weights:
        await kept.get(WorkspaceId(workspace))
        held.append([*kept.kept()])

    assert held == [["T1"], ["T1", "T2"], ["T3"], ["T4"]]
    kept.heard(WorkspaceId("T4"), 2)
    for workspace in ("T1", "T2"):
        await kept.get(WorkspaceId(workspace))
    assert [*kept.kept()] == ["T1", "T2"]


async def test_many_workspaces_leave_no_more_than_what_is_kept() -> None:
    source = Source()
    kept = Versioned(source.load)
    for number in range(10_000):
        await kept.get(WorkspaceId(f"T{number}"))

    assert len(kept.kept()) == 200

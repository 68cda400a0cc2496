"""Questions that nobody could answer are counted, told and forgotten as promised."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from databases import Clock

from bot.matching.reading import Kind, Meaning
from bot.storage.storage import Storage, WorkspaceRows
from bot.workspace.directory import WorkspaceId
from bot.workspace.edits import Settle
from bot.workspace.gaps import Gap, GapState, Unanswered
from bot.workspace.settings import WorkspaceSettings

HERE = WorkspaceId("T0001")


@pytest.fixture
def here(storage: Storage) -> WorkspaceRows:
    return storage.of(HERE)


async def ask(
    here: WorkspaceRows, text: str, *, person: str = "UADA", group: str = "g1", channel: str | None = "CHELP"
) -> None:
    await here.gaps.add(Unanswered(text, channel, here.pseudonym(person), group))


async def the_gap(here: WorkspaceRows, group: str = "g1") -> Gap:
    found = await here.gaps.gap(group)
    assert found is not None
    return found


async def test_a_gap_counts_questions_and_people(here: WorkspaceRows, clock: Clock) -> None:
    first = clock.now
    await ask(here, "how do I get a badge?")
    clock.advance(hours=1)
    await ask(here, "where do I get my badge?", person="UBOB")
    clock.advance(hours=1)
    await ask(here, "where do I get my badge?", person="UBOB", channel=None)

    gap = await the_gap(here)
    assert gap == Gap(
        group="g1",
        texts=("where do I get my badge?", "how do I get a badge?"),
        count=3,
        askers=2,
        first_asked=first,
        last_asked=clock.now,
        channel=None,
        state=GapState.OPEN,
        waiting=0,
    )
    assert await here.gaps.gaps() == [gap]


async def test_gaps_come_most_often_asked_first(here: WorkspaceRows) -> None:
    await ask(here, "once", group="one")
    for _ in range(3):
        await ask(here, "thrice", group="three")
    await ask(here, "twice", group="two")
    await ask(here, "twice", group="two")

    assert [gap.group for gap in await here.gaps.gaps(limit=2)] == ["three", "two"]


async def test_who_asked_is_not_in_the_database(here: WorkspaceRows, storage: Storage) -> None:
    await ask(here, "how do I get a badge?", person="UADA")

    async with storage.database.reading() as connection:
        [(asker,)] = (await connection.exec_driver_sql("SELECT asker FROM gap_askers")).all()
    assert "UADA" not in asker
    assert asker == here.pseudonym("UADA") != storage.of(WorkspaceId("T0002")).pseudonym("UADA")


@pytest.mark.parametrize(
    ("state", "again"), [(GapState.ANSWERED, GapState.OPEN), (GapState.NOT_OURS, GapState.NOT_OURS)]
)
async def test_what_is_asked_again_after_it_was_answered_is_open_again(
    here: WorkspaceRows, state: GapState, again: GapState
) -> None:
    await ask(here, "how do I get a badge?")
    await here.gaps.settle("g1", state)
    assert (await the_gap(here)).state is state
    assert await here.gaps.gaps() == []

    await ask(here, "how do I get a badge?")

    assert (await the_gap(here)).state is again


async def test_texts_are_given_with_their_groups_to_compare_new_ones_with(here: WorkspaceRows) -> None:
    await ask(here, "how do I get a badge?")
    await ask(here, "badge?")
    await ask(here, "is the lift broken?", group="g2")

    assert sorted(await here.gaps.known()) == [
        ("badge?", "g1"),
        ("how do I get a badge?", "g1"),
        ("is the lift broken?", "g2"),
    ]


async def test_people_who_wait_are_told_once(here: WorkspaceRows, clock: Clock) -> None:
    await ask(here, "how do I get a badge?")
    assert await here.gaps.wait("g1", "UADA")
    assert await here.gaps.wait("g1", "UADA")
    assert await here.gaps.wait("g1", "UBOB")
    assert (await the_gap(here)).waiting == 2

    assert await here.gaps.waiting("g1") == ["UADA", "UBOB"]
    told = await asyncio.gather(*(here.gaps.told("g1", "UADA") for _ in range(3)))
    assert sorted(told, key=str) == [clock.now, None, None]
    assert await here.gaps.waiting("g1") == ["UBOB"]


async def test_somebody_still_waits_for_what_is_settled_until_they_are_told(
    here: WorkspaceRows, clock: Clock
) -> None:
    await ask(here, "how do I get a badge?")
    await ask(here, "is the lift broken?", group="g2")
    await here.gaps.wait("g1", "UADA")
    assert await here.gaps.owed() == []
    await here.gaps.settle("g1", GapState.ANSWERED)
    await here.gaps.settle("g2", GapState.ANSWERED)
    assert [gap.group for gap in await here.gaps.owed()] == ["g1"]

    since = await here.gaps.told("g1", "UADA")
    assert since == clock.now
    assert await here.gaps.owed() == []
    clock.advance(days=29)
    await here.gaps.wait_on("g1", "UADA", since)
    assert [gap.group for gap in await here.gaps.owed()] == ["g1"]
    clock.advance(days=2)
    assert await here.gaps.owed() == []
    assert await here.gaps.told("g1", "UADA") is None
    await here.gaps.wait_on("g3", "UADA", since)
    assert await here.gaps.waiting("g3") == []


async def test_nobody_waits_for_what_is_no_open_gap(here: WorkspaceRows) -> None:
    assert not await here.gaps.wait("g1", "UADA")
    await ask(here, "how do I get a badge?")
    await here.gaps.settle("g1", GapState.NOT_OURS)
    assert not await here.gaps.wait("g1", "UADA")


async def test_who_waits_is_forgotten_after_thirty_days(here: WorkspaceRows, clock: Clock) -> None:
    await ask(here, "how do I get a badge?")
    await here.gaps.wait("g1", "UADA")
    clock.advance(days=29)
    await here.gaps.wait("g1", "UBOB")
    clock.advance(days=2)

    await here.sweep()
    assert (await the_gap(here)).waiting == 1
    clock.advance(days=29)
    assert await here.gaps.waiting("g1") == []


@pytest.mark.parametrize(("days", "kept"), [(89, True), (91, False)])
async def test_a_gap_is_kept_for_ninety_days_after_it_was_asked(
    here: WorkspaceRows, clock: Clock, days: int, kept: bool
) -> None:
    await ask(here, "how do I get a badge?")
    clock.advance(days=days)
    await here.sweep()

    assert (await here.gaps.gap("g1") is not None) is kept


async def test_a_workspace_says_how_long_gaps_are_kept(here: WorkspaceRows, clock: Clock) -> None:
    await here.contents.change(Settle(settings=WorkspaceSettings(retention_days=7)), "UADM")
    await ask(here, "how do I get a badge?")
    clock.advance(days=8)
    await here.sweep()

    assert await here.gaps.gap("g1") is None


async def test_who_asks_to_be_forgotten_is(here: WorkspaceRows, storage: Storage) -> None:
    for person in ("UADA", "UBOB"):
        await ask(here, "how do I get a badge?", person=person)
        await here.gaps.wait("g1", person)
        await here.notes.put("progress", person, {"day": 3}, person=person)
        await here.memory.remember(f"D{person}", Meaning(Kind.LIST), person)

    await here.forget("UADA")

    gap = await the_gap(here)
    assert (gap.askers, gap.waiting) == (1, 1)
    assert await here.notes.all("progress") == {"UBOB": {"day": 3}}
    assert await here.memory.recall("DUADA") is None
    assert await here.memory.recall("DUBOB") == Meaning(Kind.LIST)


async def test_a_conversation_is_remembered_for_a_day_by_its_subjects(
    here: WorkspaceRows, clock: Clock
) -> None:
    meaning = Meaning(Kind.EXPERTISE, roles=("data-engineer",), topic="data-quality", items=("sql", "dbt"))
    await here.memory.remember("C1:171.1", meaning)
    assert await here.memory.recall("C1:171.1") == meaning
    assert await here.memory.recall("C1:171.2") is None

    clock.advance(hours=24)
    assert await here.memory.recall("C1:171.1") is None


async def test_a_note_is_taken_once(here: WorkspaceRows, clock: Clock) -> None:
    await here.notes.put("files", "map", "F1")
    await here.notes.put("files", "map", ["F2", None])
    assert await here.notes.get("files", "map") == ["F2", None]
    assert await here.notes.take("files", "map") == ["F2", None]
    assert await here.notes.take("files", "map") is None

    await here.notes.put("files", "old", "F3", until=clock.now)
    assert await here.notes.get("files", "old") is None
    assert await here.notes.all("files") == {}
    assert await here.notes.take("files", "old") is None


async def test_days_are_counted(here: WorkspaceRows) -> None:
    for day in (1, 2, 2, 3, 9):
        await here.tallies.count("asked", date(2026, 11, day))
    await here.tallies.count("helpful", date(2026, 11, 3), times=4)

    assert await here.tallies.counts(date(2026, 11, 2), date(2026, 11, 8)) == {"asked": 3, "helpful": 4}


async def test_a_note_is_claimed_once_until_its_time_is_over(here: WorkspaceRows, clock: Clock) -> None:
    soon = clock() + timedelta(minutes=5)
    told = await asyncio.gather(*(here.notes.claim("help", "q1", n, until=soon) for n in range(3)))

    assert sorted(told) == [False, False, True]
    assert await here.notes.get("help", "q1") == told.index(True)
    clock.now = soon
    assert await here.notes.claim("help", "q1", 9, until=soon + timedelta(days=1))
    assert await here.notes.get("help", "q1") == 9

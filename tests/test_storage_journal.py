"""What was heard is answered by one process, and by another where that one goes quiet."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import pytest
from databases import Clock, Open
from sqlalchemy import select

from bot.delivery.journal import LEASE, JournalDown, JournalState, MessageKey
from bot.storage.storage import Storage
from bot.storage.tables import journal

KEY = MessageKey("T0001", "C1", "171.1")
WORK = {"text": "who owns data quality?", "thread": None}


async def rows(storage: Storage) -> list[Any]:
    async with storage.database.reading() as connection:
        return [*await connection.execute(select(journal))]


async def test_a_message_is_claimed_once(process: Open) -> None:
    async with process() as one, process() as other:
        tasks = await asyncio.gather(
            *(opened.journal.record(KEY, WORK) for opened in (one, other) for _ in range(10))
        )

    [task] = [task for task in tasks if task]
    assert (task.key, task.work, task.state, task.attempts) == (KEY, WORK, JournalState.CLAIMED, 1)


@pytest.mark.parametrize(
    "other",
    [
        MessageKey("T0002", "C1", "171.1"),
        MessageKey("T0001", "C2", "171.1"),
        MessageKey("T0001", "C1", "171.2"),
    ],
)
async def test_another_message_is_another_task(storage: Storage, other: MessageKey) -> None:
    assert await storage.journal.record(KEY, WORK)
    assert await storage.journal.record(other, WORK)


async def test_what_is_answered_is_not_answered_again(storage: Storage, clock: Clock) -> None:
    await storage.journal.record(KEY, WORK)
    assert await storage.journal.posted(KEY, 1)
    await storage.journal.clear(KEY)
    clock.advance(hours=1)

    assert await storage.journal.record(KEY, WORK) is None
    assert await storage.journal.take_over() == []


async def test_nothing_but_the_key_is_kept_of_what_is_answered(storage: Storage) -> None:
    await storage.journal.record(KEY, WORK)
    [row] = await rows(storage)
    assert row.work == WORK

    await storage.journal.clear(KEY)

    [row] = await rows(storage)
    assert (row.workspace, row.channel, row.ts, row.work) == ("T0001", "C1", "171.1", None)
    assert "quality" not in str(row)


async def test_what_a_quiet_process_left_is_taken_over_once(process: Open, clock: Clock) -> None:
    async with process() as gone, process() as one, process() as other:
        await gone.journal.record(KEY, WORK)
        clock.advance(seconds=19)
        assert await one.journal.take_over() == []
        clock.advance(seconds=1)

        found = await asyncio.gather(one.journal.take_over(), other.journal.take_over())

        [task] = [task for tasks in found for task in tasks]
        assert (task.key, task.work, task.state, task.attempts) == (KEY, WORK, JournalState.CLAIMED, 2)
        assert LEASE.total_seconds() == 20


async def test_a_late_delivery_takes_over_too(process: Open, clock: Clock) -> None:
    async with process() as gone, process() as one:
        await gone.journal.record(KEY, WORK)
        assert await one.journal.record(KEY, {"text": "again"}) is None
        clock.advance(seconds=20)

        task = await one.journal.record(KEY, {"text": "again"})

        assert task is not None
        assert (task.work, task.attempts) == (WORK, 2)


async def test_whoever_goes_on_knows_that_an_answer_may_be_there(process: Open, clock: Clock) -> None:
    async with process() as gone, process() as one:
        await gone.journal.record(KEY, WORK)
        await gone.journal.posted(KEY, 1)
        clock.advance(seconds=20)

        [task] = await one.journal.take_over()

        assert task.state is JournalState.POSTED


async def test_a_process_that_was_only_slow_does_not_post_what_another_has_taken(
    process: Open, clock: Clock
) -> None:
    async with process() as slow, process() as one:
        await slow.journal.record(KEY, WORK)
        clock.advance(seconds=20)
        await one.journal.take_over()

        assert not await slow.journal.posted(KEY, 1)
        assert await one.journal.posted(KEY, 2)


async def test_a_process_that_stood_still_does_not_post_what_it_has_taken_from_itself(
    process: Open, clock: Clock
) -> None:
    """It may find its own work before it knows that it has it, where it stood still for a lease."""
    async with process() as still:
        await still.journal.record(KEY, WORK)
        clock.advance(seconds=30)
        [again] = await still.journal.take_over()

        assert not await still.journal.posted(KEY, 1)
        await still.journal.release(KEY, 1)
        assert await still.journal.take_over() == []
        assert await still.journal.posted(KEY, again.attempts)


async def test_what_is_about_to_be_sent_is_left_alone_for_a_whole_lease(process: Open, clock: Clock) -> None:
    async with process() as slow, process() as one:
        await slow.journal.record(KEY, WORK)
        clock.advance(seconds=19)
        await slow.journal.posted(KEY, 1)
        clock.advance(seconds=19)
        assert await one.journal.take_over() == []
        clock.advance(seconds=1)
        assert len(await one.journal.take_over()) == 1


async def test_who_says_that_it_is_still_at_it_keeps_it(process: Open, clock: Clock) -> None:
    others = [MessageKey("T0001", "C1", f"171.{number}") for number in range(2, 5)]
    async with process() as busy, process() as one:
        for key in (KEY, *others):
            await busy.journal.record(key, WORK)
        clock.advance(seconds=15)
        await busy.journal.renew([KEY, others[0]])
        await busy.journal.renew([])
        await one.journal.renew([others[1]])
        clock.advance(seconds=15)

        assert {task.key for task in await one.journal.take_over()} == set(others[1:])


@pytest.mark.parametrize(
    ("sent", "state"), [(False, JournalState.CLAIMED), (True, JournalState.POSTED)], ids=["unsent", "sent"]
)
async def test_what_is_handed_back_is_taken_over_at_once(
    process: Open, sent: bool, state: JournalState
) -> None:
    async with process() as ending, process() as one:
        await ending.journal.record(KEY, WORK)
        if sent:
            await ending.journal.posted(KEY, 1)
        await ending.journal.release(KEY, 1)

        [task] = await one.journal.take_over()

        assert (task.key, task.state) == (KEY, state)


async def test_only_whoever_has_it_hands_it_back(process: Open) -> None:
    async with process() as busy, process() as one:
        await busy.journal.record(KEY, WORK)
        await one.journal.release(KEY, 1)

        assert await one.journal.take_over() == []


async def test_the_oldest_is_taken_first_and_no_more_than_asked_for(process: Open, clock: Clock) -> None:
    async with process() as gone, process() as one:
        for number in range(5):
            await gone.journal.record(MessageKey("T0001", "C1", f"{number}"), WORK)
            clock.advance(seconds=1)
        clock.advance(seconds=20)

        assert [task.key.ts for task in await one.journal.take_over(limit=2)] == ["0", "1"]
        assert [task.key.ts for task in await one.journal.take_over()] == ["2", "3", "4"]


async def test_keys_are_forgotten_after_a_day_but_never_work(storage: Storage, clock: Clock) -> None:
    other = MessageKey("T0001", "C1", "171.2")
    await storage.journal.record(KEY, WORK)
    await storage.journal.record(other, WORK)
    await storage.journal.clear(KEY)
    clock.advance(hours=25)

    await storage.journal.sweep()

    assert [row.ts for row in await rows(storage)] == ["171.2"]


async def test_odd_letters_in_a_question_do_not_stop_it(storage: Storage) -> None:
    work = {"text": "who \x00 owns \ud83d this?"}
    task = await storage.journal.record(KEY, work)

    assert task is not None
    assert task.work == work


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_a_statement_planned_before_a_table_was_changed_counts_as_the_database_being_away(
    process: Open, url: str, clock: Clock
) -> None:
    """A migration beside a running process changes columns; the next try plans anew."""
    async with process() as storage:
        await storage.journal.record(KEY, {"user": "UADA"})
        clock.advance(seconds=60)
        await storage.journal.take_over()
        clock.advance(seconds=60)
        connection = await asyncpg.connect(url)
        await connection.execute("ALTER TABLE journal ALTER COLUMN ts TYPE varchar(60)")
        await connection.close()
        with pytest.raises(JournalDown):
            await storage.journal.take_over()
        [task] = await storage.journal.take_over()
        assert task.key == KEY


async def test_it_is_ready_again_only_when_a_row_can_be_written(storage: Storage, clock: Clock) -> None:
    assert await storage.ready()
    async with storage.database.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE journal RENAME TO away")
    with pytest.raises(Exception, match="journal"):
        await storage.journal.record(KEY, WORK)
    for _ in range(2):
        with pytest.raises(Exception, match="journal"):
            await storage.ready()
    async with storage.database.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE away RENAME TO journal")
    assert await storage.ready()
    assert await storage.known() == []
    assert await storage.journal.take_over() == []
    clock.advance(hours=25)
    await storage.journal.sweep()
    assert await rows(storage) == []

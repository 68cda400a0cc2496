"""Work in the background, and what is told to whom where Slack says no."""

from __future__ import annotations

import asyncio

import pytest

from bot.delivery.background import Background


async def test_work_goes_on_after_it_was_started_and_is_waited_for() -> None:
    background, done = Background(), asyncio.Event()

    async def work() -> None:
        await asyncio.sleep(0)
        done.set()

    background.start(work())
    assert not done.is_set()
    assert await background.drain(5) == 0
    assert done.is_set()


async def test_work_that_takes_too_long_is_stopped_and_counted() -> None:
    background = Background()
    stopped = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    background.start(work())
    await asyncio.sleep(0)
    assert await background.drain(0.01) == 1
    assert stopped.is_set()
    assert await background.drain(0) == 0


async def test_work_that_fails_is_logged_under_the_reference_that_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    background = Background()
    told: list[str] = []

    async def work() -> None:
        raise RuntimeError("no connection")

    async def tell(reference: str) -> None:
        told.append(reference)

    background.start(work(), tell)
    await background.drain(5)
    [record] = caplog.records
    assert record.exc_info is not None
    assert record.getMessage().endswith(told[0])


async def test_telling_may_fail_as_well(caplog: pytest.LogCaptureFixture) -> None:
    background = Background()

    async def fail(_: str = "") -> None:
        raise RuntimeError("no connection")

    background.start(fail(), fail)
    assert await background.drain(5) == 0
    assert len(caplog.records) == 2

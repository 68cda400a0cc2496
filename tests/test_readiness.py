"""Whether the app has what it needs: told part by part, soon, and without a cost to those parts."""

from __future__ import annotations

import asyncio

import pytest

from bot.server.readiness import Readiness


class Part:
    """A part that is there or not, and counts how often it was asked."""

    def __init__(self, answer: bool | Exception | None = True) -> None:
        self.answer, self.asked = answer, 0

    async def __call__(self) -> bool:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        if self.answer is None:
            await asyncio.Event().wait()
        return bool(self.answer)


async def test_each_part_says_whether_it_is_there() -> None:
    ready = Readiness()
    ready.watch("knowledge", Part())
    ready.watch("token", Part(False))
    assert await ready() == {"knowledge": True, "token": False}


@pytest.mark.parametrize("answer", [OSError("gone"), None])
async def test_a_part_that_fails_or_does_not_answer_is_not_there(
    answer: Exception | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.server.readiness._PATIENCE", 0.01)
    ready = Readiness()
    ready.watch("database", Part(answer))
    assert await ready() == {"database": False}


async def test_however_often_it_is_asked_the_parts_are_asked_twice_a_second_at_most() -> None:
    now, part = 100.0, Part()
    ready = Readiness(lambda: now)
    ready.watch("database", part)
    for _ in range(50):
        await asyncio.gather(ready(), ready())
    assert part.asked == 1
    now, part.answer = 100.5, False
    assert await ready() == {"database": False}


async def test_what_comes_and_goes_is_told_at_once() -> None:
    ready = Readiness()
    ready.watch("token", Part())
    assert await ready() == {"token": True}
    ready.watch("socket", Part(False))
    assert await ready() == {"token": True, "socket": False}
    ready.forget("socket")
    assert await ready() == {"token": True}


async def test_what_comes_during_a_look_is_in_the_next_one() -> None:
    now, held = 100.0, asyncio.Event()

    async def slow() -> bool:
        return await held.wait()

    ready = Readiness(lambda: now)
    ready.watch("database", slow)
    looking = asyncio.create_task(ready())
    await asyncio.sleep(0)
    ready.watch("counts", Part(False))
    held.set()
    assert await looking == {"database": True}
    assert await ready() == {"database": True, "counts": False}

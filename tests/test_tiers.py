"""Each workspace's turn with each method, and what is remembered of those that had theirs."""

from __future__ import annotations

import asyncio

from databases import Clock

from bot.delivery.tiers import A_MINUTE, AT_ONCE, KNOWN, Tiers


async def nothing() -> None:
    """Take no time."""


async def test_after_a_few_at_once_each_waits_for_its_turn() -> None:
    clock, waited = Clock(), list[float]()

    async def wait(seconds: float) -> None:
        waited.append(seconds)
        clock.advance(seconds=seconds)

    tiers = Tiers(clock, wait)
    for _ in range(AT_ONCE + 3):
        await tiers.call("T1", "users.info", nothing)
    await tiers.call("T2", "users.info", nothing)
    assert [round(each, 3) for each in waited] == [round(60 / A_MINUTE["users.info"], 3)] * 3


async def test_workspaces_that_had_their_turn_are_forgotten() -> None:
    clock = Clock()
    tiers = Tiers(clock, asyncio.sleep)
    for number in range(3 * KNOWN):
        clock.advance(seconds=5)
        await tiers.call(f"T{number}", "users.info", nothing)
    assert len(tiers._made_good) <= KNOWN + 1
    assert len(tiers._locks) == 0

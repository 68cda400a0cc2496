"""Sends the app payloads that are nearly right: `make fuzz`; ends with the smallest that it cannot take."""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import sys
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from bot.memory import give_back, keep_small
from fuzzing.changing import Plan, plans
from fuzzing.sending import Sender, sender

COUNT = 100_000
ROUND = 5_000
"""Plans after which hypothesis begins anew, as it remembers all that it has tried; the app stays as it is."""


def fuzz(
    count: int, *, first: int = 0, a_round: int = ROUND, after_each: Callable[[Sender], None] = lambda _: None
) -> Sender:
    """Send so many plans, the same ones for the same number of the first round; return the counts.

    Raise AssertionError with the smallest plan that went wrong.
    """
    with asyncio.Runner() as runner:
        loop, stack = runner.get_loop(), AsyncExitStack()
        ready = loop.run_until_complete(stack.enter_async_context(sender()))

        first_fault: list[str] = []

        def once(plan: Plan) -> None:
            faults = loop.run_until_complete(ready.send(plan))
            if faults and not first_fault:  # what the app remembers may make any plan fail after this one
                first_fault.extend((f"The first that went wrong: {plan!r}", *faults))
            assert not faults, "\n".join((*faults, *first_fault))

        try:
            number = first
            while ready.sent < count:
                _round(once, min(a_round, count - ready.sent), number)
                after_each(ready)
                number += 1
        finally:
            loop.run_until_complete(stack.aclose())
        return ready


def _round(once: Callable[[Plan], None], count: int, number: int) -> None:
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @seed(number)
    @given(plans)
    def send(plan: Plan) -> None:
        once(plan)

    send()


def report(done: Sender) -> str:
    """Return what share of what was sent reached each listener."""
    lines = [
        f"{done.sent} sent, {done.signed / done.sent:.0%} of them with a valid signature.",
        "Answered: " + ", ".join(f"{count} with {status}" for status, count in sorted(done.statuses.items())),
        "Reached, of all that was sent:",
        *(f"  {name:40} {done.reached[name] / done.sent:7.2%}" for name in done.listeners),
    ]
    return "\n".join(lines)


def _resident() -> float:
    gc.collect()
    give_back()
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1000


def main() -> None:
    """Fuzz, and print what came of it; end with 1 where a listener was not reached."""
    parser = argparse.ArgumentParser(prog="python -m fuzzing", description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=COUNT, help="how many payloads")
    parser.add_argument("--first", type=int, default=0, help="the number of the first round, to go on from")
    known = parser.parse_args()
    logging.basicConfig(handlers=[logging.NullHandler()])
    keep_small()  # as the server does
    began, memory = time.monotonic(), list[float]()

    def note(done: Sender) -> None:
        memory.append(_resident())
        sys.stderr.write(f"{done.sent} after {time.monotonic() - began:.0f} s, {memory[-1]:.0f} MB\n")

    done = fuzz(known.count, first=known.first, after_each=note)
    sys.stdout.write(
        f"{report(done)}\nResident memory, with what hypothesis takes: {memory[0]:.0f} MB after the first "
        f"{min(ROUND, known.count)}, {memory[-1]:.0f} MB after all.\n"
    )
    raise SystemExit(not all(done.reached[name] for name in done.listeners))


if __name__ == "__main__":
    main()

"""Sends the app payloads that are nearly right: `make fuzz`; ends with the smallest that it cannot take."""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from fuzzing.changing import Plan, plans
from fuzzing.sending import Sender, sender

COUNT = 100_000


def fuzz(count: int, *, repeatable: bool = False) -> Sender:
    """Send so many plans; return the counts, or raise AssertionError with the smallest that went wrong."""
    with asyncio.Runner() as runner:
        loop, stack = runner.get_loop(), AsyncExitStack()
        ready = loop.run_until_complete(stack.enter_async_context(sender()))

        @settings(
            max_examples=count,
            deadline=None,
            database=None,
            derandomize=repeatable,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(plans)
        def one(plan: Plan) -> None:
            faults = loop.run_until_complete(ready.send(plan))
            assert not faults, "\n".join(faults)

        try:
            one()
        finally:
            loop.run_until_complete(stack.aclose())
        return ready


def report(done: Sender) -> str:
    """Return what share of what was sent reached each listener."""
    lines = [
        f"{done.sent} sent, {done.signed / done.sent:.0%} of them with a valid signature.",
        "Answered: " + ", ".join(f"{count} with {status}" for status, count in sorted(done.statuses.items())),
        "Reached, of all that was sent:",
        *(f"  {name:40} {done.reached[name] / done.sent:7.2%}" for name in done.listeners),
    ]
    return "\n".join(lines)


def _resident() -> int:
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) // 1024


def main() -> None:
    """Fuzz, and print what came of it."""
    logging.basicConfig(handlers=[logging.NullHandler()])
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    fuzz(max(count // 20, 1))  # so that what is kept for good is there before memory is looked at
    before = _resident()
    done = fuzz(count)
    sys.stdout.write(f"{report(done)}\nResident memory: {before} MB before, {_resident()} MB after.\n")


if __name__ == "__main__":
    main()

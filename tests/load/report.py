"""The figures as a page: what was measured, on what, and whether it is what was wanted."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import mean, median

from bot.terminal.benchmark.tables import pace
from load.dispatching import Dispatch
from load.driving import Result
from load.storing import Kept
from load.workers import NAMES, Workers

_PARTS = ("slack-bolt", "slack-sdk", "starlette", "uvicorn", "uvloop", "httptools", "aiohttp", "sqlalchemy")
_P50, _P99, _MEMORY = 2, 10, 110
"""Milliseconds, and megabytes."""
_ASK, _TWO = 0.35, 1.7
_OTHER, _LAST = 1.2, 2.0
"""How many times the cost with one listener a dispatch may cost, and that to the last listener."""
_SANE = (2, 5)
"""How many times the raw handler Bolt's hello costs where the machine measures well."""


@dataclass
class Comparison:
    """One kind of request, answered by several servers in turn."""

    title: str
    wanted: float | None
    """The share of the reference's throughput that is the goal."""
    reference: str
    ours: str = "rolecall"
    rounds: list[dict[str, Result]] = field(default_factory=list)

    def each(self, name: str) -> float:
        """Return the microseconds of processor time a request took over all rounds."""
        results = [each[name] for each in self.rounds]
        return mean(result.each for result in results)

    def share(self) -> tuple[float, float, float]:
        """Return Rolecall's share of the reference's throughput: of all, in the worst and the best round."""
        shares = [each[self.reference].each / each[self.ours].each for each in self.rounds]
        return self.each(self.reference) / self.each(self.ours), min(shares), max(shares)

    @property
    def sane(self) -> bool:
        """Whether Bolt's hello costs what it should beside the raw handler."""
        low, high = _SANE
        return low <= self.each("bolt") / self.each("raw") <= high


@dataclass
class Figures:
    """All that one run found."""

    comparisons: list[Comparison]
    at_rate: Mapping[str, Result]
    """By server."""
    dispatches: Sequence[Dispatch]
    kept: Sequence[Kept]
    starts: Sequence[float]
    """Seconds from the start of the process to its first answer."""
    asks: Sequence[float]
    """Seconds that a question takes at the command line."""
    resident: tuple[float, float, float]
    """Megabytes: the reference with a database, Rolecall after its first answer, and at the end."""
    posts: tuple[int, int]
    """Mentions that were sent to Rolecall, and cards that it posted with their blocks."""
    wrong: int
    workers: Workers | None = None
    """None where there is no PostgreSQL."""


def page(figures: Figures) -> str:
    """Return the page as Markdown."""
    return (
        "\n\n".join(
            [
                _HEAD,
                machine(),
                _WHO,
                _costs(figures),
                _rest(figures),
                _dispatch(figures.dispatches),
                _kept(figures.kept),
                _workers(figures.workers),
            ]
        )
        + "\n"
    )


_HEAD = """\
# Serving speed

`make load` writes this page. Servers run as processes of their own, one worker each, on the loopback
interface; the references take turns with Rolecall within one run. Processor time is what the kernel charges
to a server's process; it says more than rates do on a machine with neighbours. Slack is the local workspace
that every test has, with 500 people, in a time that goes so fast that no rate limit holds anybody up."""

_WHO = """\
- **raw**: an ASGI handler that verifies the signature and answers a line; for a mention, posts it.
- **bolt**: the same in Bolt, with its Starlette adapter, tuned as Rolecall is; **row**: and each event's id
  written to SQLite through SQLAlchemy.
- **rolecall**: the whole answer, a card of its own for each question, logged and counted.

Questions are of every kind. Each was asked before, but for those of the second row: what a question meant and
the card that answers it are kept. Microseconds and the share are of processor time."""


def machine() -> str:
    parts = ", ".join(f"{name} {version(name)}" for name in _PARTS)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"Measured on {datetime.now(UTC):%-d %B %Y} on {os.cpu_count()} cores ({_processor()}) with\n"
        f"Python {platform.python_version()}, {parts}.\n"
        f"The machine's load in the last 1, 5 and 15 minutes: {load}.\n"
        f"To compare machines by: a million additions in a loop take Python {pace():.0f} ms here."
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    named = (line.partition(": ")[2] for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _costs(figures: Figures) -> str:
    rows = [
        [
            each.title,
            f"{each.each('raw'):.0f} µs",
            f"{each.each(each.reference):.0f} µs ({each.reference})",
            f"{each.each(each.ours):.0f} µs",
            "**{:.2f}** ({:.2f} to {:.2f})".format(*each.share()),
            _verdict(f"≥ {each.wanted}", each.share()[0] >= each.wanted) if each.wanted else "",
        ]
        for each in figures.comparisons
    ]
    void = ", ".join(each.title for each in figures.comparisons if not each.sane)
    said = (
        f"Void, since Bolt's hello is not between two and five times the raw handler: {void}."
        if void
        else "Bolt's hello costs between two and five times the raw handler, so the run counts."
    )
    share = "share of the reference's throughput (by rounds)"
    return table(["a request", "raw", "reference", "Rolecall", share, "goal"], rows) + f"\n\n{said}"


def _rest(figures: Figures) -> str:
    p50, p99 = (figures.at_rate["rolecall"].quantile(share) for share in (0.5, 0.99))
    start, ask, (bare, young, old) = median(figures.starts), median(figures.asks), figures.resident
    sent, posted = figures.posts
    rows = [
        ["a command at 50 requests a second, p50", f"{p50:.1f} ms", _verdict("≤ 2 ms", p50 <= _P50)],
        ["the same of raw, and of bolt", _of_references(figures.at_rate, 0.5), ""],
        ["a command at 50 requests a second, p99", f"{p99:.1f} ms", _verdict("≤ 10 ms", p99 <= _P99)],
        ["the same of raw, and of bolt", _of_references(figures.at_rate, 0.99), ""],
        [
            "from the start of the process to its first answer",
            f"{start:.2f} s",
            _verdict("≤ 1 s", start <= 1),
        ],
        ["`rolecall ask`, its start included", f"{ask:.2f} s", _verdict("≤ 0.35 s", ask <= _ASK)],
        ["resident memory after the first answer", f"{young:.0f} MB", _verdict("≤ 110 MB", young <= _MEMORY)],
        ["the same of the reference with a row in a database", f"{bare:.0f} MB", ""],
        ["resident memory at the end", f"{old:.0f} MB", ""],
        [
            "mentions sent, and cards posted for them",
            f"{sent}, {posted}",
            _verdict("the same", sent == posted),
        ],
        ["answers that were wrong or without blocks", f"{figures.wrong}", _verdict("0", not figures.wrong)],
    ]
    return table(["", "measured", "goal"], rows)


def _of_references(at_rate: Mapping[str, Result], share: float) -> str:
    return ", ".join(f"{at_rate[name].quantile(share):.1f} ms" for name in ("raw", "bolt"))


def _dispatch(dispatches: Sequence[Dispatch]) -> str:
    last = max(each.place for each in dispatches)
    rows = []
    for each in dispatches:
        most = _LAST if each.place == last else _OTHER
        cost, goal = f"{each.each:.0f} µs", _verdict(f"≤ {most}", each.ratio <= most)
        rows.append([each.kind, f"{each.place} of {each.listeners}", cost, f"{each.ratio:.2f}", goal])
    costs = table(["", "listener", "dispatch", "ratio", "goal"], rows)
    return f"Finding the listener, beside the same app with that listener alone:\n\n{costs}"


def _kept(kept: Sequence[Kept]) -> str:
    rows = [
        [each.what, each.database, f"{each.cpu:.0f} µs", f"{each.seconds * 1000:.1f} ms"] for each in kept
    ]
    return f"What is kept:\n\n{table(['', 'in', 'processor time', 'takes'], rows)}"


def _workers(found: Workers | None) -> str:
    if found is None:
        return "Two workers beside one were not measured, as there was no PostgreSQL."
    rows = [
        [count, f"{cpu:.0f} µs", f"{rate:.0f}"]
        for count, cpu, rate in zip(NAMES, found.cpu, found.rate, strict=True)
    ]
    costs = table(["workers", "a mention and its post", "answered a second, by all"], rows)
    goal = _verdict(f"≥ {_TWO}", found.by_cpu >= _TWO)
    return (
        f"Two workers on one PostgreSQL, at the same time, beside one of them alone:\n\n{costs}\n\n"
        f"By processor time, as where each has a core to itself, two answer **{found.by_cpu:.2f}** times as "
        f"much as one (goal {goal}); with a database for each, so that they share nothing but the machine, "
        f"{found.apart:.2f} times. What they answered a second was {found.by_rate:.2f} times as much here, "
        f"where the sender, Slack's part and the database share the {os.cpu_count()} cores with them."
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _verdict(goal: str, reached: bool) -> str:
    return goal if reached else f"{goal}, missed"

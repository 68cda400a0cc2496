"""What was measured, as Markdown."""

from __future__ import annotations

import math
import os
import platform
import timeit
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import process_time

_PARTS = ("numpy", "rapidfuzz", "snowballstemmer", "bm25s")


def heading() -> Iterator[str]:
    """Yield when and on what it was measured."""
    yield "# Benchmarks"
    yield ""
    yield f"Measured by `rolecall bench` on {datetime.now(UTC).date()}, with {', '.join(_versions())},"
    yield f"on {os.cpu_count()} cores of {_processor()}. Every question is asked once, one after the other,"
    yield "by one process. Latencies are of the clock on the wall and tell of the neighbours too, who had"
    yield f"{os.getloadavg()[0]:.1f} processes running on average in the minute before; build times are of"
    yield "the processor's work. To compare machines by: a million additions in a loop take Python"
    yield f"{pace():.0f} ms here."


def pace() -> float:
    """Return how many milliseconds of processor time a million additions in a loop take."""
    taken = timeit.repeat("total += 1", "total = 0", timer=process_time, repeat=5, number=1_000_000)
    return min(taken) * 1_000


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table under its title."""
    yield ""
    yield f"## {title}"
    yield ""
    yield _line(columns)
    yield _line(["---", *("---:" for _ in columns[1:])])
    for row in rows:
        yield _line(row)


def share(value: float) -> str:
    """Return a share as it stands in a table; of nothing there is none."""
    return "none asked" if math.isnan(value) else f"{value:.3f}"


def ms(value: float) -> str:
    """Return milliseconds."""
    return f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _versions() -> Iterator[str]:
    yield f"Python {platform.python_version()}"
    for part in _PARTS:
        try:
            yield f"{part} {version(part)}"
        except PackageNotFoundError:
            continue


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())

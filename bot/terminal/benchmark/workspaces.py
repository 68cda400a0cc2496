"""What many workspaces take: their own entries made ready, kept, told to other processes, and let go."""

from __future__ import annotations

import asyncio
import gc
import random
import tempfile
import time
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice, product
from pathlib import Path
from statistics import median

from bot.answers.answerer import Answerer
from bot.knowledge.assets import Asset, AssetKind, Owner
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Faq
from bot.matching.overlay import Overlay
from bot.matching.read import read
from bot.storage.scope import Scope
from bot.storage.storage import Storage, opened
from bot.storage.tables import changes, documents
from bot.storage.tables import workspaces as versions
from bot.terminal.benchmark.packs import made
from bot.terminal.benchmark.tables import ms
from bot.workspace.assets import AssetFile, catalogue, packed
from bot.workspace.contents import Contents
from bot.workspace.directory import WorkspaceId
from bot.workspace.edits import Edit, Write
from bot.workspace.own import Own, OwnEntry, OwnFaq
from bot.workspace.pseudonyms import Pseudonyms
from bot.workspace.workspaces import Workspaces

Row = tuple[str, str, str]

_TYPICAL = 20
"""Entries of each of many workspaces."""
_DIFFERENT = 50
"""Ways in which many workspaces differ."""
_TURNS = 5
_MS = 1000
_MB = 1_000_000
_WAIT = 5.0


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything there is."""

    workspaces: int
    entries: int = 200
    assets: int = 10_000


def rows(answerer: Answerer, size: Size, postgresql: str | None = None) -> Iterator[Row]:
    """Yield what workspaces take; on a PostgreSQL too, where one is given."""
    many, count = size.workspaces, size.entries
    taken = _cpu(lambda: _ready(answerer, entries(count, 0)))
    yield f"{count} entries made ready, of the processor's work", "≤ 50 ms", f"{taken:.0f} ms"
    held, each = _cycled(answerer, many)
    yield (
        f"{many:,} workspaces of {_TYPICAL} entries asked in turn, held at the end",
        "< 50 MB",
        f"{held:.1f} MB",
    )
    yield "the same, at most in between", "< 50 MB", f"{each:.1f} MB"
    yield from _assets(answerer, size.assets)
    with tempfile.TemporaryDirectory() as folder:
        file = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        yield from asyncio.run(_kept(answerer, size, file, "SQLite"))
    if postgresql:
        yield from asyncio.run(_kept(answerer, size, postgresql, "PostgreSQL"))


def entries(count: int, seed: int) -> list[OwnEntry]:
    """Return questions with answers as people write them, other ones for another seed."""
    asked = [(name, questions) for name, questions in made(6).items()]
    random.Random(seed).shuffle(asked)  # noqa: S311 - what is measured, no secret
    pieces = ((f"{name}-{part}", questions[part::2]) for name, questions in asked for part in (0, 1))
    return [
        OwnFaq(value=Faq(id=f"{name}-{seed}", questions=tuple(questions), answer=f"Ask in room {seed}."))
        for name, questions in islice(pieces, count)
    ]


def written(count: int, seed: int) -> list[Edit]:
    """Return what writes them."""
    return [Write(own=entry) for entry in entries(count, seed)]


def _ready(answerer: Answerer, own: Sequence[OwnEntry]) -> None:
    kept, base = Own((*own,)), answerer.current
    base.with_own(kept.over(base.knowledge), kept.knowledge, people=True)


def _cpu(work: Callable[[], object]) -> float:
    """Return the milliseconds of work that something takes once it has been done before."""
    taken = []
    for _ in range(_TURNS + 1):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return median(taken[1:]) * _MS


def _cycled(answerer: Answerer, many: int) -> tuple[float, float]:
    """Return the megabytes that workspaces asked one after the other leave behind, and take at most."""
    workspaces = Workspaces(answerer)
    some = [entries(_TYPICAL, seed) for seed in range(_DIFFERENT)]
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for number, own in zip(range(many), cycle(some)):
        # Each is a workspace of its own: nothing is shared with another that says the same.
        copies = tuple(entry.model_copy(deep=True) for entry in own)
        contents = Contents(version=1, own=Own(copies))
        snapshot = workspaces.snapshot(WorkspaceId(f"T{number}"), contents)
        snapshot.answer_question(_OTHERS[number % len(_OTHERS)])
    gc.collect()
    after, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (after - before) / _MB, (most - before) / _MB


def _assets(answerer: Answerer, count: int) -> Iterator[Row]:
    index, none = answerer.current.index, KnowledgeBase()
    body = packed(AssetFile("manifest.json", tuple(_models(count))))
    taken = _cpu(lambda: catalogue([("manifest.json", body)]))
    yield f"{count:,} models made ready, beside requests", "", f"{taken:.0f} ms"
    gc.collect()
    tracemalloc.start()
    found = catalogue([("manifest.json", body)])
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    yield "the same, held", "", f"{held / _MB:.1f} MB"
    overlay = Overlay(index, none, assets=found.names)
    texts = [f"who owns the {asset.name} model?" for asset in found.assets[:: max(1, count // 200)]]
    yield (
        "a question about one of them, read",
        "",
        f"{ms(_read(lambda text: read(text, index, overlay), texts))} ms",
    )
    yield (
        "a question about a role, read beside them",
        "",
        (f"{ms(_read(lambda text: read(text, index, overlay), _OTHERS))} ms"),
    )
    yield "the same without them", "", f"{ms(_read(lambda text: read(text, index), _OTHERS))} ms"


_OTHERS = (
    "who owns data quality?",
    "what does a data engineer do?",
    "which skills do analysts need?",
    "who do data scientists work with?",
)


def _read(reading: Callable[[str], object], texts: Sequence[str]) -> float:
    taken = []
    for text in islice(cycle(texts), max(len(texts), 200)):
        began = time.perf_counter()
        reading(text)
        taken.append(time.perf_counter() - began)
    return median(taken) * _MS


def _models(count: int) -> Iterator[Asset]:
    chance = random.Random(7)  # noqa: S311 - what is measured, no secret
    words = [word for name in made(1) for word in name.split("-")]
    for number in range(count):
        name = f"{chance.choice(('stg', 'dim', 'fct'))}_{'_'.join(chance.sample(words, 2))}_{number}"
        owner = Owner(f"@acme/team-{number % 40}", f"@acme/team-{number % 40}")
        yield Asset(f"model.shop.{name}", name, AssetKind.MODEL, (owner,), "manifest.json", number + 1)


async def _kept(answerer: Answerer, size: Size, url: str, name: str) -> list[Row]:
    """Return how long workspaces take that nobody has asked, and a change until others know of it."""
    large, many = _homes("LARGE", _TURNS), _homes("", size.workspaces)
    async with AsyncExitStack() as stack:
        one, other = [await stack.enter_async_context(_process(url)) for _ in range(2)]
        try:
            await _write(one, large, size.entries)
            await _write(one, many, _TYPICAL)
            workspaces = Workspaces(answerer)
            gc.collect()
            gc.freeze()  # as a process that serves does
            first = [await _first(workspaces, other, home) for home in large]
            cold = [await _first(workspaces, other, home) for home in many]
            heard = [await _heard(one, other, home) for home in large]
        finally:
            gc.unfreeze()
            await _remove(one, [*large, *many])
    return [
        *_waited(f"{name}: first answer of a workspace with {size.entries} entries", first),
        *_waited(f"{name}: first answers of {len(many):,} workspaces with {_TYPICAL} entries", cold),
        (f"{name}: until another process answers with a change, at most", "≤ 1 s", f"{max(heard):.2f} s"),
    ]


def _waited(what: str, taken: Sequence[tuple[float, float]]) -> list[Row]:
    waited, worked = zip(*taken, strict=True)
    return [
        (what, "≤ 100 ms", f"{median(waited):.1f} ms, {max(waited):.0f} at worst"),
        ("the same, of the processor's work", "", f"{median(worked):.1f} ms, {max(worked):.0f} at worst"),
    ]


def _homes(name: str, count: int) -> list[WorkspaceId]:
    return [WorkspaceId(f"TBENCH{name}{number}") for number in range(count)]


async def _write(storage: Storage, homes: Sequence[WorkspaceId], count: int) -> None:
    """Keep so many entries for each workspace, without the audit log, which would take most of the time."""
    now = datetime.now(UTC)
    some = [
        [{**edit.place._asdict(), "value": edit.after(None, "", now)} for edit in written(count, seed)]
        for seed in range(min(len(homes), _DIFFERENT))
    ]
    async with storage.database.writing() as connection:
        for home, kept in zip(homes, cycle(some)):
            scope = Scope(home, storage.database.dialect)
            await storage.announcer.raise_version(connection, scope)
            made = [scope.put(documents, row) for row in kept]
            await connection.execute(made[0][0], [values for _, values in made])


async def _remove(storage: Storage, homes: Sequence[WorkspaceId]) -> None:
    async with storage.database.writing() as connection:
        for home, table in product(homes, (documents, changes, versions)):
            await connection.execute(Scope(home, storage.database.dialect).delete(table))


@asynccontextmanager
async def _process(url: str) -> AsyncIterator[Storage]:
    async with opened(url, Pseudonyms([b"bench"]), check=lambda _: None) as storage:
        following = asyncio.create_task(storage.follow())
        try:
            yield storage
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)


async def _first(workspaces: Workspaces, storage: Storage, home: WorkspaceId) -> tuple[float, float]:
    """Return the milliseconds until a workspace that nobody has asked is answered, and those of work."""
    began, idle = time.perf_counter(), time.process_time()
    contents = await storage.contents(home)
    snapshot = workspaces.snapshot(home, contents)
    snapshot.answer_question("how do i get a new badge?", None, contents.snapshot)
    return (time.perf_counter() - began) * _MS, (time.process_time() - idle) * _MS


class _Ear:
    """Hears when another process has changed a workspace."""

    def __init__(self) -> None:
        self.heard_of = asyncio.Event()

    def kept(self) -> Mapping[WorkspaceId, int]:
        """Return nothing: it keeps nothing."""
        return {}

    def heard(self, _workspace: WorkspaceId, _version: int) -> None:
        """Take note."""
        self.heard_of.set()


async def _heard(one: Storage, other: Storage, home: WorkspaceId) -> float:
    """Return how many seconds go by until one process has loaded what was written in another."""
    await other.contents(home)
    ear = _Ear()
    other.announcer.add(ear)
    version = await one.of(home).contents.take_over(written(1, 99), (), "bench")
    began = time.perf_counter()
    async with asyncio.timeout(_WAIT):
        while (await other.contents(home)).version < version:
            ear.heard_of.clear()
            await ear.heard_of.wait()
    return time.perf_counter() - began

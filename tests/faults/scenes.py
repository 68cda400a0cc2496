"""What goes wrong, scene by scene, each with what people see of it."""

from __future__ import annotations

import asyncio
import resource
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from faults.stage import Stage, locked

Play = Callable[[Stage, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that goes wrong, and how."""

    name: str
    done: str
    seen: str
    play: Play
    database: str = "sqlite"
    speechless: bool = False
    """Whether nothing can be said afterwards, to anybody."""


SCENES: list[Scene] = []


def scene(
    name: str, done: str, seen: str, *, database: str = "sqlite", speechless: bool = False
) -> Callable[[Play], Play]:
    """Enter a scene into the programme."""

    def enter(play: Play) -> Play:
        SCENES.append(Scene(name, done, seen, play, database, speechless))
        return play

    return enter


def _of_posts(fault: str) -> Play:
    async def play(stage: Stage, many: int) -> None:
        stage.place.faults.set({fault: max(1, many // 2), "method": "chat.postMessage"})
        await stage.ask(many)

    return play


for name, fault, seen in (
    ("429 with Retry-After", "rate_limit", "the answer, a few seconds later"),
    ("500s", "server_error", "the answer, once it was certain that it had not arrived"),
    ("connections cut in the middle of an answer", "lose_answer", "the answer, once"),
    ("malformed JSON", "malformed_answer", "the answer, once"),
    ("another content type", "page_answer", "the answer, once"),
):
    scene(name, "half of the posts are answered so", seen)(_of_posts(fault))


@scene("timeouts", "every call takes longer than the app waits", "the answer, once Slack answers again")
async def slow(stage: Stage, many: int) -> None:
    """Let calls take four seconds, where the app waits two."""
    stage.place.faults.set({"slow_ms": 4_000})
    await stage.ask(many)
    await asyncio.sleep(3)
    stage.place.faults.set({"slow_ms": 0})


@scene(
    "Slack is down",
    "no connection to Slack for a minute, while people ask",
    "commands: the answer; mentions: the answer, when Slack is back",
)
async def no_slack(stage: Stage, many: int) -> None:
    """Shut the way to Slack; what it tells comes in all the same, as from a queue."""
    await stage.to_slack.shut()
    await stage.ask(many)
    await stage.command()
    await asyncio.sleep(stage.away)
    await stage.to_slack.open()


@scene(
    "the database is down",
    "no connection to PostgreSQL for a minute",
    "commands: the answer, from the base knowledge; mentions: the answer, when the database is back",
    database="postgresql",
)
async def no_database(stage: Stage, many: int) -> None:
    """Shut the way to the database: events are handed back to Slack, commands are answered."""
    assert stage.to_database is not None
    await stage.to_database.shut()
    asking = asyncio.create_task(stage.ask(many))
    for _ in range(3):
        await asyncio.sleep(stage.away / 3)
        await stage.command()
    await stage.to_database.open()
    await asking


@scene("the disk is full", "the process may not write a byte more into any file", "as with the database down")
async def full(stage: Stage, many: int) -> None:
    """Take the right to make files longer, and give it back."""
    before = resource.prlimit(stage.app.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(stage.app.pid, resource.RLIMIT_FSIZE, (0, before[1]))
    asking = asyncio.create_task(stage.ask(many))
    await asyncio.sleep(1)
    await stage.command()
    resource.prlimit(stage.app.pid, resource.RLIMIT_FSIZE, before)
    await asking


@scene("the database is locked", "another process holds the SQLite file for 6 s", "the answer, 6 s later")
async def held(stage: Stage, many: int) -> None:
    """Lock the file for longer than anybody waits for it."""
    assert stage.file is not None
    with locked(stage.file):
        asking = asyncio.create_task(stage.ask(many))
        await asyncio.sleep(6)
        await stage.command()
    await asking


@scene(
    "the clock jumps",
    "an hour ahead and back while answers are under way",
    "the answer; while the clock is wrong, Slack's requests are refused and delivered again",
)
async def jumps(stage: Stage, many: int) -> None:
    """Let answers be under way while all leases seem to be over."""
    stage.place.faults.set({"slow_ms": 1_500})
    asking = asyncio.create_task(stage.ask(many))
    await asyncio.sleep(0.5)
    stage.clock.write_text("3600", "ascii")
    more = asyncio.create_task(stage.ask(many))
    await asyncio.sleep(2)
    stage.clock.unlink()
    stage.place.faults.set({"slow_ms": 0})
    await asyncio.gather(asking, more)


@scene("kill -9", "the process is killed while it answers, and started again", "the answer, once")
async def killed(stage: Stage, many: int) -> None:
    """Kill it with posts under way."""
    stage.place.faults.set({"slow_ms": 300})
    asking = asyncio.create_task(stage.ask(many))
    await asyncio.sleep(0.2)
    stage.app.kill()
    await stage.app.ended()
    stage.place.faults.set({"slow_ms": 0})
    await stage.app.start()
    await asking


@scene(
    "SIGTERM",
    "the process is told to end while it answers, and started again",
    "the answer: what could be finished was, the rest was handed back within ten seconds",
)
async def ended(stage: Stage, many: int) -> None:
    """End it with posts under way that take longer than it may."""
    stage.place.faults.set({"slow_ms": 1_000})
    asking = asyncio.create_task(stage.ask(many))
    await asyncio.sleep(0.5)
    seconds = await stage.app.stop()
    assert seconds < 10, f"it took {seconds:.1f} s to end"
    stage.place.faults.set({"slow_ms": 0})
    await stage.app.start()
    await asking


@scene(
    "knowledge broken, then removed",
    "a file of the knowledge is garbled, then the whole folder is taken away",
    "the answer, from what was known before",
)
async def ignorant(stage: Stage, many: int) -> None:
    """Garble a file and remove the folder, and put it back."""
    kept = stage.knowledge.with_name("kept")
    shutil.copytree(stage.knowledge, kept)
    (stage.knowledge / "sources.yaml").write_text("{", "utf-8")
    await asyncio.sleep(1.5)
    await stage.ask(many)
    await stage.command()
    shutil.rmtree(stage.knowledge)
    await asyncio.sleep(1.5)
    await stage.ask(many)
    await stage.command()
    kept.rename(stage.knowledge)


@scene(
    "the token is revoked",
    "Slack takes the token back while people ask",
    "nothing: without a token nobody can be told anything; the log says so",
    speechless=True,
)
async def revoked(stage: Stage, many: int) -> None:
    """Take the app's token away; the last scene, since nothing can be said after it."""
    stage.place.installed = False
    await stage.ask(many)
    await stage.command()

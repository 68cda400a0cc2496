"""Asks thousands of times while everything fails, and counts the answers: `make once`."""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import aiohttp
import databases
from databases import KEY
from load.traffic import questions
from slack_sdk.oauth.installation_store import Installation

from bot.knowledge.loading import load
from bot.knowledge.shelves import default_folder
from bot.playground.server import address, build_playground, listen, serving
from bot.storage.address import parse
from bot.storage.database import Database
from bot.storage.sealing import Seal
from bot.storage.storage import Storage
from bot.workspace.pseudonyms import Pseudonyms
from faults import slack
from faults.asking import Mention, left, say, signed
from faults.processes import Served

STATES = ("heard", "claimed", "sent", "stored")
"""When a process is killed: a request is under way; it is acknowledged and nothing sent; a post is under way
and gets lost; it is stored, and its answer gets lost."""
HOSTS = ("127.0.0.1", "localhost")
"""How each process calls the server, which knows them by that."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is asked, and how often somebody dies."""

    mentions: int = 10_000
    workspaces: int = 25
    channels: int = 20
    people: int = 3
    a_second: float = 40
    kill_every: float = 10
    hurried: bool = False
    patience: float = 240
    longest: float = 900
    """Seconds of asking, after which as many mentions have to do as there are by then."""


SHORT = Size(120, 3, 8, 3, a_second=15, kill_every=1, hurried=True, patience=90)


@dataclass
class Found:
    """What became of it all."""

    mentions: int = 0
    deliveries: int = 0
    refused: int = 0
    """Deliveries that were not acknowledged: no connection, or 503."""
    failed: dict[str, int] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    """In which state of the journal the work of the dead was found."""
    answered: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    told: set[tuple[str, str, str]] = field(default_factory=set)
    missing: list[tuple[str, str, str]] = field(default_factory=list)
    undone: int = 0
    seconds: float = 0

    @property
    def twice(self) -> int:
        """How many were answered more than once."""
        return sum(count > 1 for count in self.answered.values())

    @property
    def untold(self) -> int:
        """How many are missing without a word to their asker."""
        return sum(each not in self.told for each in self.missing)

    def right(self, *, readable: bool) -> bool:
        """Whether this is what is promised."""
        kept = not self.twice and not self.untold and not self.undone
        return kept and not (readable and self.missing)

    def row(self, name: str) -> str:
        """Return the row of the table in the documentation."""
        fails = sum(self.failed.values())
        kills = ", ".join(f"{self.kills[state]} {state}" for state in STATES)
        cells = [
            name,
            self.mentions,
            self.deliveries,
            self.refused,
            fails,
            f"{self.kills.total()} ({kills})",
            sum(self.answered.values()),
            self.twice,
            len(self.missing),
            self.untold,
            f"{self.seconds:.0f} s",
        ]
        return "| " + " | ".join(map(str, cells)) + " |"


class Run:
    """Two processes on one database, and everything that goes wrong around them."""

    def __init__(self, size: Size, seed: int, *, readable: bool) -> None:
        self.size, self.found = size, Found()
        self.luck = random.Random(seed)  # noqa: S311 - accidents, the same for the same seed
        self._faults = slack.Chance(luck=random.Random(seed + 1))  # noqa: S311
        self.places = slack.workspaces(
            size.workspaces, size.channels, size.people, self._faults, readable=readable
        )
        self._wanted: tuple[int, str] | None = None
        self._dying, self._both = asyncio.Event(), asyncio.Event()
        self._under_way: Counter[int] = Counter()
        self.processes: list[Served] = []

    async def measure(self, url: str, knowledge: Path) -> Found:
        """Do it all; return what was found."""
        began = time.monotonic()
        async with AsyncExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rolecall-once-")))
            listener = stack.enter_context(listen())
            playground = build_playground(self.places[0], slack.deaf, also=self.places[1:])
            playground.add_middleware(slack.Watched, at=self._at)
            await stack.enter_async_context(serving(playground, listener))
            database = await Database.open(parse(url))
            stack.push_async_callback(database.close)
            await self._install(Storage(database, Pseudonyms([b"k"]), seal=Seal(KEY)))
            port = address(listener).rpartition(":")[2]
            module = "faults.hurried" if self.size.hurried else "bot"
            for number, host in enumerate(HOSTS):
                known = {**self._settings(url, knowledge), "SLACK_API_URL": f"http://{host}:{port}/api/"}
                process = Served(f"process-{number}", known, folder, module)
                self.processes.append(process)
                stack.push_async_callback(process.stop)
                await process.start()
            self._both.set()
            killing = asyncio.create_task(self._kill(database))
            await self._ask(questions(load(knowledge)))
            self._wanted = None
            killing.cancel()
            with suppress(asyncio.CancelledError):
                await killing
            for each in self.processes:
                if not each.running:
                    await each.start()
            self.found.undone = await self._quiet(database)
            self._count()
        self.found.seconds = time.monotonic() - began
        return self.found

    def _settings(self, url: str, knowledge: Path) -> dict[str, str]:
        known = self.places[0].credentials
        return {
            "DATABASE_URL": url,
            "SLACK_CLIENT_ID": known.client_id,
            "SLACK_CLIENT_SECRET": known.client_secret,
            "SLACK_SIGNING_SECRET": known.signing_secret,
            "ROLECALL_ENCRYPTION_KEY": KEY,
            "ROLECALL_KNOWLEDGE": str(knowledge),
            "ROLECALL_PACE": "0",
            "LOG_LEVEL": "WARNING",
        }

    async def _install(self, storage: Storage) -> None:
        assert storage.installations is not None
        for place in self.places:
            await storage.installations.async_save(
                Installation(
                    app_id=place.app_id,
                    team_id=place.team,
                    user_id="UADAM",
                    bot_id=place.bot_id,
                    bot_token=place.credentials.bot_token,
                    bot_user_id=place.bot,
                    bot_scopes=sorted(place.granted),
                )
            )

    # Asking --------------------------------------------------------------------------------------------

    async def _ask(self, asked: list[str]) -> None:
        """Say everything, and deliver each of it to somebody until it is acknowledged once."""
        connector = aiohttp.TCPConnector(limit=60)
        timeout = aiohttp.ClientTimeout(total=30)
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout) as session,
            asyncio.TaskGroup() as group,
        ):
            due = time.monotonic()
            until = due + self.size.longest
            for number in range(self.size.mentions):
                if time.monotonic() > until:
                    break
                due += self.luck.expovariate(self.size.a_second)
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                if self.size.hurried:  # else most of it would be over before anybody is back
                    await self._both.wait()
                    due = max(due, time.monotonic())
                group.create_task(self._deliver(session, self._say(asked[1 + number % (len(asked) - 1)])))

    def _say(self, question: str) -> Mention:
        self.found.mentions += 1
        return say(self.luck.choice(self.places), question, self.luck)

    async def _deliver(self, session: aiohttp.ClientSession, mention: Mention) -> None:
        """Tell of it up to four times, under both events, in no order; and again until somebody heard."""
        async with asyncio.TaskGroup() as group:
            for _ in range(self.luck.randint(1, 4)):
                kind, late = self.luck.choice(("app_mention", "message")), self.luck.uniform(0, 3)
                group.create_task(self._send(session, mention, kind, late))
        while not mention.acknowledged:
            await self._send(session, mention, "app_mention", 0.5)

    async def _send(self, session: aiohttp.ClientSession, mention: Mention, kind: str, late: float) -> None:
        await asyncio.sleep(late)
        number = self.luck.randrange(len(self.processes))
        body, headers = signed(mention, kind)
        self.found.deliveries += 1
        self._under_way[number] += 1
        try:
            sending = session.post(f"{self.processes[number].url}/slack/events", data=body, headers=headers)
            asyncio.get_running_loop().call_later(0.002, self._at, HOSTS[number], "heard")
            async with sending as answer:
                heard = answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            heard = False
        self._under_way[number] -= 1
        if heard:
            self._at(HOSTS[number], "claimed")
        mention.acknowledged |= heard
        self.found.refused += not heard

    # Dying ---------------------------------------------------------------------------------------------

    def _at(self, host: str, state: str) -> bool:
        """Kill a process at the moment that is wanted; return whether what it sends gets lost."""
        number = HOSTS.index(host)
        if self._wanted != (number, state) or (state == "heard" and not self._under_way[number]):
            return False
        self._wanted = None
        self.processes[number].kill()
        self._dying.set()
        return state == "sent"

    async def _kill(self, database: Database) -> None:
        """Kill one and the other in turns, each time in another state, and start them again."""
        turn, before = 0, time.monotonic()
        while True:
            # From kill to kill, but never before both have served for a second.
            await asyncio.sleep(max(1.0, before + self.size.kill_every - time.monotonic()))
            before = time.monotonic()
            number, state = turn % 2, STATES[(turn // 2 + turn) % len(STATES)]
            self._dying.clear()
            self._wanted = (number, state)
            await self._dying.wait()
            self._both.clear()
            await self.processes[number].ended()
            self.found.kills[state] += 1
            self.found.left.update(await left(database))
            await self.processes[number].start()
            self._both.set()
            turn += 1

    async def _quiet(self, database: Database) -> int:
        """Wait until nothing is left to do; return how much is in the end."""
        until = time.monotonic() + self.size.patience
        while (undone := (await left(database)).total()) and time.monotonic() < until:  # noqa: ASYNC110
            await asyncio.sleep(0.5)
        return undone

    def _count(self) -> None:
        found = self.found
        found.failed = dict(self._faults.hit)
        said: set[tuple[str, str, str]] = set()
        for place in self.places:
            found.answered.update((place.team, *each) for each in slack.answers(place))
            found.told.update((place.team, *each) for each in slack.told(place))
            said.update(
                (place.team, channel, ts)
                for channel, sent in place.messages.items()
                for ts, message in sent.items()
                if message["user"] != place.bot
            )
        found.missing = sorted(said - set(found.answered))


@contextmanager
def fresh_database() -> Iterator[str]:
    """Make a PostgreSQL database for this run, and remove it."""
    server = databases.listening()
    if server is None:
        raise SystemExit("no PostgreSQL: set ROLECALL_TEST_DATABASE_URL, or start one at 127.0.0.1:5432")
    with databases._made(server) as name:
        asyncio.run(databases.migrated(server.database(name)))
        yield server.database(name)


HEAD = (
    "| replies | mentions | deliveries | not acknowledged | posts that failed | kills | answers "
    "| given twice | missing | missing and untold | time |\n|---|---|---|---|---|---|---|---|---|---|---|"
)


def main() -> None:
    """Run it with and without the right to read back; end with 1 where a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m faults.once", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a few hundred mentions, in a minute")
    parser.add_argument("--mentions", type=int, help="another number of mentions")
    parser.add_argument("--rate", type=float, help="another number of mentions a second")
    parser.add_argument("--longest", type=float, help="seconds of asking after which no more is asked")
    parser.add_argument("--only", choices=("readable", "unreadable"), help="one of the two runs")
    parser.add_argument("--seed", type=int, default=1, help="another course of accidents")
    given = parser.parse_args()
    size = SHORT if given.short else Size()
    size = replace(
        size,
        mentions=given.mentions or size.mentions,
        a_second=given.rate or size.a_second,
        longest=given.longest or size.longest,
    )
    sys.stdout.write(f"{HEAD}\n")
    broken = False
    for name, readable in (("can be read back", True), ("cannot", False)):
        if given.only and readable != (given.only == "readable"):
            continue
        with fresh_database() as url:
            run = Run(size, given.seed, readable=readable)
            found = asyncio.run(run.measure(url, default_folder()))
        sys.stdout.write(f"{found.row(name)}\n")
        sys.stderr.write(
            json.dumps({"failed": found.failed, "left": found.left, "undone": found.undone}) + "\n"
        )
        sys.stdout.flush()
        broken |= not found.right(readable=readable)
    raise SystemExit(broken)


if __name__ == "__main__":
    main()

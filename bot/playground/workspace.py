"""The state of one Slack workspace with one app in it, and the parts that act on it."""

from __future__ import annotations

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.playground.clock import Clock
from bot.playground.faults import Faults
from bot.playground.feed import Feed
from bot.playground.journal import Entry, Journal
from bot.playground.limits import Limits
from bot.playground.manifest import Manifest
from bot.playground.people import Channel, ChannelKind, Group, Person
from bot.playground.tickets import Tickets

if TYPE_CHECKING:
    from bot.playground.courier import Courier
    from bot.playground.files import File
    from bot.playground.sockets import Sockets

Message = dict[str, Any]
View = dict[str, Any]

SLACKBOT = "USLACKBOT"
CODE_LASTS = 600.0
"""Seconds in which the app must exchange the code of an installation."""
PATIENCE = 30.0
"""Real seconds in which something has to move, where somebody waits until nothing does."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the app and Slack know each other by; worthless outside this process."""

    signing_secret: str
    bot_token: str
    app_token: str
    client_id: str
    client_secret: str
    verification_token: str

    @classmethod
    def of(cls, team: str) -> Credentials:
        """Return those of a workspace; the app's own are the same in each."""
        return cls(
            "playground-signing-secret",
            f"xoxb-{team}-playground",
            "xapp-playground",
            "playground.client",
            "playground-client-secret",
            "playground-verification",
        )


class Allowed(NamedTuple):
    """What somebody allowed the app, and until when it may say that it knows."""

    by: str
    scopes: frozenset[str]
    until: float


class Workspace:
    """Everything that Slack would know: people, channels, messages, views, files, and what the app may do.

    `team` also starts the ids, so that two workspaces share none.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any],
        *,
        team: str = "TDATA",
        name: str = "Datahaus",
        clock: Clock | None = None,
        credentials: Credentials | None = None,
    ) -> None:
        self.manifest = Manifest.read(manifest)
        self.granted = set(self.manifest.scopes)
        self.team, self.name, self.domain = team, name, name.lower().replace(" ", "-")
        self.credentials = credentials or Credentials.of(team)
        self.clock = clock or Clock()
        self.app_id, self.bot_id, self.bot = f"A{team}", f"B{team}", f"UBOT{team}"
        self.installed = True
        self.paid = True
        """False for a free plan, which has no user groups."""
        self.codes: dict[str, Allowed] = {}
        """Codes of installations that are not exchanged yet."""
        self.sockets: Sockets | None = None
        """Set where the app gets its events by Socket Mode."""
        self.courier: Courier
        """The way to the app; set once it is known how to reach it."""
        self.url = "http://127.0.0.1:3000"
        """Where the playground is served; response URLs and uploads point there."""
        self.explain: Callable[[str], object] | None = None
        """Given a question, says what is understood of it and why; the inspector shows it."""
        self.people: dict[str, Person] = {}
        self.groups: dict[str, Group] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, dict[str, Message]] = defaultdict(dict)
        """By channel and ts, in the order of posting."""
        self.ephemeral: dict[str, dict[str, Message]] = defaultdict(dict)
        """By person and ts; they are no part of any history."""
        self.files: dict[str, File] = {}
        self.scheduled: dict[str, Message] = {}
        self.read: dict[tuple[str, str], str] = {}
        self.homes: dict[str, View] = {}
        self.modals: dict[str, list[View]] = defaultdict(list)
        self.suggested: dict[tuple[str, str], dict[str, list[Any]]] = {}
        """Options that the app suggested, by person and by message or view, then by action_id."""
        self.status: dict[tuple[str, str], str] = {}
        self.prompts: dict[str, dict[str, Any]] = {}
        self.faults = Faults()
        self.limits = Limits()
        self.tickets = Tickets()
        self.feed = Feed()
        self.journal = Journal(lambda seq: self.feed.publish("journal", {"seq": seq}))
        self._ids = itertools.count(1)
        self._last_ts = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    # Making things ---------------------------------------------------------------------------------

    def new_id(self, kind: str) -> str:
        """Return an id that begins with its kind, as Slack's do."""
        return f"{kind}{self.team[1:]}{next(self._ids):04X}"

    def new_ts(self) -> str:
        """Return the timestamp of a new message, later than every one before."""
        self._last_ts = max(self._last_ts + 1, int(self.clock.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def add_person(self, person: Person) -> Person:
        """Let somebody in."""
        self.people[person.id] = person
        return person

    def add_channel(self, channel: Channel) -> Channel:
        """Open a channel."""
        channel.created = channel.created or int(self.clock.now())
        self.channels[channel.id] = channel
        return channel

    def install(self, user: str, scopes: frozenset[str] | None = None) -> str:
        """Let somebody install the app, with all scopes or some; return the code that it exchanges, once."""
        code = self.new_id("code")
        self.codes[code] = Allowed(user, scopes or self.manifest.scopes, self.clock.now() + CODE_LASTS)
        return code

    # Finding things --------------------------------------------------------------------------------

    def direct(self, *users: str) -> Channel:
        """Return the direct message of these people, opened if need be."""
        for channel in self.channels.values():
            if channel.kind in {"im", "mpim"} and set(channel.members) == set(users):
                return channel
        kind: ChannelKind = "im" if len(set(users)) <= 2 else "mpim"  # noqa: PLR2004 - two make a pair
        name = "" if kind == "im" else "mpdm-" + "--".join(self.people[user].name for user in users)
        channel_id = self.new_id("D" if kind == "im" else "G")
        return self.add_channel(Channel(channel_id, name, kind, members=list(dict.fromkeys(users))))

    def channel_named(self, name: str) -> Channel:
        """Return the channel of that name; raises StopIteration if there is none."""
        return next(each for each in self.channels.values() if each.name == name)

    def person_named(self, name: str) -> Person:
        """Return the person of that name; raises StopIteration if there is none."""
        return next(each for each in self.people.values() if each.name == name)

    def may_see(self, user: str, channel: Channel) -> bool:
        """Say whether somebody may read a channel."""
        return channel.is_public or user in channel.members

    def viewers(self, channel: Channel) -> list[str]:
        """Return everybody who may read a channel, the bot aside."""
        readers = self.people if channel.is_public else channel.members
        return [each for each in readers if each != self.bot]

    def file_named(self, slack_file: Mapping[str, Any]) -> File | None:
        """Return the upload that a block refers to, by id or by address."""
        url = str(slack_file.get("url", ""))
        for file in self.files.values():
            if slack_file.get("id") == file.id or f"/files/{file.id}/" in url:
                return file
        return None

    def thread(self, channel: str, ts: str) -> list[Message]:
        """Return a message and its replies, in order."""
        return [each for each in self.messages[channel].values() if ts in {each["ts"], each.get("thread_ts")}]

    # What was exchanged ----------------------------------------------------------------------------

    def calls(self, method: str = "") -> list[Entry]:
        """Return the Web API calls of the app, all or one method's."""
        return self.journal.calls(method)

    def deliveries(self, what: str = "") -> list[Entry]:
        """Return what was delivered to the app: all, or what begins so: `event`, `slash command /role`."""
        return self.journal.deliveries(what)

    # Work in the background ------------------------------------------------------------------------

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start work and keep hold of it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        self.feed.publish("busy", {"count": self.busy})
        return task

    @property
    def busy(self) -> int:
        """Count the work that is under way, without what waits for the clock."""
        return len(self._tasks - self.clock.parked)

    async def settled(self, patience: float = PATIENCE) -> None:
        """Wait until nothing is under way but what waits for the clock.

        Raises TimeoutError, which names what is, once nothing has moved for `patience` real seconds.
        """
        now = asyncio.get_running_loop().time
        seen, until = self.feed.last, now() + patience
        while under_way := self._tasks - self.clock.parked:
            await asyncio.wait(under_way, timeout=0.005)
            if self.feed.last != seen:
                seen, until = self.feed.last, now() + patience
            elif now() >= until:
                raise TimeoutError(f"still under way: {self._named(under_way)}")

    def _named(self, tasks: Iterable[asyncio.Task[Any]]) -> str:
        waiting = [entry.what for entry in self.journal.deliveries() if not entry.status]
        names = [getattr(task.get_coro(), "__qualname__", task.get_name()) for task in tasks]
        return ", ".join([*names, *(f"{what} (not acknowledged)" for what in waiting)])

    async def close(self) -> None:
        """Stop whatever is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        self.feed.publish("busy", {"count": self.busy})
        if not task.cancelled() and (error := task.exception()):
            asyncio.get_running_loop().call_exception_handler(
                {"message": "the playground failed", "exception": error, "task": task}
            )

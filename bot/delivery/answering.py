"""Answers what was heard: written down before Slack is told, sent once, taken over where a process ends."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import timedelta
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.background import Background
from bot.delivery.journal import Journal, JournalDown, JournalState, JsonObject, MessageKey, Task
from bot.delivery.posting import Fate, Message, fate, post, remove, whisper
from bot.delivery.reading_back import Standing, standing
from bot.delivery.working import at_work

log = logging.getLogger(__name__)

_TICK = 5.0
"""Seconds between two looks for what others left; with the lease it makes 25."""
_MOST = 100
"""Answers under way at which nothing more is taken over."""
_TRIES = 720
"""How often sending is tried, where it is certain each time that nothing was sent: some twelve hours."""
_LONGEST_WAIT = timedelta(seconds=60)


BECAME = ("answered", "found", "doubtful", "refused", "lost", "gone", "again")
"""What becomes of a message: its answer was posted, or found to be; nobody can tell, or Slack refuses it, and
its asker was told so, or could not be; its app is gone; or it is tried again."""


class Script(Protocol):
    """What is said; this room only sees to it that it is said once."""

    @property
    def working(self) -> str:
        """What is shown while an answer takes its time."""
        ...

    async def answer(self, task: Task, client: AsyncWebClient) -> Message:
        """Return the answer to what was written down."""
        ...

    async def posted(self, task: Task, ts: str) -> None:
        """Take note of where the answer stands; it may be that nobody can."""
        ...

    def doubtful(self, task: Task) -> Message:
        """Return what tells the asker that the answer may be missing, with a way to have it sent again."""
        ...

    def broken(self, reference: str) -> Message:
        """Return what tells the asker that there is none."""
        ...


class Answering:
    """The messages that this process answers; `work` names at least the asker's `user` and the `thread`."""

    def __init__(
        self, background: Background, client_for: Callable[[str], Awaitable[AsyncWebClient | None]]
    ) -> None:
        """Work in the background; `client_for` is what a workspace is answered with after a restart.

        It returns None where the workspace has not got the app any more.
        """
        self._background, self._client_for = background, client_for
        self._script: Script
        self._journal: Journal | None = None
        self._held: dict[MessageKey, int] = {}
        """What is under way here, with the attempt under which it is ours."""
        self._forsaken: set[MessageKey] = set()
        """Of these, what nobody wants an answer to any more."""
        self.became: Counter[str] = Counter()
        """How often a message became each of `BECAME`."""

    @property
    def under_way(self) -> int:
        """How many messages this process is at."""
        return len(self._held)

    def by(self, script: Script) -> None:
        """Answer by this script."""
        self._script = script

    def open(self, journal: Journal | None) -> None:
        """Write down into this journal from now on; without one, nothing is heard."""
        self._journal = journal

    async def hear(self, key: MessageKey, work: JsonObject, client: AsyncWebClient) -> None:
        """Write a message down and send its answer soon; nothing for one that somebody has or had.

        Raise JournalDown where it cannot be written down, or what the script raises: Slack delivers again.
        """
        if key in self._held:
            return
        task = await self._kept.record(key, work)
        if task is None or key in self._held:  # taken over here already, where this process stood still
            return
        self._held[key] = task.attempts
        if task.state is JournalState.POSTED:
            self._begin(task, self._look(task, client))
            return
        try:
            async with self._at_work(task, client):
                answer = await self._script.answer(task, client)
        except BaseException:
            await self._kept.release(key, self._held.pop(key))
            raise
        self._begin(task, self._send(task, client, answer))

    def forsake(self, key: MessageKey) -> None:
        """Let no answer stand to a message that is gone, where one is under way here."""
        if key in self._held:
            self._forsaken.add(key)

    async def follow(self) -> None:
        """Stay at what is under way, and take over what others left; runs until cancelled."""
        while True:
            try:
                await self.look_around()
            except JournalDown as error:
                log.warning("what others left is not looked for: %s", error)
            await asyncio.sleep(_TICK)

    async def look_around(self) -> None:
        """Renew the leases of what is under way, and begin what nobody is at."""
        await self._kept.renew(tuple(self._held))
        while len(self._held) < _MOST:
            tasks = await self._kept.take_over()
            for task in tasks:
                ours = task.key in self._held  # it stood still for so long that it finds what it is at
                self._held[task.key] = task.attempts
                if not ours:
                    self._begin(task, self._go_on(task))
            if not tasks:
                return

    @property
    def _kept(self) -> Journal:
        if self._journal is None:
            raise JournalDown("no journal is open")
        return self._journal

    def _begin(self, task: Task, work: Awaitable[None]) -> None:
        self._background.start(self._kept_to_its_end(task, work))

    async def _kept_to_its_end(self, task: Task, work: Awaitable[None]) -> None:
        """Do the work; what ends before it is done is handed back."""
        try:
            await work
        except JournalDown as error:  # the lease runs out, and whoever finds it looks first
            log.warning("an answer waits for the journal: %s", error)
        except asyncio.CancelledError:
            await asyncio.shield(self._kept.release(task.key, self._held[task.key]))
            raise
        finally:
            del self._held[task.key]
            self._forsaken.discard(task.key)

    async def _go_on(self, task: Task) -> None:
        client = await self._client_for(task.key.team)
        if client is None:
            await self._clear(task, "gone")
            return
        if task.state is JournalState.POSTED:
            await self._look(task, client)
        else:
            await self._answer(task, client)

    async def _answer(self, task: Task, client: AsyncWebClient) -> None:
        try:
            answer = await self._script.answer(task, client)
        except Exception as error:
            await self._give_up(task, client, error)
        else:
            await self._send(task, client, answer)

    async def _send(self, task: Task, client: AsyncWebClient, answer: Message) -> None:
        if not await self._kept.posted(task.key, self._held[task.key]):
            return  # somebody else is at it
        try:
            async with self._at_work(task, client):
                ts = await _delivered(task, client, answer)
        except Exception as error:
            match fate(error):
                case Fate.UNSENT if task.attempts < _TRIES:
                    await self._later(task, unsent=True)
                case Fate.UNKNOWN:
                    await self._later(task, unsent=False)
                case _:
                    await self._give_up(task, client, error)
            return
        if ts and task.key in self._forsaken:
            await remove(client, task.key.channel, ts)
        elif ts:
            await self._script.posted(task, ts)
        await self._clear(task, "answered")

    async def _look(self, task: Task, client: AsyncWebClient) -> None:
        """Find out whether an answer was posted; where nobody can, leave it to the asker."""
        if _private(task):  # nobody can read it back, and whoever missed it may ask again
            await self._clear(task, "doubtful")
            return
        match await standing(client, task.key, thread(task)):
            case Standing.THERE:
                await self._clear(task, "found")
            case Standing.MISSING:
                await self._answer(task, client)
            case Standing.UNREADABLE:
                await self._tell(task, client, self._script.doubtful(task), "doubtful")
            case Standing.LATER:
                await self._later(task, unsent=False)

    def _at_work(self, task: Task, client: AsyncWebClient) -> AbstractAsyncContextManager[None]:
        if _private(task):
            return nullcontext()
        return at_work(client, task.key.channel, thread(task) or task.key.ts, self._script.working)

    async def _later(self, task: Task, *, unsent: bool) -> None:
        self.became["again"] += 1
        wait = min(timedelta(seconds=2 ** min(task.attempts, 6)), _LONGEST_WAIT)
        await self._kept.release(task.key, self._held[task.key], unsent=unsent, wait=wait)

    async def _give_up(self, task: Task, client: AsyncWebClient, error: Exception) -> None:
        reference = self._background.log_failure(error)
        await self._tell(task, client, self._script.broken(reference), "refused")

    async def _tell(self, task: Task, client: AsyncWebClient, message: Message, became: str) -> None:
        """Tell the asker in private; where even that does not get through, try again later."""
        try:
            await whisper(client, task.key.channel, str(task.work["user"]), message, thread(task))
        except Exception as error:
            if fate(error) is not Fate.REFUSED and task.attempts < _TRIES:
                await self._later(task, unsent=False)
                return
            self._background.log_failure(error)
            became = "lost"
        await self._clear(task, became)

    async def _clear(self, task: Task, became: str) -> None:
        self.became[became] += 1
        await self._kept.clear(task.key)


async def _delivered(task: Task, client: AsyncWebClient, answer: Message) -> str:
    """Send an answer; return its ts, which what only one person sees does not have."""
    if _private(task):
        await whisper(client, task.key.channel, str(task.work["user"]), answer, thread(task))
        return ""
    return await post(client, task.key.channel, answer, thread(task), key=task.key)


def _private(task: Task) -> bool:
    """Tell whether only the asker gets the answer."""
    return bool(task.work.get("private"))


def thread(task: Task) -> str | None:
    """Return the thread that a message is answered in; None for the channel itself."""
    found = task.work.get("thread")
    return str(found) if found else None

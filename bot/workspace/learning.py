"""What is learnt from how questions were answered: how many there were, and what nobody could answer."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from pydantic import TypeAdapter
from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.kinds import Answer, UnknownAnswer
from bot.knowledge.models import LATER
from bot.matching.text import clean
from bot.workspace.directory import WorkspaceId
from bot.workspace.gaps import LONGEST, Gap, GapState, Unanswered
from bot.workspace.grouping import Grouping
from bot.workspace.recents import Recents
from bot.workspace.rights import Deed
from bot.workspace.stores import StoreDown
from bot.workspace.workspaces import Local, Workspaces

log = logging.getLogger(__name__)

ASKED, ANSWERED, UNKNOWN, UNCLEAR = "asked", "answered", "unknown", "unclear"
"""Every question; those that were answered, that nobody could answer, and that lacked their subject."""
HELPFUL, UNHELPFUL = "helpful", "unhelpful"
"""Votes on answers."""
KIND = "kind "
"""What stands before a kind of question where questions are counted by kind."""

VOTES = "vote"
"""The shelf of what each person said of an answer."""
CHANGING = timedelta(days=30)
"""How long somebody may change their mind."""

_EVERY = 5.0
"""Seconds between two times that counts are written: what a process that dies has counted since is lost."""
_LETTER = re.compile(r"\w")


class Vote(NamedTuple):
    """What somebody said of an answer, and when."""

    said: str
    day: date
    gap: bool
    """Whether the question was taken for a gap, which it is once."""


_VOTE = TypeAdapter(Vote, config=LATER)


class Learning:
    """Counts questions and votes, and keeps what nobody could answer, where who asks may be learnt from."""

    def __init__(self, workspaces: Workspaces, clock: Callable[[], datetime]) -> None:
        self._workspaces, self._clock = workspaces, clock
        self._grouping = Grouping()
        self._counts: Counter[tuple[WorkspaceId, date, str]] = Counter()
        self.recents = Recents(workspaces, clock)

    async def asked(self, local: Local, answer: Answer, client: AsyncWebClient, typed: str) -> None:
        """Take note of how a question was answered."""
        if not await self._may(local, client):
            return
        self.recents.note(local.at, answer.meaning)
        what = _outcome(answer)
        self._count(local.at.workspace, ASKED, what, f"{KIND}{answer.kind}")
        if what == UNKNOWN:
            await self._keep(local, typed)

    async def voted(
        self, local: Local, client: AsyncWebClient, typed: str, on: str, *, helpful: bool
    ) -> bool:
        """Take note of a vote on the answer to a question; what was of no help is a gap too.

        `on` names the answer: who votes on it again changes their mind, and still has one vote. Return
        whether it counts; raise StoreDown.
        """
        if not await self._may(local, client):
            return False
        at, now = local.at, self._clock()
        kept, key = self._workspaces.store(at.workspace).notes, f"{on}:{at.user}"
        before = _VOTE.validate_python(await kept.take(VOTES, key) or ("", now.date(), False))
        vote = Vote(HELPFUL if helpful else UNHELPFUL, now.date(), before.gap or not helpful)
        await kept.put(VOTES, key, _VOTE.dump_python(vote, mode="json"), person=at.user, until=now + CHANGING)
        if vote.said != before.said:
            self._count(at.workspace, vote.said)
            self._counts[at.workspace, before.day, before.said] -= bool(before.said)
        if not helpful and not before.gap:
            await self._keep(local, typed)
        return True

    async def wait(self, local: Local, client: AsyncWebClient, question: str) -> GapState | None:
        """Remember that whoever pressed wants to be told; return how the question stands.

        None where they may not be learnt from. Raise StoreDown.
        """
        if not await self._may(local, client):
            return None
        store = self._workspaces.store(local.at.workspace)
        text = clean(question)[:LONGEST]
        group = await self._grouping.group(local.at.workspace, store.gaps, local.snapshot, text)
        if await store.gaps.wait(group, local.at.user):
            return GapState.OPEN
        gap = await store.gaps.gap(group)
        if gap is not None:
            return gap.state
        await self._keep(local, text)  # it was not kept when it was asked, or is no longer
        await store.gaps.wait(group, local.at.user)
        return GapState.OPEN

    async def gap(self, local: Local, client: AsyncWebClient, question: str) -> Gap | None:
        """Return the gap that a question belongs to, kept now where it was not or is no longer.

        None where whoever asks may not be learnt from, or the question is none. Raise StoreDown.
        """
        if not await self._may(local, client):
            return None
        store = self._workspaces.store(local.at.workspace)
        text = clean(question)[:LONGEST]
        group = await self._grouping.group(local.at.workspace, store.gaps, local.snapshot, text)
        found = await store.gaps.gap(group)
        if found is None:
            await self._keep(local, text)
            found = await store.gaps.gap(group)
        return found

    async def follow(self) -> None:
        """Write what was counted, now and then; runs until cancelled."""
        while True:
            await asyncio.sleep(_EVERY)
            await self.write()

    async def write(self) -> None:
        """Write what was counted and asked so far; what cannot be written is kept for the next time."""
        await self.recents.write()
        await self._write_counts()

    async def _write_counts(self) -> None:
        """Write what was counted so far; what cannot be written is kept for the next time."""
        while self._counts:
            counted, times = self._counts.popitem()
            workspace, day, what = counted
            if not times:  # somebody changed their mind
                continue
            written = False
            try:
                await self._workspaces.store(workspace).tallies.count(what, day, times)
                written = True
            except StoreDown as error:
                log.warning("questions are counted later: %s", error)
                return
            finally:  # also where the process ends just now
                if not written:
                    self._counts[counted] += times

    async def _may(self, local: Local, client: AsyncWebClient) -> bool:
        if not local.kept:
            return False
        visitor = await self._workspaces.seen(local, client)
        return visitor.may(Deed.BE_LEARNT_FROM)

    def _count(self, workspace: WorkspaceId, *what: str) -> None:
        today = self._clock().date()
        self._counts.update((workspace, today, each) for each in what)

    async def _keep(self, local: Local, typed: str) -> None:
        text, at = clean(typed)[:LONGEST], local.at
        if not _LETTER.search(text):
            return
        try:
            store = self._workspaces.store(at.workspace)
            group = await self._grouping.group(at.workspace, store.gaps, local.snapshot, text)
            channel = None if at.channel.startswith("D") else at.channel or None
            await store.gaps.add(Unanswered(text, channel, store.pseudonym(at.user), group))
        except StoreDown as error:
            log.warning("a question that nobody could answer is lost: %s", error)


def _outcome(answer: Answer) -> str:
    if not isinstance(answer, UnknownAnswer):
        return ANSWERED
    return UNCLEAR if answer.needs_subject else UNKNOWN

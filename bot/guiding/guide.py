"""Does what an enrolment asks of Slack: intent stored first, then the call, then what became of it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Message
from bot.cards import onboarding as say
from bot.cards.notices import line
from bot.delivery.posting import Fate, fate
from bot.delivery.tiers import Tiers, bare
from bot.guiding.offering import offered
from bot.onboarding.actions import Action, Actions, DeleteScheduled, MayStillArrive, ScheduleMessage, Welcome
from bot.onboarding.course import stop, turn_away
from bot.onboarding.enrolment import Course, Enrolment
from bot.onboarding.reconciling import (
    attempt,
    attempt_welcome,
    deleted,
    not_deleted,
    refused,
    scheduled,
    unwelcomed,
    welcomed,
)
from bot.onboarding.stores import Enrolments, Overtaken
from bot.workspace.directory import WorkspaceId
from bot.workspace.origin import Origin
from bot.workspace.rights import Standing
from bot.workspace.stores import StoreDown
from bot.workspace.workspaces import Workspaces

log = logging.getLogger(__name__)

_TRIES = 50
"""How often a change is decided anew where others were faster."""
_GONE = frozenset({"channel_not_found", "user_not_found", "user_disabled", "is_archived", "cannot_dm_bot"})
"""Slack's words for that somebody cannot be written to any more."""

Change = Callable[[Enrolment, datetime], tuple[Enrolment, Actions]]


class Rows(Protocol):
    """What is kept of one workspace's newcomers."""

    @property
    def enrolments(self) -> Enrolments:
        """Where each stands."""
        ...


class Kept(Protocol):
    """Where newcomers are kept."""

    def of(self, workspace: WorkspaceId) -> Rows:
        """Return a workspace's."""
        ...

    async def known(self) -> Sequence[WorkspaceId]:
        """Return every workspace of which something is kept."""
        ...


class Guide:
    """Leads newcomers; the same person is never worked for twice at once by one process."""

    def __init__(self, workspaces: Workspaces, tiers: Tiers, clock: Callable[[], datetime]) -> None:
        self.workspaces, self.tiers, self.clock = workspaces, tiers, clock
        self._kept: Kept | None = None
        self.busy: Counter[tuple[str, str]] = Counter()
        """Who is worked for now, by workspace and person."""
        self.compared: set[str] = set()
        """Workspaces whose list in Slack holds nothing that nobody stands behind."""

    def forgotten(self, team: str) -> None:
        """Take note that somebody was forgotten, who may have left messages on a workspace's list."""
        self.compared.discard(team)

    def open(self, kept: Kept | None) -> None:
        """Keep newcomers there from now on; None keeps none."""
        self._kept = kept

    @property
    def kept(self) -> Kept:
        """Where newcomers are kept; raise StoreDown where that is not open."""
        if self._kept is None:
            raise StoreDown("nothing is open")
        return self._kept

    def enrolments(self, team: str) -> Enrolments:
        """Return a workspace's newcomers."""
        return self.kept.of(WorkspaceId(team)).enrolments

    async def change(
        self, team: str, user: str, decide: Change, begin: Callable[[Enrolment | None], Enrolment | None]
    ) -> tuple[Enrolment, Actions] | None:
        """Read, decide and store, anew where somebody else was faster; None where there is nobody.

        `begin` says what to go on from, given what is known; None leaves it.
        """
        store = self.enrolments(team)
        for _ in range(_TRIES):
            known = await store.get(user)
            start = begin(known)
            if start is None:
                return None
            new, actions = decide(start, self.clock())
            if new == known:
                return new, actions
            try:
                return await store.put(new), actions
            except Overtaken:
                continue
        raise Overtaken("others were always faster")

    async def carry_out(self, client: AsyncWebClient, team: str, user: str, actions: Actions) -> None:
        """Do what is asked of Slack, and what follows from that."""
        work = _Work(self, bare(client), team, user)
        self.busy[team, user] += 1
        try:
            await work.all(list(actions))
        finally:
            self.busy[team, user] -= 1
            if not self.busy[team, user]:
                del self.busy[team, user]


class _Work:
    """What is done for one person."""

    def __init__(self, guide: Guide, client: AsyncWebClient, team: str, user: str) -> None:
        self._guide, self._client, self._team, self._user = guide, client, team, user
        self._store = guide.enrolments(team)

    async def all(self, asked: list[Action]) -> None:
        while asked:
            action = asked.pop(0)
            try:
                match action:
                    case ScheduleMessage():
                        asked += await self._turn("chat.scheduleMessage", partial(self._schedule, action))
                    case DeleteScheduled():
                        asked += await self._turn(
                            "chat.deleteScheduledMessage", partial(self._delete, action)
                        )
                    case Welcome():
                        await self._welcome()
                    case MayStillArrive():
                        await self._tell(say.may_still_arrive(action.at))
            except Overtaken:
                continue  # whoever was faster goes on
            except SlackApiError as error:
                log.warning("an onboarding message was refused: %s", _word(error))
                if _word(error) in _GONE:
                    asked = [*await self._change(stop)]

    async def _turn(self, method: str, do: Callable[[], Awaitable[Actions]]) -> Actions:
        return await self._guide.tiers.call(self._team, method, do)

    async def _schedule(self, action: ScheduleMessage) -> Actions:
        trying = await self._tried(lambda known: attempt(known, action.key, self._guide.clock()))
        if trying is None:
            return ()
        message = say.due_message(action.key, await self._plan(trying))
        try:
            answer = await self._client.chat_scheduleMessage(
                channel=action.channel, post_at=int(action.at.timestamp()), **message.payload()
            )
        except Exception as error:
            if fate(error) is not Fate.UNKNOWN:  # else the next look at Slack's list tells
                await self._change(lambda known, _: (refused(known, action.key), ()))
            raise
        given = str(answer["scheduled_message_id"])
        return await self._change(lambda known, now: scheduled(known, action, given, now))

    async def _delete(self, action: DeleteScheduled) -> Actions:
        if await self._tried(lambda known: attempt(known, action.key, self._guide.clock())) is None:
            return ()
        try:
            await self._client.chat_deleteScheduledMessage(
                channel=action.channel, scheduled_message_id=action.id
            )
        except SlackApiError as error:
            if _word(error) != "invalid_scheduled_message_id":
                raise
            return await self._change(lambda known, now: not_deleted(known, action.key, now))
        return await self._change(lambda known, now: deleted(known, action.key, now))

    async def _welcome(self) -> None:
        if not await self._is_newcomer():
            await self._change(turn_away)
            return
        await self._turn("chat.postMessage", self._greet)

    async def _greet(self) -> Actions:
        trying = await self._tried(lambda known: attempt_welcome(known, self._guide.clock()))
        if trying is None:
            return ()
        message = await self._welcoming(trying)
        try:
            answer = await self._client.chat_postMessage(
                channel=self._user, unfurl_links=False, unfurl_media=False, **message.payload()
            )
        except Exception as error:
            if fate(error) is not Fate.UNKNOWN:
                await self._change(lambda known, _: (unwelcomed(known), ()))
            raise
        channel, ts = str(answer["channel"]), str(answer["ts"])
        return await self._change(lambda known, _: (welcomed(known, channel, ts), ()))

    async def _is_newcomer(self) -> bool:
        """Ask Slack whether this is a person of the workspace; it is asked for each who joins."""
        at = here(self._team, self._user)
        answer = await self._guide.tiers.call(
            self._team, "users.info", lambda: self._client.users_info(user=self._user)
        )
        profile = self._guide.workspaces.profiles.told(at, answer["user"])
        return profile.standing not in {Standing.BOT, Standing.STRANGER} and not profile.gone

    async def _welcoming(self, enrolment: Enrolment) -> Message:
        local = await self._guide.workspaces.local(here(self._team, self._user), self._client)
        return say.welcome(offered(local), enrolment.joined)

    async def _plan(self, enrolment: Enrolment) -> str:
        local = await self._guide.workspaces.local(here(self._team, self._user), self._client)
        plan = local.snapshot.knowledge.plans.get(enrolment.plan or "")
        return plan.title if plan else "your plan"

    async def _tell(self, text: str) -> None:
        known = await self._store.get(self._user)
        if known and known.channel and known.course is not Course.INVITED:
            await self._client.chat_postMessage(channel=known.channel, **line(text).payload())

    async def _tried(self, trying: Callable[[Enrolment], Enrolment | None]) -> Enrolment | None:
        """Store that a call begins; None where it is not to be made any more."""
        known = await self._store.get(self._user)
        begun = trying(known) if known else None
        return await self._store.put(begun) if begun else None

    async def _change(self, decide: Change) -> Actions:
        changed = await self._guide.change(self._team, self._user, decide, lambda known: known)
        return changed[1] if changed else ()


def here(team: str, user: str) -> Origin:
    """Return where somebody is who is written to directly."""
    whole = team.startswith("E")
    return Origin(WorkspaceId(team), "" if whole else team, team if whole else "", user=user, shared=False)


def _word(error: SlackApiError) -> str:
    return "no answer" if isinstance(error.response, str) else str(error.response.get("error"))

"""Closes gaps that something else has answered: an import, or somebody who said who it is here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.kinds import Answer, UnknownAnswer
from bot.cards import Message, card
from bot.cards.gaps import now_answered, put_aside
from bot.delivery.telling import tell
from bot.jobs.digest import ClientFor
from bot.workspace.directory import WorkspaceId
from bot.workspace.edits import Place
from bot.workspace.gaps import Gap, GapState
from bot.workspace.naming import named
from bot.workspace.origin import Origin
from bot.workspace.workspaces import Workspaces

_MOST = 200
"""Gaps that are looked at, and changes."""


class Answered:
    """Looks whether open gaps are answered by now."""

    def __init__(self, workspaces: Workspaces, client_for: ClientFor) -> None:
        self._workspaces, self._client_for = workspaces, client_for

    async def look(self, workspace: WorkspaceId, _now: datetime) -> None:
        """Close what was answered since it was asked last, and tell those who still wait for what is closed.

        An answer that was there when it was asked helped nobody then, as a vote on it may have said.
        """
        await self._close(workspace)
        owed = await self._workspaces.store(workspace).gaps.owed(limit=_MOST)
        client = await self._client_for(workspace) if owed else None
        if client is not None:
            answers = await self._answers(workspace)
            for gap in owed:
                await self._tell(client, workspace, gap, answers)

    async def _close(self, workspace: WorkspaceId) -> None:
        store = self._workspaces.store(workspace)
        gaps = await store.gaps.gaps(limit=_MOST)
        changed: dict[Place, datetime] = {}
        for change in await store.contents.audit(limit=_MOST) if gaps else ():
            changed.setdefault(change.place, change.at)
        if not any(at > gap.last_asked for gap in gaps for at in changed.values()):
            return
        answers = await self._answers(workspace)
        for gap in gaps:
            places = _rests_on(answers(gap.texts[0])) if gap.texts else ()
            if any(changed.get(place, gap.last_asked) > gap.last_asked for place in places):
                await store.gaps.settle(gap.group, GapState.ANSWERED)

    async def _answers(self, workspace: WorkspaceId) -> Callable[[str], Answer]:
        contents = await self._workspaces.contents(workspace)
        snapshot = self._workspaces.snapshot(workspace, contents)
        return partial(snapshot.answer_question, workspace=contents.snapshot)

    async def _tell(
        self, client: AsyncWebClient, workspace: WorkspaceId, gap: Gap, answers: Callable[[str], Answer]
    ) -> None:
        message = await self._news(client, workspace, gap, answers) if gap.texts else None
        if message is None:
            return
        store = self._workspaces.store(workspace).gaps
        for person in await store.waiting(gap.group):
            await tell(store, client, gap.group, person, message)

    async def _news(
        self, client: AsyncWebClient, workspace: WorkspaceId, gap: Gap, answers: Callable[[str], Answer]
    ) -> Message | None:
        """Return what those are told who wait; None where the answer has gone again."""
        question = gap.texts[0]
        if gap.state is GapState.NOT_OURS:
            return put_aside(question)
        answer = answers(question)
        if isinstance(answer, UnknownAnswer):
            return None
        at = Origin(workspace, workspace if workspace.startswith("T") else "")
        drawn = card(await named(answer, self._workspaces.profiles, client, at), public=True)
        return now_answered(question, drawn)


def _rests_on(answer: Answer) -> Iterator[Place]:
    """Yield the places of a workspace that an answer is from."""
    if isinstance(answer, UnknownAnswer):
        return
    meaning = answer.meaning
    if meaning.entry:
        yield Place("own-faq", meaning.entry)
    if meaning.topic:
        yield from (Place("topic", meaning.topic), Place("own-topic", meaning.topic))
    for role in meaning.roles:
        yield from (Place("role", role), Place("own-role", role))

"""Closes gaps that something else has answered: an import, or somebody who said who it is here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.kinds import Answer, UnknownAnswer
from bot.cards import card
from bot.cards.gaps import now_answered
from bot.delivery.posting import post
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
        """Close what was answered since it was asked last, and tell those who wait.

        An answer that was there when it was asked helped nobody then, as a vote on it may have said.
        """
        store = self._workspaces.store(workspace)
        gaps = await store.gaps.gaps(limit=_MOST)
        changed: dict[Place, datetime] = {}
        for change in await store.contents.audit(limit=_MOST) if gaps else ():
            changed.setdefault(change.place, change.at)
        if not any(at > gap.last_asked for gap in gaps for at in changed.values()):
            return
        contents = await self._workspaces.contents(workspace)
        snapshot = self._workspaces.snapshot(workspace, contents)
        client = await self._client_for(workspace)
        for gap in gaps:
            if not gap.texts:
                continue
            answer = snapshot.answer_question(gap.texts[0], workspace=contents.snapshot)
            if any(changed.get(place, gap.last_asked) > gap.last_asked for place in _rests_on(answer)):
                await store.gaps.settle(gap.group, GapState.ANSWERED)
                people = await store.gaps.told(gap.group)
                if client is not None:
                    await self._tell(client, workspace, gap, answer, people)

    async def _tell(
        self, client: AsyncWebClient, workspace: WorkspaceId, gap: Gap, answer: Answer, people: Sequence[str]
    ) -> None:
        at = Origin(workspace, workspace if workspace.startswith("T") else "")
        drawn = card(await named(answer, self._workspaces.profiles, client, at), public=True)
        for person in people:
            await post(client, person, now_answered(gap.texts[0], drawn))


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

"""Closes a gap: what became of it is kept, and those who waited are told."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Message
from bot.cards.gaps import now_answered
from bot.delivery.telling import tell
from bot.listeners.desk import Desk
from bot.listeners.gate import reachable
from bot.matching.reading import Kind, Meaning
from bot.workspace.gaps import GapState
from bot.workspace.workspaces import Local


async def settled(desk: Desk, local: Local, gap: str, state: GapState) -> Sequence[str]:
    """Say what became of a gap; return who waited for it. Raise Refusal."""
    with reachable():
        store = desk.workspaces.store(local.at.workspace).gaps
        await store.settle(gap, state)
        return await store.waiting(gap)


async def answered(desk: Desk, local: Local, client: AsyncWebClient, question: str, entry: str) -> Message:
    """Return what those are told who waited: the question with the card of the entry that answers it."""
    answer = local.answer_meaning(Meaning(Kind.FAQ, entry=entry))
    return now_answered(question, await desk.card(local, answer, client, public=True))


def tell_waiting(
    desk: Desk, local: Local, client: AsyncWebClient, gap: str, people: Sequence[str], message: Message
) -> None:
    """Tell those who waited for a gap, each in private; who cannot be told now is told by the clock."""
    store = desk.workspaces.store(local.at.workspace).gaps
    for person in people:
        desk.background.start(tell(store, client, gap, person, message))

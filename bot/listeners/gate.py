"""Who may do what is decided here at every press and every form that is handed in."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from slack_sdk.web.async_client import AsyncWebClient

from bot.cards import Message
from bot.cards import directory as say
from bot.listeners.desk import Desk
from bot.workspace.changes import Proposal
from bot.workspace.edits import Edit
from bot.workspace.handing_in import NotAllowed, hand_in
from bot.workspace.rights import Deed, Standing
from bot.workspace.stores import StoreDown
from bot.workspace.workspaces import Local, Visitor

CHANGING = "change who does what here"


class Refusal(Exception):  # noqa: N818 - it says what became of the request
    """Something that is not done, with what to say to whoever asked for it."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


async def admitted(desk: Desk, local: Local, client: AsyncWebClient, deed: Deed, doing: str) -> Visitor:
    """Return who asks if they may do it, in this place; raise Refusal where not."""
    if not local.kept:
        raise Refusal(say.out_of_reach())
    visitor = await desk.workspaces.seen(local, client)
    if visitor.person.standing is Standing.ADMIN:
        # That they are none any more may have been told to another process.
        visitor = replace(visitor, person=await desk.workspaces.profiles.person_now(client, local.at))
    if visitor.shared:
        raise Refusal(say.not_here())
    if not visitor.may(deed):
        raise Refusal(say.not_allowed(doing))
    return visitor


async def made(
    desk: Desk, local: Local, visitor: Visitor, edits: Iterable[Edit], doing: str = CHANGING
) -> Sequence[Proposal]:
    """Make changes, or propose them; return the proposals. Raise Refusal where neither can be."""
    try:
        with reachable():
            return await hand_in(desk.workspaces.store(local.at.workspace).contents, visitor, edits)
    except NotAllowed:
        raise Refusal(say.not_allowed(doing)) from None


@contextlib.contextmanager
def reachable() -> Iterator[None]:
    """Raise Refusal where what is kept cannot be reached."""
    try:
        yield
    except StoreDown:
        raise Refusal(say.out_of_reach()) from None

"""Takes a change: made at once where somebody may make it, proposed where they may not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.changes import Proposal
from bot.workspace.contents import Contents
from bot.workspace.directory import Entry, Subject, SubjectKind
from bot.workspace.edits import Assign, Edit, MarkAbsent, needed
from bot.workspace.origin import Origin
from bot.workspace.rights import Deed
from bot.workspace.stores import ContentsStore
from bot.workspace.workspaces import Visitor, Workspaces

_MOST_ASKED = 5
"""Admins who are told where nobody has named stewards."""


class NotAllowed(Exception):  # noqa: N818 - it says what became of the change
    """Somebody may neither make nor propose a change."""


async def hand_in(store: ContentsStore, visitor: Visitor, edits: Iterable[Edit]) -> Sequence[Proposal]:
    """Make the changes, or propose them; return the proposals, none where they were made.

    Raise NotAllowed, StoreDown or Unfit; what was made before the one that failed stays.
    """
    proposals = []
    for edit in edits:
        if visitor.may(needed(edit)):
            await store.change(edit, visitor.person.id)
        elif needed(edit) is Deed.CHANGE and visitor.may(Deed.PROPOSE):
            proposals.append(await store.propose(edit, visitor.person.id))
        else:
            raise NotAllowed
    return proposals


def differing(
    subject: Subject, entry: Entry, covered_by: tuple[str, ...] | None, contents: Contents
) -> list[Edit]:
    """Return what a form changes: who it is, and for a role whether it is here at all."""
    edits: list[Edit] = []
    if entry != contents.directory.entry(subject):
        edits.append(Assign(of=subject, entry=entry))
    if subject.kind is SubjectKind.ROLE and covered_by != contents.directory.absent.get(subject.id):
        edits.append(MarkAbsent(role=subject.id, covered_by=covered_by))
    return edits


async def deciders(
    workspaces: Workspaces, client: AsyncWebClient, at: Origin, contents: Contents
) -> Sequence[str]:
    """Return whom to ask: stewards and the admins of the settings, else a few admins of the workspace."""
    named = [person for workspace, person in workspaces.admins if workspace == at.workspace]
    people = tuple(dict.fromkeys((*contents.stewards, *named)))
    return people or (await workspaces.profiles.admins(client, at))[:_MOST_ASKED]

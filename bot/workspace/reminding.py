"""Who is asked whether an entry still holds, who wants not to be, and who may say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.workspace.directory import Directory, Listed, Subject
from bot.workspace.rights import Deed
from bot.workspace.stores import NoteStore
from bot.workspace.workspaces import Visitor

REMINDED = "reminded"
"""The shelf that says in which month somebody was asked last."""
_NONE = "no-reminders"


def to_ask(directory: Directory, stale: Iterable[Subject]) -> Mapping[str, Sequence[Subject]]:
    """Return whom to ask about which entries: those who are named, else whoever said last that it holds."""
    asked: dict[str, list[Subject]] = {}
    for subject in stale:
        for person in _named(directory.entries[subject]):
            asked.setdefault(person, []).append(subject)
    return asked


def may_confirm(visitor: Visitor, subject: Subject, directory: Directory) -> bool:
    """Return whether somebody may say that an entry is right: as one who may change it, or is named in it."""
    if visitor.may(Deed.CHANGE):
        return True
    return visitor.may(Deed.PROPOSE) and subject in directory.of_person(visitor.person.id)


async def wants_none(notes: NoteStore, person: str) -> bool:
    """Return whether somebody does not want to be asked."""
    return await notes.get(_NONE, person) is not None


async def want_none(notes: NoteStore, person: str) -> None:
    """Ask somebody no more."""
    await notes.put(_NONE, person, True, person=person)


async def want_again(notes: NoteStore, person: str) -> None:
    """Ask somebody again."""
    await notes.take(_NONE, person)


def _named(listed: Listed) -> Sequence[str]:
    named = (*listed.entry.people, *filter(None, [listed.entry.backup]))
    people = [each for each in dict.fromkeys(named) if each.startswith(("U", "W"))]
    return people or [each for each in (listed.confirmed_by,) if each.startswith(("U", "W"))]

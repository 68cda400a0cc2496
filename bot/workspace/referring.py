"""Before whom a question goes that was not answered well: those named for its subject, else those for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answers import Answer
from bot.workspace.contents import Contents
from bot.workspace.directory import Entry, Subject, SubjectKind


@dataclass(frozen=True, slots=True)
class Referral:
    """A channel in which a question can be asked, and who is told of it there."""

    channel: str
    subject: Subject | None = None
    """What the channel is for; None for the one in which everything else is asked."""
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


def referrals(answer: Answer, contents: Contents, *, sees: bool) -> Iterator[Referral]:
    """Yield where a question can go, the best first; `sees` is whether the asker may see the directory."""
    named = list(_named(answer, contents)) if sees else []
    told = named[0][1] if named else Entry()
    for subject, entry in named:
        if entry.channel:
            yield Referral(entry.channel, subject, entry.people, entry.groups)
    if contents.settings.fallback_channel:
        yield Referral(contents.settings.fallback_channel, None, told.people, told.groups)


def _named(answer: Answer, contents: Contents) -> Iterator[tuple[Subject, Entry]]:
    """Yield what is filled in for the subjects of an answer: its topic before the roles that own it."""
    subjects = [Subject(kind=SubjectKind.TOPIC, id=answer.topic)] if answer.topic else []
    subjects += [Subject(kind=SubjectKind.ROLE, id=role) for role in answer.roles]
    for subject in subjects:
        covering = contents.directory.absent.get(subject.id, ()) if subject.kind is SubjectKind.ROLE else ()
        roles = [Subject(kind=SubjectKind.ROLE, id=role) for role in covering]
        for each in roles or [subject]:
            entry = contents.directory.entry(each)
            if entry:
                yield each, entry

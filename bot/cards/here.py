"""The line that says who it is in this workspace, and where to ask."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.questions import listed, plural
from bot.answers.told import Lacking
from bot.answers.workspace import Contact, Here
from bot.cards.wording import escape, several, shorten
from bot.knowledge.models import Role

_MOST = 3
_NOTE = 120
_LACKING = 5


def here_line(here: Here, role: Role | None, covered_by: Sequence[Role] | None) -> str:
    """Return the line as markup, empty where there is nothing; people are drawn by name, never mentioned."""
    parts = [
        ". ".join(filter(None, [escape(cover_text(role, covered_by)), _contacts(here)])),
        f"ask in <#{here.channel.id}>" if here.channel else "",
        f"{linked(here.backup)} stands in" if here.backup else "",
        escape(shorten(here.note, _NOTE)) if here.note else "",
        f"<{here.link}|more>" if here.link else "",
    ]
    return " · ".join(filter(None, parts))


def here_text(here: Here, role: Role | None, covered_by: Sequence[Role] | None) -> str:
    """Return the line as plain text."""
    named = several([contact.name for contact in (*here.groups, *here.people)], _MOST)
    parts = [
        ". ".join(filter(None, [cover_text(role, covered_by), named])),
        f"ask in #{here.channel.name}" if here.channel else "",
        f"{here.backup.name} stands in" if here.backup else "",
        here.note or "",
        here.link or "",
    ]
    return ", ".join(filter(None, parts))


def lacking_text(absent: Lacking) -> str:
    """Return which roles of an answer do not exist here, and who covers for each; empty for none."""
    named = [f"{plural(role)}{_in_brackets(covered_by)}" for role, covered_by in absent]
    return f"Not here: {several(named, _LACKING)}." if named else ""


def _in_brackets(covered_by: Sequence[Role]) -> str:
    cover = listed([plural(other) for other in covered_by])
    return f" ({cover} cover for them)" if cover else ""


def linked(contact: Contact) -> str:
    """Return a name as markup, with a link where there is one: neither pings anybody."""
    return f"<{contact.url}|{escape(contact.name)}>" if contact.url else escape(contact.name)


def _contacts(here: Here) -> str:
    return several([linked(contact) for contact in (*here.groups, *here.people)], _MOST)


def cover_text(role: Role | None, covered_by: Sequence[Role] | None) -> str:
    """Return that a role does not exist here, and who covers for it."""
    if role is None or covered_by is None:
        return ""
    cover = listed([plural(other) for other in covered_by])
    return f"no {plural(role)}" + (f"; {cover} cover for them" if cover else "")

"""The line that says who it is in this workspace, and where to ask."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.questions import listed, plural
from bot.answers.workspace import Here
from bot.cards.wording import escape, several
from bot.knowledge.models import Role

_MOST = 3


def here_line(here: Here, role: Role, covered_by: Sequence[Role] | None) -> str:
    """Return the line as markup, empty where there is nothing; people are drawn by name, never mentioned."""
    where = f"ask in <#{here.channel.id}>" if here.channel else ""
    return " · ".join(filter(None, [escape(_who(here, role, covered_by)), where]))


def here_text(here: Here, role: Role, covered_by: Sequence[Role] | None) -> str:
    """Return the line as plain text."""
    where = f"ask in #{here.channel.name}" if here.channel else ""
    return ", ".join(filter(None, [_who(here, role, covered_by), where]))


def _who(here: Here, role: Role, covered_by: Sequence[Role] | None) -> str:
    named = several([contact.name for contact in (*here.groups, *here.people)], _MOST)
    if covered_by is None:
        return named
    cover = listed([plural(other) for other in covered_by])
    nobody = f"no {plural(role)}" + (f"; {cover} cover for them" if cover else "")
    return ". ".join(filter(None, [nobody, named]))

"""What can be asked for as a picture, and how it becomes a drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Role
from bot.pictures.content.comparing import comparison
from bot.pictures.content.flow import flow_map
from bot.pictures.content.network import network
from bot.pictures.content.raci import matrix
from bot.pictures.content.skills import skill_plot
from bot.pictures.content.story import lanes
from bot.pictures.content.wording import CannotDrawError
from bot.pictures.drawings import Drawing


class PictureKind(StrEnum):
    """What a picture shows."""

    SKILLS = "skills"
    FLOW = "flow"
    WORKS_WITH = "works-with"
    COMPARE = "compare"
    RACI = "raci"
    EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Motif:
    """A kind of picture with its subjects."""

    kind: PictureKind
    roles: tuple[str, ...] = ()
    """Ids of roles."""
    group: str | None = None
    """For `raci`: the one group of topics to show, as the topics name it."""
    without: tuple[str, ...] = ()
    """For `raci` of all roles: those that a workspace does not have."""


MOST_ROLES: Mapping[PictureKind, tuple[int, int]] = {
    PictureKind.SKILLS: (1, 3),
    PictureKind.FLOW: (0, 0),
    PictureKind.WORKS_WITH: (1, 1),
    PictureKind.COMPARE: (2, 2),
    PictureKind.RACI: (0, 15),
    PictureKind.EXAMPLE: (0, 2),
}
"""How few and how many roles each kind takes; more than three plots on top of each other are a knot."""


def describe(motif: Motif, knowledge: KnowledgeBase) -> Drawing:
    """Return what is to be drawn; raise CannotDrawError, fit to be shown, where there is nothing to draw."""
    least, most = MOST_ROLES[motif.kind]
    wanted = tuple(dict.fromkeys(motif.roles))
    if not least <= len(wanted) <= most:
        raise CannotDrawError(f"The picture “{motif.kind}” takes {_number(least, most)}.")
    missing = [role for role in wanted if role not in knowledge.roles]
    if missing:
        raise CannotDrawError(f"There is no role “{missing[0]}” here.")
    return _DRAWN[motif.kind](tuple(knowledge.roles[role] for role in wanted), motif, knowledge)


def _number(least: int, most: int) -> str:
    if most == 0:
        return "no roles"
    if least == most:
        return "one role" if most == 1 else f"{most} different roles"
    return f"{least} to {most} roles" if least else f"at most {most} roles"


_Describe = Callable[[tuple[Role, ...], Motif, KnowledgeBase], Drawing]
_DRAWN: Mapping[PictureKind, _Describe] = {
    PictureKind.SKILLS: lambda roles, _motif, _knowledge: skill_plot(roles),
    PictureKind.FLOW: lambda _roles, _motif, knowledge: flow_map(knowledge),
    PictureKind.WORKS_WITH: lambda roles, _motif, knowledge: network(roles[0], knowledge),
    PictureKind.COMPARE: lambda roles, _motif, knowledge: comparison((roles[0], roles[1]), knowledge),
    PictureKind.RACI: lambda roles, motif, knowledge: matrix(roles, motif.group, knowledge, motif.without),
    PictureKind.EXAMPLE: lambda roles, _motif, knowledge: lanes(roles, knowledge),
}

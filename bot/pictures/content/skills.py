"""The plot of skill levels: our own estimate, and it says so."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.questions import capitalised, in_sentence, listed, plural
from bot.knowledge.models import Axis, Role
from bot.pictures.content.wording import CannotDrawError
from bot.pictures.drawings import Estimate, Profile, SkillPlot

_TOP = 5


def skill_plot(roles: Sequence[Role]) -> SkillPlot:
    """Return the levels of some roles; raise CannotDrawError where one of them has none."""
    for role in roles:
        if not role.skill_levels:
            raise CannotDrawError(f"No skill levels are estimated for {plural(role)}.")
    axes = [axis for axis in Axis if all(axis in role.skill_levels for role in roles)]
    return SkillPlot(
        title="Skills side by side" if roles[1:] else f"Skills of {plural(roles[0])}",
        caption=(
            "Our own estimate, from 1 (little) to 5 (their craft). "
            "Hollow marks: no source speaks of that skill."
        ),
        alt=_alt(roles),
        axes=tuple(axis_name(axis) for axis in axes),
        top=_TOP,
        profiles=tuple(_profile(role, axes) for role in roles),
    )


def axis_name(axis: Axis) -> str:
    """Return an axis as it is labelled: "SQL and databases"."""
    return capitalised(axis.value.replace("-", " ")).replace("Sql", "SQL")


def _profile(role: Role, axes: Sequence[Axis]) -> Profile:
    levels = [role.skill_levels[axis] for axis in axes]
    return Profile(
        name=role.name,
        estimates=tuple(Estimate(level=each.level, sourced=bool(each.rests_on)) for each in levels),
    )


def _alt(roles: Sequence[Role]) -> str:
    """Return every level of a single role; of several, where each is at its highest."""
    start = "Polar plot of skill levels from 1 to 5, our own estimate."
    if len(roles) == 1:
        return f"{start} {roles[0].plural}: {_levels(roles[0])}."
    return " ".join([start, *(f"{role.plural} are highest in {_highest(role)}." for role in roles)])


def _levels(role: Role) -> str:
    levels = sorted(role.skill_levels.items(), key=lambda pair: -pair[1].level)
    return ", ".join(f"{in_sentence(axis_name(axis))} {estimate.level}" for axis, estimate in levels)


def _highest(role: Role) -> str:
    top = max(estimate.level for estimate in role.skill_levels.values())
    axes = [axis for axis in Axis if axis in role.skill_levels and role.skill_levels[axis].level == top]
    return f"{listed([in_sentence(axis_name(axis)) for axis in axes])} ({top})"

"""What needs looking after in a workspace, as plain data for those who may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.cards.gaps import GapLine
from bot.listeners.desk import Desk
from bot.listeners.gate import reachable
from bot.workspace.gaps import Gap
from bot.workspace.health import health, names
from bot.workspace.workspaces import Local

_MOST = 500


async def gap_lines(desk: Desk, local: Local, most: int) -> tuple[Sequence[GapLine], int]:
    """Return the open gaps as they are listed, and how many more there are; raises Refusal."""
    with reachable():
        found = await desk.workspaces.store(local.at.workspace).gaps.gaps(limit=_MOST)
    return [gap_line(gap) for gap in found[:most]], len(found[most:])


def gap_line(gap: Gap) -> GapLine:
    """Return a gap as it is listed."""
    return GapLine(gap.group, gap.texts, gap.count, gap.askers, gap.last_asked, gap.channel, gap.waiting)


def amiss(desk: Desk, local: Local) -> Mapping[str, Sequence[str]]:
    """Return what is amiss in the directory, by the words of its health."""
    knowledge = local.snapshot.knowledge
    return names(health(local.contents.directory, knowledge, desk.clock()), knowledge)

"""`rolecall gaps`: what nobody could answer, most often asked first."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.workspace.gaps import Gap, GapState

_MOST = 1000


def print_gaps(team: str | None, state: str, *, as_json: bool) -> None:
    """Print the gaps of one workspace or of every one."""
    from bot.settings import SettingsError, read_settings
    from bot.workspace.gaps import GapState

    states = {each.value.replace(" ", "-"): each for each in GapState}
    if state not in states:
        raise typer.BadParameter(f"--state is one of {', '.join(states)}")
    try:
        asyncio.run(_print(read_settings(), team, states[state], as_json=as_json))
    except SettingsError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None


async def _print(settings: Settings, team: str | None, state: GapState, *, as_json: bool) -> None:
    several = team is None
    found = False
    async for workspace, gap in _gaps(settings, team, state):
        found = True
        if as_json:
            typer.echo(json.dumps({"workspace": workspace, **_fields(gap)}, ensure_ascii=False))
        else:
            typer.echo(_readable(gap, workspace if several else None))
    if not found and not as_json:
        typer.echo("There is none.")


async def _gaps(settings: Settings, team: str | None, state: GapState) -> AsyncIterator[tuple[str, Gap]]:
    from bot.app import kept_by
    from bot.workspace.directory import WorkspaceId

    async with kept_by(settings, as_it_is=True) as storage:
        for workspace in [WorkspaceId(team)] if team else await storage.known():
            for gap in await storage.of(workspace).gaps.gaps(state, _MOST):
                yield workspace, gap


def _fields(gap: Gap) -> dict[str, Any]:
    return {
        "gap": gap.group,
        "state": gap.state.value,
        "texts": list(gap.texts),
        "count": gap.count,
        "people": gap.askers,
        "waiting": gap.waiting,
        "first_asked": gap.first_asked.isoformat(),
        "last_asked": gap.last_asked.isoformat(),
        "channel": gap.channel,
    }


def _readable(gap: Gap, workspace: str | None) -> str:
    first, *others = gap.texts or ("",)
    facts = [f"{gap.last_asked:%Y-%m-%d}", *filter(None, (gap.channel, workspace))]
    return "\n".join(
        [f"{gap.count:>5}  {first}  ({', '.join(facts)})", *(f"       {each}" for each in others)]
    )

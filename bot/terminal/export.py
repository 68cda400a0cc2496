"""`rolecall export`: what workspaces keep, for other programs."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.workspace.changes import Change

app = typer.Typer(help="Print what workspaces keep.", no_args_is_help=True)

_PAGE = 500


@app.callback()
def _group() -> None:
    """Keep `audit` a word of its own while it is the only one."""


@app.command()
def audit(
    team: Annotated[
        str | None, typer.Option("--team", help="Only this one: T0123ABCD; else every one.")
    ] = None,
) -> None:
    """Print who changed what and when, before and after: one JSON object a line, the oldest first."""
    import asyncio

    from bot.settings import SettingsError, read_settings

    try:
        asyncio.run(_print_audit(read_settings(), team))
    except SettingsError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None


async def _print_audit(settings: Settings, wanted: str | None) -> None:
    async for line in _audit(settings, wanted):
        typer.echo(json.dumps(line, ensure_ascii=False))


async def _audit(settings: Settings, wanted: str | None) -> AsyncIterator[dict[str, Any]]:
    from bot.app import kept_by
    from bot.workspace.directory import WorkspaceId

    async with kept_by(settings, as_it_is=True) as storage:
        for workspace in [WorkspaceId(wanted)] if wanted else await storage.known():
            contents = storage.of(workspace).contents
            found: list[Change] = []
            while page := await contents.audit(found[-1].version if found else None, _PAGE):
                found += page
            for change in reversed(found):
                yield _line(workspace, change)


def _line(workspace: str, change: Change) -> dict[str, Any]:
    return {
        "workspace": workspace,
        "version": change.version,
        "at": change.at.isoformat(),
        "by": change.by,
        "proposed_by": change.proposed_by,
        "what": str(change.place),
        "before": change.before,
        "after": change.after,
    }

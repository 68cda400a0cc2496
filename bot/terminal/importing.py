"""`rolecall import` and `rolecall export own` and `workspace`: what a workspace keeps, as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.imports.owners import OwnerMap
    from bot.knowledge.base import KnowledgeBase
    from bot.settings import Settings
    from bot.storage.storage import Storage
    from bot.workspace.assets import AssetFile
    from bot.workspace.contents import Contents
    from bot.workspace.intake import Files, Intake
    from bot.workspace.own import OwnEntry
    from bot.workspace.preparing import Asking

BY = "import"
"""Who the audit log says it was."""

Team = Annotated[str, typer.Option("--team", help="The workspace: T0123ABCD.")]


def import_files(
    files: Annotated[list[Path], typer.Argument(help="YAML, CODEOWNERS, or a manifest.json of dbt.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, change nothing.")
    ] = False,
    team: Annotated[
        str | None, typer.Option("--team", "--workspace", help="The workspace: T0123ABCD.")
    ] = None,
    owners: Annotated[
        Path | None, typer.Option("--owners", help="YAML that gives owners their ids in Slack.")
    ] = None,
) -> None:
    """Take over what a workspace keeps, and who owns what by CODEOWNERS, Backstage or dbt."""
    import asyncio

    from bot.imports.found import BadImport
    from bot.imports.owners import OwnerMap, read_owner_map
    from bot.settings import SettingsError
    from bot.workspace.checking import Unfit
    from bot.workspace.intake import Files

    if len({*files}) < len(files):
        raise typer.BadParameter("one of the files is named twice")
    try:
        owner_map = read_owner_map(_bytes(owners), str(owners)) if owners else OwnerMap()
        given = Files.read({str(file): _bytes(file) for file in files})
        if not (dry_run or team):
            raise typer.BadParameter("say for which workspace, with --team, or add --dry-run")
        for line in asyncio.run(_taken(given, owner_map, team, dry_run)):
            typer.echo(line)
    except (BadImport, Unfit, SettingsError) as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None


def export_own(team: Team) -> None:
    """Print what a workspace wrote itself, as YAML that `rolecall import` takes."""
    _export(team, only_own=True)


def export_workspace(team: Team) -> None:
    """Print all that a workspace keeps, what it imported too, as YAML for `rolecall import`."""
    _export(team, only_own=False)


def _export(team: str, *, only_own: bool) -> None:
    import asyncio

    from bot.settings import SettingsError
    from bot.workspace.written import write_written, written_of

    try:
        contents, files = asyncio.run(_standing(team))
    except SettingsError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None
    typer.echo(write_written(written_of(contents, files, only_own=only_own)), nl=False)


def _bytes(file: Path) -> bytes:
    from bot.imports.found import BadImport

    try:
        with file.open("rb") as opened:
            return opened.read(100_000_001)  # one more than the largest that any reader takes
    except OSError as error:
        raise BadImport(str(file), 0, f"the file cannot be opened: {error.strerror}") from None


async def _standing(team: str) -> tuple[Contents, list[AssetFile]]:
    from bot.app import kept_by
    from bot.settings import read_settings
    from bot.workspace.directory import WorkspaceId

    async with kept_by(read_settings(), as_it_is=True) as storage:
        store = storage.of(WorkspaceId(team))
        kept = [await store.assets.file(each.file) for each in await store.assets.files()]
        return await store.contents.contents(), [file for file in kept if file]


async def _taken(given: Files, owners: OwnerMap, team: str | None, dry_run: bool) -> list[str]:
    """Take files over and return what was done; in a dry run only check them and say what would be."""
    from bot.app import kept_by
    from bot.settings import read_settings
    from bot.workspace.directory import WorkspaceId
    from bot.workspace.preparing import prepared
    from bot.workspace.previewing import asset_lines, edit_lines, summary

    settings = read_settings()
    if team is None:
        return await _read_alone(given, owners, settings)
    async with kept_by(settings, as_it_is=dry_run) as storage:
        store = storage.of(WorkspaceId(team))
        asking = await _asking(settings, storage, team)
        intake = await prepared(given, store, _base(given, settings), asking, owners)
        if not dry_run:
            await store.contents.take_over(intake.changes, intake.files, BY)
    plans = intake.assets.items()
    if dry_run:
        shown = [line for _, plan in plans for line in asset_lines(plan, intake.owners)]
    else:
        shown = [summary(file, plan) for file, plan in plans]
    return [*edit_lines(intake), *shown, *_unmapped(intake)]


async def _read_alone(given: Files, owners: OwnerMap, settings: Settings) -> list[str]:
    """Return what stands in files, for no workspace."""
    from bot.workspace.checking import check
    from bot.workspace.contents import Contents
    from bot.workspace.intake import planned, require_fit, require_known
    from bot.workspace.previewing import asset_line, edit_lines

    async def fitting(own: Sequence[OwnEntry]) -> None:
        check(own, settings.rolecall_knowledge)

    require_known(given.documents, Contents(), _base(given, settings))
    await require_fit(given.documents, Contents(), fitting)
    intake = planned(given, Contents(), {}, owners)
    found = [f"found: {asset_line(asset, intake.owners)}" for file in intake.files for asset in file.assets]
    return [*edit_lines(intake), *found, *_unmapped(intake)]


def _base(given: Files, settings: Settings) -> KnowledgeBase:
    """Return the knowledge, which files about owners need nothing of."""
    from bot.knowledge.base import KnowledgeBase
    from bot.knowledge.loading import load

    return load(settings.rolecall_knowledge) if given.documents else KnowledgeBase()


async def _asking(settings: Settings, storage: Storage, team: str) -> Asking | None:
    """Return what Slack is asked with for a workspace; None where there is no token of it."""
    from bot.workspace.directory import WorkspaceId
    from bot.workspace.origin import Origin
    from bot.workspace.preparing import Asking
    from bot.workspace.profiles import Profiles

    client = await _client(settings, storage, team)
    if client is not None:
        return Asking(Profiles(), client, Origin(WorkspaceId(team), team))
    if settings.slack_bot_token:
        typer.echo("Slack did not say who is there: the token is not one of this workspace.", err=True)
    return None


async def _client(settings: Settings, storage: Storage, team: str) -> AsyncWebClient | None:
    """Return what Slack is asked with for a workspace; None where there is no token of it."""
    import aiohttp
    from slack_sdk.errors import SlackApiError
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.delivery.posting import retry_handlers
    from bot.workspace.directory import WorkspaceId

    given = settings.slack_bot_token
    kept = None if given else await storage.token_for(WorkspaceId(team))
    token = given.get_secret_value() if given else kept.bot_token if kept else None
    if token is None:
        return None
    client = AsyncWebClient(token, base_url=settings.slack_api_url, retry_handlers=retry_handlers())
    try:
        told = await client.auth_test()
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError):
        return None
    return client if team in {told.get("team_id"), told.get("enterprise_id")} else None


def _unmapped(intake: Intake) -> Iterator[str]:
    yield from (f"shown as text: {owner.written}" for owner in intake.unmapped)

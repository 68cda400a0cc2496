"""`rolecall import` and `rolecall export own` and `workspace`: what a workspace keeps, as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.imports.owners import OwnerMap
    from bot.settings import Settings
    from bot.storage.storage import Storage
    from bot.workspace.assets import AssetFile
    from bot.workspace.contents import Contents
    from bot.workspace.edits import Edit
    from bot.workspace.intake import Files, Intake

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
    """Print what a workspace keeps, its directory and settings too, as YAML for `rolecall import`."""
    _export(team, only_own=False)


def _export(team: str, *, only_own: bool) -> None:
    import asyncio

    from bot.settings import SettingsError
    from bot.workspace.written import write_written, written_of

    try:
        contents = asyncio.run(_standing(team))
    except SettingsError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None
    typer.echo(write_written(written_of(contents, only_own=only_own)), nl=False)


def _bytes(file: Path) -> bytes:
    from bot.imports.found import BadImport

    try:
        with file.open("rb") as opened:
            return opened.read(100_000_001)  # one more than the largest that any reader takes
    except OSError as error:
        raise BadImport(str(file), 0, f"the file cannot be opened: {error.strerror}") from None


async def _standing(team: str) -> Contents:
    from bot.app import kept_by
    from bot.settings import read_settings
    from bot.workspace.directory import WorkspaceId

    async with kept_by(read_settings()) as storage:
        return await storage.of(WorkspaceId(team)).contents.contents()


async def _taken(given: Files, owners: OwnerMap, team: str | None, dry_run: bool) -> list[str]:
    """Take files over and return what was done; in a dry run only check them and say what would be."""
    from bot.app import kept_by
    from bot.settings import read_settings
    from bot.workspace.contents import Contents
    from bot.workspace.directory import WorkspaceId
    from bot.workspace.intake import planned

    settings = read_settings()
    if team is None:
        _require(given, Contents(), settings)
        intake = planned(given, Contents(), {}, owners)
        return [*_edit_lines(intake), *_found_lines(intake), *_unmapped_lines(intake)]
    async with kept_by(settings) as storage:
        store = storage.of(WorkspaceId(team))
        standing = await store.contents.contents()
        _require(given, standing, settings)
        kept = {file: await store.assets.file(file) for file in given.found}
        owners = await _asking(settings, storage, team, given, owners, kept.values())
        intake = planned(given, standing, kept, owners)
        if not dry_run:
            await store.contents.take_over(intake.changes, intake.files, BY)
    shown = _asset_lines(intake) if dry_run else _summaries(intake)
    return [*_edit_lines(intake), *shown, *_unmapped_lines(intake)]


def _require(given: Files, standing: Contents, settings: Settings) -> None:
    from bot.knowledge.loading import load
    from bot.workspace.intake import require_fit, require_known

    if given.documents:
        require_fit(given.documents, standing, settings.rolecall_knowledge)
        require_known(given.documents, standing, load(settings.rolecall_knowledge))


async def _asking(
    settings: Settings,
    storage: Storage,
    team: str,
    given: Files,
    owners: OwnerMap,
    kept: Iterable[AssetFile | None],
) -> OwnerMap:
    """Return who owners are in Slack; raise BadImport where a file names who is not there."""
    from bot.workspace.directory import WorkspaceId
    from bot.workspace.intake import require_here
    from bot.workspace.origin import Origin
    from bot.workspace.owning import known_before, owners_here
    from bot.workspace.profiles import Profiles

    kept, profiles, at = [*kept], Profiles(), Origin(WorkspaceId(team), team)
    client = await _client(settings, storage, team)
    if client is None:
        if settings.slack_bot_token:
            typer.echo("Slack did not say who is there: the token is not one of this workspace.", err=True)
        return known_before(kept, owners)
    await require_here(given.documents, profiles, client, at)
    return await owners_here(given.found, known_before(kept, owners), profiles, client, at)


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


def _edit_lines(intake: Intake) -> Iterator[str]:
    from bot.workspace.intake import called

    marked: list[tuple[str, Sequence[Edit]]] = [
        ("added", intake.edits.added),
        ("changed", [after for _, after in intake.edits.changed]),
        ("as it was", intake.edits.kept),
    ]
    yield from (f"{mark}: {called(edit.place)}" for mark, edits in marked for edit in edits)


def _found_lines(intake: Intake) -> Iterator[str]:
    from bot.terminal.owning import line

    yield from (f"found: {line(asset, intake.owners)}" for file in intake.files for asset in file.assets)


def _asset_lines(intake: Intake) -> Iterator[str]:
    from bot.terminal.owning import changes

    yield from (line for plan in intake.assets.values() for line in changes(plan, intake.owners))


def _summaries(intake: Intake) -> Iterator[str]:
    from bot.terminal.owning import summary

    yield from (summary(file, plan) for file, plan in intake.assets.items())


def _unmapped_lines(intake: Intake) -> Iterator[str]:
    yield from (f"shown as text: {owner.written}" for owner in intake.unmapped)

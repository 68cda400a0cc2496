"""`rolecall import` and `rolecall export own`: a workspace's own entries as a file, and who owns what."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.imports.found import Found
    from bot.imports.own import Written
    from bot.imports.owners import OwnerMap
    from bot.workspace.own import OwnEntry

BY = "import"
"""Who the audit log says it was."""

_TEXTS = (("role_texts", "role-text"), ("topic_texts", "topic-text"), ("concept_texts", "concept-text"))


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
    """Take over a workspace's own entries, and who owns what by CODEOWNERS, Backstage or dbt."""
    from bot.imports.found import BadImport, Found
    from bot.imports.own import Written
    from bot.imports.owners import OwnerMap, read_owner_map
    from bot.imports.reading import read_file
    from bot.settings import SettingsError
    from bot.workspace.checking import Unfit

    try:
        owner_map = read_owner_map(_bytes(owners), str(owners)) if owners else OwnerMap()
        read = [(str(file), read_file(_bytes(file), str(file))) for file in files]
        found = {file: each for file, each in read if isinstance(each, Found)}
        written = [each for _, each in read if isinstance(each, Written)]
        own = _once([entry for each in written for entry in _entries(each)])
        if not (dry_run or team):
            raise typer.BadParameter("say for which workspace, with --team, or add --dry-run")
        for line in asyncio.run(_imported(own, team, dry_run)):
            typer.echo(line)
        for line in asyncio.run(_owned(found, owner_map, team, dry_run)):
            typer.echo(line)
    except (BadImport, Unfit, SettingsError) as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None


def export_own(
    team: Annotated[str, typer.Option("--team", help="The workspace: T0123ABCD.")],
) -> None:
    """Print what a workspace wrote itself, as YAML that `rolecall import` takes."""
    from bot.imports.own import write_own
    from bot.settings import SettingsError

    try:
        own = asyncio.run(_standing(team))
    except SettingsError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from None
    typer.echo(write_own(_written(own)), nl=False)


def _bytes(file: Path) -> bytes:
    from bot.imports.found import BadImport

    try:
        with file.open("rb") as opened:
            return opened.read(100_000_001)  # one more than the largest that any reader takes
    except OSError as error:
        raise BadImport(str(file), 0, f"the file cannot be opened: {error.strerror}") from None


def _entries(written: Written) -> Iterator[OwnEntry]:
    from bot.workspace.own import OWN, OwnFaq, OwnRole, OwnTopic

    yield from (OwnRole(value=role) for role in written.roles)
    yield from (OwnTopic(value=topic) for topic in written.topics)
    yield from (OwnFaq(value=faq) for faq in written.faqs)
    for field, shelf in _TEXTS:
        for id_, text in getattr(written, field).items():
            yield OWN.validate_python({"shelf": shelf, "value": {"id": id_, "text": text}})


def _written(own: Sequence[OwnEntry]) -> Written:
    from bot.imports.own import Written
    from bot.workspace.own import OwnFaq, OwnRole, OwnText, OwnTopic

    texts = {
        field: {e.value.id: e.value.text for e in own if isinstance(e, OwnText) and e.shelf.value == shelf}
        for field, shelf in _TEXTS
    }
    return Written(
        roles=tuple(entry.value for entry in own if isinstance(entry, OwnRole)),
        topics=tuple(entry.value for entry in own if isinstance(entry, OwnTopic)),
        faqs=tuple(entry.value for entry in own if isinstance(entry, OwnFaq)),
        **texts,
    )


def _key(entry: OwnEntry) -> tuple[str, str]:
    return entry.shelf.value, entry.value.id


def _once(own: list[OwnEntry]) -> list[OwnEntry]:
    """Return the entries; raise BadParameter where two files have one of them."""
    seen: set[tuple[str, str]] = set()
    for entry in own:
        if _key(entry) in seen:
            raise typer.BadParameter(f"{' '.join(_key(entry))} stands in two of the files")
        seen.add(_key(entry))
    return own


async def _standing(team: str) -> Sequence[OwnEntry]:
    from bot.app import kept_by
    from bot.settings import read_settings
    from bot.workspace.directory import WorkspaceId

    async with kept_by(read_settings()) as storage:
        return (await storage.of(WorkspaceId(team)).contents.contents()).own.entries


async def _imported(own: Sequence[OwnEntry], team: str | None, dry_run: bool) -> list[str]:
    """Write entries and return what was done; in a dry run only check them and say what would be."""
    if not own:
        return []
    from bot.app import kept_by
    from bot.imports.plan import plan_entries
    from bot.settings import read_settings
    from bot.workspace.checking import check
    from bot.workspace.directory import WorkspaceId

    settings = read_settings()
    standing = await _standing(team) if team else ()
    plan = plan_entries(own, standing, _key)
    if dry_run or not team:
        keys = {_key(entry) for entry in own}
        check([*(e for e in standing if _key(e) not in keys), *own], settings.rolecall_knowledge)
    else:
        async with kept_by(settings) as storage:
            changed = [*plan.added, *(new for _, new in plan.changed)]
            await storage.of(WorkspaceId(team)).contents.write_all(changed, BY)
    marked = [("added", entry) for entry in plan.added]
    marked += [("changed", new) for _, new in plan.changed]
    marked += [("as it was", entry) for entry in plan.kept]
    return [f"{mark}: {' '.join(_key(entry))}" for mark, entry in marked]


async def _owned(found: Mapping[str, Found], owners: OwnerMap, team: str | None, dry_run: bool) -> list[str]:
    """Keep who owns what and return what changed; in a dry run, return what would."""
    from bot.terminal import owning

    if not found:
        return []
    owners = await owning.known_here(found, owners, team)
    files = owning.asset_files(found, owners)
    unknown = [*owning.unknown_owners(files, owners)]
    if not team:
        return [*(f"found: {owning.line(a, owners)}" for file in files for a in file.assets), *unknown]
    plans = await owning.compared(files, team)
    if dry_run:
        return [*(line for plan in plans for line in owning.changes(plan, owners)), *unknown]
    await owning.take_over(files, team, BY)
    return [*(owning.summary(file.file, plan) for file, plan in zip(files, plans, strict=True)), *unknown]

"""The part of `rolecall import` that is about who owns what: what files would change, and who owners are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.imports.found import Found
    from bot.imports.owners import OwnerMap
    from bot.imports.plan import Plan
    from bot.knowledge.assets import Asset
    from bot.workspace.assets import AssetFile


async def known_here(found: Mapping[str, Found], owners: OwnerMap, team: str | None) -> OwnerMap:
    """Return who owners are in Slack: as the map says, else the user group of a team's name."""
    from bot.imports.owners import with_groups

    named = (owner for each in found.values() for asset in each.assets for owner in asset.owners)
    return with_groups(named, owners, await _groups(team))


async def _groups(team: str | None) -> Mapping[str, str]:
    """Return the ids of the workspace's user groups by handle and name; none where Slack cannot be asked."""
    import aiohttp
    from slack_sdk.errors import SlackApiError
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.settings import read_settings

    settings = read_settings()
    if settings.slack_bot_token is None:
        return {}
    client = AsyncWebClient(settings.slack_bot_token.get_secret_value(), base_url=settings.slack_api_url)
    try:
        told = await client.usergroups_list()
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError):
        typer.echo(
            "Slack did not say which user groups there are; owners are looked up in --owners.", err=True
        )
        return {}
    groups = [group for group in told["usergroups"] if team in {None, group["team_id"]}]
    return {group[name]: group["id"] for name in ("name", "handle") for group in groups}


def asset_files(found: Mapping[str, Found], owners: OwnerMap) -> list[AssetFile]:
    """Return what files say, with the owners who are known in the workspace."""
    from bot.workspace.assets import AssetFile

    return [
        AssetFile(
            file,
            each.assets,
            {
                owner.reference: id_
                for asset in each.assets
                for owner in asset.owners
                if (id_ := owners.of(owner))
            },
        )
        for file, each in found.items()
    ]


async def compared(files: Sequence[AssetFile], team: str) -> list[Plan[Asset]]:
    """Return what each file would change in a workspace."""
    from bot.app import kept_by
    from bot.imports.plan import plan_assets
    from bot.settings import read_settings
    from bot.workspace.directory import WorkspaceId

    plans = []
    async with kept_by(read_settings()) as storage:
        store = storage.of(WorkspaceId(team)).assets
        for file in files:
            standing = await store.file(file.file)
            plans.append(plan_assets(file.assets, standing.assets if standing else (), [file.file]))
    return plans


async def take_over(files: Sequence[AssetFile], team: str, by: str) -> None:
    """Keep what files say, all or none."""
    from bot.app import kept_by
    from bot.settings import read_settings
    from bot.workspace.directory import WorkspaceId

    async with kept_by(read_settings()) as storage:
        await storage.of(WorkspaceId(team)).assets.replace(files, by)


def changes(plan: Plan[Asset], owners: OwnerMap) -> Iterator[str]:
    """Yield a line for each thing that a file would change."""
    marked = [("added", asset) for asset in plan.added]
    marked += [("changed", after) for _, after in plan.changed]
    marked += [("moved", after) for _, after in plan.moved]
    marked += [("removed", asset) for asset in plan.removed]
    yield from (f"{mark}: {line(asset, owners)}" for mark, asset in marked)
    if plan.kept:
        yield f"as before: {len(plan.kept)}"


def summary(file: str, plan: Plan[Asset]) -> str:
    """Return what a file changed, in one line."""
    counts = {
        "added": len(plan.added),
        "changed": len(plan.changed),
        "moved": len(plan.moved),
        "removed": len(plan.removed),
        "as before": len(plan.kept),
    }
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    return f"{file}: {said or 'nothing in it has an owner'}"


def unknown_owners(files: Sequence[AssetFile], owners: OwnerMap) -> Iterator[str]:
    """Yield a line for each owner who is nobody in the workspace."""
    from bot.imports.plan import unmapped

    assets = [asset for file in files for asset in file.assets]
    yield from (f"shown as text: {owner.written}" for owner in unmapped(assets, owners))


def line(asset: Asset, owners: OwnerMap) -> str:
    """Return whose something is, and where that is written."""
    shown = [f"{o.written} ({owners.of(o)})" if owners.of(o) else o.written for o in asset.owners]
    return f"{asset.kind} {asset.name}: {', '.join(shown) or 'nobody'} ({asset.file}:{asset.line})"

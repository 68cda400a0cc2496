"""The part of `rolecall import` that is about who owns what: what files would change, a line each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.imports.owners import OwnerMap
    from bot.imports.plan import Plan
    from bot.knowledge.assets import Asset


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


def line(asset: Asset, owners: OwnerMap) -> str:
    """Return whose something is, and where that is written."""
    shown = [f"{o.written} ({owners.of(o)})" if owners.of(o) else o.written for o in asset.owners]
    return f"{asset.kind} {asset.name}: {', '.join(shown) or 'nobody'} ({asset.file}:{asset.line})"

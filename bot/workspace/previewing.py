"""What an import would change, in words: a line for each thing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from bot.imports.owners import OwnerMap
from bot.imports.plan import Plan
from bot.knowledge.assets import Asset
from bot.workspace.assets import packed
from bot.workspace.edits import EDIT, Edit
from bot.workspace.intake import Intake, called


def edit_lines(intake: Intake) -> Iterator[str]:
    """Yield a line for each entry that files ask for, also for those that stay as they are."""
    marked: list[tuple[str, Sequence[Edit]]] = [
        ("added", intake.edits.added),
        ("changed", [after for _, after in intake.edits.changed]),
        ("as it was", intake.edits.kept),
    ]
    yield from (f"{mark}: {called(edit.place)}" for mark, edits in marked for edit in edits)


def asset_lines(plan: Plan[Asset], owners: OwnerMap) -> Iterator[str]:
    """Yield a line for each thing whose owners a file would change."""
    marked = [("added", asset) for asset in plan.added]
    marked += [("changed", after) for _, after in plan.changed]
    marked += [("moved", after) for _, after in plan.moved]
    marked += [("removed", asset) for asset in plan.removed]
    yield from (f"{mark}: {asset_line(asset, owners)}" for mark, asset in marked)
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


def asset_line(asset: Asset, owners: OwnerMap) -> str:
    """Return whose something is, and where that is written."""
    shown = [f"{o.written} ({owners.of(o)})" if owners.of(o) else o.written for o in asset.owners]
    return f"{asset.kind} {asset.name}: {', '.join(shown) or 'nobody'} ({asset.file}:{asset.line})"


def digest(intake: Intake) -> str:
    """Return what tells this intake from any other, so that what is done is what was shown."""
    told = [
        json.dumps([EDIT.dump_python(edit, mode="json") for edit in intake.changes]),
        *(packed(file) for file in intake.files),
        *(line for plan in intake.assets.values() for line in asset_lines(plan, intake.owners)),
    ]
    return blake2b("\n".join(told).encode("utf-8", "replace"), digest_size=12).hexdigest()

"""The card of who owns a model, a service or a path, as a file of the workspace says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.answers.known_here import AssetAnswer, AssetOwner, Owned
from bot.answers.questions import listed
from bot.cards.blocks import Drawing, Scene, actions, section, share, small_print
from bot.cards.here import linked
from bot.cards.message import Message
from bot.cards.notices import line
from bot.cards.wording import bold, counted, escape, several, shorten
from bot.knowledge.assets import AssetKind

_MOST = 5
_FILES = 20
_NAME = 150
"""Characters of a name or an owner on a card; a path can be longer than anybody reads."""

_CALLED = {
    AssetKind.PATH: "path",
    AssetKind.COMPONENT: "component",
    AssetKind.SYSTEM: "system",
    AssetKind.RESOURCE: "resource",
    AssetKind.MODEL: "dbt model",
    AssetKind.SEED: "dbt seed",
    AssetKind.SNAPSHOT: "dbt snapshot",
    AssetKind.EXPOSURE: "dbt exposure",
}


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """A file that was imported, as it is listed."""

    file: str
    assets: int
    at: datetime


def imported_card(files: Sequence[ImportedLine], unknown: Sequence[str]) -> Message:
    """Return which files were imported, and which owners are nobody here; those are shown as text."""
    if not files:
        return line("Nothing was imported yet. /role import takes CODEOWNERS, Backstage and dbt.")
    told = [
        f"{shorten(each.file, _NAME)}: {counted(each.assets, 'thing')}, {each.at:%d %B %Y}" for each in files
    ]
    rest = [f"{len(told) - _FILES} more files"] if len(told) > _FILES else []
    who = f"As text, since nobody has said who they are here: {several(unknown, _MOST)}" if unknown else ""
    text = "\n".join(filter(None, ["Who owns what, from these files", *told[:_FILES], *rest, who]))
    return line(text)


def asset_text(answer: AssetAnswer, _most: int | None) -> list[str]:
    """Return who owns each thing, and where that is written, as plain text."""
    return [
        f"{_named(owned, answer.path)} belongs to {_owners_text(owned)} ({_place(owned)})."
        for owned in answer.owned
    ]


def asset_blocks(answer: AssetAnswer, scene: Scene) -> Drawing:
    """Draw who owns each thing; owners who are known here by name, the others as their file has them."""
    for each in answer.owned[:_MOST]:
        name = bold(shorten(answer.path or each.asset.name, _NAME))
        owners = several([_owner(owner) for owner in each.owners], _MOST) or "nobody, by this file"
        yield section(f"The {_CALLED[each.asset.kind]} {name} belongs to {owners}.")
        yield small_print(escape(f"From {_place(each)}{_by(each, answer.path)}"))
    yield actions(share(answer.meaning, scene))


def _named(owned: Owned, path: str) -> str:
    if path:
        return f"{path} falls under {_pattern(owned)}, which"
    return f"The {_CALLED[owned.asset.kind]} {owned.asset.name}"


def _by(owned: Owned, path: str) -> str:
    return f": {_pattern(owned)}" if path else ""


def _pattern(owned: Owned) -> str:
    """Return a line's pattern as written, with its section where the file has some."""
    pattern = owned.asset.pattern
    if pattern is None:
        return owned.asset.name
    return pattern.text + (f" in the section {pattern.section}" if pattern.section else "")


def _owners_text(owned: Owned) -> str:
    return listed([_owner_text(owner) for owner in owned.owners]) or "nobody"


def _owner_text(owner: AssetOwner) -> str:
    return f"{owner.contact.name} ({owner.written})" if owner.contact else owner.written


def _owner(owner: AssetOwner) -> str:
    written = escape(shorten(owner.written, _NAME))
    return f"{linked(owner.contact)} ({written})" if owner.contact else written


def _place(owned: Owned) -> str:
    return f"{shorten(owned.asset.file, _NAME)}, line {owned.asset.line}"

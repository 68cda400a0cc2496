"""The card of who owns a model, a service or a path, as a file of the workspace says."""

from __future__ import annotations

from bot.answers.kinds import AssetAnswer, AssetOwner, Owned
from bot.answers.questions import listed
from bot.cards.blocks import Drawing, Scene, actions, section, share, small_print
from bot.cards.here import linked
from bot.cards.wording import bold, escape, several, shorten
from bot.knowledge.assets import AssetKind

_MOST = 5
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


def asset_text(answer: AssetAnswer, _most: int | None) -> list[str]:
    """Return who owns each thing, and where that is written, as plain text."""
    return [
        f"The {_CALLED[each.asset.kind]} {each.asset.name} belongs to {_owners_text(each)} ({_place(each)})."
        for each in answer.owned
    ]


def asset_blocks(answer: AssetAnswer, scene: Scene) -> Drawing:
    """Draw who owns each thing; owners who are known here by name, the others as their file has them."""
    for each in answer.owned[:_MOST]:
        name = bold(shorten(each.asset.name, _NAME))
        owners = several([_owner(owner) for owner in each.owners], _MOST) or "Nobody, by this file."
        yield section(f"{name} ({_CALLED[each.asset.kind]})\n{owners}")
        yield small_print(escape(f"From {_place(each)}"))
    yield actions(share(answer.meaning, scene))


def _owners_text(owned: Owned) -> str:
    return listed([_owner_text(owner) for owner in owned.owners]) or "nobody"


def _owner_text(owner: AssetOwner) -> str:
    return f"{owner.contact.name} ({owner.written})" if owner.contact else owner.written


def _owner(owner: AssetOwner) -> str:
    written = escape(shorten(owner.written, _NAME))
    return f"{linked(owner.contact)} ({written})" if owner.contact else written


def _place(owned: Owned) -> str:
    return f"{shorten(owned.asset.file, _NAME)}, line {owned.asset.line}"

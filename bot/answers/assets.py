"""Who owns what has a name of its own here: a model, a service, a path."""

from __future__ import annotations

from bot.answers.known_here import AssetAnswer, AssetOwner, Owned
from bot.answers.workspace import Contact, Workspace
from bot.knowledge.base import KnowledgeBase
from bot.matching.reading import Meaning


def asset(meaning: Meaning, _knowledge: KnowledgeBase, workspace: Workspace) -> AssetAnswer:
    """Return who owns the things of a name, and where that is written."""
    catalogue = workspace.catalogue

    def owners(written: str, reference: str) -> AssetOwner:
        id_ = catalogue.people.get(reference)
        return AssetOwner(written, Contact(id_, id_) if id_ else None)

    return AssetAnswer(
        meaning=meaning,
        owned=tuple(
            Owned(found, tuple(owners(owner.written, owner.reference) for owner in found.owners))
            for found in catalogue.of(meaning.items)
        ),
    )

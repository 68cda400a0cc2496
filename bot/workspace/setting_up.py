"""How far the set-up has come: which roles have been looked at, and which were left for later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Role
from bot.workspace.directory import Directory, Subject, SubjectKind

SHELF = "set-up"
"""One note a role, so that two people who set up at once lose nothing."""
DONE, LATER = "done", "later"


@dataclass(frozen=True, slots=True)
class SetUp:
    """The walk through the roles; what stands in the directory counts as looked at, whoever wrote it."""

    roles: Sequence[Role]
    """All that are looked at, in their order."""
    left: Sequence[Role]
    """Those that nobody has looked at."""
    later: Sequence[Role]
    """Those that somebody wants to come back to."""

    @property
    def current(self) -> Role | None:
        """The role that is asked about; None where all have been looked at."""
        return self.left[0] if self.left else None

    @classmethod
    def of(cls, knowledge: KnowledgeBase, directory: Directory, notes: Mapping[str, JsonValue]) -> SetUp:
        """Return how far it has come."""
        roles = [role for role in knowledge.roles.values() if not role.partner]
        told = {role.id for role in roles if _told(role, directory)}
        left = [role for role in roles if role.id not in told and role.id not in notes]
        later = [role for role in roles if role.id not in told and notes.get(role.id) == LATER]
        return cls(roles, left, later)


def _told(role: Role, directory: Directory) -> bool:
    return role.id in directory.absent or Subject(kind=SubjectKind.ROLE, id=role.id) in directory.entries

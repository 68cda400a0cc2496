"""Who changed what, and what is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import JsonValue

from bot.workspace.edits import Edit, Place


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the audit log."""

    version: int
    """The workspace's version that it made."""
    at: datetime
    by: str
    place: Place
    before: JsonValue
    """The whole value; None where there was nothing."""
    after: JsonValue
    proposed_by: str | None = None
    """Who asked for it, where somebody else had to."""


class Verdict(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that somebody without the right to make it asks for."""

    id: str
    at: datetime
    by: str
    edit: Edit
    before: JsonValue
    """What stood there when it was proposed."""
    verdict: Verdict = Verdict.OPEN
    decided_by: str | None = None
    decided_at: datetime | None = None


class Overtaken(Exception):  # noqa: N818 - it says what became of the proposal
    """A proposal cannot be decided: somebody has already, or what it would change is no longer as it was."""

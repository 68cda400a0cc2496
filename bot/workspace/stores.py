"""What this room needs kept, and how it asks for it; each store is one workspace's and reaches no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from pydantic import JsonValue

from bot.matching.reading import Meaning
from bot.workspace.assets import AssetFile, Imported
from bot.workspace.changes import Change, Proposal
from bot.workspace.contents import Contents
from bot.workspace.directory import WorkspaceId
from bot.workspace.edits import Edit
from bot.workspace.gaps import Gap, GapState, Unanswered
from bot.workspace.own import OwnEntry


class StoreDown(Exception):  # noqa: N818 - it says what is wrong
    """What is kept cannot be reached now; answers go on from the base knowledge."""


class NotInstalled(Exception):  # noqa: N818 - it says what is missing
    """A request comes from a workspace that has not, or no longer, got the app; the message is its id."""


class ContentsStore(Protocol):
    """What a workspace's answers rest on, and who changed it."""

    async def contents(self) -> Contents:
        """Return everything at its present version."""
        ...

    async def change(self, edit: Edit, by: str) -> int:
        """Make a change and write it into the audit log, both or neither; return the new version.

        Raise Unfit where an own entry does not fit the knowledge.
        """
        ...

    async def check(self, own: Sequence[OwnEntry]) -> None:
        """Raise Unfit where own entries, all of the workspace's, do not fit the knowledge."""
        ...

    async def take_over(self, edits: Sequence[Edit], files: Sequence[AssetFile], by: str) -> int:
        """Make changes, and keep what files say in place of what they said, all or none.

        Return the new version, 0 where there is nothing to do. Raise Unfit.
        """
        ...

    async def propose(self, edit: Edit, by: str) -> Proposal:
        """Keep a change for somebody who may decide; raise Unfit as `change` does."""
        ...

    async def proposals(self) -> Sequence[Proposal]:
        """Return the open proposals, the oldest first."""
        ...

    async def approve(self, proposal: str, by: str) -> int:
        """Make a proposed change; return the new version. Raise Overtaken or Unfit."""
        ...

    async def decline(self, proposal: str, by: str) -> None:
        """Close a proposal; raise Overtaken where somebody has decided."""
        ...

    async def audit(self, before: int | None = None, limit: int = 100) -> Sequence[Change]:
        """Return the changes, the latest first; `before` is the version to go on from."""
        ...


class AssetStore(Protocol):
    """What was imported of who owns what."""

    async def files(self) -> Sequence[Imported]:
        """Return what was imported, by name."""
        ...

    async def file(self, file: str) -> AssetFile | None:
        """Return what a file said when it was imported last."""
        ...


class GapStore(Protocol):
    """What nobody could answer."""

    async def add(self, question: Unanswered) -> None:
        """Count a question; one that was answered before is open again, one that is not ours stays so."""
        ...

    async def known(self, limit: int = 500) -> Sequence[tuple[str, str]]:
        """Return the texts that a new question can be like, each with its group, the latest first."""
        ...

    async def gaps(self, state: GapState = GapState.OPEN, limit: int = 50) -> Sequence[Gap]:
        """Return the gaps in a state, most often asked first."""
        ...

    async def gap(self, group: str) -> Gap | None:
        """Return one gap; None where there is none."""
        ...

    async def settle(self, group: str, state: GapState) -> None:
        """Say what became of a gap."""
        ...

    async def wait(self, group: str, person: str) -> bool:
        """Remember that somebody wants to be told; False where there is no such open gap."""
        ...

    async def wait_on(self, group: str, person: str, since: datetime) -> None:
        """Let somebody wait who was not told after all; nothing where the gap is gone."""
        ...

    async def waiting(self, group: str) -> Sequence[str]:
        """Return whom to tell."""
        ...

    async def told(self, group: str, person: str) -> datetime | None:
        """Forget that somebody waits; return since when they did, None where they do not any more."""
        ...

    async def owed(self, limit: int = 50) -> Sequence[Gap]:
        """Return the gaps that are settled and for which somebody still waits, the latest first."""
        ...


class MemoryStore(Protocol):
    """What conversations were about: kinds and subjects, never words."""

    async def remember(self, conversation: str, meaning: Meaning, person: str | None = None) -> None:
        """Keep what a conversation is about, for a day."""
        ...

    async def recall(self, conversation: str) -> Meaning | None:
        """Return what a conversation was about."""
        ...


class NoteStore(Protocol):
    """Small things that must survive: file ids, progress, who wants no nudges. Audited nowhere."""

    async def put(
        self,
        shelf: str,
        key: str,
        value: JsonValue,
        *,
        person: str | None = None,
        until: datetime | None = None,
    ) -> None:
        """Keep a value; with `person` it goes when they ask to be forgotten, with `until` it goes then."""
        ...

    async def claim(
        self, shelf: str, key: str, value: JsonValue, *, until: datetime, person: str | None = None
    ) -> bool:
        """Keep a value where there is none; of two who claim at once, one is told True."""
        ...

    async def get(self, shelf: str, key: str) -> JsonValue:
        """Return a value; None where there is none or its time is over."""
        ...

    async def all(self, shelf: str, person: str | None = None) -> Mapping[str, JsonValue]:
        """Return a shelf's values by key, those about one person where one is given."""
        ...

    async def take(self, shelf: str, key: str) -> JsonValue:
        """Return a value and forget it; of two who take at once, one gets it."""
        ...


class TallyStore(Protocol):
    """How often something happened, by day."""

    async def count(self, what: str, day: date, times: int = 1) -> None:
        """Count something."""
        ...

    async def counts(self, since: date, until: date) -> Mapping[str, int]:
        """Return how often each thing happened, both days included."""
        ...


class LeaseStore(Protocol):
    """Which process does what runs by the clock."""

    async def claim(self, job: str, period: str, lease: timedelta) -> bool:
        """Return whether a job of a period is this process's to do: nobody has done it, nobody is at it."""
        ...

    async def done(self, job: str, period: str) -> None:
        """Say that a job of a period is done, for good."""
        ...

    async def is_done(self, job: str, period: str) -> bool:
        """Return whether a job of a period is done."""
        ...


class WorkspaceStore(Protocol):
    """All that is kept for one workspace."""

    @property
    def workspace(self) -> WorkspaceId:
        """Whose it is."""
        ...

    @property
    def contents(self) -> ContentsStore:
        """What answers rest on."""
        ...

    @property
    def assets(self) -> AssetStore:
        """Who owns what by name."""
        ...

    @property
    def gaps(self) -> GapStore:
        """What nobody could answer."""
        ...

    @property
    def memory(self) -> MemoryStore:
        """What conversations were about."""
        ...

    @property
    def notes(self) -> NoteStore:
        """Small things."""
        ...

    @property
    def tallies(self) -> TallyStore:
        """How often something happened."""
        ...

    @property
    def leases(self) -> LeaseStore:
        """What runs by the clock."""
        ...

    def pseudonym(self, person: str) -> str:
        """Return what somebody is called where they are only counted."""
        ...

    async def forget(self, person: str) -> None:
        """Remove a person's data: gaps they asked for, whom to tell, notes, conversations."""
        ...

    async def sweep(self) -> None:
        """Remove what has been kept for as long as the settings and the rules allow."""
        ...

    async def remove(self) -> None:
        """Remove everything."""
        ...


class Stores(Protocol):
    """Where each workspace's store is."""

    def of(self, workspace: WorkspaceId) -> WorkspaceStore:
        """Return a workspace's store; asks nothing, so that it can be made for each request."""
        ...

"""Answers for a workspace: the base knowledge with what it adds, as far as the asker may see that."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.answers.answerer import Answerer, Snapshot
from bot.answers.kinds import Answer, UnknownAnswer
from bot.answers.workspace import EMPTY, Workspace
from bot.knowledge.base import KnowledgeBase
from bot.matching.reading import Meaning
from bot.matching.text import clean
from bot.workspace.contents import Contents
from bot.workspace.directory import WorkspaceId
from bot.workspace.origin import Origin
from bot.workspace.profiles import Profiles
from bot.workspace.rights import Deed, Person, Rights
from bot.workspace.stores import StoreDown, WorkspaceStore
from bot.workspace.versions import Latest

log = logging.getLogger(__name__)

_WORD, _NEAR = 24, 3
"""Characters of a long word; and how many things are offered at most that begin so."""

_PATIENCE = 1.0
"""Seconds that an answer waits for what is kept; Slack waits three for the answer."""


_ENTRIES = 5_000
"""Own entries of all workspaces together that are ready to be read; one takes some five kilobytes."""


class Kept(Protocol):
    """Where what workspaces add is kept, with the latest of it in memory."""

    def of(self, workspace: WorkspaceId) -> WorkspaceStore:
        """Return a workspace's store; asks nothing."""
        ...

    def at_hand(self, workspace: WorkspaceId) -> Contents | None:
        """Return what a workspace keeps where it is in memory."""
        ...

    async def contents(self, workspace: WorkspaceId) -> Contents:
        """Return what a workspace keeps; raises StoreDown."""
        ...

    async def left(self, workspace: WorkspaceId, at: datetime) -> None:
        """Forget a workspace's tokens, as it took the app out at that moment; the rest goes after 30 days.

        Nothing is forgotten where it has the app anew since then; raises StoreDown.
        """
        ...


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, with the rights that they have where they ask."""

    person: Person
    rights: Rights
    shared: bool

    def may(self, deed: Deed) -> bool:
        """Return whether they may do it here."""
        return self.rights.may(self.person, deed, shared=self.shared)


@dataclass(frozen=True, slots=True)
class Local:
    """What answers one person in one workspace, at this moment."""

    at: Origin
    snapshot: Snapshot
    shown: Workspace = EMPTY
    contents: Contents = field(default_factory=Contents)
    """All that the workspace keeps, whether this person may see it or not."""
    kept: bool = False
    """Whether what the workspace keeps could be reached."""
    visitor: Visitor | None = None
    """None where nothing depends on who asks, as the workspace keeps nothing."""

    @property
    def editable(self) -> bool:
        """Whether to offer the asker to change what is shown; what they hand in is checked all the same."""
        who = self.visitor
        return self.kept and (who is None or (who.may(Deed.PROPOSE) and not who.shared))

    @property
    def _learning(self) -> bool:
        """Whether to offer the asker to be told later; what they press is checked all the same."""
        who = self.visitor
        return self.kept and self.at.shared is not True and (who is None or who.may(Deed.BE_LEARNT_FROM))

    def answer_question(self, text: str, context: Meaning | None = None) -> Answer:
        """Return the answer to what somebody typed."""
        answer = self.snapshot.answer_question(text, context, self.shown)
        if not isinstance(answer, UnknownAnswer) or answer.needs_subject:
            return answer
        offers = answer.offers
        if not offers and len(text) <= _WORD and " " not in text.strip():  # it may not be typed out
            offers = tuple(self.snapshot.search(text)[:_NEAR])
        return replace(answer, offers=offers, question=clean(text) if self._learning else "")

    def answer_meaning(self, meaning: Meaning) -> Answer:
        """Return the answer to what a button means."""
        return self.snapshot.answer_meaning(meaning, self.shown)


class Workspaces:
    """Every workspace that asks, with what it keeps once that is open."""

    def __init__(
        self, answerer: Answerer, admins: Collection[tuple[str, str]] = (), profiles: Profiles | None = None
    ) -> None:
        """Answer from `answerer`; `admins` are the pairs of workspace and person that the settings name."""
        self._answerer, self.admins = answerer, admins
        self.profiles = profiles or Profiles()
        self._kept: Kept | None = None
        self._own = Latest[tuple[WorkspaceId, bool], tuple[Contents, Snapshot, Snapshot]](
            weigh=lambda made: made[0].size, weight=_ENTRIES
        )

    def open(self, kept: Kept | None) -> None:
        """Answer with what is kept from now on; None goes back to the base knowledge alone."""
        self._kept = kept

    def store(self, workspace: WorkspaceId) -> WorkspaceStore:
        """Return a workspace's store; raise StoreDown where none is open."""
        if self._kept is None:
            raise StoreDown("nothing is open")
        return self._kept.of(workspace)

    async def left(self, workspace: WorkspaceId, at: datetime) -> None:
        """Forget a workspace's tokens, as it took the app out at that moment; raises StoreDown."""
        if self._kept is None:
            raise StoreDown("nothing is open")
        await self._kept.left(workspace, at)

    async def contents(self, workspace: WorkspaceId) -> Contents:
        """Return what a workspace keeps; raise StoreDown where it cannot be had soon."""
        if self._kept is None:
            raise StoreDown("nothing is open")
        at_hand = self._kept.at_hand(workspace)
        if at_hand is not None:  # as it mostly is; a timeout would cost more than to look
            return at_hand
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._kept.contents(workspace)
        except TimeoutError:
            raise StoreDown("it takes too long") from None

    def knowledge(self, contents: Contents) -> KnowledgeBase:
        """Return the base knowledge with a workspace's own entries in it, for what is no question."""
        return contents.own.over(self._answerer.current.knowledge)

    def snapshot(self, workspace: WorkspaceId, contents: Contents) -> Snapshot:
        """Return what a workspace's own people are answered from."""
        return self._with_own(workspace, contents, self._answerer.current, sees=True)

    async def local(self, at: Origin, client: AsyncWebClient, *, public: bool = False) -> Local:
        """Return what answers where somebody asks; just the base knowledge where they may not see more.

        `public` is for answers that others see too. Never raises for a database that is away.
        """
        base = self._answerer.current
        try:
            contents = await self.contents(at.workspace)
        except StoreDown as error:
            log.warning("answering from the base knowledge alone: %s", error)
            return Local(at, base)
        if not contents.version:
            return Local(at, base, contents=contents, kept=True)
        visitor = await self.visitor(at, client, contents, public=public)
        if not visitor.may(Deed.BE_LEARNT_FROM):  # strangers, and everybody where others listen in
            return Local(at, base, contents=contents, kept=True, visitor=visitor)
        sees = visitor.may(Deed.SEE_DIRECTORY)
        snapshot = self._with_own(at.workspace, contents, base, sees=sees)
        return Local(at, snapshot, contents.snapshot if sees else EMPTY, contents, True, visitor)

    async def seen(self, local: Local, client: AsyncWebClient) -> Visitor:
        """Return who asks, looked up where that was not needed before."""
        return local.visitor or await self.visitor(local.at, client, local.contents)

    async def visitor(
        self, at: Origin, client: AsyncWebClient, contents: Contents, *, public: bool = False
    ) -> Visitor:
        """Return who asks with their rights.

        Where nobody can tell whether a channel is shared, as the bot is not in it, it counts as shared for
        what all of them will see: what only the asker sees depends on who that is.
        """
        asking = self.profiles.person(client, at), self.profiles.shared(client, at, now=public)
        # Two tasks cost more than all else here, and are worth it only where Slack has to be asked.
        person, shared = (
            (await asking[0], await asking[1]) if self.profiles.knows(at) else await asyncio.gather(*asking)
        )
        rights = Rights(at.workspace, contents.settings, contents.stewards, self.admins)
        return Visitor(person, rights, public if shared is None else shared)

    def _with_own(
        self, workspace: WorkspaceId, contents: Contents, base: Snapshot, *, sees: bool
    ) -> Snapshot:
        """Return the base with a workspace's own entries, made once for each version of either.

        Who owns what by name is read for those alone who see the directory.
        """
        people = sees and bool(contents.directory.entries)
        assets = sees and bool(contents.catalogue)
        if not (contents.own or contents.not_ours or people or assets):
            return base
        key = (workspace, sees)
        found = self._own.get(key)
        if found is None or found[0] is not contents or found[1] is not base:
            names = contents.catalogue.names if assets else None
            knowledge = contents.own.over(base.knowledge)
            made = base.with_own(knowledge, contents.read_beside, people=people, assets=names)
            found = (contents, base, made)
            self._own.put(key, found)
        return found[2]

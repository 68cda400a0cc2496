"""Joins knowledge, matching and answers: a question in, an answer out, from what is known at this moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.answers.answering import answer
from bot.answers.kinds import Answer
from bot.answers.questions import Offer
from bot.answers.repeats import Known, Repeats
from bot.answers.searching import Searches
from bot.answers.workspace import EMPTY, Workspace
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.loading import load
from bot.matching import cache
from bot.matching.assets import AssetNames
from bot.matching.build import build
from bot.matching.index import Index
from bot.matching.overlay import Overlay
from bot.matching.read import read
from bot.matching.reading import Meaning, Reading
from bot.memory import give_back

Entry = TypeVar("Entry")

_REPEATS = 32
"""Questions of one workspace whose answers are kept: there are many workspaces."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A knowledge base with the index that was made from it; the two are only ever used together."""

    knowledge: KnowledgeBase
    index: Index
    overlay: Overlay | None = None
    """A workspace's own entries, which the knowledge then holds too."""
    repeats: Repeats = field(default_factory=Repeats, repr=False, compare=False)
    known: Known = field(default_factory=Known, init=False, repr=False, compare=False)
    searches: Searches = field(default_factory=Searches, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, knowledge: KnowledgeBase) -> Snapshot:
        """Return the knowledge with its index; seconds where none was kept for it by an earlier start."""
        return cls(knowledge, build(knowledge, cache.folder()))

    def warm(self) -> Snapshot:
        """Make now what the first misspelt question would otherwise wait for, and return the snapshot."""
        self.index.language.warm()
        return self

    def with_own(
        self,
        knowledge: KnowledgeBase,
        own: KnowledgeBase,
        *,
        people: bool = False,
        assets: AssetNames | None = None,
    ) -> Snapshot:
        """Return a snapshot that also reads a workspace's own entries; `knowledge` is all of it together.

        With `people`, it also reads who fills a role there, and with `assets` whose those are.
        """
        overlay = Overlay(self.index, own, people=people, assets=assets)
        return Snapshot(knowledge, self.index, overlay, Repeats(_REPEATS))

    def adopting(self, knowledge: KnowledgeBase) -> Snapshot:
        """Return a snapshot of edited knowledge that answers at once, before anything is trained on it.

        What is new or was changed is read as a workspace's own entries are; the rest by the index at hand.
        """
        return Snapshot(knowledge, self.index, Overlay(self.index, _changed(self.knowledge, knowledge)))

    def search(self, typed: str) -> Sequence[Offer]:
        """Return what somebody may mean who is still typing, nearest first."""
        return self.searches.over(self.knowledge).find(typed)

    def read(self, question: str, context: Meaning | None = None) -> Reading:
        """Return what a question means."""
        return read(question, self.index, self.overlay, context)

    def answer(self, reading: Reading, workspace: Workspace = EMPTY) -> Answer:
        """Return what is known to a reading."""
        return answer(reading, self.knowledge, workspace, self.known.to)

    def answer_question(
        self, text: str, context: Meaning | None = None, workspace: Workspace = EMPTY
    ) -> Answer:
        """Return the answer to what somebody typed, from memory where it was asked before."""
        if context is not None:
            return self.answer(self.read(text, context), workspace)
        told = self.repeats.tell(text, self.read, self.answer)
        return told.answer if workspace is EMPTY else self.answer(told.reading, workspace)

    def answer_meaning(self, meaning: Meaning, workspace: Workspace = EMPTY) -> Answer:
        """Return the answer to what a button means; what it asks for may be gone, then that is the answer."""
        return self.answer(Reading(question="", meaning=meaning, confidence=1.0), workspace)


class Answerer:
    """Answers from the current snapshot, replaced as a whole while questions go on being answered."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.current = snapshot

    @classmethod
    def from_folder(cls, folder: Path | None = None, *, warm: bool = True) -> Answerer:
        """Return an answerer of a knowledge folder, of the one that came with the app where none is given.

        Who asks only once need not wait until it is warm. Raise KnowledgeError where the folder cannot
        be used.
        """
        snapshot = Snapshot.of(load(folder, cache.folder()))
        return cls(snapshot.warm() if warm else snapshot)

    @property
    def version(self) -> str:
        """The version of the knowledge that answers now."""
        return self.current.knowledge.version

    def answer_question(
        self, text: str, context: Meaning | None = None, workspace: Workspace = EMPTY
    ) -> Answer:
        """Return the answer to what somebody typed; `context` is what the conversation was about."""
        return self.current.answer_question(text, context, workspace)

    def answer_meaning(self, meaning: Meaning, workspace: Workspace = EMPTY) -> Answer:
        """Return the answer to what a button means."""
        return self.current.answer_meaning(meaning, workspace)

    async def warm(self) -> None:
        """Make what misspelt questions need, while others are answered already."""
        import asyncio  # who asks only once waits for nothing

        await asyncio.to_thread(self.current.warm)

    async def renew(self, knowledge: KnowledgeBase) -> None:
        """Answer from other knowledge at once, and by its own index as soon as that is made."""
        import asyncio

        from bot.matching.apart import Indexed, TrainingError, build_apart

        before = self.current
        self.current = await asyncio.to_thread(before.adopting, knowledge)
        try:
            at_hand = Indexed(before.knowledge, before.index)
            index = await build_apart(knowledge, cache.folder(), before=at_hand)
        except TrainingError:
            self.current = before
            raise
        self.current = await asyncio.to_thread(Snapshot(knowledge, index).warm)
        del before, at_hand
        await asyncio.to_thread(give_back)

    async def follow(self, folder: Path) -> None:
        """Take up what people edit in the folder; runs until cancelled."""
        from bot.knowledge.watching import watch
        from bot.matching.apart import read_apart

        read = partial(read_apart, kept_in=cache.folder())
        await watch(folder, self.current.knowledge, self.renew, read=read)


def _changed(before: KnowledgeBase, after: KnowledgeBase) -> KnowledgeBase:
    """Return the entries that are new or other than before."""
    return KnowledgeBase(
        roles=_other(before.roles, after.roles),
        topics=_other(before.topics, after.topics),
        tools=_other(before.tools, after.tools),
        skills=_other(before.skills, after.skills),
        concepts=_other(before.concepts, after.concepts),
        walkthroughs=_other(before.walkthroughs, after.walkthroughs),
        faqs=_other(before.faqs, after.faqs),
    )


def _other(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> dict[str, Entry]:
    return {key: entry for key, entry in after.items() if before.get(key) != entry}

"""What all answers have in common, whatever they tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple, TypeAlias

from bot.answers.questions import Offer
from bot.knowledge.models import Named, Role, Source
from bot.matching.reading import Kind, Meaning

Lacking: TypeAlias = tuple[tuple[Role, tuple[Role, ...]], ...]
"""Roles that a workspace does not have, each with those that cover for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What every answer carries."""

    kind: ClassVar[Kind]
    meaning: Meaning
    """What was answered; asking it again draws the same answer anew."""
    roles: tuple[str, ...] = ()
    """The roles of the answer, best first."""
    sources: tuple[str, ...] = ()
    """The ids of the sources that it rests on, in order of weight."""
    cited: tuple[Source, ...] = ()
    """Those of them that the knowledge base describes."""
    source_count: int = 0
    """How many sources the knowledge base has in all."""
    offers: tuple[Offer, ...] = ()
    """What may be asked next; for `unknown`, the nearest things."""
    rival: Offer | None = None
    """Another reading of the question that is nearly as good."""

    @property
    def topic(self) -> str | None:
        """The topic that was asked about."""
        return self.meaning.topic

    @property
    def faq(self) -> str | None:
        """The entry of a question-and-answer pack that was told."""
        return None

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of the people and groups that were named."""
        return ()

    @property
    def suggestions(self) -> tuple[str, ...]:
        """Texts that can be typed next."""
        return tuple(offer.text for offer in self.offers)


class Item(NamedTuple):
    """A tool or skill of one role: its name within a sentence, and how the sources qualify it."""

    id: str
    name: str
    named: Named

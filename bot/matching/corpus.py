"""The phrases of a knowledge base, parsed and weighed once, for training on all of them or on a part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Part
from bot.matching.features import Space, is_plain
from bot.matching.language import Language, counted
from bot.matching.linear import Row
from bot.matching.phrases import Label, Phrase
from bot.matching.reading import Kind


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the classifier learns from."""

    language: Language
    space: Space
    phrases: tuple[Phrase, ...]
    labels: tuple[Label, ...]
    wanted: npt.NDArray[np.intp]
    """The place of each phrase's label among the labels."""
    rows: tuple[Row, ...]
    """Each phrase's features, weighed but not yet of unit length."""
    is_plain: npt.NDArray[np.bool_]
    """Which features are plain ones."""
    outcomes: Mapping[Label, frozenset[str]]
    """What answers to a label have in common: the roles responsible, or the entry itself."""

    @classmethod
    def of(cls, knowledge: KnowledgeBase, phrases: Sequence[Phrase]) -> Self:
        """Return the phrases of a knowledge base in the space that they span."""
        language = Language(knowledge, counted(phrase.text for phrase in phrases))
        features = [language.parse(phrase.text).terms.features() for phrase in phrases]
        space = Space.of(features)
        labels = tuple(dict.fromkeys(phrase.label for phrase in phrases))
        place = {label: at for at, label in enumerate(labels)}
        return cls(
            language,
            space,
            tuple(phrases),
            labels,
            np.array([place[phrase.label] for phrase in phrases], np.intp),
            tuple(space.weigh(list(found.items()))[0] for found in features),
            np.array([is_plain(feature) for feature in space.ids], bool),
            outcomes(knowledge, labels),
        )

    def plain(self, row: Row) -> Row:
        """Return what is left of a vector without spellings and runs of letters."""
        keep = self.is_plain[row.ids]
        return Row(row.ids[keep], row.values[keep])

    def units(self, chosen: Sequence[int]) -> list[Row]:
        """Return the chosen phrases as vectors of length 1."""
        return [unit(self.rows[at]) for at in chosen]


def unit(row: Row, missing: float = 0.0) -> Row:
    """Return a vector of length 1, the squared length of what is missing from it counted."""
    squares = float(row.values @ row.values) + missing
    return Row(row.ids, row.values / np.float32(squares**0.5 or 1.0))


def outcomes(knowledge: KnowledgeBase, labels: Iterable[Label]) -> dict[Label, frozenset[str]]:
    """Return what answers to each label have in common: the roles responsible, or the entry itself."""
    return {label: _outcome(knowledge, label) for label in labels}


def _outcome(knowledge: KnowledgeBase, label: Label) -> frozenset[str]:
    topic = knowledge.topics.get(label.entry or "")
    if label.kind is Kind.OWNERSHIP and topic is not None:
        responsible = (stake for stake in topic.stakes if stake.part is Part.RESPONSIBLE)
        whole = frozenset(stake.role for stake in responsible if not stake.partial)
        return whole or frozenset((topic.id,))
    return frozenset((label.entry or label.kind,))

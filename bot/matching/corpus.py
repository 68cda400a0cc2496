"""The phrases of a knowledge base, parsed and weighed once, for training on all of them or on a part."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Part
from bot.matching.features import Space, Terms
from bot.matching.language import Language, counted, split
from bot.matching.linear import Floats, Row
from bot.matching.meanings import SIZE, direction, meaning
from bot.matching.phrases import Label, Phrase
from bot.matching.reading import Kind
from bot.matching.table import Table

_MEANT = 0.4
"""The length of what a phrase means, beside that of its features."""

_MEANT_IN_PACKS = 1.0
"""The same in packs: the fewer phrases, the fewer words are among them."""

_IN_PACKS = {"w": 0.55, "l": 1.5}
"""How much more spellings and runs of letters tell in packs, whose entries have few phrases."""


_OF_WORDS = "gswl"
"""The letters in front of features that a single word can have."""

_PAIRS_FROM = 3
"""Phrases that must have a pair of words with one between them: most have but one, and tell nothing."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the classifier learns from."""

    language: Language
    space: Space
    words: npt.NDArray[np.bool_]
    """Whether a single word can have a feature, by its place."""
    phrases: tuple[Phrase, ...]
    labels: tuple[Label, ...]
    wanted: npt.NDArray[np.intp]
    """The place of each phrase's label among the labels."""
    rows: tuple[Row, ...]
    """Each phrase's features, weighed but not yet of unit length."""
    vectors: Floats
    """What each phrase means, phrases x SIZE, of length 1."""
    outcomes: Mapping[Label, frozenset[str]]
    """What answers to a label have in common: the roles responsible, or the entry itself."""
    is_pack: bool
    """True where there is nothing but packs of questions: each label is one entry, and none is general."""

    @classmethod
    def of(cls, knowledge: KnowledgeBase, phrases: Sequence[Phrase]) -> Self:
        """Return the phrases of a knowledge base in the space that they span."""
        typed = [split(phrase.text) for phrase in phrases]
        language = Language(knowledge, counted(typed))
        vectors = np.zeros((len(phrases), SIZE), np.float32)
        is_pack = not (knowledge.roles or knowledge.topics or knowledge.concepts)
        table = Table.of(_parsed(language, typed, vectors), 1 if is_pack else _PAIRS_FROM)
        labels = tuple(sorted(dict.fromkeys(phrase.label for phrase in phrases), key=lambda at: at.outside))
        place = {label: at for at, label in enumerate(labels)}
        wanted = np.array([place[phrase.label] for phrase in phrases], np.intp)
        space = _pack_space(table, wanted, len(labels)) if is_pack else _space(table)
        ends = table.ends[:-1]
        return cls(
            language,
            space,
            np.array([feature[0] in _OF_WORDS for feature in table.features], bool),
            tuple(phrases),
            labels,
            wanted,
            tuple(map(Row, np.split(table.ids, ends), np.split(table.weights * space.idf[table.ids], ends))),
            vectors,
            outcomes(knowledge, labels),
            is_pack,
        )

    @property
    def meant(self) -> float:
        """The length of what a phrase means, beside that of its features."""
        return _MEANT_IN_PACKS if self.is_pack else _MEANT

    def units(self, chosen: Sequence[int]) -> tuple[list[Row], Floats]:
        """Return the chosen phrases by features and by meaning, of length 1 with both together."""
        length = np.float32(math.hypot(1.0, self.meant))
        rows = [_unit(self.rows[at], length) for at in chosen]
        return rows, self.vectors[list(chosen)] * (np.float32(self.meant) / length)


def _parsed(language: Language, phrases: Sequence[Sequence[str]], vectors: Floats) -> Iterator[Terms]:
    """Yield what each phrase is read as, and write down what its words mean."""
    words = language.spelling.frequencies
    known = np.array([meaning(word) for word in words], np.float32)
    places = dict(zip(words, range(len(words)), strict=True))
    for at, typed in enumerate(phrases):
        terms = language.parse_words(typed).terms
        said = [(places[term.spelt], share) for term, share in terms.shares() if term.spelt is not None]
        if said:
            of_words, shares = zip(*said, strict=True)
            vectors[at] = direction(np.array(shares, np.float32) @ known.take(of_words, axis=0))
        yield terms


def _space(table: Table) -> Space:
    """Return how telling features are by how few phrases have them, smoothed as in Salton's tf-idf."""
    return _named(table, _rarity(table.counts(), len(table.ends)), len(table.ends))


def _pack_space(table: Table, wanted: npt.NDArray[np.intp], labels: int) -> Space:
    """Return how telling features are by how few entries have them: an entry repeats its own words."""
    idf = _rarity(table.spread(wanted), labels)
    families = np.array([_IN_PACKS.get(feature[0], 1.0) for feature in table.features], np.float32)
    return _named(table, idf * families, labels)


def _rarity(counts: npt.NDArray[np.intp], size: int) -> Floats:
    return (np.log((1 + size) / (1 + counts)) + 1).astype(np.float32)


def _named(table: Table, idf: Floats, size: int) -> Space:
    return Space.of(table.features, idf, float(np.log(1 + size)) + 1)


def _unit(row: Row, of: np.float32) -> Row:
    """Return a vector shortened to a unit of so many."""
    length = np.float32(float(row.values @ row.values) ** 0.5 or 1.0)
    return Row(row.ids, row.values / (length * of))


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

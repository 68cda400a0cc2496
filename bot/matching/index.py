"""The index: everything that reading a question needs, made once from a knowledge base."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.matching.corpus import Corpus
from bot.matching.examples import Examples
from bot.matching.features import BESIDE, Space, Term, Terms
from bot.matching.judging import UNJUDGED, Judge
from bot.matching.labels import Labels
from bot.matching.language import Language
from bot.matching.linear import Floats, Manner, Row, train
from bot.matching.meanings import NOTHING, SIZE, meaning
from bot.matching.weights import Weights

_PACK_MANNER = Manner(cost=0.4, own=32.0, enough=0.2)
"""How packs of questions are learnt, whose labels have few phrases each among those of many others."""

_FIRST_TERMS = 1024
"""Terms for which there is room at first; it doubles when full."""

_MOST_TERMS = 8 * _FIRST_TERMS
"""Terms that are remembered, in some 12 MB; the store is emptied then, as typed words are without end."""


class Scored(NamedTuple):
    """How well a question fits each label."""

    scores: Floats
    """One margin a label, in the order of `Index.labels.all`; above 0 leans towards it."""
    unseen: float
    """The share of the question's squared length that no phrase has, 0 to 1."""
    vector: Floats
    """What the question means, of length 1, or 0 where no word of it is common English."""


class Part(NamedTuple):
    """What one term brings to every question that it stands in; parts are added up."""

    scores: Floats
    known: float
    """The squared length of its features, of those that no phrase has in `missing`."""
    missing: float


@dataclass(frozen=True, slots=True)
class WordScores:
    """The parts that all words of the knowledge base have in every score, worked out in advance."""

    places: Mapping[str, int]
    """The row of each word."""
    scores: npt.NDArray[np.float16]
    squares: Floats
    """The squared length of each word's features: known ones, and those that no phrase has."""


NO_WORDS = WordScores({}, np.zeros((0, 0), np.float16), np.zeros((0, 2), np.float32))


class Index:
    """A trained reader of questions over one knowledge base; immutable but for what it remembers."""

    def __init__(
        self,
        language: Language,
        space: Space,
        labels: Labels,
        weights: Weights,
        dense: Floats,
        examples: Examples,
        judge: Judge,
        words: WordScores = NO_WORDS,
    ) -> None:
        """Take what training made: the weights of features, and those of meanings, SIZE x labels."""
        self.language = language
        self.space = space
        self.labels = labels
        self.weights = weights
        self.dense = dense
        self.examples = examples
        self.judge = judge
        self.words = words
        self._places: dict[Term, int] = {}
        # A row a term: its part in every score, its meaning, and its squared lengths. Words recur and
        # sentences don't; what a question's words bring is gathered at once.
        self._parts = np.zeros((_FIRST_TERMS, len(labels.all) + SIZE + 2), np.float32)

    def score(self, terms: Terms) -> Scored:
        """Return how well a question fits each label."""
        summed = self._sum(terms.main)
        if terms.beside:
            beside = self._sum(terms.beside)
            beside[-2:] *= BESIDE
            summed += beside * np.float32(BESIDE)
        row = self.space.weigh_loose(terms)
        scores = summed[: -SIZE - 2]
        scores += self.weights.weigh(row)
        known, missing = summed[-2:].tolist()
        return self._scored(scores, summed[-SIZE - 2 : -2], known + float(row.values @ row.values), missing)

    def score_row(self, row: Row, missing: float, vector: Floats) -> Scored:
        """Return how well weighed features fit each label; what `score` does, without its memory."""
        return self._scored(self.weights.weigh(row), vector, float(row.values @ row.values), missing)

    def part(self, term: Term) -> Part:
        """Return a term's part in every score, what it means left out."""
        place = self.words.places.get(term.spelt or "")
        if place is not None:
            known, missing = self.words.squares[place].tolist()
            return Part(self.words.scores[place].astype(np.float32), known, missing)
        row, missing = self.space.weigh(term.features())
        return Part(self.weights.weigh(row), float(row.values @ row.values), missing)

    def _scored(self, scores: Floats, vector: Floats, known: float, missing: float) -> Scored:
        """Put what a question says and what it means side by side, each of its own length."""
        squares = known + missing or 1.0
        scores *= np.float32(1 / math.sqrt(squares))
        length = math.sqrt(vector @ vector)
        if length:
            vector = vector * np.float32(1 / length)
            scores += vector @ self.dense
        return Scored(scores, missing / squares, vector)

    def _sum(self, terms: Sequence[Term]) -> Floats:
        """Return the parts of terms, each once, added up."""
        places = self._places
        if len(places) + len(terms) > _MOST_TERMS:
            places.clear()
        rows = [
            self._remember(term) if (place := places.get(term)) is None else place
            for term in dict.fromkeys(terms)
        ]
        summed: Floats = np.add.reduce(self._parts.take(rows, axis=0), axis=0)
        return summed

    def _remember(self, term: Term) -> int:
        place = len(self._places)
        if place >= len(self._parts):
            self._parts = np.concatenate((self._parts, np.zeros_like(self._parts)))
        part, row = self.part(term), self._parts[place]
        row[: -SIZE - 2] = part.scores
        row[-SIZE - 2 : -2] = meaning(term.spelt) if term.spelt else NOTHING
        row[-2], row[-1] = part.known, part.missing
        self._places[term] = place
        return place


def fit(corpus: Corpus, chosen: Sequence[int], judge: Judge = UNJUDGED, rounds: int = 6) -> Index:
    """Return an index that has learnt just the chosen phrases, to be trusted as the judge says."""
    made = train(
        *corpus.units(chosen),
        corpus.wanted[list(chosen)],
        len(corpus.space.idf),
        len(corpus.labels),
        manner=_PACK_MANNER if corpus.is_pack else Manner(),
        rounds=rounds,
    )
    # A phrase has length 1 with its meaning, of questions each part has: what that adds is taken off here.
    length = np.float32(math.hypot(1.0, corpus.meant))
    return Index(
        corpus.language,
        corpus.space,
        Labels(corpus.labels, corpus.outcomes),
        Weights.of(made.sparse / length),
        made.dense * (np.float32(corpus.meant) / length),
        Examples.of([corpus.phrases[at] for at in chosen], corpus.vectors[list(chosen)]),
        judge,
    )


def with_words(index: Index) -> Index:
    """Return the index with the scores of all known words worked out."""
    words = list(index.language.spelling.frequencies)
    parts = [index.part(index.language.term(word)) for word in words]
    return Index(
        index.language,
        index.space,
        index.labels,
        index.weights,
        index.dense,
        index.examples,
        index.judge,
        WordScores(
            dict(zip(words, range(len(words)), strict=True)),
            np.array([scores for scores, _, _ in parts], np.float16),
            np.array([(known, missing) for _, known, missing in parts], np.float32),
        ),
    )

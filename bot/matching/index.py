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
from bot.matching.language import MEMORY, Language
from bot.matching.linear import Floats, Manner, Row, train
from bot.matching.meanings import NOTHING, SIZE, meaning

_PACK_MANNER = Manner(cost=0.4, own=32.0, enough=0.2)
"""How packs of questions are learnt, whose labels have few phrases each among those of many others."""

_FIRST_TERMS = 1024
"""Terms for which there is room at first; it doubles when full."""


@dataclass(frozen=True, slots=True)
class Scored:
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
        weights: npt.NDArray[np.float16],
        dense: Floats,
        examples: Examples,
        judge: Judge,
        words: WordScores = NO_WORDS,
    ) -> None:
        """Take what training made: the weights of features, features x labels, and those of meanings.

        The former are in half precision to spare memory; the latter are SIZE x labels.
        """
        self.language = language
        self.space = space
        self.labels = labels
        self.weights = weights
        self.dense = dense
        self.examples = examples
        self.judge = judge
        self.words = words
        self._places: dict[Term, int] = {}
        # A row a term: its part in every score, what its meaning scores, that meaning, and its squared
        # lengths. Words recur and sentences don't; what a question's words bring is gathered at once.
        self._parts = np.zeros((_FIRST_TERMS, 2 * len(labels.all) + SIZE + 2), np.float32)

    def score(self, terms: Terms) -> Scored:
        """Return how well a question fits each label."""
        summed = self._sum(terms.main)
        if terms.beside:
            beside = self._sum(terms.beside)
            beside[-2:] *= BESIDE
            summed += beside * np.float32(BESIDE)
        row, missing = self.space.weigh(terms.loose())
        summed[-2] += row.values @ row.values
        summed[-1] += missing
        size = len(self.labels.all)
        scores = summed[:size]
        scores += row.values @ self._weights_of(row)
        vector = summed[-SIZE - 2 : -2]
        return self._scored(scores, summed[size : 2 * size], vector, *summed[-2:].tolist())

    def score_row(self, row: Row, missing: float, vector: Floats) -> Scored:
        """Return how well weighed features fit each label; what `score` does, without its memory."""
        known = float(row.values @ row.values)
        return self._scored(row.values @ self._weights_of(row), vector @ self.dense, vector, known, missing)

    def part(self, term: Term) -> Part:
        """Return a term's part in every score, what it means left out."""
        place = self.words.places.get(term.spelt or "")
        if place is not None:
            known, missing = self.words.squares[place].tolist()
            return Part(self.words.scores[place].astype(np.float32), known, missing)
        row, missing = self.space.weigh(term.features())
        return Part(row.values @ self._weights_of(row), float(row.values @ row.values), missing)

    def _weights_of(self, row: Row) -> Floats:
        return self.weights.take(row.ids, axis=0).astype(np.float32)

    def _scored(self, scores: Floats, meant: Floats, vector: Floats, known: float, missing: float) -> Scored:
        """Put what a question says and what it means side by side, each of its own length."""
        squares = known + missing or 1.0
        scores /= np.float32(math.sqrt(squares))
        length = math.sqrt(vector @ vector)
        if length:
            scores += meant / np.float32(length)
            vector = vector / np.float32(length)
        return Scored(scores, missing / squares, vector)

    def _sum(self, terms: Sequence[Term]) -> Floats:
        """Return the parts of terms, each once, added up."""
        places = self._places
        if len(places) + len(terms) > MEMORY:
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
        part = self.part(term)
        vector = meaning(term.spelt) if term.spelt else NOTHING
        self._parts[place] = np.concatenate(
            (part.scores, vector @ self.dense, vector, (part.known, part.missing))
        )
        self._places[term] = place
        return place


def fit(corpus: Corpus, chosen: Sequence[int], judge: Judge = UNJUDGED, rounds: int = 6) -> Index:
    """Return an index that has learnt just the chosen phrases, to be trusted as the judge says."""
    weights = train(
        corpus.units(chosen),
        corpus.wanted[list(chosen)],
        len(corpus.space.ids) + SIZE,
        len(corpus.labels),
        manner=_PACK_MANNER if corpus.is_pack else Manner(),
        rounds=rounds,
    )
    # A phrase has length 1 with its meaning, of questions each part has: what that adds is taken off here.
    weights /= np.float32(math.hypot(1.0, corpus.meant))
    return Index(
        corpus.language,
        corpus.space,
        Labels(corpus.labels, corpus.outcomes),
        weights[:-SIZE].astype(np.float16),
        weights[-SIZE:] * np.float32(corpus.meant),
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

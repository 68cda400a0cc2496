"""The index: everything that reading a question needs, made once from a knowledge base."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from bot.matching.corpus import Corpus
from bot.matching.examples import Examples
from bot.matching.features import BESIDE, Space, Term, Terms
from bot.matching.judging import UNJUDGED, Judge
from bot.matching.labels import Labels
from bot.matching.language import SLOTS, Language
from bot.matching.linear import Floats, Manner, Row, train
from bot.matching.meanings import NOTHING, SIZE, meaning
from bot.matching.weights import Weights

_PACK_MANNER = Manner(cost=0.4, own=32.0, enough=0.2)
"""How packs of questions are learnt, whose labels have few phrases each among those of many others."""

_FIRST_TERMS = 256
"""Terms for which there is room at first; it doubles when full."""

_MOST_TERMS = 16 * _FIRST_TERMS
"""Terms that are remembered, in some 6 MB; the store is emptied then, as typed words are without end."""


class Scored(NamedTuple):
    """How well a question fits each label."""

    scores: Floats
    """One margin a label, in the order of `Index.labels.all`; above 0 leans towards it."""
    unseen: float
    """The share of the question's squared length that no phrase has, 0 to 1."""
    vector: Floats
    """What the question means, of length 1, or 0 where no word of it is common English."""


class WordScores(NamedTuple):
    """What the words of the knowledge base bring to every question that they stand in, worked out in advance.

    Words recur and sentences don't: what those of a question bring is gathered and added up.
    """

    places: Mapping[str, int]
    """The row of each word, and of each slot."""
    rows: Floats
    """A part in every score, what it means, and its squared length: what phrases have, what none has."""


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
        words: WordScores | None = None,
    ) -> None:
        """Take what training made: the weights of features, and those of meanings, SIZE x labels."""
        self.language = language
        self.space = space
        self.labels = labels
        self.weights = weights
        self.dense = dense
        self.examples = examples
        self.judge = judge
        self._width = len(labels.all) + SIZE + 2
        self.words = words or WordScores({}, np.zeros((0, self._width), np.float32))
        # The same of words that no phrase has, as they are typed.
        self._places: dict[Term, int] = {}
        self._rows = np.zeros((_FIRST_TERMS, self._width), np.float32)

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

    def row(self, term: Term) -> Floats:
        """Return what a term brings to every question, as in `WordScores.rows`."""
        place = self.words.places.get(term.spelt or term.gram)
        if place is not None:
            known: Floats = self.words.rows[place]
            return known
        features, missing = self.space.weigh(term.features())
        lengths = np.array((features.values @ features.values, missing), np.float32)
        meant = meaning(term.spelt) if term.spelt else NOTHING
        row: Floats = np.concatenate((self.weights.weigh(features), meant, lengths))
        return row

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
        """Return the rows of terms, each once, added up."""
        known: list[int] = []
        others: list[Term] = []
        places = self.words.places.get
        for term in dict.fromkeys(terms):
            place = places(term.spelt or term.gram)
            if place is None:
                others.append(term)
            else:
                known.append(place)
        summed: Floats = np.add.reduce(self.words.rows.take(known, axis=0), axis=0)
        if others:
            rows = [self._remembered(term) for term in others]
            summed += np.add.reduce(self._rows.take(rows, axis=0), axis=0)
        return summed

    def _remembered(self, term: Term) -> int:
        place = self._places.get(term)
        if place is None:
            if len(self._places) >= _MOST_TERMS:
                self._places.clear()
            place = len(self._places)
            if place >= len(self._rows):
                self._rows = np.concatenate((self._rows, np.zeros_like(self._rows)))
            self._rows[place] = self.row(term)
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
    """Return the index with the rows of all known words and slots worked out."""
    words = [*index.language.spelling.frequencies, *SLOTS]
    rows = np.array([index.row(index.language.term(word)) for word in words], np.float32)
    return Index(
        index.language,
        index.space,
        index.labels,
        index.weights,
        index.dense,
        index.examples,
        index.judge,
        WordScores(dict(zip(words, range(len(words)), strict=True)), rows),
    )

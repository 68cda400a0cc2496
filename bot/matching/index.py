"""The index: everything that reading a question needs, made once from a knowledge base."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.corpus import Corpus
from bot.matching.examples import Examples
from bot.matching.features import BESIDE, Space, Term, Terms
from bot.matching.judging import UNJUDGED, Judge
from bot.matching.labels import Labels
from bot.matching.language import MEMORY, Language
from bot.matching.linear import Floats, Manner, Row, train
from bot.matching.phrases import Label, Phrase

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
    row: Row
    """The question as a vector of length 1, its unseen part left out."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A term's part in every score, remembered since words recur and sentences don't."""

    place: int
    """Its row among the remembered scores."""
    plain: Row
    """Its plain features."""
    known: float
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
        examples: Examples,
        judge: Judge,
        words: WordScores = NO_WORDS,
    ) -> None:
        """Take what training made; `weights` is features x labels, in half precision to spare memory."""
        self.language = language
        self.space = space
        self.labels = labels
        self.weights = weights
        self.examples = examples
        self.judge = judge
        self.words = words
        self._terms: dict[Term, _Weighed] = {}
        self._scores = np.zeros((_FIRST_TERMS, len(labels.all)), np.float32)

    def score(self, terms: Terms) -> Scored:
        """Return how well a question fits each label."""
        row, missing = self.space.weigh(terms.loose())
        scores = row.values @ self.weights[row.ids].astype(np.float32)
        known = float(row.values @ row.values)
        ids, values = [row.ids], [row.values]
        for share, group in ((1.0, terms.main), (BESIDE, terms.beside)):
            if group:
                weighed = [self._weigh(term) for term in dict.fromkeys(group)]
                summed = self._scores[[term.place for term in weighed]].sum(axis=0)
                scores += summed if share == 1.0 else summed * np.float32(share)
                known += sum(term.known for term in weighed) * share * share
                missing += sum(term.missing for term in weighed) * share * share
                ids += [term.plain.ids for term in weighed]
                values += [term.plain.values * np.float32(share) for term in weighed]
        squares = known + missing or 1.0
        length = np.float32(math.sqrt(squares))
        unit = Row(np.concatenate(ids), np.concatenate(values) / length)
        return Scored(scores / length, missing / squares, unit)

    def score_row(self, row: Row, missing: float) -> Scored:
        """Return how well weighed features fit each label; what `score` does, without its memory."""
        squares = float(row.values @ row.values) + missing or 1.0
        unit = Row(row.ids, row.values / np.float32(math.sqrt(squares)))
        return Scored(unit.values @ self.weights[unit.ids].astype(np.float32), missing / squares, unit)

    def closest(self, row: Row, label: Label) -> tuple[float, Phrase | None]:
        """Return the cosine of a unit vector to the label's closest phrase, and that phrase."""
        return self.examples.closest(row, label, len(self.space.ids))

    def part(self, term: Term) -> tuple[Floats, float, float]:
        """Return a term's part in every score, and the squared lengths of its known and unseen features."""
        place = self.words.places.get(term.spelt or "")
        if place is not None:
            known, missing = self.words.squares[place]
            return self.words.scores[place].astype(np.float32), float(known), float(missing)
        row, missing = self.space.weigh(term.features())
        scores = row.values @ self.weights[row.ids].astype(np.float32)
        return scores, float(row.values @ row.values), missing

    def _weigh(self, term: Term) -> _Weighed:
        found = self._terms.get(term)
        if found is None:
            if len(self._terms) >= MEMORY:
                self._terms.clear()
            place = len(self._terms)
            if place >= len(self._scores):
                self._scores = np.concatenate((self._scores, np.zeros_like(self._scores)))
            plain, _ = self.space.weigh(term.plain())
            self._scores[place], known, missing = self.part(term)
            found = _Weighed(place, plain, known, missing)
            self._terms[term] = found
        return found


def fit(corpus: Corpus, chosen: Sequence[int], judge: Judge = UNJUDGED, rounds: int = 6) -> Index:
    """Return an index that has learnt just the chosen phrases, to be trusted as the judge says."""
    rows = corpus.units(chosen)
    weights = train(
        rows,
        corpus.wanted[list(chosen)],
        len(corpus.space.ids),
        len(corpus.labels),
        manner=_PACK_MANNER if corpus.is_pack else Manner(),
        rounds=rounds,
    )
    return Index(
        corpus.language,
        corpus.space,
        Labels(corpus.labels, corpus.outcomes),
        weights.astype(np.float16),
        Examples.of([corpus.phrases[at] for at in chosen], [corpus.plain(row) for row in rows]),
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
        index.examples,
        index.judge,
        WordScores(
            dict(zip(words, range(len(words)), strict=True)),
            np.array([scores for scores, _, _ in parts], np.float16),
            np.array([(known, missing) for _, known, missing in parts], np.float32),
        ),
    )

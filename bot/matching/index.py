"""The index: everything that reading a question needs, made once from a knowledge base."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.corpus import Corpus
from bot.matching.examples import Examples
from bot.matching.features import BESIDE, Space, Term, Terms
from bot.matching.judging import UNJUDGED, Judge
from bot.matching.labels import Labels
from bot.matching.language import MEMORY, Language
from bot.matching.linear import Floats, Row, train
from bot.matching.phrases import Label, Phrase

_WHOLE = np.float32(1)
_BESIDE = np.float32(BESIDE)


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

    scores: Floats
    row: Row
    known: float
    missing: float


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
    ) -> None:
        """Take what training made; `weights` is features x labels, in half precision to spare memory."""
        self.language = language
        self.space = space
        self.labels = labels
        self.weights = weights
        self.examples = examples
        self.judge = judge
        self._terms: dict[Term, _Weighed] = {}

    def score(self, terms: Terms) -> Scored:
        """Return how well a question fits each label."""
        row, missing = self.space.weigh(terms.loose())
        scores = row.values @ self.weights[row.ids].astype(np.float32)
        known = float(row.values @ row.values)
        ids, values = [row.ids], [row.values]
        for share, group in ((_WHOLE, terms.main), (_BESIDE, terms.beside)):
            for term in dict.fromkeys(group):
                weighed = self._weigh(term)
                scores += weighed.scores * share
                known += weighed.known * float(share * share)
                missing += weighed.missing * float(share * share)
                ids.append(weighed.row.ids)
                values.append(weighed.row.values * share)
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

    def _weigh(self, term: Term) -> _Weighed:
        found = self._terms.get(term)
        if found is None:
            if len(self._terms) > MEMORY:
                self._terms.clear()
            row, missing = self.space.weigh(term.features())
            found = _Weighed(
                row.values @ self.weights[row.ids].astype(np.float32),
                row,
                float(row.values @ row.values),
                missing,
            )
            self._terms[term] = found
        return found


def fit(corpus: Corpus, chosen: Sequence[int], judge: Judge = UNJUDGED, rounds: int = 6) -> Index:
    """Return an index that has learnt just the chosen phrases, to be trusted as the judge says."""
    rows = corpus.units(chosen)
    weights = train(
        rows, corpus.wanted[list(chosen)], len(corpus.space.ids), len(corpus.labels), rounds=rounds
    )
    return Index(
        corpus.language,
        corpus.space,
        Labels(corpus.labels, corpus.outcomes),
        weights.astype(np.float16),
        Examples.of([corpus.phrases[at] for at in chosen], rows),
        judge,
    )

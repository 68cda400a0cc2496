"""The index: everything that reading a question needs, made once from a knowledge base."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Part
from bot.matching.features import BESIDE, Space, Term, Terms
from bot.matching.judging import UNJUDGED, Judge
from bot.matching.language import MEMORY, Language
from bot.matching.linear import Floats, Row, train
from bot.matching.phrases import Label, Phrase
from bot.matching.reading import Kind


@dataclass(frozen=True, slots=True)
class Scored:
    """How well a question, or a part of it, fits each label."""

    scores: Floats
    """One margin a label, in the order of `Index.labels`; above 0 leans towards it."""
    unseen: float
    """The share of the question's squared length that no phrase has, 0 to 1."""
    squares: float
    """The question's squared length."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A term's part in every score, remembered since words recur and sentences don't."""

    scores: Floats
    known: float
    missing: float


class Index:
    """A trained reader of questions over one knowledge base; immutable but for what it remembers."""

    def __init__(
        self,
        language: Language,
        space: Space,
        labels: Sequence[Label],
        weights: Floats,
        phrases: Sequence[Phrase],
        rows: Sequence[Row],
        outcomes: Mapping[Label, frozenset[str]],
        judge: Judge = UNJUDGED,
    ) -> None:
        self.language = language
        self.space = space
        self.labels = tuple(labels)
        self.phrases = tuple(phrases)
        self.judge = judge
        self.outcomes = outcomes
        """What answers to a label have in common: the roles responsible, or the entry itself."""
        self._weights = weights
        self._rows = rows
        self._terms: dict[Term, _Weighed] = {}
        self._of_label: dict[Label, list[int]] = {}
        for at, phrase in enumerate(self.phrases):
            self._of_label.setdefault(phrase.label, []).append(at)

    def score(self, terms: Terms) -> Scored:
        """Return how well a question fits each label."""
        scores = np.zeros(len(self.labels), np.float32)
        known = missing = 0.0
        for share, group in ((1.0, terms.main), (BESIDE, terms.beside)):
            for term in dict.fromkeys(group):
                weighed = self._weigh(term)
                scores += weighed.scores if share == 1.0 else weighed.scores * np.float32(share)
                known += weighed.known * share * share
                missing += weighed.missing * share * share
        row, lost = self.space.weigh(terms.loose())
        scores += row.values @ self._weights[row.ids]
        known += float(row.values @ row.values)
        missing += lost
        squares = known + missing or 1.0
        scores /= np.float32(math.sqrt(squares))
        return Scored(scores, missing / squares, squares)

    def closest(self, terms: Terms, label: Label) -> tuple[float, Phrase | None]:
        """Return the cosine to the label's closest phrase, and that phrase."""
        row = self.space.unit(terms)
        dense = np.zeros(len(self.space.ids), np.float32)
        dense[row.ids] = row.values
        best, phrase = 0.0, None
        for at in self._of_label.get(label, ()):
            other = self._rows[at]
            cosine = float(dense[other.ids] @ other.values)
            if cosine > best:
                best, phrase = cosine, self.phrases[at]
        return best, phrase

    def _weigh(self, term: Term) -> _Weighed:
        found = self._terms.get(term)
        if found is None:
            if len(self._terms) > MEMORY:
                self._terms.clear()
            row, missing = self.space.weigh(term.features())
            found = _Weighed(row.values @ self._weights[row.ids], float(row.values @ row.values), missing)
            self._terms[term] = found
        return found


def fit(knowledge: KnowledgeBase, learnt: Sequence[Phrase], judge: Judge = UNJUDGED) -> Index:
    """Return an index that has learnt just these phrases, to be trusted as the judge says."""
    language = Language(knowledge, [phrase.text for phrase in learnt])
    parsed = [language.parse(phrase.text).terms for phrase in learnt]
    space = Space.of([terms.features() for terms in parsed])
    rows = [space.unit(terms) for terms in parsed]
    labels = tuple(dict.fromkeys(phrase.label for phrase in learnt))
    place = {label: at for at, label in enumerate(labels)}
    wanted: npt.NDArray[np.intp] = np.array([place[phrase.label] for phrase in learnt], np.intp)
    weights = train(rows, wanted, len(space.ids), len(labels))
    outcomes = {label: _outcome(knowledge, label) for label in labels}
    return Index(language, space, labels, weights, learnt, rows, outcomes, judge)


def _outcome(knowledge: KnowledgeBase, label: Label) -> frozenset[str]:
    topic = knowledge.topics.get(label.entry or "")
    if label.kind is Kind.OWNERSHIP and topic is not None:
        stakes = topic.stakes
        return frozenset(
            stake.role for stake in stakes if stake.part is Part.RESPONSIBLE and not stake.partial
        )
    return frozenset((label.entry or label.kind,))

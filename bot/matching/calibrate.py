"""Learns how far to trust the scores, from the knowledge base itself: by leaving parts of it out.

A ninth of the areas outside (a third of the entries, where a knowledge base names no such areas) and a
tenth of the other phrases are left out, three times over, and then asked. What is gone altogether must be
rejected, the others must find their own. How many of what people ask is assumed to be unknown, how much
trials of explanations weigh, and how much surer the whole index is than one that lacks a part, were chosen
by what labelled questions showed; all else comes from the knowledge base.

Where there is nothing but packs, questions of the kinds that only a whole knowledge base covers are asked
too: what is left out of a pack is still close to the rest of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bot.matching.corpus import Corpus
from bot.matching.examples import evenly
from bot.matching.index import Index, fit
from bot.matching.judging import UNJUDGED, Doubles, Judge, Signs, regress
from bot.matching.labels import ROLES_NEEDED
from bot.matching.linear import Row
from bot.matching.nearest import Nearest
from bot.matching.phrases import asking
from bot.matching.ranking import rank
from bot.matching.reading import Kind

_FOLDS = 3
_EVERY = 10
_ROUNDS = 3
_TRIALS = 4_000
_PACK_TRIALS = 2_000
"""As many make the probabilities reliable: a large pack need not be taken apart three times."""

_COMPARED = 4_500
"""Phrases among which the closest are looked for."""

_UNCOVERED = 0.24
"""The share of questions about something else that a bot is assumed to get."""

_EXPLAINED = 0.1
"""What a question for an explanation counts among the others: the base has many, people ask few."""

_SURER = 1.15
"""How much surer the whole is than what lacks a part, in log odds: it decides the same, and says it louder.

Guo et al., "On Calibration of Modern Neural Networks" (ICML 2017), call its inverse the temperature.
"""

_PACK_EVERY = 5
_PACK_UNCOVERED = 0.03
"""The same where there are only packs: to reject more would lose many good answers."""


@dataclass(frozen=True, slots=True)
class _Trial:
    right: bool
    covered: bool
    signs: Signs
    weight: float = 1.0


def calibrate(corpus: Corpus) -> Judge:
    """Return what turns the signs of a reading into probabilities on this knowledge base."""
    trials: list[_Trial] = []
    most = _PACK_TRIALS if corpus.is_pack else _TRIALS
    for fold in range(_FOLDS):
        if len(trials) < most:
            trials += _trials(corpus, fold, most // 2)
    uncovered = sum(not trial.covered for trial in trials)
    if not uncovered or uncovered == len(trials):
        return UNJUDGED
    share = _PACK_UNCOVERED if corpus.is_pack else _UNCOVERED
    covered = sum(trial.weight for trial in trials if trial.covered)
    weight = covered / uncovered * share / (1 - share)
    weights = [trial.weight if trial.covered else weight for trial in trials]
    vectors = [trial.signs.vector() for trial in trials]
    surer = 1.0 if corpus.is_pack else _SURER
    right = regress(vectors, [trial.right for trial in trials], weights)
    near = regress(vectors, [trial.covered for trial in trials], weights)
    return Judge(tuple(surer * at for at in right), tuple(surer * at for at in near), _chance(corpus))


def _chance(corpus: Corpus) -> Doubles:
    """Return how close people's own phrases come to phrases that mean something else, ascending."""
    own = [at for at, phrase in enumerate(corpus.phrases) if phrase.label.entry and not phrase.made]
    own = evenly(own, _COMPARED)
    terms = [corpus.language.parse(corpus.phrases[at].text).terms for at in own]
    nearest = Nearest(corpus.space, terms)
    wanted = corpus.wanted[own]
    found = [nearest.closest(terms[place], wanted != wanted[place]) for place in range(0, len(own), _EVERY)]
    return np.sort(np.array([near.cosine for near in found if near is not None]))


def _trials(corpus: Corpus, fold: int, most: int) -> Iterator[_Trial]:
    outside = [label for label in corpus.labels if label.outside]
    entries = outside or [label for label in corpus.labels if label.entry]
    gone = set(entries[_FOLDS * fold :: _FOLDS**2] if outside else entries[fold::_FOLDS])
    every = _PACK_EVERY if corpus.is_pack else _EVERY
    kept, held_out, uncovered = [], [], []
    for at, phrase in enumerate(corpus.phrases):
        if phrase.label in gone:
            uncovered.append(at)
        elif not phrase.made and crc32(phrase.text.encode()) % every == fold:
            held_out.append(at)
        else:
            kept.append(at)
    index = fit(corpus, kept, rounds=_ROUNDS)
    seen = np.zeros(len(corpus.space.idf), bool)
    for at in kept:
        seen[corpus.rows[at].ids] = True
    for at in (*evenly(held_out, most), *evenly(uncovered, most)):
        trial = _trial(corpus, index, seen, at, corpus.phrases[at].label not in gone)
        if trial is not None:
            yield trial
    if corpus.is_pack:
        yield from _far_trials(index, fold, min(len(uncovered), most))


def _far_trials(index: Index, fold: int, most: int) -> Iterator[_Trial]:
    """Ask what people ask about roles, which no pack covers."""
    far = [text for kind, texts in asking().items() if kind in ROLES_NEEDED for text in texts]
    for text in evenly(far[fold::_FOLDS], most):
        parsed = index.language.parse(text)
        ranking = rank(index, parsed, index.score(parsed.terms))
        if ranking is not None:
            yield _Trial(False, False, ranking.signs)


def _trial(corpus: Corpus, index: Index, seen: npt.NDArray[np.bool_], at: int, kept: bool) -> _Trial | None:
    own = corpus.phrases[at].label
    parsed = corpus.language.parse(_filled(corpus, at))
    row = corpus.rows[at]
    known = seen[row.ids]
    lacking = corpus.words[row.ids] & ~known
    idf = corpus.space.idf[row.ids]
    missing = float(np.square(row.values / idf * corpus.space.unseen)[lacking].sum())
    scored = index.score_row(Row(row.ids[known], row.values[known]), missing, corpus.vectors[at])
    ranking = rank(index, parsed, scored)
    if ranking is None:
        return None
    found = corpus.labels[ranking.best]
    right = found.kind is own.kind and bool(corpus.outcomes[found] & corpus.outcomes[own]) and not own.outside
    weight = _EXPLAINED if own.kind is Kind.ABOUT else 1.0
    return _Trial(right, right or (kept and not own.outside), ranking.signs, weight)


def _filled(corpus: Corpus, at: int) -> str:
    """Return a phrase with names in its slots, another one each time."""
    text = corpus.phrases[at].text
    for slot, names in corpus.language.examples.items():
        for turn in range(text.count(slot)):
            text = text.replace(slot, names[(at + turn) % len(names)], 1) if names else text
    return text

"""Tells why a question was read as it was: what each word and pair of words spoke for, worked out anew."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.matching.features import Terms
from bot.matching.index import Index
from bot.matching.language import Parsed
from bot.matching.linear import Floats
from bot.matching.meanings import meaning
from bot.matching.phrases import Label
from bot.matching.ranking import SHARPNESS, rank
from bot.matching.text import clean, words

_CANDIDATES = 5
_PIECES = 16

_GROUPS = {"p": "neighbours", "k": "with one between", "s": "meaning", "m": "mark"}
"""What the letter in front of a feature stands for."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A meaning that was considered."""

    name: str
    score: float
    """The margin of the classifier; above 0 leans towards it."""
    share: float
    """Its share of the likelihood of all that are possible."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the question, and what it gave."""

    words: str
    group: str
    given: float
    """How much of the first candidate's lead over the second it made; below 0 it spoke against it."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that a reading of a question rests on."""

    words: tuple[str, ...]
    repairs: tuple[tuple[str, str], ...]
    """Words as typed, and as read."""
    names: tuple[tuple[str, str], ...]
    """Names as typed, and what they are the names of."""
    candidates: tuple[Candidate, ...] = ()
    """Best first; only what the named subjects make possible."""
    pieces: tuple[Piece, ...] = ()
    """The weightiest first."""
    right: float = 0.0
    """The probability that the best covered candidate is right."""
    covered: float = 0.0
    """The probability that the question is covered at all."""
    unseen: float = 0.0
    """The share of the question that no phrase has."""
    closest: str = ""
    """The phrase of the best covered candidate that is most like the question."""
    likeness: float = 0.0


def explain(question: str, index: Index) -> Explanation:
    """Return what the reading of a question rests on, by the index alone."""
    parsed = index.language.parse_words(words(clean(question)))
    scored = index.score(parsed.terms)
    ranking = rank(index, parsed, scored) if parsed.words else None
    if ranking is None:
        return Explanation(parsed.words, _repairs(parsed), _names(parsed))
    scores = scored.scores + index.labels.penalties(parsed)
    best = [int(at) for at in np.argsort(-scores)[:_CANDIDATES] if np.isfinite(scores[at])]
    right, covered = index.judge.judge(ranking.signs)
    return Explanation(
        parsed.words,
        _repairs(parsed),
        _names(parsed),
        _candidates(index, scores, best),
        _pieces(index, parsed, best),
        right,
        covered,
        scored.unseen,
        ranking.closest or "",
        ranking.cosine,
    )


def _repairs(parsed: Parsed) -> tuple[tuple[str, str], ...]:
    pairs = zip(parsed.words, parsed.read_as, strict=True)
    return tuple((typed, read_as) for typed, read_as in pairs if typed != read_as)


def _names(parsed: Parsed) -> tuple[tuple[str, str], ...]:
    return tuple(
        (" ".join(parsed.words[mention.start : mention.end]), f"{name.sort} {name.id}")
        for mention in parsed.mentions
        for name in mention.names
    )


def _candidates(index: Index, scores: Floats, best: list[int]) -> tuple[Candidate, ...]:
    likelihood = np.exp(SHARPNESS * (scores - scores.max()))
    shares = likelihood / likelihood.sum()
    return tuple(Candidate(_name(index.labels.all[at]), float(scores[at]), float(shares[at])) for at in best)


def _name(label: Label) -> str:
    return f"not ours: {label.entry}" if label.outside else f"{label.kind} {label.entry or ''}".strip()


def _pieces(index: Index, parsed: Parsed, best: list[int]) -> tuple[Piece, ...]:
    """Return what each part of the question gave to the lead of the best over the second best."""
    pair = best[0], best[1] if len(best) > 1 else None
    pieces = (*_said(index, parsed.terms, *pair), *_meant(index, parsed.terms, *pair))
    return tuple(sorted(pieces, key=lambda piece: -abs(piece.given))[:_PIECES])


def _said(index: Index, terms: Terms, first: int, second: int | None) -> Iterator[Piece]:
    """Yield what the features gave: those of each word, and those that only the whole has."""
    found: list[tuple[str, str, float]] = []
    squares = 0.0
    for term, share in terms.shares():
        brought = index.row(term)
        found.append((term.spelt or term.gram, "word", _lead(brought, first, second) * share))
        squares += float(brought[-2:].sum()) * share * share
    for feature, weight in terms.loose():
        row = index.space.row(feature, weight)
        found.append((feature[2:], _GROUPS[feature[0]], _lead(index.weights.weigh(row), first, second)))
        squares += float(row.values @ row.values)
    length = math.sqrt(squares) or 1.0
    yield from (Piece(text, group, given / length) for text, group, given in found)


def _meant(index: Index, terms: Terms, first: int, second: int | None) -> Iterator[Piece]:
    """Yield what the meaning of each word gave."""
    found = [
        (term.spelt, meaning(term.spelt) * np.float32(share)) for term, share in terms.shares() if term.spelt
    ]
    length = float(np.linalg.norm(sum(vector for _, vector in found))) or 1.0
    for word, vector in found:
        if vector.any():
            scores = (vector @ index.dense).astype(np.float32)
            yield Piece(word, "meaning", _lead(scores, first, second) / length)


def _lead(scores: Floats, first: int, second: int | None) -> float:
    return float(scores[first]) - (float(scores[second]) if second is not None else 0.0)

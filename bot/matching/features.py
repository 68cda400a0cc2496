"""Turns the words of a question into the numbers that the classifier weighs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

from bot.matching.linear import Floats, Row

SPELT = 0.9
"""Weight of the word as it is spelt, beside its stem, which weighs 1."""

PAIR = 0.7
"""Weight of two neighbouring words, and of two with one between them."""

LETTERS = 0.4
"""Weight of a run of letters; a word has many."""

SENSE = 0.8
"""Weight of what a word means the same as (a set of synonyms)."""

NAMED = 0.8
"""Weight of a topic's or concept's own name."""

BESIDE = 0.3
"""Share of its weight that a word keeps where a slot already stands for it."""


_RUN = 3
"""Letters in a run."""


_STEMS: dict[str, str] = {}
_REMEMBERED = 100_000


@cache
def _stemmer() -> Any:  # noqa: ANN401 - ships no types
    import snowballstemmer  # it loads the rules of every language, and most words are remembered

    return snowballstemmer.stemmer("english")


def stem(word: str) -> str:
    """Return the word without its English endings (Snowball's English stemmer)."""
    found = _STEMS.get(word)
    if found is None:
        if len(_STEMS) > _REMEMBERED:
            _STEMS.clear()
        found = _STEMS[word] = str(_stemmer().stemWord(word))
    return found


def remember(stems: Mapping[str, str]) -> None:
    """Take over stems that were found earlier: the stemmer is the slowest part of a start."""
    _STEMS.update(stems)


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One word of a question, or a slot that stands for a name: `{role}`, `{item}`.

    A language makes one term a word and keeps it, so that terms are compared by identity.
    """

    gram: str
    """What it counts as among its neighbours: its stem, or the slot."""
    spelt: str | None = None
    """The word itself; None for a slot."""
    senses: tuple[str, ...] = ()
    """The sets of synonyms that it belongs to."""

    def plain(self) -> list[tuple[str, float]]:
        """Return what people would name: the word and what it means."""
        return [(f"g {self.gram}", 1.0), *((f"s {sense}", SENSE) for sense in self.senses)]

    def features(self) -> list[tuple[str, float]]:
        """Return the features that it has wherever it stands, each with its weight."""
        if self.spelt is None:
            return self.plain()
        spelt = f"<{self.spelt}>"
        runs = {spelt[at : at + _RUN] for at in range(len(spelt) - _RUN + 1)}
        return [*self.plain(), (f"w {self.spelt}", SPELT), *((f"l {run}", LETTERS) for run in sorted(runs))]


@dataclass(frozen=True, slots=True)
class Terms:
    """A question as the classifier sees it."""

    main: tuple[Term, ...]
    """In order; names of roles and items are slots here."""
    beside: tuple[Term, ...] = ()
    """The words of the items that slots stand for: they count, but have no neighbours."""
    senses: tuple[str, ...] = ()
    """The sets of synonyms to which several of its words belong together: "work together"."""
    marks: tuple[str, ...] = ()
    """Facts about the whole question: a topic named in it, how many roles it names."""

    def shares(self) -> Iterator[tuple[Term, float]]:
        """Yield its words, each once, with how much they count."""
        yield from ((term, 1.0) for term in dict.fromkeys(self.main))
        yield from ((term, BESIDE) for term in dict.fromkeys(self.beside))

    def loose(self) -> list[tuple[str, float]]:
        """Return the features that no single word has: neighbouring grams, edges included, and marks."""
        grams = ["^", *(term.gram for term in self.main), "$"]
        pairs = [f"p {left} {right}" for left, right in pairwise(grams)]
        pairs += [f"k {left} {right}" for left, right in zip(grams, grams[2:], strict=False)]
        found = [(pair, PAIR) for pair in dict.fromkeys(pairs)]
        found += [(f"s {sense}", SENSE) for sense in self.senses]
        found += [(f"m {mark}", NAMED) for mark in self.marks]
        return found

    def plain(self) -> list[tuple[str, float]]:
        """Return the features that people would name: words, what they mean, their neighbours; no letters."""
        found = self.loose()
        for term in dict.fromkeys((*self.main, *self.beside)):
            found += term.plain()
        return found


class Space:
    """The features of all phrases, with how telling each one is (idf)."""

    def __init__(self, ids: Mapping[str, int], idf: Floats, unseen: float) -> None:
        self.ids = ids
        self.idf = idf
        self.idf_list: list[float] = idf.tolist()
        """The same as Python numbers, for the few that one question needs."""
        self.unseen = unseen
        """The idf of a feature that no phrase has: it counts against every answer."""

    def weigh(self, features: Sequence[tuple[str, float]]) -> tuple[Row, float]:
        """Return features weighted by idf, and the squared length of those that no phrase has."""
        ids_of = self.ids
        places: list[int] = []
        weights: list[float] = []
        missing = 0.0
        for name, weight in features:
            at = ids_of.get(name)
            if at is None:
                missing += weight * weight
            else:
                places.append(at)
                weights.append(weight)
        ids = np.array(places, np.int32)
        values = np.array(weights, np.float32)
        return Row(ids, values * self.idf[ids]), missing * self.unseen**2

"""Turns the words of a question into the numbers that the classifier weighs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple, Self, TypeAlias

import numpy as np

from bot.matching.linear import Floats, Row

SPELT = 0.9
"""Weight of the word as it is spelt, beside its stem, which weighs 1."""

PAIR = 0.7
"""Weight of two neighbouring words, and of two with one between them."""

NEXT, APART = "p", "k"
"""The letters in front of two neighbouring words, and of two with one between them."""

_SENSE = "s"
"""The letter in front of a set of synonyms."""

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


class Terms(NamedTuple):
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

    def grams(self) -> list[str]:
        """Return what its words count as among their neighbours, the edges included."""
        return ["^", *[term.gram for term in self.main], "$"]

    def facts(self) -> list[tuple[str, float]]:
        """Return what its words mean together, and its marks."""
        found = [(f"s {sense}", SENSE) for sense in self.senses]
        return [*found, *((f"m {mark}", NAMED) for mark in self.marks)]

    def loose(self) -> list[tuple[str, float]]:
        """Return the features that no single word has: neighbouring grams, those one further, and facts."""
        grams = self.grams()
        pairs = [f"{NEXT} {left} {right}" for left, right in pairwise(grams)]
        pairs += [f"{APART} {left} {right}" for left, right in apart(grams)]
        return [*((pair, PAIR) for pair in dict.fromkeys(pairs)), *self.facts()]


_PLAIN = 8_192
"""Words of which it is remembered what they tell; typed words are without end, so it is emptied then."""

Pairs: TypeAlias = Mapping[str, Mapping[str, Mapping[str, int]]]
"""By family, then by the first word, then by the second."""


def apart(grams: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the grams with one between them."""
    return zip(grams, grams[2:], strict=False)


class Space:
    """The features of all phrases, with how telling each one is (idf)."""

    def __init__(self, ids: Mapping[str, int], pairs: Pairs, idf: Floats, unseen: float) -> None:
        self.ids = ids
        """The places of features that one word has, and of facts."""
        self.pairs = pairs
        """The places of features that two words make, looked up word by word."""
        self.idf = idf
        """By place."""
        self.unseen = unseen
        """The idf of a feature of a word that no phrase has: it counts against every answer."""
        self._plain: dict[Term, Sequence[tuple[int, float]]] = {}

    @classmethod
    def of(cls, features: Sequence[str], idf: Floats, unseen: float) -> Self:
        """Return the space of features, each of which is at its place."""
        ids: dict[str, int] = {}
        pairs: dict[str, dict[str, dict[str, int]]] = {NEXT: {}, APART: {}}
        for at, feature in enumerate(features):
            if feature[0] in pairs:
                family, left, right = feature.split(" ")
                pairs[family].setdefault(left, {})[right] = at
            else:
                ids[feature] = at
        return cls(ids, pairs, idf, unseen)

    def keyed(self, feature: str, weight: float) -> tuple[int, float]:
        """Return a feature of a word, or a fact, by its place, or by its hash, with how much it tells."""
        at = self.ids.get(feature)
        return (hash(feature), weight * self.unseen) if at is None else (at, weight * self.idf.item(at))

    def plain(self, term: Term) -> Sequence[tuple[int, float]]:
        """Return what people would name of a word in the same way."""
        told = self._plain.get(term)
        if told is None:
            if len(self._plain) >= _PLAIN:
                self._plain.clear()
            told = self._plain[term] = tuple(self.keyed(*feature) for feature in term.plain())
        return told

    def place(self, feature: str) -> int | None:
        """Return the place of a feature of any kind; None where no phrase has it."""
        if feature[0] not in self.pairs:
            return self.ids.get(feature)
        family, left, right = feature.split(" ")
        return self.pairs[family].get(left, {}).get(right)

    def row(self, feature: str, weight: float) -> Row:
        """Return one feature of any kind, weighted by idf; nothing where no phrase has it."""
        at = self.place(feature)
        ids = np.array([] if at is None else [at], np.int32)
        return Row(ids, np.float32(weight) * self.idf.take(ids))

    def weigh_loose(self, terms: Terms) -> Row:
        """Return the features that no single word of a question has, weighted by idf.

        Those that no phrase has prove nothing: people put the same question in many ways.
        """
        grams = terms.grams()
        next_, one_further = self.pairs[NEXT].get, self.pairs[APART].get
        found = [after.get(right) for left, right in pairwise(grams) if (after := next_(left))]
        found += [after.get(right) for left, right in apart(grams) if (after := one_further(left))]
        places = {at: PAIR for at in found if at is not None}
        for fact, weight in terms.facts():
            if (at := self.ids.get(fact)) is not None:
                places[at] = weight
        ids = np.array([*places], np.int32)
        return Row(ids, np.array([*places.values()], np.float32) * self.idf.take(ids))

    def weigh(self, features: Sequence[tuple[str, float]]) -> tuple[Row, float]:
        """Return features of one word weighted by idf, and the squared length of those that no phrase has.

        How it is spelt is of no account where phrases have its synonyms: it is known then.
        """
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
        known = any(name[0] == _SENSE and name in ids_of for name, _ in features)
        return Row(ids, values * self.idf[ids]), 0.0 if known else missing * self.unseen**2

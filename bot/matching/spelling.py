"""Repairs a word that nobody here has ever used to the likeliest word that is known."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Self, TypeAlias
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bot.matching.slips import slips, warm, within

SHORTEST = 4
"""Letters below which only a word of a name, or a very common one, is meant: short words are too alike."""

_LONG = 7
"""Letters from which two edits are forgiven, in words of names and in frequent ones."""

_FREQUENT = 20
"""How often a word occurs in which two edits are forgiven."""

_COMMON = 50
"""How often a word occurs that is looked for behind three letters: "kow", "ith"."""

_FIRST_LETTER = 3.0
"""What a wrong first letter costs, in logarithms of frequency: people rarely mistype it."""

_NAMED = 3.0
"""What being a word of a name is worth, likewise."""

Numbers: TypeAlias = npt.NDArray[np.uint32]


class Words:
    """Words in order, held as a text with a line for each: as a set they take twelve times the memory."""

    def __init__(self, lines: str) -> None:
        """Take the text; every line ends."""
        self._lines = lines

    def __contains__(self, word: str) -> bool:
        at = bisect_left(range(len(self._lines)), word, key=self._word_at)
        return at < len(self._lines) and self._word_at(at) == word

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines.splitlines())

    def _word_at(self, place: int) -> str:
        start = self._lines.rfind("\n", 0, place) + 1
        return self._lines[start : self._lines.index("\n", place)]


@cache
def english() -> Words:
    """Return the common words of English; read when the first unknown word comes."""
    lines = files("bot.matching").joinpath("english.txt").read_text("utf-8")
    return Words(re.sub(r"^#.*\n", "", lines, flags=re.MULTILINE))


class Near:
    """Known words by what is left of them without a letter or two.

    What is left is held as checksums, in order: as texts it would take twenty times the memory. Where two
    have one checksum, a word more is looked at.
    """

    def __init__(self, words: Iterable[str], sums: Numbers, places: Numbers) -> None:
        """Take what `of` made of the same words."""
        self._words = sorted(words)
        self.sums, self.places = sums, places

    @classmethod
    def of(cls, words: Iterable[str], twice: Collection[str]) -> Self:
        """Prepare words, some of them to be found by what is left without two letters."""
        pairs = [
            (_sum(key), place)
            for place, word in enumerate(sorted(words))
            if len(word) >= SHORTEST - 1
            for key in _keys(word, twice=word in twice)
        ]
        found = np.array(sorted(pairs), np.uint32).reshape(-1, 2)
        return cls(words, found[:, 0].copy(), found[:, 1].copy())

    def find(self, keys: Collection[str]) -> set[str]:
        """Return the words of which one of these texts may be left."""
        sums = np.fromiter(map(_sum, keys), np.uint32, len(keys))
        starts, ends = (np.searchsorted(self.sums, sums, side).tolist() for side in ("left", "right"))
        return {
            self._words[place]
            for start, end in zip(starts, ends, strict=True)
            if start < end
            for place in self.places[start:end].tolist()
        }


class Spelling:
    """Known words, found from a misspelt one by deleting letters on both sides (SymSpell's idea)."""

    def __init__(
        self, frequencies: Mapping[str, int], names: Iterable[str] = (), *, few: bool = False
    ) -> None:
        """Take the known words with how often they occur, and those that names are made of.

        With `few`, they are looked through instead of prepared: that takes no memory, and no time before.
        """
        self.frequencies = frequencies
        self._few = few
        self._names = frozenset(names)
        self._longest = max(map(len, self.frequencies), default=0)
        self._forgiven = frozenset(
            word
            for word, count in self.frequencies.items()
            if len(word) >= _LONG and (word in self._names or count >= _FREQUENT)
        )
        """Those within two edits of which they are looked for."""
        self._longest_forgiven = max(map(len, self._forgiven), default=0)

    @cached_property
    def near(self) -> Near:
        """The known words, prepared when needed; one that was prepared earlier can be set."""
        return Near.of(self.frequencies, self._forgiven)

    def warm(self) -> None:
        """Make now what the first repair would otherwise wait for."""
        english()
        warm()
        if not self._few:
            self.near  # noqa: B018 - a cached property is made by asking for it

    def __contains__(self, word: str) -> bool:
        return word in self.frequencies

    def repair(self, word: str) -> str | None:
        """Return the known word within one slip (two for some long words) that is meant most likely.

        A common English word is what it is and is never repaired. None where nothing known is near.
        """
        if not SHORTEST - 1 <= len(word) <= self._longest + 1 or not word.isalpha() or word in english():
            return None
        twice = _LONG - 1 <= len(word) <= self._longest_forgiven + 2
        candidates = self._candidates(word, twice=twice)
        best: tuple[float, float, str] | None = None
        for known in candidates:
            named = known in self._names
            if len(word) < SHORTEST and not named and self.frequencies[known] < _COMMON:
                continue
            limit = 2 if twice and known in self._forgiven else 1
            distance = slips(word, known, limit)
            if distance <= limit:
                rank = (distance, -self._weight(word, known, named=named), known)
                best = rank if best is None else min(best, rank)
        return best[2] if best else None

    def _candidates(self, word: str, *, twice: bool) -> set[str]:
        if self._few:
            return set(within(1 + twice, word, self.frequencies.keys()))
        return self.near.find(_keys(word, twice=twice))

    def rename(self, word: str) -> str | None:
        """Return the word of a name that one slip makes of a word; None for a word that is what it is."""
        repaired = self.repair(word)
        if repaired not in self._names or slips(word, repaired) != 1:
            return None
        return repaired

    def _weight(self, word: str, known: str, *, named: bool) -> float:
        slip = _FIRST_LETTER if known[0] != word[0] else 0.0
        return math.log1p(self.frequencies[known]) - slip + (_NAMED if named else 0.0)


def _keys(word: str, *, twice: bool) -> set[str]:
    keys = {word, *_deletions(word)}
    if twice:
        keys.update(*map(_deletions, tuple(keys)))
    return keys


def _sum(key: str) -> int:
    return crc32(key.encode(errors="surrogatepass"))


def _deletions(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}

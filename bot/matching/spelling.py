"""Repairs a word that nobody here has ever used to the likeliest word that is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from importlib.resources import files

from rapidfuzz.distance import OSA

SHORTEST = 4
"""Letters below which only a word of a name is meant: too many short words are one edit apart."""

_TWO_EDITS = 8
"""Letters from which two edits are forgiven."""


@cache
def english() -> frozenset[str]:
    """Return the common words of English; read when the first unknown word comes."""
    lines = files("bot.matching").joinpath("english.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


class Spelling:
    """Known words, found from a misspelt one by deleting letters on both sides (SymSpell's idea)."""

    def __init__(self, frequencies: Mapping[str, int], names: Iterable[str] = ()) -> None:
        """Take the known words with how often they occur, and those that names are made of."""
        self.frequencies = dict(frequencies)
        self._names = frozenset(names)

    @cached_property
    def _near(self) -> dict[str, list[str]]:
        """The known words by what is left of them without a letter (two for names), made when needed."""
        near: dict[str, list[str]] = defaultdict(list)
        for word in self.frequencies:
            if len(word) >= SHORTEST - 1:
                for key in _keys(word, twice=word in self._names):
                    near[key].append(word)
        return near

    def __contains__(self, word: str) -> bool:
        return word in self.frequencies

    def repair(self, word: str) -> str | None:
        """Return the known word within one edit (two for long words), the most frequent one, or None.

        A common English word is what it is and is never repaired. An edit is an insertion, deletion,
        substitution or swap of neighbours (OSA distance). The first letter is trusted more than the
        rest, as people rarely mistype it, and words of names come before others.
        """
        if len(word) < SHORTEST - 1 or not word.isalpha() or word in english():
            return None
        candidates = {known for key in _keys(word, twice=True) for known in self._near.get(key, ())}
        limit = 2 if len(word) >= _TWO_EDITS else 1
        best: tuple[int, bool, bool, int, str] | None = None
        for known in candidates:
            if len(word) < SHORTEST and known not in self._names:
                continue
            distance = OSA.distance(word, known, score_cutoff=limit)
            if distance <= limit:
                named = known in self._names
                rank = (distance, known[0] != word[0], not named, -self.frequencies[known], known)
                best = rank if best is None else min(best, rank)
        return best[4] if best else None


def _keys(word: str, *, twice: bool) -> set[str]:
    keys = {word, *_deletions(word)}
    if twice and len(word) >= _TWO_EDITS:
        keys.update(*map(_deletions, tuple(keys)))
    return keys


def _deletions(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}

"""Finds the names of roles, tools, skills, topics and concepts anywhere in a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.matching.slips import beginning


class Sort(StrEnum):
    """What a name is the name of; where two share one, the earlier sort is meant."""

    ROLE = "role"
    ITEM = "item"
    TOPIC = "topic"
    CONCEPT = "concept"
    SYNONYMS = "synonyms"


_SEVERAL = 2

_ENDING = 3
"""Letters at the end in which two forms of one word may differ."""


@dataclass(frozen=True, slots=True)
class Name:
    """One way to name one subject."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    sort: Sort
    id: str


class Mention(NamedTuple):
    """A name found in a question, from word `start` up to but not including word `end`."""

    start: int
    end: int
    names: tuple[Name, ...]
    """All the subjects that go by it, of different sorts."""


class Names:
    """Every name, by its stems."""

    def __init__(self, names: Iterable[Name], base: Names | None = None) -> None:
        """Hold the names, and those of a base beside them; of two with the same stems the own one counts."""
        found: dict[tuple[str, ...], dict[tuple[Sort, str], Name]] = defaultdict(dict)
        for name in names:
            if name.stems:
                found[name.stems].setdefault((name.sort, name.id), name)
        order = list(Sort)
        # Looked up one after the other, not put together: there are as many of these as workspaces.
        self._base_by_stems: dict[tuple[str, ...], tuple[Name, ...]] = base._by_stems if base else {}
        self._base_lengths: dict[str, tuple[int, ...]] = base._lengths if base else {}
        self._by_stems: dict[tuple[str, ...], tuple[Name, ...]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        """How many words the names have that begin with a stem, the longest first."""
        for stems, subjects in found.items():
            self._by_stems[stems] = tuple(sorted(subjects.values(), key=lambda name: order.index(name.sort)))
            known = self._lengths.get(stems[0]) or self._base_lengths.get(stems[0], ())
            self._lengths[stems[0]] = tuple(sorted({len(stems), *known}, reverse=True))

    def find(self, words: Sequence[str], stems: Sequence[str]) -> list[Mention]:
        """Return the mentions in a question from left to right, the longest first where they overlap.

        Roles are found before anything else: in "the client, data engineers" nobody speaks of client data.
        """
        possible = self._possible(words, stems)
        if len(possible) < _SEVERAL:
            return possible
        taken: set[int] = set()
        found: list[Mention] = []
        for roles in (True, False):
            for mention in possible:
                span = range(mention.start, mention.end)
                if (mention.names[0].sort is Sort.ROLE) is roles and taken.isdisjoint(span):
                    found.append(mention)
                    taken.update(span)
        found.sort()
        return found

    def _possible(self, words: Sequence[str], stems: Sequence[str]) -> list[Mention]:
        """Return all names that stand in a question, overlapping ones too, the longest of a place first."""
        possible = []
        for start, stem in enumerate(stems):
            for length in self._lengths.get(stem) or self._base_lengths.get(stem, ()):
                run = tuple(stems[start : start + length])
                names = self._by_stems.get(run) or self._base_by_stems.get(run)
                if not names or len(run) < length:  # the question may end before
                    continue
                if len(names) > 1 and names[0].sort is Sort.ROLE:
                    names = _nearest(words[start : start + length], names)
                if length > 1 or _same(words[start], names[0].words[0]):
                    possible.append(Mention(start, start + length, names))
        return possible


def _nearest(words: Sequence[str], names: Sequence[Name]) -> tuple[Name, ...]:
    """Return those of some names with one stem that are most like what was typed.

    A data administrator is a person, data administration a task: what is typed tells which of them is meant.
    """
    alike = [sum(beginning(*pair) for pair in zip(words, name.words, strict=False)) for name in names]
    return tuple(name for name, letters in zip(names, alike, strict=True) if letters == max(alike))


def _same(word: str, name: str) -> bool:
    """Tell whether two words with one stem are forms of one word: not so "experience" and "experiment"."""
    beginning = max(0, min(len(word), len(name)) - _ENDING)
    return word[:beginning] == name[:beginning]

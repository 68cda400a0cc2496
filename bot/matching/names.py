"""Finds the names of roles, tools, skills, topics and concepts anywhere in a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Prefix


class Sort(StrEnum):
    """What a name is the name of; where two share one, the earlier sort is meant."""

    ROLE = "role"
    ITEM = "item"
    TOPIC = "topic"
    CONCEPT = "concept"
    SYNONYMS = "synonyms"


_ENDING = 3
"""Letters at the end in which two forms of one word may differ."""


@dataclass(frozen=True, slots=True)
class Name:
    """One way to name one subject."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    sort: Sort
    id: str


@dataclass(frozen=True, slots=True)
class Mention:
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
        for stems, subjects in found.items():
            self._by_stems[stems] = tuple(sorted(subjects.values(), key=lambda name: order.index(name.sort)))
            lengths = {len(stems), *self._lengths_from(stems[0])}
            self._lengths[stems[0]] = tuple(sorted(lengths, reverse=True))

    def find(self, words: Sequence[str], stems: Sequence[str]) -> list[Mention]:
        """Return the mentions in a question from left to right, the longest first where they overlap.

        Roles are found before anything else: in "the client, data engineers" nobody speaks of client data.
        """
        known, base = self._lengths, self._base_lengths
        starts = [at for at, stem in enumerate(stems) if stem in known or stem in base]
        if not starts:
            return []
        taken: set[int] = set()
        found: list[Mention] = []
        for roles in (True, False):
            for start in starts:
                mention = None if start in taken else self._at(start, words, stems, roles=roles)
                if mention and not taken.intersection(range(mention.start, mention.end)):
                    found.append(mention)
                    taken.update(range(mention.start, mention.end))
        return sorted(found, key=lambda mention: mention.start)

    def _lengths_from(self, stem: str) -> tuple[int, ...]:
        """Return how many words the names have that begin with one, the longest first."""
        return self._lengths.get(stem) or self._base_lengths.get(stem, ())

    def _at(self, start: int, words: Sequence[str], stems: Sequence[str], *, roles: bool) -> Mention | None:
        """Return the longest name that starts here, of a role or of anything else."""
        for length in self._lengths_from(stems[start]):
            run = tuple(stems[start : start + length])
            names = self._by_stems.get(run) or self._base_by_stems.get(run) or ()
            if len(names) > 1 and names[0].sort is Sort.ROLE:
                names = _nearest(words[start : start + length], names)
            if (
                names
                and len(run) == length  # the question may end before
                and (names[0].sort is Sort.ROLE) is roles
                and (length > 1 or _same(words[start], names[0].words[0]))
            ):
                return Mention(start, start + length, names)
        return None


def _nearest(words: Sequence[str], names: Sequence[Name]) -> tuple[Name, ...]:
    """Return those of some names with one stem that are most like what was typed.

    A data administrator is a person, data administration a task: what is typed tells which of them is meant.
    """
    alike = [sum(Prefix.similarity(*pair) for pair in zip(words, name.words, strict=False)) for name in names]
    return tuple(name for name, letters in zip(names, alike, strict=True) if letters == max(alike))


def _same(word: str, name: str) -> bool:
    """Tell whether two words with one stem are forms of one word: not so "experience" and "experiment"."""
    shorter = min(len(word), len(name))
    return word[: shorter - _ENDING] == name[: shorter - _ENDING]

"""Finds the names of roles, tools, skills, topics and concepts anywhere in a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


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
    """Every name, by its first stem."""

    def __init__(self, names: Iterable[Name], base: Names | None = None) -> None:
        """Hold the names, and those of a base beside them."""
        by_stems: dict[tuple[str, ...], dict[tuple[Sort, str], Name]] = defaultdict(dict)
        for name in names:
            if name.stems:
                by_stems[name.stems].setdefault((name.sort, name.id), name)
        order = list(Sort)
        own: dict[str, list[tuple[tuple[str, ...], tuple[Name, ...]]]] = defaultdict(list)
        for stems, found in by_stems.items():
            ranked = tuple(sorted(found.values(), key=lambda name: order.index(name.sort)))
            own[stems[0]].append((stems, ranked))
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[Name, ...]]]] = (
            dict(base._by_first) if base else {}
        )
        for first, entries in own.items():
            # Of two names just as long, the own one is found first.
            merged = [*entries, *self._by_first.get(first, ())]
            self._by_first[first] = sorted(merged, key=lambda entry: -len(entry[0]))

    def find(self, words: Sequence[str], stems: Sequence[str]) -> list[Mention]:
        """Return the mentions in a question from left to right, the longest first where they overlap.

        Roles are found before anything else: in "the client, data engineers" nobody speaks of client data.
        """
        found = self._scan(words, stems, [False] * len(words), roles=True)
        taken = [False] * len(words)
        for mention in found:
            taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
        found += self._scan(words, stems, taken, roles=False)
        return sorted(found, key=lambda mention: mention.start)

    def _scan(
        self, words: Sequence[str], stems: Sequence[str], taken: Sequence[bool], *, roles: bool
    ) -> list[Mention]:
        mentions: list[Mention] = []
        at = 0
        while at < len(stems):
            end = at + 1
            for name_stems, names in self._by_first.get(stems[at], ()):
                last = at + len(name_stems)
                if (
                    (names[0].sort is Sort.ROLE) is roles
                    and tuple(stems[at:last]) == name_stems
                    and not any(taken[at:last])
                    and (last - at > 1 or _same(words[at], names[0].words[0]))
                ):
                    mentions.append(Mention(at, last, names))
                    end = last
                    break
            at = end
        return mentions


def _same(word: str, name: str) -> bool:
    """Tell whether two words with one stem are forms of one word: not so "experience" and "experiment"."""
    shorter = min(len(word), len(name))
    return word[: shorter - _ENDING] == name[: shorter - _ENDING]

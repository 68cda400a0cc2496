"""Names and phrases by which people call a subject, and those that two subjects claim."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bot.knowledge.places import Path
from bot.knowledge.problems import Problem, Severity, quoted
from bot.knowledge.records import Collection, Record

_NAMES = ("id", "name", "plural", "title", "aliases")
_SHELVES = ("roles", "topics", "tools", "skills", "concepts", "walkthroughs", "outside", "faqs")
"""Where subjects stand that people ask about; FAQs last, as what they repeat is theirs to mend."""

_NOISE = re.compile(r"[^\w+#]+|_+")
"""What a reader passes over; plus and sharp stay, since C, C++ and C# are three things."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """A text by which a record is found."""

    record: Record
    path: Path
    text: str

    @property
    def shelf(self) -> str:
        return self.record.shelf.name


def contested(collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each name, alias or phrase that a second subject claims."""
    claimed: dict[str, list[_Claim]] = defaultdict(list)
    for shelf in _SHELVES:
        for record in collection.on(shelf):
            for key, claim in _claims(record):
                rival = next((other for other in claimed[key] if not _at_peace(other, claim)), None)
                if rival:
                    yield _problem(claim, rival)
                claimed[key].append(claim)


def _at_peace(one: _Claim, other: _Claim) -> bool:
    """Tell whether two records may share a text.

    A name may stand for a topic and for a tool, skill or concept: who owns it is another question than who
    knows it and what it is. Elsewhere one id is one subject, seen from two sides; a role is only itself.
    """
    shelves = {one.shelf, other.shelf}
    if one.record.id == other.record.id and (len(shelves) == 1 or not shelves & {"roles", "outside", "faqs"}):
        return True
    names = one.path[0] in _NAMES and other.path[0] in _NAMES
    return names and "topics" in shelves and len(shelves) > 1 and "roles" not in shelves


def _problem(claim: _Claim, rival: _Claim) -> Problem:
    also = f"{quoted(claim.text)} also leads to {rival.record.name} ({rival.record.place(rival.path)})"
    if claim.shelf == "faqs":
        return claim.record.problem(claim.path, f"{also}; both will be offered", Severity.WARNING)
    return claim.record.problem(claim.path, f"{also}; keep it in one place")


def in_two_sets(collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each word of the vocabulary in a second set: the two would run together.

    Spaces count here: "stand up" and "standup" are two words to the matcher.
    """
    first: dict[str, tuple[Record, Path]] = {}
    for record in collection.on("synonyms"):
        for path, word in _texts("words", record.value.get("words") if record.id else None):
            earlier, place = first.setdefault(_words(word), (record, path))
            if earlier is not record:
                yield record.problem(
                    path, f"{quoted(word)} already stands in {earlier.name} ({earlier.place(place)})"
                )


def folded(text: str) -> str:
    """Return a text without case, spaces and punctuation, as two people would type the same."""
    return _words(text).replace(" ", "")


def _words(text: str) -> str:
    return _NOISE.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _claims(record: Record) -> Iterator[tuple[str, _Claim]]:
    """Yield what a record claims, each text once, by its folded form."""
    seen = {""}
    for field in _fields(record):
        for path, text in _texts(field, record.value.get(field)):
            key = folded(text)
            if key not in seen:
                seen.add(key)
                yield key, _Claim(record, path, text)


def _fields(record: Record) -> tuple[str, ...]:
    if record.id is None:
        return ()
    return {"faqs": ("questions",), "outside": ("phrases",)}.get(record.shelf.name, (*_NAMES, "phrases"))


def _texts(field: str, held: object) -> Iterator[tuple[Path, str]]:
    if isinstance(held, str):
        yield (field,), held
    elif isinstance(held, list):
        yield from (((field, position), text) for position, text in enumerate(held) if isinstance(text, str))

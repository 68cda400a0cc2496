"""Names and phrases by which people call a subject, and those that two subjects claim."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.knowledge.places import Path
from bot.knowledge.problems import Problem, Severity, quoted
from bot.knowledge.records import Collection, Record

_CALLED_BY = ("id", "name", "plural", "title", "aliases", "phrases")
_CLAIMS = {
    "roles": _CALLED_BY,
    "topics": _CALLED_BY,
    "tools": _CALLED_BY,
    "skills": _CALLED_BY,
    "concepts": _CALLED_BY,
    "walkthroughs": _CALLED_BY,
    "outside": ("phrases",),
    "faqs": ("questions",),
}
"""By shelf, the fields whose texts lead people to an entry."""

_NOISE = re.compile(r"[^\w+#]+|_+")
"""What a reader passes over; plus and sharp stay, since C, C++ and C# are three things."""


def contested(collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each name, alias or phrase that a second subject claims."""
    first: dict[str, tuple[Record, Path]] = {}
    for shelf in _CLAIMS:  # FAQs last: what they repeat is theirs to mend
        for record in collection.on(shelf):
            for folded, text, path in _claims(record):
                earlier, place = first.setdefault(folded, (record, path))
                if not _one_subject(earlier, record):
                    yield _problem(record, path, text, earlier, place)


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


def _claims(record: Record) -> Iterator[tuple[str, str, Path]]:
    """Yield what a record claims: folded, as written, and where; each once."""
    seen = {""}
    for field in _CLAIMS[record.shelf.name] if record.id else ():
        held = record.value.get(field)
        for path, text in _texts(field, held):
            key = folded(text)
            if key not in seen:
                seen.add(key)
                yield key, text, path


def _texts(field: str, held: object) -> Iterator[tuple[Path, str]]:
    if isinstance(held, str):
        yield (field,), held
    elif isinstance(held, list):
        yield from (((field, position), text) for position, text in enumerate(held) if isinstance(text, str))


def _one_subject(one: Record, other: Record) -> bool:
    """Tell whether two records are one subject seen from two sides: a topic is who, its concept is what."""
    return one.id == other.id and (
        one.shelf == other.shelf or "roles" not in {one.shelf.name, other.shelf.name}
    )


def _problem(record: Record, path: Path, text: str, earlier: Record, place: Path) -> Problem:
    where = f"{quoted(text)} also leads to {earlier.name} ({earlier.place(place)})"
    if record.shelf.name == "faqs":
        return record.problem(path, f"{where}; both will be offered", Severity.WARNING)
    return record.problem(path, f"{where}; keep it in one place")

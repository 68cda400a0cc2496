"""Ids that name an entry elsewhere, and those among them that name nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.models import Faq, Named, Plan, PlanStep
from bot.knowledge.places import Path
from bot.knowledge.problems import Problem, quoted
from bot.knowledge.records import Collection, Record
from bot.knowledge.sections import Section
from bot.knowledge.shelves import SHELVES
from bot.knowledge.wording import closest

_ONE = {"role": "roles", "topic": "topics"}
_SEVERAL = {"roles": "roles", "topics": "topics", "sources": "sources", "rests_on": "sources"}
"""Fields that hold an id or a list of them, whatever their model, with the shelf that the ids stand on."""

_NAMED = {"skills": ("skills", "tools", "concepts"), "tools": ("tools", "concepts")}
"""A role's tools and skills may also name a concept, and a tool can be a skill."""

_ID = re.compile(r"[a-z0-9-]+(:[\d-]+)?$")

_SHOWS = ("role", "works-with", "owns-first", "walkthrough:<id>", "question:<text>")


def unknown(collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each id that names nothing, with the nearest one that does."""
    known = _Known(collection)
    for record in collection.records:
        for section in record.sections:
            for path, reference, shelves in _references(section):
                if not isinstance(reference, str) or not _ID.match(reference):
                    continue  # the shape is wrong, which the model has said
                if not (section.model is Faq and known.none_on(shelves)):
                    yield from known.missing(record, path, reference, shelves)
        if record.shelf.model is Plan:
            yield from _unknown_show(record, known)


def _unknown_show(record: Record, known: _Known) -> Iterator[Problem]:
    """Yield a problem for each step of an onboarding plan that shows what cannot be drawn."""
    for section in record.sections:
        show = section.value.get("show") if section.model is PlanStep else None
        if not isinstance(show, str):
            continue
        what, _, which = show.partition(":")
        path = (*section.path, "show")
        if what == "walkthrough" and which:
            yield from known.missing(record, path, which, ("walkthroughs",))
        elif show not in _SHOWS and not (what == "question" and which.strip()):
            message = f"{quoted(show)} is none of {', '.join(_SHOWS)}{closest(show, _SHOWS)}"
            yield record.problem(path, message)


class _Known:
    """The ids that a folder defines, by shelf."""

    def __init__(self, collection: Collection) -> None:
        self.ids: dict[str, set[str]] = {shelf.name: set() for shelf in SHELVES}
        self.unsure: set[str] = set()
        for record in collection.records:
            if record.id is not None:
                self.ids[record.shelf.name].add(record.id)
        for shelf, stem in collection.unread:
            if shelf.many:
                self.unsure.add(shelf.name)
            else:
                self.ids[shelf.name].add(stem)
        self.absent = {shelf.name for shelf in SHELVES} - collection.shelves

    def none_on(self, shelves: tuple[str, ...]) -> bool:
        """Tell whether the folder holds no file at all for these shelves, as a folder of FAQs alone does."""
        return self.absent.issuperset(shelves)

    def missing(
        self, record: Record, path: Path, reference: str, shelves: tuple[str, ...]
    ) -> Iterator[Problem]:
        """Yield a problem where the id is on none of the shelves, unless one of them could not be read."""
        wanted = reference.partition(":")[0] if shelves == ("sources",) else reference
        if any(wanted in self.ids[shelf] for shelf in shelves) or not self.unsure.isdisjoint(shelves):
            return
        hint = closest(wanted, sorted(set().union(*(self.ids[shelf] for shelf in shelves))))
        if self.none_on(shelves):  # one complaint is enough where a whole file is not there
            self.unsure.update(shelves)
            hint = f"; this folder has no {_PATTERNS[shelves[0]]}"
        yield record.problem(path, f"unknown {_WORDS[shelves[0]]} {quoted(wanted)}{hint}")


_WORDS = {shelf.name: shelf.word for shelf in SHELVES}
_PATTERNS = {shelf.name: shelf.pattern for shelf in SHELVES}


def _references(section: Section) -> Iterator[tuple[Path, object, tuple[str, ...]]]:
    """Yield every id in a mapping that names an entry elsewhere, its path, and the shelves it may be on."""
    fields = section.model.model_fields
    if section.model is Named:
        yield (*section.path, "id"), section.value.get("id"), _NAMED[str(section.path[0])]
    for field, shelf in _ONE.items():
        if field in fields:
            yield (*section.path, field), section.value.get(field), (shelf,)
    for field, shelf in _SEVERAL.items():
        held = section.value.get(field) if field in fields else None
        for position, item in enumerate(held if isinstance(held, list) else ()):
            yield (*section.path, field, position), item, (shelf,)

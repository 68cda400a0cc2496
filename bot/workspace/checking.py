"""Checks what a workspace wants to write itself as the knowledge base is checked, together with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.knowledge.problems import Problem, Severity, in_order
from bot.knowledge.shelves import SHELVES, Shelf, default_folder
from bot.workspace.own import OwnEntry, OwnShelf, OwnText

if TYPE_CHECKING:  # what reads YAML is imported when something was written
    from bot.knowledge.records import Collection, Record

_HERE = Path("own")
"""Stands for the folder that own entries have not got."""

_WORDS = {OwnShelf.ROLE: "roles", OwnShelf.TOPIC: "topics", OwnShelf.FAQ: "faqs"}
_TEXTS = {OwnShelf.ROLE_TEXT: "roles", OwnShelf.TOPIC_TEXT: "topics", OwnShelf.CONCEPT_TEXT: "concepts"}
_SHELVES = {shelf.name: shelf for shelf in SHELVES}


class Unfit(Exception):  # noqa: N818 - it says what became of the entries
    """Own entries that do not fit the knowledge base, with everything that is wrong with them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(problem.message for problem in self.problems))


def check(own: Iterable[OwnEntry], folder: Path | None = None) -> None:
    """Raise Unfit where own entries, all of a workspace's, do not fit the knowledge in a folder.

    Takes a tenth of a second for the whole knowledge base: it is for changes, not for answers.
    """
    from bot.knowledge.records import collect

    base = collect(folder or default_folder())
    entries = tuple(own)
    records = [_record(entry) for entry in entries if not isinstance(entry, OwnText)]
    texts = [entry for entry in entries if isinstance(entry, OwnText)]
    wrong = {*_errors(_together(base, records))} - {*_errors(base)}
    wrong.update(_without_subject(texts, _together(base, records)))
    if wrong:
        raise Unfit(wrong)


def _errors(collection: Collection) -> Iterator[Problem]:
    from bot.knowledge import checks

    return (problem for problem in checks.errors(collection) if problem.severity is Severity.ERROR)


def _together(base: Collection, own: list[Record]) -> Collection:
    """Return base and own records; an own one takes the place of the base's with its id."""
    replaced = {(record.shelf.name, record.id) for record in own}
    kept = [record for record in base.records if (record.shelf.name, record.id) not in replaced]
    shelves = base.shelves | {record.shelf.name for record in own}
    return replace(base, records=kept + own, shelves=shelves)


def _record(entry: OwnEntry) -> Record:
    import yaml

    from bot.knowledge.records import Document, Record

    shelf: Shelf = _SHELVES[_WORDS[entry.shelf]]
    value = entry.value.model_dump(mode="json", exclude_defaults=True)
    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False)
    path = _HERE / shelf.name / f"{entry.value.id}.yaml"
    return Record(Document(_HERE, path, shelf, text, value, ()), (), value, entry.value)


def _without_subject(texts: Iterable[OwnText], known: Collection) -> Iterator[Problem]:
    for text in texts:
        shelf = _SHELVES[_TEXTS[text.shelf]]
        if not any(record.id == text.value.id for record in known.on(shelf.name)):
            path = str(_HERE / f"{text.value.id}.yaml")
            yield Problem(path, 1, 1, f"there is no {shelf.word} '{text.value.id}' whose text could change")

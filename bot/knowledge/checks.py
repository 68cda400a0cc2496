"""What is wrong with the meaning of a knowledge folder: everything at once, never just the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.knowledge import claims, references
from bot.knowledge.models import Axis, Cited, Entry, Faq, Part
from bot.knowledge.problems import Problem, Severity, quoted
from bot.knowledge.records import Collection, Record


def errors(collection: Collection) -> Iterator[Problem]:
    """Yield every error of meaning, in no order; files that could not be read make no further ones."""
    for record in collection.records:
        for check in _CHECKS:
            yield from check(record)
    yield from _taken_ids(collection)
    yield from references.unknown(collection)
    yield from claims.contested(collection)
    yield from claims.in_two_sets(collection)


def _without_source(record: Record) -> Iterator[Problem]:
    for section in record.sections:
        if not issubclass(section.model, Cited) or section.model is Faq:
            continue
        if section.value.get("sources") or section.value.get("ours") is True:
            continue
        if section.model is Entry and not section.value.get("text"):
            continue  # a bare name states nothing
        path = (*section.path, "sources") if "sources" in section.value else section.path
        yield record.problem(path, "no source; cite one, or mark it 'ours: true' where none speaks of it")


def _nobody_responsible(record: Record) -> Iterator[Problem]:
    stakes = record.value.get("stakes") if record.shelf.name == "topics" and record.id else None
    if not isinstance(stakes, list):
        return
    found = [stake.get("part") for stake in stakes if isinstance(stake, dict)]
    if Part.RESPONSIBLE not in found and all(part in list(Part) for part in found):
        yield record.problem(("stakes",), f"nobody is responsible for {record.name}", key=True)


def _works_with_itself(record: Record) -> Iterator[Problem]:
    for section in record.sections:
        if (
            section.path[:1] == ("works_with",)
            and "role" in section.value
            and section.value["role"] == record.id
        ):
            yield record.problem((*section.path, "role"), "a role does not work with itself")


def _skill_levels(record: Record) -> Iterator[Problem]:
    if record.shelf.name != "roles" or not record.id or record.value.get("partner", False) is not False:
        return
    levels = record.value.get("skill_levels", {})
    missing = [axis.value for axis in Axis if isinstance(levels, dict) and axis not in levels]
    if missing:
        path, key = (("skill_levels",), True) if levels else ((), False)
        yield record.problem(path, f"skill_levels lacks {', '.join(missing)}", key=key)


def _same_step_twice(record: Record) -> Iterator[Problem]:
    seen: set[object] = set()
    for section in record.sections:
        step = section.value.get("id") if record.shelf.name == "plans" and section.path else None
        if isinstance(step, str) and step in seen:
            yield record.problem((*section.path, "id"), f"the step {quoted(step)} stands here twice")
        elif isinstance(step, str):
            seen.add(step)


_CHECKS: tuple[Callable[[Record], Iterator[Problem]], ...] = (
    _without_source,
    _nobody_responsible,
    _works_with_itself,
    _skill_levels,
    _same_step_twice,
)


def _taken_ids(collection: Collection) -> Iterator[Problem]:
    first: dict[tuple[str, str], Record] = {}
    for record in collection.records:
        if record.id is None:
            continue
        earlier = first.setdefault((record.shelf.name, record.id), record)
        if earlier is not record:
            taken = f"{record.name} is already there ({earlier.place(('id',))}); ids are unique"
            yield record.problem(("id",), taken)


def warnings(collection: Collection) -> Iterator[Problem]:
    """Yield what deserves a look but stops nothing."""
    from bot.knowledge import phrasing

    for record in collection.records:
        yield from _misnamed(record)
        yield from phrasing.too_alike(record)


def _misnamed(record: Record) -> Iterator[Problem]:
    stem = record.document.path.stem
    if not record.shelf.many and record.id and record.id != stem:
        message = f"the file is named '{stem}' but its id is {quoted(record.id)}"
        yield record.problem(("id",), message, Severity.WARNING)

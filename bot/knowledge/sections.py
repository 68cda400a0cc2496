"""A way through half-right YAML: which model each mapping is meant to be, valid or not.

Checks of meaning walk plain values, not models, so that one wrong field hides no other fault of its entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin

from bot.knowledge.models import Model
from bot.knowledge.places import Path


@dataclass(frozen=True, slots=True)
class Section:
    """One mapping within an entry, with the model it should fit and the way to it."""

    model: type[Model]
    value: Mapping[str, Any]
    path: Path


def sections(model: type[Model], value: object, path: Path = ()) -> Iterator[Section]:
    """Yield a mapping and every mapping within it that is meant to be a model."""
    if not isinstance(value, dict):
        return
    yield Section(model, value, path)
    for field, (inner, keyed) in inner_models(model).items():
        held = value.get(field)
        if isinstance(held, list):
            for position, item in enumerate(held):
                yield from sections(inner, item, (*path, field, position))
        elif isinstance(held, dict) and keyed:
            for key, item in held.items():
                yield from sections(inner, item, (*path, field, key))
        else:
            yield from sections(inner, held, (*path, field))


@cache
def inner_models(model: type[Model]) -> Mapping[str, tuple[type[Model], bool]]:
    """Return the fields of a model that hold models, each with whether they stand under keys of their own."""
    found = {}
    for name, field in model.model_fields.items():
        inner = next(_models_in(field.annotation), None)
        if inner:
            found[name] = (inner, get_origin(field.annotation) is dict)
    return found


def _models_in(annotation: object) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def model_at(model: type[Model], path: Path) -> type[Model] | None:
    """Return the model that the mapping at a path should fit, or None where it should be no model."""
    steps = iter(path)
    current = model
    for step in steps:
        if isinstance(step, int):
            continue
        inner, keyed = inner_models(current).get(step, (None, False))
        if inner is None:
            return None
        if keyed:
            next(steps, None)
        current = inner
    return current

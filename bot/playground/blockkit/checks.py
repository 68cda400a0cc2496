"""What the rules of Block Kit are written with: small checks that find every fault and say where it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

Json: TypeAlias = Any
"""What came over the wire; each check looks before it believes."""

Surface = Literal["message", "modal", "home"]
"""Where blocks are shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, as a JSON pointer, and on which surface."""

    surface: Surface
    path: str = ""

    def __truediv__(self, step: str | int) -> Place:
        return replace(self, path=f"{self.path}/{step}")

    def fault(self, message: str) -> str:
        """Return the message as Slack writes it, with the pointer to the place."""
        return f"{message} [json-pointer:{self.path or '/'}]"


Check = Callable[[Json, Place], Iterator[str]]
"""Yields one sentence for each rule that a value breaks."""


def string(most: int | None = None, *, least: int = 1, among: tuple[str, ...] = ()) -> Check:
    """A string of so many characters, or one of a few words."""

    def check(value: Json, at: Place) -> Iterator[str]:
        if not isinstance(value, str):
            yield at.fault("must be a string")
        elif among and value not in among:
            yield at.fault(f"must be one of {', '.join(among)}, not {value!r}")
        elif len(value) < least:
            yield at.fault(f"must be at least {least} character{'s' * (least > 1)} long")
        elif most is not None and len(value) > most:
            yield at.fault(f"must be no more than {most} characters long, has {len(value)}")

    return check


def boolean(value: Json, at: Place) -> Iterator[str]:
    """Check for true or false; a string that says so is neither."""
    if not isinstance(value, bool):
        yield at.fault("must be true or false")


def number(least: float | None = None, most: float | None = None, *, whole: bool = True) -> Check:
    """A number within bounds."""

    def check(value: Json, at: Place) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            yield at.fault("must be a whole number" if whole else "must be a number")
        elif (least is not None and value < least) or (most is not None and value > most):
            yield at.fault(f"must be between {least} and {most}, not {value}")

    return check


def array(of: Check, most: int | None = None, *, least: int = 1) -> Check:
    """An array of so many items, each passing the same check."""

    def check(value: Json, at: Place) -> Iterator[str]:
        if not isinstance(value, list):
            yield at.fault("must be an array")
            return
        if len(value) < least:
            yield at.fault(f"must have at least {least} item{'s' * (least > 1)}")
        if most is not None and len(value) > most:
            yield at.fault(f"must have no more than {most} items, has {len(value)}")
        for index, item in enumerate(value):
            yield from of(item, at / index)

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *rules: Check) -> Check:
    """An object with these fields and no other; the rules see it whole, once its fields are right."""
    known = {**required, **(optional or {})}

    def check(value: Json, at: Place) -> Iterator[str]:
        if not isinstance(value, dict):
            yield at.fault("must be an object")
            return
        found = [at.fault(f"missing required field: {name}") for name in required if name not in value]
        for name, item in value.items():
            if name in known:
                found += known[name](item, at / name)
            elif name != "type":
                found.append(at.fault(f"no such field here: {name}"))
        yield from found
        if not found:
            for rule in rules:
                yield from rule(value, at)

    return check


def by_type(kinds: Mapping[str, Check], what: str) -> Check:
    """An object that says its own type; `what` names the family in the message."""

    def check(value: Json, at: Place) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str):
            yield at.fault(f"must be {what} with a type")
        elif kind not in kinds:
            yield at.fault(f"unsupported type: {kind} is not {what} that may stand here")
        else:
            yield from kinds[kind](value, at)

    return check


def either(*names: str) -> Check:
    """Exactly one of these fields is there."""

    def check(value: Json, at: Place) -> Iterator[str]:
        given = [name for name in names if name in value]
        if len(given) != 1:
            yield at.fault(f"needs exactly one of {', '.join(names)}")

    return check


def some(*names: str) -> Check:
    """At least one of these fields is there."""

    def check(value: Json, at: Place) -> Iterator[str]:
        if not any(name in value for name in names):
            yield at.fault(f"needs at least one of {', '.join(names)}")

    return check


def only_on(*surfaces: Surface) -> Check:
    """Stands on these surfaces only."""

    def check(value: Json, at: Place) -> Iterator[str]:
        if at.surface not in surfaces:
            yield at.fault(f"{value.get('type')} is not allowed on a {at.surface} surface")

    return check

"""Keeps checked knowledge on disk as JSON, so that the next start need neither read nor check its YAML.

It is named by a hash of the files that it was made from and of this package, and carries a digest of itself.
Nothing is ever unpickled; whatever does not fit is ignored, and the YAML read instead.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import Enum
from functools import cache, partial
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import VERSION

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Model
from bot.knowledge.shelves import SHELVES

_FILE = "knowledge.json"

_Maker = Callable[[Any], Any]
"""Makes a value from what stands for it in JSON."""


def keeps(version: str, within: Path) -> bool:
    """Tell whether this version was kept; whether it can be trusted shows when it is taken."""
    return (_place(version, within) / _FILE).exists()


def take(version: str, within: Path) -> KnowledgeBase | None:
    """Return the knowledge of this version, or None where none was kept that can be trusted."""
    try:
        digest, _, told = (_place(version, within) / _FILE).read_text("utf-8").partition("\n")
        if digest != _digest(told):
            return None
        held = json.loads(told)
        entries = {shelf.name: list(map(_maker(shelf.model), held[shelf.name])) for shelf in SHELVES}
        return KnowledgeBase.of(entries, version)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def keep(base: KnowledgeBase, within: Path) -> None:
    """Keep knowledge that was checked; where that is not possible, the next start takes a little longer."""
    held = {
        shelf.name: [entry.model_dump(mode="json", exclude_unset=True) for entry in base.on(shelf.name)]
        for shelf in SHELVES
    }
    told = json.dumps(held, ensure_ascii=False)
    place = _place(base.version, within)
    with suppress(OSError):
        within.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.mkdir(exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=place, delete=False) as file:
            file.write(f"{_digest(told)}\n{told}")
        Path(file.name).replace(place / _FILE)


def _place(version: str, within: Path) -> Path:
    return within / f"knowledge-{version}-{_code()}"


@cache
def _code() -> str:
    """Return a hash of this package: another version of it may check more, or have other models."""
    found = hashlib.sha256(VERSION.encode())
    for part in sorted(Path(__file__).parent.glob("*.py")):
        found.update(part.read_bytes())
    return found.hexdigest()[:16]


def _digest(told: str) -> str:
    return hashlib.sha256(told.encode()).hexdigest()


@cache
def _model(model: type[Model]) -> _Maker:
    """Return what makes a model, without checking again what was checked before it was kept."""
    makers = {name: _maker(field.annotation) for name, field in model.model_fields.items()}

    def made(told: Mapping[str, Any]) -> Model:
        return model.model_construct(set(told), **{name: makers[name](value) for name, value in told.items()})

    return made


def _maker(annotation: Any) -> _Maker:  # noqa: ANN401 - whatever may stand as a type
    """Return what makes a value of a type; what JSON has too stays as it is."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return _model(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return annotation
    within = _WITHIN.get(get_origin(annotation))
    return partial(within, *map(_maker, get_args(annotation))) if within else _as_it_is


def _as_it_is(told: object) -> object:
    return told


def _tuple(inner: _Maker, _: _Maker, told: list[Any]) -> tuple[Any, ...]:
    return tuple(told if inner is _as_it_is else map(inner, told))


def _dict(key: _Maker, value: _Maker, told: Mapping[str, Any]) -> dict[Any, Any]:
    return {key(name): value(held) for name, held in told.items()}


def _optional(inner: _Maker, _: _Maker, told: object) -> object:
    return None if told is None else inner(told)


_WITHIN: Mapping[Any, Callable[..., Any]] = {
    tuple: _tuple,
    dict: _dict,
    Union: _optional,
    UnionType: _optional,
}
"""Makes a value out of those within it, by the origin of its type: `tuple[X, ...]`, `X | None`."""

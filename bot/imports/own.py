"""A workspace's own entries as one YAML file: written out and read back without loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import yaml
from pydantic import Field, ValidationError
from yaml.nodes import Node

from bot.imports.found import BadImport, decoded
from bot.knowledge import places
from bot.knowledge.models import Faq, Id, Model, Prose, Role, Topic
from bot.knowledge.places import Unreadable
from bot.knowledge.problems import quoted
from bot.knowledge.wording import in_words

SIZE = 1_000_000
"""Bytes, as for a file of the knowledge base."""

_FOLDED = {"\r", "\x85", "\u2028", "\u2029", "\ufeff"}


class Written(Model):
    """What a workspace wrote itself, in the models of the knowledge base."""

    roles: tuple[Role, ...] = ()
    topics: tuple[Topic, ...] = ()
    faqs: tuple[Faq, ...] = ()
    role_texts: dict[Id, Prose] = Field(default_factory=dict)
    """Texts that take the place of the knowledge base's, by the entry's id."""
    topic_texts: dict[Id, Prose] = Field(default_factory=dict)
    concept_texts: dict[Id, Prose] = Field(default_factory=dict)


def read_own(data: bytes, file: str) -> Written:
    """Return the entries of a file; a plain list is a pack of questions with answers.

    Raise BadImport at the first thing that does not fit.
    """
    text = decoded(data, file, SIZE)
    try:
        root = places.compose(text)
        value, faults = places.plain(root) if root else (None, [])
    except Unreadable as error:
        raise BadImport(file, error.fault.line, error.fault.message) from None
    if root is None or value is None:
        return Written()
    if faults:
        raise BadImport(file, faults[0].line, faults[0].message)
    if isinstance(value, list):
        value, root = {"faqs": value}, _as_faqs(root)
    if not isinstance(value, dict):
        raise BadImport(file, 1, "the file should hold roles, topics, faqs or texts")
    _require_unique(value, root, file)
    try:
        return Written.model_validate(value)
    except ValidationError as errors:
        fault = in_words(errors.errors(include_url=False)[0], Written, root)
        raise BadImport(file, fault.line, fault.message) from None


def write_own(written: Written) -> str:
    """Return the YAML from which `read_own` makes an equal value; empty for nothing."""
    value = written.model_dump(mode="json", exclude_defaults=True)
    if not value:
        return ""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


class _Dumper(yaml.SafeDumper):
    """The safe dumper, with quotes around what YAML would otherwise fold: the rarer ends of lines."""


def _quoted_where_needed(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = '"' if _FOLDED & {*text} else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _quoted_where_needed)


def _as_faqs(root: Node) -> Node:
    key = yaml.ScalarNode("tag:yaml.org,2002:str", "faqs", root.start_mark, root.start_mark)
    return yaml.MappingNode("tag:yaml.org,2002:map", [(key, root)], root.start_mark, root.end_mark)


def _require_unique(value: dict[str, Any], root: Node, file: str) -> None:
    for shelf in ("roles", "topics", "faqs"):
        held = value.get(shelf)
        ids = [_id(entry) for entry in held] if isinstance(held, list) else []
        for position in _again(ids):
            line = places.position(places.node_at(root, (shelf, position, "id")))[0]
            raise BadImport(file, line, f"{quoted(ids[position])} is there twice")


def _id(entry: object) -> str | None:
    found = entry.get("id") if isinstance(entry, dict) else None
    return found if isinstance(found, str) else None


def _again(ids: list[str | None]) -> Iterable[int]:
    """Yield the positions of ids that stood before."""
    seen: Counter[str] = Counter()
    for position, id_ in enumerate(ids):
        if id_ is not None:
            seen[id_] += 1
            if seen[id_] > 1:
                yield position

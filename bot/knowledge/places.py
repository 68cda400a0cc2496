"""YAML read safely, with every value's place in its text.

A text becomes nodes first, since only they know lines and columns, and plain values after.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import Reader, ReaderError

from bot.knowledge.problems import Fault, quoted

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # PyYAML built without libyaml reads the same, slower
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

_T = TypeVar("_T")

Path: TypeAlias = tuple[int | str, ...]
"""The way to a value: keys and list positions from the root."""

DEPTH = 32
"""Levels of nesting; knowledge needs eight. libyaml recurses on the C stack and would crash the process."""
NODES = 200_000
"""Values of one file once its aliases are written out; a full megabyte of phrases has half as many."""

_TAG = "tag:yaml.org,2002:"
_WORDS = {"int": "a number", "float": "a number", "bool": "true or false", "timestamp": "a date"}
COLON_HINT = "a text that holds ': ' must stand in quotes"
_HINTS = {
    "mapping values are not allowed": COLON_HINT,
    "tab character": "indent with spaces",
    "cannot start any token": "indent with spaces, and put a text that begins with a sign in quotes",
    "could not find expected ':'": "a key needs a colon and a space after it",
    "did not find expected key": "check the indentation and the quotes above",
    "expected a single document": "a file is one document; remove the line with '---'",
}


class Unreadable(Exception):  # noqa: N818 - people never see it: it becomes a problem among others
    """A file that holds nothing usable, and why."""

    def __init__(self, line: int, column: int, message: str) -> None:
        self.fault = Fault(line, column, message)
        super().__init__(message)


class Misread:
    """A value that YAML takes for something no field here holds: a date, a fraction."""


class _Loader(_SafeLoader):
    """The safe loader, stopped where nesting gets too deep, before its own recursion does harm."""

    depth = 0

    def descend_resolver(self, current_node: Node | None, current_index: object) -> None:  # noqa: ARG002
        """Go one level down; called by the composer for each node."""
        self.depth += 1
        if self.depth > DEPTH:
            mark = current_node.start_mark if current_node is not None else None
            raise yaml.composer.ComposerError(None, None, f"nested more than {DEPTH} levels deep", mark)

    def ascend_resolver(self) -> None:
        """Come one level up again."""
        self.depth -= 1


def compose(text: str) -> Node | None:
    """Return a text's root node, or None where it is empty; raise Unreadable where it is not YAML."""
    return _composed(text, lambda: yaml.compose(text, Loader=_Loader))


def compose_all(text: str) -> list[Node]:
    """Return the root node of each document in a text; raise Unreadable where it is not YAML."""
    return _composed(text, lambda: list(yaml.compose_all(text, Loader=_Loader)))


def _composed(text: str, composing: Callable[[], _T]) -> _T:
    try:
        return composing()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise Unreadable(line, column, _explained(error)) from None
    except ReaderError:
        found = Reader.NON_PRINTABLE.search(text)
        line, column = place_of(text, found.start() if found else 0)
        raise Unreadable(line, column, "a control character; remove it") from None


def _explained(error: yaml.MarkedYAMLError) -> str:
    said = ", ".join(part for part in (error.context, error.problem) if part)
    hint = next((hint for sign, hint in _HINTS.items() if sign in said), None)
    return f"not valid YAML: {said} ({hint})" if hint else f"not valid YAML: {said}"


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of a position in a text."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1


def plain(root: Node, most: int = NODES) -> tuple[Any, list[Fault]]:
    """Return a node's plain value and what is wrong with its keys and tags.

    Raise Unreadable where aliases unfold to more than `most` values or `DEPTH` levels.
    """
    builder = _Builder(most)
    return builder.value(root), builder.faults


class _Builder:
    """Builds plain values in one pass, counting what aliases unfold to."""

    def __init__(self, most: int) -> None:
        self.faults: list[Fault] = []
        self.nodes, self.most = 0, most
        self.depth = 0

    def value(self, node: Node) -> object:
        self.nodes += 1
        if isinstance(node, ScalarNode):
            return node.value if node.tag == f"{_TAG}str" else self._scalar(node)
        if self.nodes > self.most or self.depth > DEPTH:
            line, column = position(node)
            raise Unreadable(line, column, "aliases (*name) unfold to far too much; write the text out")
        self.depth += 1
        value = self._sequence(node) if isinstance(node, SequenceNode) else self._mapping(node)
        self.depth -= 1
        return value

    def _sequence(self, node: SequenceNode) -> list[object]:
        self._expect(node, f"{_TAG}seq")
        return [self.value(item) for item in node.value]

    def _mapping(self, node: Node) -> dict[str, object]:
        self._expect(node, f"{_TAG}map")
        built: dict[str, object] = {}
        lines: dict[str, int] = {}
        for key, item in node.value:
            if not isinstance(key, ScalarNode):
                self.faults.append(fault_at(key, "a key must be a plain word"))
            elif key.value in built:
                first = lines[key.value]
                self.faults.append(
                    fault_at(key, f"{quoted(key.value)} stands here twice, first in line {first}")
                )
            else:
                lines[key.value] = key.start_mark.line + 1
                built[key.value] = self.value(item)
        return built

    def _scalar(self, node: ScalarNode) -> object:
        tag = node.tag.removeprefix(_TAG)
        if tag == "null":
            return None
        if tag == "bool":
            return node.value.lower() in {"true", "yes", "on"}
        if tag == "int" and node.value.lstrip("+-").isdecimal() and len(node.value) < 10:  # noqa: PLR2004
            return int(node.value)
        if tag not in {*_WORDS, "merge", "value"}:
            self._expect(node, f"{_TAG}str")
            return node.value
        return Misread()

    def _expect(self, node: Node, tag: str) -> None:
        if node.tag != tag:
            shown = quoted(node.tag.replace(_TAG, "!!"))
            self.faults.append(fault_at(node, f"the tag {shown} has no use here; remove it"))


def fault_at(node: Node, message: str) -> Fault:
    """Return a fault at the first character of a node."""
    return Fault(*position(node), message)


def position(node: Node) -> tuple[int, int]:
    """Return the line and column of a node's first character."""
    return node.start_mark.line + 1, node.start_mark.column + 1


def taken_for(node: Node) -> str | None:
    """Return what YAML takes an unquoted text for, as "a number", or None for a text."""
    return _WORDS.get(node.tag.removeprefix(_TAG)) if isinstance(node, ScalarNode) else None


def node_at(root: Node, path: Path, *, key: bool = False) -> Node:
    """Return the node that a path leads to, or the last one on the way that exists.

    With `key`, the key at the path's end instead of its value.
    """
    node = root
    for position, step in enumerate(path):
        if isinstance(node, MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == step), None)
            if pair is None:
                return node
            node = pair[0] if key and position == len(path) - 1 else pair[1]
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
    return node

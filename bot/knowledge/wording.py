"""What is wrong with a value, in plain words instead of the validator's."""

from __future__ import annotations

from collections.abc import Collection

from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.knowledge.models import Model
from bot.knowledge.places import COLON_HINT, Path, fault_at, node_at, taken_for
from bot.knowledge.problems import SHOWN, Fault, quoted
from bot.knowledge.sections import model_at

LIKENESS = 60
"""Below this share of common letters a suggestion would only puzzle."""

_WANTED = {
    "string_type": "a text",
    "tuple_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "enum": "one word",
    "bool_type": "true or false",
    "int_type": "a whole number",
}
_LIMITS = {
    "string_too_long": "too long: at most {max_length} characters",
    "greater_than_equal": "too small: at least {ge}",
    "less_than_equal": "too large: at most {le}",
}
_SHAPES = {
    "^[a-z0-9-]+(:": (
        "is not a citation: a source id, with lines where known, such as '002:190' or '001:33-35'"
    ),
    "^[UW]": "is not the id of a person, such as 'U0123ABCD'",
    "^S[": "is not the id of a user group, such as 'S0123ABCD'",
    "^[CGD]": "is not the id of a channel, such as 'C0123ABCD'",
    "^https?": "is not the address of a page, such as 'https://example.com'",
}
"""What a text should have been, by how its pattern begins."""
_ID = "is not an id: small letters, digits and single dashes, such as 'data-engineer'"


def closest(word: str, known: Collection[str]) -> str:
    """Return "; did you mean 'x'?" for the known word most like this one, or nothing."""
    found = process.extractOne(
        word, [*known], scorer=fuzz.ratio, score_cutoff=LIKENESS, processor=str.casefold
    )
    return f"; did you mean '{found[0]}'?" if found else ""


def in_words(error: ErrorDetails, model: type[Model], root: Node, base: Path = ()) -> Fault:
    """Return a validation error of an entry at its place; `base` is the way to the entry within its file."""
    kind, inner = error["type"], error["loc"]
    path = (*base, *inner)
    if kind == "missing":
        return fault_at(node_at(root, path[:-1]), f"'{inner[-1]}' is missing")
    if kind == "extra_forbidden":
        within = model_at(model, inner[:-1]) or model
        message = f"unknown key {quoted(inner[-1])}{closest(str(inner[-1]), within.model_fields)}"
        return fault_at(node_at(root, path, key=True), message)
    if inner and inner[-1] == "[key]":
        node = node_at(root, path[:-1], key=True)
        return fault_at(node, _not_among(error) if kind == "enum" else _about_value(error, node))
    node = node_at(root, path)
    return fault_at(node, _about_value(error, node))


def _about_value(error: ErrorDetails, node: Node) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "enum" and isinstance(node, ScalarNode):
        return _not_among(error)
    if kind in _WANTED:
        return _wrong_type(_WANTED[kind], node)
    if kind == "string_too_short":
        return "nothing stands here; give it a text or remove the key"
    if kind == "string_pattern_mismatch":
        shapes = (shape for begins, shape in _SHAPES.items() if context["pattern"].startswith(begins))
        return f"{quoted(error['input'])} {next(shapes, _ID)}"
    if kind in _LIMITS:
        return _LIMITS[kind].format(**context)
    return error["msg"]


def _wrong_type(wanted: str, node: Node) -> str:
    taken = taken_for(node)
    if wanted == "a text" and taken and isinstance(node, ScalarNode):
        return f"YAML reads {node.value[:SHOWN]} as {taken}; put it in quotes: {quoted(node.value)}"
    hint = f" ({COLON_HINT})" if wanted == "a text" and isinstance(node, MappingNode) else ""
    return f"expected {wanted}, found {_found(node)}{hint}"


def _found(node: Node) -> str:
    if not isinstance(node, ScalarNode):
        return "a list" if isinstance(node, SequenceNode) else "keys with values"
    return taken_for(node) or ("nothing" if node.tag.endswith(":null") else "a text")


def _not_among(error: ErrorDetails) -> str:
    given = error["input"]
    expected = error.get("ctx", {}).get("expected", "")
    known = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
    return f"{quoted(given)} is none of {', '.join(known)}{closest(str(given), known)}"

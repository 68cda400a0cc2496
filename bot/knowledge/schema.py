"""The shape of the YAML files as JSON Schema, so that an editor completes and checks while one types."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from bot.knowledge.shelves import SHELVES, Shelf

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The newest one that yaml-language-server, which most editors use, knows in full."""

KINDS = tuple(shelf.kind for shelf in SHELVES)
"""The kinds of file: `roles`, `topics`, `vocabulary` ..."""


def schema(kind: str | None = None) -> dict[str, Any]:
    """Return the schema of one kind of file; without a kind, one that fits a file of any.

    It holds a definition per kind, named `topics-file`, for editors that can point into a schema.
    """
    shelves = [shelf for shelf in SHELVES if kind in {None, shelf.kind}]
    models = {shelf.model: None for shelf in shelves}
    _, definitions = models_json_schema([(model, "validation") for model in models])
    files = {f"{shelf.kind}-file": _file(shelf) for shelf in shelves}
    definitions["$defs"].update(files)
    pointers = [{"$ref": f"#/$defs/{name}"} for name in files]
    title = f"Rolecall's {kind}" if kind else "A file of Rolecall's knowledge"
    return {"$schema": DRAFT, "title": title, "anyOf": pointers, **definitions}


def _file(shelf: Shelf) -> dict[str, Any]:
    entry = {"$ref": f"#/$defs/{shelf.model.__name__}"}
    if not shelf.many:
        return {"title": shelf.pattern, "allOf": [entry]}
    return {"title": shelf.pattern, "type": "array", "minItems": 1, "items": entry}

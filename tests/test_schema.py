"""The schema that editors get agrees with what the files may hold."""

from __future__ import annotations

from typing import Any

import pytest

from bot.knowledge.models import Axis, Part
from bot.knowledge.schema import KINDS, schema
from bot.knowledge.shelves import SHELVES


def pointers(value: object) -> set[str]:
    """Return every `$ref` within a schema."""
    if isinstance(value, list):
        return {found for item in value for found in pointers(item)}
    if not isinstance(value, dict):
        return set()
    return {found for item in value.values() for found in pointers(item)} | (
        {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
    )


@pytest.mark.parametrize("kind", [None, *KINDS])
def test_every_pointer_leads_to_a_definition(kind: str | None) -> None:
    found = schema(kind)
    assert pointers(found) <= {f"#/$defs/{name}" for name in found["$defs"]}


def test_there_is_one_definition_for_each_kind_of_file() -> None:
    assert [choice["$ref"] for choice in schema()["anyOf"]] == [f"#/$defs/{kind}-file" for kind in KINDS]
    assert set(KINDS) >= {"roles", "topics", "onboarding", "faqs", "vocabulary", "outside"}


def test_the_schema_of_one_kind_fits_that_kind_alone() -> None:
    assert schema("topics")["anyOf"] == [{"$ref": "#/$defs/topics-file"}]


@pytest.mark.parametrize("shelf", SHELVES, ids=KINDS)
def test_a_file_holds_one_entry_or_a_list_of_them(shelf: Any) -> None:
    file = schema()["$defs"][f"{shelf.kind}-file"]
    entry = {"$ref": f"#/$defs/{shelf.model.__name__}"}
    assert (file["items"] == entry) if shelf.many else (file["allOf"] == [entry])


def test_an_editor_can_tell_what_loading_would_refuse() -> None:
    definitions = schema()["$defs"]
    assert definitions["Topic"]["additionalProperties"] is False
    assert set(definitions["Topic"]["required"]) == {"id", "title", "group", "phrases", "stakes"}
    assert definitions["Part"]["enum"] == list(Part)
    assert definitions["Axis"]["enum"] == list(Axis)
    assert definitions["SkillLevel"]["properties"]["level"]["maximum"] == 5
    assert "pattern" in definitions["Stake"]["properties"]["role"]

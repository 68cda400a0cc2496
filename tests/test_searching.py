"""What is found while somebody still types."""

from __future__ import annotations

import pytest
from served_app import answerer


def found(typed: str) -> list[str]:
    return [offer.text for offer in answerer().current.search(typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("data en", "What do data engineers do?"),
        ("DE", "What do data engineers do?"),
        ("qual", "Who owns data quality?"),
        ("dashb", "Who owns dashboards?"),
        ("kafak", "Who uses Kafka?"),
        ("who owns dashbords", "Who owns dashboards?"),
        ("laptop", "where is my laptop?"),
    ],
)
def test_what_is_meant_comes_first(typed: str, first: str) -> None:
    assert found(typed)[0] == first


@pytest.mark.parametrize("typed", ["zzzz", "the lift", "x" * 3000, "'; drop table"])
def test_what_is_near_nothing_finds_nothing(typed: str) -> None:
    assert found(typed) == []


def test_with_nothing_typed_roles_come_first() -> None:
    assert found("")[0] == "What do clients do?"


def test_everything_is_found_by_its_own_question() -> None:
    search = answerer().current.search
    assert {search(text)[0].text for text in found("")} == set(found(""))

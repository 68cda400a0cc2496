"""How far two spellings are apart; what counts it is loaded with the first slip, as most questions have none.

A slip is an insertion, deletion, substitution or swap of neighbours (optimal string alignment, OSA).
"""

from __future__ import annotations

from collections.abc import Collection


def warm() -> None:
    """Load now what the first slip would otherwise wait for."""
    slips("", "")


def slips(one: str, other: str, most: int | None = None) -> int:
    """Return by how many slips two words differ; one more than `most` for all that are further apart."""
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=most)


def likeness(one: str, other: str) -> float:
    """Return how much of two words is alike, 0 to 1."""
    from rapidfuzz.distance import OSA

    return OSA.normalized_similarity(one, other)


def within(most: int, word: str, known: Collection[str]) -> dict[str, int]:
    """Return the known words that are at most so many slips away, each with how many."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract_iter(word, known, scorer=OSA.distance, score_cutoff=most)
    return {near: distance for near, distance, _ in found}


def beginning(one: str, other: str) -> int:
    """Return with how many letters both words begin."""
    from rapidfuzz.distance import Prefix

    return Prefix.similarity(one, other)

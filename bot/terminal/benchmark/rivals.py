"""Other ways to find the closest phrase, to compare with on the same phrases and questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from typing import TypeAlias

Finder: TypeAlias = Callable[[str], str]
"""From a question to the entry of the phrase that it is closest to."""


def rivals(known: Mapping[str, Sequence[str]]) -> dict[str, Finder]:
    """Return the rivals that are installed, ready to be asked."""
    phrases = [text for texts in known.values() for text in texts]
    entries = [entry for entry, texts in known.items() for _ in texts]
    found = {"rapidfuzz WRatio": _fuzzy(phrases, entries)}
    if find_spec("bm25s"):
        found["BM25 (bm25s)"] = _bm25(phrases, entries)
    return found


def _fuzzy(phrases: Sequence[str], entries: Sequence[str]) -> Finder:
    from rapidfuzz import fuzz, process, utils

    processed = [utils.default_process(phrase) for phrase in phrases]

    def nearest(question: str) -> str:
        found = process.extractOne(utils.default_process(question), processed, scorer=fuzz.WRatio)
        return entries[found[2]]

    return nearest


def _bm25(phrases: Sequence[str], entries: Sequence[str]) -> Finder:
    import bm25s

    def tokens(texts: list[str]) -> list[list[str]]:
        split: list[list[str]] = bm25s.tokenize(
            texts, stopwords=None, return_ids=False, show_progress=False, allow_empty=True
        )
        return split

    retriever = bm25s.BM25()
    retriever.index(tokens(list(phrases)), show_progress=False)

    def nearest(question: str) -> str:
        best, _ = retriever.retrieve(tokens([question]), k=1, show_progress=False)
        return entries[int(best[0, 0])]

    return nearest

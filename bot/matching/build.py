"""Makes an index from a knowledge base."""

from __future__ import annotations

from bot.knowledge.base import KnowledgeBase
from bot.matching.calibrate import calibrate
from bot.matching.corpus import Corpus
from bot.matching.index import Index, fit
from bot.matching.phrases import phrases


def build(knowledge: KnowledgeBase) -> Index:
    """Return the index of a knowledge base, calibrated on it; seconds for a few thousand phrases."""
    corpus = Corpus.of(knowledge, phrases(knowledge))
    return fit(corpus, range(len(corpus.phrases)), calibrate(corpus))

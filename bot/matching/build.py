"""Makes an index from a knowledge base, or takes the one that an earlier start made."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.base import KnowledgeBase
from bot.matching import cache
from bot.matching.index import Index


def build(knowledge: KnowledgeBase, kept_in: Path | None = None) -> Index:
    """Return the index of a knowledge base, calibrated on it; seconds for a few thousand phrases.

    With a folder, it is kept there, and an index that was kept there for the same knowledge is returned.
    """
    kept = cache.load(knowledge, kept_in) if kept_in and knowledge.version else None
    if kept is not None:
        return kept
    index = trained(knowledge)
    if kept_in and knowledge.version:
        cache.save(index, knowledge, kept_in)
    return index


def trained(knowledge: KnowledgeBase) -> Index:
    """Return the index of a knowledge base, made anew."""
    # What only training needs is imported when there is something to train.
    from bot.matching.calibrate import calibrate
    from bot.matching.corpus import Corpus
    from bot.matching.index import fit, with_words
    from bot.matching.phrases import phrases

    corpus = Corpus.of(knowledge, phrases(knowledge))
    return with_words(fit(corpus, range(len(corpus.phrases)), calibrate(corpus)))

"""Makes an index from a knowledge base."""

from __future__ import annotations

from bot.knowledge.base import KnowledgeBase
from bot.matching.calibrate import calibrate
from bot.matching.index import Index, fit
from bot.matching.phrases import phrases


def build(knowledge: KnowledgeBase) -> Index:
    """Return the index of a knowledge base, calibrated on it; takes seconds for thousands of phrases."""
    learnt = phrases(knowledge)
    return fit(knowledge, learnt, calibrate(knowledge, learnt))

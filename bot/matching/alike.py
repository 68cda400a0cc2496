"""How alike two questions are in what they ask for, whether or not anything is known of that."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from typing import TypeAlias

from bot.matching.features import stem
from bot.matching.index import Index
from bot.matching.overlay import Overlay
from bot.matching.text import words

Telling: TypeAlias = Mapping[str, float]
"""What tells a question from others, each part with its weight, all together of length 1; may be empty."""

_COMMON_WORDS = (
    "a an and any are at be can could did do does for from get has have how i in is it me my need of on or "
    "our please should somebody someone tell that the there this to us we what when where which who whom "
    "whose why will with would you your"
)


@cache
def _common() -> frozenset[str]:
    return frozenset(map(stem, _COMMON_WORDS.split()))


def telling(text: str, index: Index, overlay: Overlay | None = None) -> Telling:
    """Return what tells a cleaned question from others: its words as repaired, what they mean, what it names.

    How it is put does not count, as people put the same question in many ways; a word counts the more, the
    fewer phrases of the knowledge base have it.
    """
    parsed = (overlay or index).language.parse_words(words(text))
    terms = dict.fromkeys((*parsed.terms.main, *parsed.terms.beside))
    said = [term for term in terms if term.spelt is not None and term.gram not in _common()]
    features = [feature for term in said for feature in term.plain()]
    features += [(f"n {named}", 1.0) for named in (*parsed.roles, *parsed.items)]
    space = index.space
    weights = {
        feature: weight * (space.unseen if (at := space.ids.get(feature)) is None else float(space.idf[at]))
        for feature, weight in features
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {feature: weight / length for feature, weight in weights.items()}


def likeness(one: Telling, other: Telling) -> float:
    """Return the cosine: 1 for the same, 0 for nothing in common."""
    return sum(weight * other[feature] for feature, weight in one.items() if feature in other)

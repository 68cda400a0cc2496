"""What people may mean while they still type: everything that has an answer, nearest first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.answers.questions import Offer, offers
from bot.knowledge.base import KnowledgeBase
from bot.matching.reading import Kind, Meaning
from bot.matching.slips import likeness
from bot.matching.text import clean, words

MOST = 20
"""Things that are found at a time: more is no help to who chooses."""

_READ = 12
"""Words that are looked at; more are a question to be asked, not a name to be found."""
_PREFIX = 0.97
_SLIP = 0.9
"""What the beginning of a word counts, and how far one with a slip comes below that."""
_SHORTEST = 4
"""Letters below which a word is taken as it was typed: short ones are too alike."""
_ALIKE = 0.7
_NEAR = 0.7
"""From which share of what was typed something is found."""
_LONGER = 0.01
"""What each word costs that was not typed: of two that fit, the shorter name is meant."""
_ROLE = 0.02
"""What it counts to be a role: that is what people come for."""
_COMMON = 0.1
"""The share of all entries from which on a word of theirs says little: "who", "owns", "data"."""
_HOW = 0.15
"""What such a word weighs."""


_SMALL = frozenset(
    (
        "a",
        "an",
        "the",
        "of",
        "for",
        "to",
        "in",
        "on",
        "at",
        "is",
        "are",
        "am",
        "does",
        "did",
        "our",
        "my",
        "i",
    )
)
"""Words that are no part of a name."""


class _Entry(NamedTuple):
    offer: Offer
    names: tuple[frozenset[str], ...]
    """The words of everything that it is called, and of the question for it."""


class _Near(NamedTuple):
    weight: float
    words: Mapping[str, float]
    """What a typed word may be, or become, with how near that is."""


class Search:
    """Finds what a knowledge base can answer by the beginnings of words, a few slips forgiven."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._entries = list(_entries(knowledge))
        counts = Counter(word for entry in self._entries for word in frozenset().union(*entry.names))
        self._common = {word for word, count in counts.items() if count > _COMMON * len(self._entries)}
        self._known: dict[str, list[str]] = defaultdict(list)
        for word in counts:
            self._known[word[0]].append(word)

    def find(self, typed: str, most: int = MOST) -> Sequence[Offer]:
        """Return what may be meant, best first; with nothing typed, what stands first in the knowledge."""
        read = words(clean(typed))[:_READ]
        wanted = [word for word in read if word not in _SMALL] or read
        if not wanted:
            return [entry.offer for entry in self._entries[:most]]
        near = [_Near(_HOW if word in self._common else 1.0, self._near(word)) for word in wanted]
        scored = ((_score(near, entry), at) for at, entry in enumerate(self._entries))
        ranked = sorted((-score, at) for score, at in scored if score >= _NEAR)
        return [self._entries[at].offer for _, at in ranked[:most]]

    def _near(self, word: str) -> Mapping[str, float]:
        """Return the known words that one may be, or become, with how near they are."""
        pairs = ((known, _likeness(word, known)) for known in self._known.get(word[0], ()))
        return {known: alike for known, alike in pairs if alike}


class Searches:
    """The search of one snapshot, made when somebody searches first."""

    def __init__(self) -> None:
        self._made: Search | None = None

    def over(self, knowledge: KnowledgeBase) -> Search:
        """Return the search over a knowledge base, always the same one."""
        self._made = self._made or Search(knowledge)
        return self._made


def _likeness(typed: str, known: str) -> float:
    if known.startswith(typed):
        return 1.0 if typed == known else _PREFIX
    if len(typed) < _SHORTEST:
        return 0.0
    begun = max(likeness(typed, known[:length]) for length in _lengths(typed, known))
    return begun * _SLIP if begun >= _ALIKE else 0.0


def _lengths(typed: str, known: str) -> Iterable[int]:
    """Return how much of a word may have been typed so far, where a letter is missing or too much."""
    return {min(len(known), len(typed) + more) for more in (-1, 0, 1)}


def _score(near: Sequence[_Near], entry: _Entry) -> float:
    """Return how well the best name of an entry fits all that was typed."""
    best = max((_fit(near, name) for name in entry.names), default=0.0)
    return best + _ROLE * (entry.offer.meaning.kind is Kind.ROLE)


def _fit(near: Sequence[_Near], name: frozenset[str]) -> float:
    total = 0.0
    for weight, likenesses in near:
        both = name & likenesses.keys()
        if both:
            total += weight * max(likenesses[word] for word in both)
    typed = sum(each.weight for each in near)
    return total / typed - _LONGER * max(len(name) - len(near), 0)


def _entries(knowledge: KnowledgeBase) -> Iterator[_Entry]:
    named = dict(_named(knowledge))
    for offer in offers(named, knowledge):
        names = dict.fromkeys(frozenset(words(clean(name))) for name in (*named[offer.meaning], offer.text))
        yield _Entry(offer, tuple(filter(None, names)))


def _named(knowledge: KnowledgeBase) -> Iterator[tuple[Meaning, tuple[str, ...]]]:
    for role in knowledge.roles.values():
        yield Meaning(Kind.ROLE, roles=(role.id,)), (role.name, role.plural, *role.aliases)
    for topic in knowledge.topics.values():
        yield Meaning(Kind.OWNERSHIP, topic=topic.id), (topic.title, *topic.aliases)
    for item in ({**knowledge.skills, **knowledge.tools}).values():
        if knowledge.users_of(item.id):
            yield Meaning(Kind.EXPERTISE, items=(item.id,)), (item.name, *item.aliases)
    for concept in knowledge.concepts.values():
        yield Meaning(Kind.ABOUT, entry=concept.id), (concept.name, *concept.aliases)
    for faq in knowledge.faqs.values():
        yield Meaning(Kind.FAQ, entry=faq.id), faq.questions

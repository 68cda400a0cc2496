"""The words that a knowledge base and its askers use: names, synonyms and spellings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.knowledge.base import KnowledgeBase
from bot.matching.features import Term, Terms, stem
from bot.matching.names import Mention, Name, Names, Sort
from bot.matching.slips import slips
from bot.matching.spelling import SHORTEST, Spelling
from bot.matching.text import words

ROLE = "{role}"
ITEM = "{item}"
SLOTS = {ROLE: Sort.ROLE, ITEM: Sort.ITEM}
_SLOT_OF = {sort: slot for slot, sort in SLOTS.items()}
_SLOT = re.compile(r"(\{role\}|\{item\})")

ASKS_WHO = "asks who"
"""The mark of a question that asks for people."""

_NAME_FREQUENCY = 20
"""Words of names count this often when a misspelt word may be two known ones."""

_PAIR = 2

_MANY = 3
"""Roles named from which on their number says nothing more."""

_UNSTEMMED = 3
"""Letters up to which the stemmer leaves a plural alone."""

MEMORY = 50_000
"""Words that are remembered; the store is emptied when it is full, as typed words are without end."""


class Parsed(NamedTuple):
    """A text as it was understood word by word."""

    words: tuple[str, ...]
    read_as: tuple[str, ...]
    """The same words after repair."""
    mentions: tuple[Mention, ...]
    terms: Terms
    roles: tuple[str, ...]
    """The roles that are named, each once, in the order of the text."""
    items: tuple[str, ...]
    """The tools and skills that are named, likewise."""


class _Word(NamedTuple):
    read_as: str
    stem: str
    term: Term


class Language:
    """How texts are read by one knowledge base; phrases and questions go the same way."""

    def __init__(
        self, knowledge: KnowledgeBase, counts: Mapping[str, int], base: Language | None = None
    ) -> None:
        """Take the names of a knowledge base and how often words occur in its texts.

        With a base, these are what is new beside it.
        """
        names = [(sort, subject, name, words(name)) for sort, subject, name in names_of(knowledge)]
        self._base = base
        self.examples = {
            slot: list({subject: name for found, subject, name, _ in names if found is sort}.values())
            for slot, sort in SLOTS.items()
        }
        """A name of each subject that may stand in a slot."""
        self.counts: Mapping[str, int] = counts if base is None else {}
        """How often words occur; of those beside a base, nobody asks."""
        frequencies = Counter(counts)
        for *_, told in names:
            for word in told:
                frequencies[word] += _NAME_FREQUENCY
        slotted = [
            variant for sort, _, _, told in names if sort in _SLOT_OF for variant in _variants(told, sort)
        ]
        frequencies.update({word for variant in slotted for word in variant})
        own = {word for variant in slotted for word in variant if len(word) >= SHORTEST}
        self.spelling = Spelling(frequencies, own, few=base is not None)
        self._stems = frozenset(stem(word) for word in frequencies)
        self._words: dict[str, _Word] = {}
        self._slot_terms: dict[str, Term] = base._slot_terms if base else {slot: Term(slot) for slot in SLOTS}
        found = [
            Name(variant, tuple(stem(word) for word in variant), sort, subject)
            for sort, subject, _, told in names
            for variant in _variants(told, sort)
        ]
        self._names: Names = Names(found, base._names if base else None)
        pairs = [name for name in found if name.sort is Sort.ROLE and len(name.words) == _PAIR]
        self._firsts_of: Mapping[str, frozenset[str]] = _added(
            base._firsts_of if base else {}, ((n.stems[1], n.words[0]) for n in pairs)
        )
        self._lasts_of: Mapping[str, frozenset[str]] = _added(
            base._lasts_of if base else {}, ((n.stems[0], n.words[1]) for n in pairs)
        )
        senses = {
            tuple(stem(word) for word in words(text)): synonyms.id
            for synonyms in knowledge.synonyms
            for text in synonyms.words
        }
        self._senses: Mapping[tuple[str, ...], str] = (
            base._senses if base and not senses else {**(base._senses if base else {}), **senses}
        )
        self._long_senses: Names = Names(
            (Name(stems, stems, Sort.SYNONYMS, sense) for stems, sense in senses.items() if len(stems) > 1),
            base._long_senses if base else None,
        )

    def parse(self, text: str) -> Parsed:
        """Read a text in which `{role}` and `{item}` may stand for names."""
        return self.parse_words(split(text))

    def parse_words(self, typed: Sequence[str]) -> Parsed:
        """Read words; see `parse`."""
        remembered = self._words.get
        known = [remembered(word) or self._word(word) for word in typed]
        stems = [word.stem for word in known]
        if not (self._firsts_of.keys().isdisjoint(stems) and self._lasts_of.keys().isdisjoint(stems)):
            known = self._mended(known)
            stems = [word.stem for word in known]
        read_as = [word.read_as for word in known]
        mentions = self._names.find(read_as, stems)
        return Parsed(
            tuple(typed),
            tuple(read_as),
            tuple(mentions),
            self._terms(known, stems, mentions),
            _named(mentions, Sort.ROLE),
            _named(mentions, Sort.ITEM),
        )

    def forget(self) -> None:
        """Forget the words that were read so far; those of phrases are many, and few are asked for."""
        self._words.clear()

    def warm(self) -> None:
        """Make now what the first questions would otherwise wait for: a tenth of a second, beside answers."""
        for word in self.spelling.frequencies:
            self._word(word)
        self.spelling.warm()

    def term(self, word: str) -> Term:
        """Return a word as a term."""
        return self._word(word).term

    def knows(self, word: str) -> bool:
        """Tell whether a word, or another form of it, occurs in the knowledge base or in how people ask."""
        if word in self.spelling or stem(word) in self._stems:
            return True
        return self._base is not None and self._base.knows(word)

    def _word(self, typed: str) -> _Word:
        found = self._words.get(typed)
        if found is None:
            if len(self._words) > MEMORY:
                self._words.clear()
            found = self._words.setdefault(typed, self._read(typed))  # two threads may read it at once
        return found

    def _mended(self, known: list[_Word]) -> list[_Word]:
        """Repair a word that is known, but stands where only a role's name makes sense: "product manger"."""
        for at in range(len(known) - 1):
            first, last = known[at], known[at + 1]
            if last.stem in self._firsts_of:
                known[at] = self._word(_one_edit_off(first.read_as, self._firsts_of[last.stem]))
            elif first.stem in self._lasts_of:
                known[at + 1] = self._word(_one_edit_off(last.read_as, self._lasts_of[first.stem]))
        return known

    def _repair(self, typed: str) -> str | None:
        return self.spelling.repair(typed) or (self._base._repair(typed) if self._base else None)

    def _read(self, typed: str) -> _Word:
        if self._base and not (typed in self.spelling or stem(typed) in self._stems):
            known = self._base.knows(typed) or typed in self._slot_terms
            if known or not self._repair(typed):
                return self._base._word(typed)
        if typed in self._slot_terms:
            return _Word(typed, typed, self._slot_terms[typed])
        read_as = typed
        if not self.knows(typed):
            singular = typed.removesuffix("s")
            repaired = self._repair(typed) or (self._repair(singular) if singular != typed else None)
            read_as = repaired or typed
        elif typed not in self.spelling:  # known by its stem alone: "analyts" has that of "analytics"
            read_as = self.spelling.rename(typed) or typed
        stemmed = stem(read_as)
        sense = self._senses.get((stemmed,))
        return _Word(read_as, stemmed, Term(stemmed, read_as, (sense,) if sense else ()))

    def _terms(self, known: Sequence[_Word], stems: Sequence[str], mentions: Sequence[Mention]) -> Terms:
        main: list[Term] = []
        beside: list[Term] = []
        marks: list[str] = []
        at = 0
        for mention in mentions:
            marks.extend(f"topic {name.id}" for name in mention.names if name.sort is Sort.TOPIC)
            slot = _SLOT_OF.get(mention.names[0].sort)
            if slot is None:
                continue
            main.extend(word.term for word in known[at : mention.start])
            main.append(self._slot_terms[slot])
            if slot is ITEM:
                beside.extend(word.term for word in known[mention.start : mention.end])
            at = mention.end
        main.extend(word.term for word in known[at:])
        marks.append(f"roles {min(sum(term is self._slot_terms[ROLE] for term in main), _MANY)}")
        asked = _asked_for(stems)
        if asked:
            marks.append(asked)
        senses = dict.fromkeys(found.names[0].id for found in self._long_senses.find(stems, stems))
        return Terms(tuple(main), tuple(beside), tuple(senses), tuple(dict.fromkeys(marks)))


def _named(mentions: Sequence[Mention], sort: Sort) -> tuple[str, ...]:
    names = (mention.names[0] for mention in mentions)
    return tuple(dict.fromkeys(name.id for name in names if name.sort is sort)) if mentions else ()


def _added(
    base: Mapping[str, frozenset[str]], pairs: Iterable[tuple[str, str]]
) -> Mapping[str, frozenset[str]]:
    """Return the base with more beside it; the base itself where there is nothing more.

    There are as many of these as workspaces.
    """
    own: dict[str, frozenset[str]] = {}
    for key, word in pairs:
        own[key] = own.get(key, base.get(key, frozenset())) | {word}
    return {**base, **own} if own else base


def split(text: str) -> list[str]:
    """Return the words of a text in which `{role}` and `{item}` may stand for names."""
    if "{" not in text:
        return words(text)
    pieces = ([piece] if piece in SLOTS else words(piece) for piece in _SLOT.split(text))
    return [word for piece in pieces for word in piece]


def counted(texts: Iterable[Sequence[str]]) -> Counter[str]:
    """Return how often each word occurs in texts that were split, slots left out."""
    counts = Counter(word for text in texts for word in text)
    for slot in SLOTS:
        del counts[slot]
    return counts


def _one_edit_off(word: str, names: frozenset[str]) -> str:
    """Return the word of a name that a word is one slip away from, or the word itself."""
    if len(word) < SHORTEST or word in names:
        return word
    # One slip leaves the first letter or the last; most words are told apart by that alone.
    alike = (name for name in sorted(names) if name[0] == word[0] or name[-1] == word[-1])
    close = (name for name in alike if len(name) >= SHORTEST and slips(word, name) == 1)
    return next((name for name in close if name != f"{word}s" and word != f"{name}s"), word)


def names_of(knowledge: KnowledgeBase) -> Iterable[tuple[Sort, str, str]]:
    """Return every name of every subject, with its sort and id."""
    for role in knowledge.roles.values():
        for name in (role.name, role.plural, role.id, *role.aliases):
            yield Sort.ROLE, role.id, name
    for entry in (*knowledge.tools.values(), *knowledge.skills.values()):
        for name in (entry.name, entry.id, *entry.aliases):
            yield Sort.ITEM, entry.id, name
    for topic in knowledge.topics.values():
        for name in (topic.title, topic.id, *topic.aliases):
            yield Sort.TOPIC, topic.id, name
    for concept in knowledge.concepts.values():
        for name in (concept.name, concept.id, *concept.aliases):
            yield Sort.CONCEPT, concept.id, name


def _variants(name: Sequence[str], sort: Sort) -> Iterable[tuple[str, ...]]:
    """Return a name as words, and for roles also its plural and the spelling in one word."""
    yield tuple(name)
    if sort is Sort.ROLE and name:
        if len(name[-1]) <= _UNSTEMMED:  # the stemmer leaves short words alone: DEs, SREs
            yield (*name[:-1], name[-1] + "s")
        if len(name) > 1:
            yield ("".join(name),)


_WHO = frozenset(("who", "whose", "whom", "owner", "anyon", "anybodi", "someon", "somebodi"))
_PARTY = frozenset(("role", "team", "person", "job", "guy", "depart", "posit", "profil", "peopl"))
_WHICH_PARTY = frozenset((ask, party) for ask in ("which", "what") for party in _PARTY)
_WHAT = frozenset(("mean", "defin", "definit", "explain", "explan"))


def _asked_for(stems: Sequence[str]) -> str | None:
    """Tell whether a question asks for people or for an explanation; None where it says neither."""
    if not _WHO.isdisjoint(stems):
        return ASKS_WHO
    if "what" not in stems and "which" not in stems:
        return None if _WHAT.isdisjoint(stems) else "asks what"
    pairs = set(pairwise(stems))
    if not _WHICH_PARTY.isdisjoint(pairs):
        return ASKS_WHO
    if not _WHAT.isdisjoint(stems) or ("what", "is") in pairs or ("what", "are") in pairs:
        return "asks what"
    return None

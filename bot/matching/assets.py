"""Finds in a question the names of what teams own: models, services, paths, by the thousand and as spelt."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.knowledge.assets import Asset, AssetKind
from bot.matching.paths import Asked, Paths
from bot.matching.reading import Kind, Meaning
from bot.matching.slips import within

CERTAIN = 0.95
"""How sure it is that a name is meant which is spelt as only names are, where somebody asks whose it is."""

_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONGEST = 12
"""Words of a name; of a longer one, the last count."""
_SHORTEST = 5
"""Letters from which on a slip is repaired, and twice as many from which on two are."""
_SLIP = 0.9
"""What a name that had to be repaired is worth beside one that was spelt right."""
_SHOWN = 5
"""Things of one name that are told apart; whoever has more of them names the kind."""

_CALLED: Mapping[AssetKind, str] = {
    AssetKind.PATH: "path folder directory dir file files code repo repository module package source",
    AssetKind.COMPONENT: "component service microservice app application website site library lib api "
    "backend frontend job pipeline package",
    AssetKind.SYSTEM: "system platform",
    AssetKind.RESOURCE: "resource database db bucket topic queue cluster warehouse table",
    AssetKind.MODEL: "model table view mart dataset",
    AssetKind.SEED: "seed csv table dataset",
    AssetKind.SNAPSHOT: "snapshot table",
    AssetKind.EXPOSURE: "exposure dashboard report notebook analysis application",
}
_KINDS: Mapping[str, frozenset[AssetKind]] = {
    form: frozenset(kind for kind, called in _CALLED.items() if word in called.split())
    for called in _CALLED.values()
    for word in called.split()
    for form in (word, f"{word}s")
}
_ASKING = frozenset(
    _WORD.findall(
        "who whos whose whom own owns owned owner owners ownership maintain maintains maintained maintainer "
        "maintainers responsible accountable charge team behind ask contact"
    )
)
_BESIDE = frozenset(_WORD.findall("the our a an this that dbt called named please s"))


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name of something owned, found in a question."""

    keys: tuple[str, ...]
    """What goes by it, those of the kind that was said alone."""
    words: str
    """As typed."""
    name: str
    confidence: float
    path: str = ""
    """What was asked for where that is a path; no keys then mean that no line speaks of it."""

    @property
    def meaning(self) -> Meaning:
        """What the question means if it asks for this."""
        return Meaning(Kind.ASSET, items=self.keys)


@dataclass(frozen=True, slots=True)
class _Run:
    """Some words of a question that are a name."""

    start: int
    end: int
    places: tuple[int, ...]
    kinded: bool
    spelt: bool
    """Whether they stand together as only names do: with a hyphen, a stroke, a dot."""
    tail: bool
    """Whether they are just the end of a path."""


class AssetNames:
    """The names of assets, by their words; made once for what a workspace has imported."""

    def __init__(self, assets: Iterable[Asset]) -> None:
        """Index every name, in the words that it is made of and in one word."""
        every = [*assets]
        self._paths = Paths(every)
        self._assets = tuple(asset for asset in every if not _excludes(asset))
        self._places: dict[str, int | tuple[int, ...]] = {}
        self._tails: dict[str, int | tuple[int, ...]] = {}
        self._lengths: dict[str, int] = {}
        for place, asset in enumerate(self._assets):
            names = list(_forms(asset.name))
            for name in names:
                self._add(self._places, name, place)
            if asset.kind is AssetKind.PATH and names and len(names[0]) > 1:
                self._add(self._tails, names[0][-1:], place)
        words = {word for name in self._places for word in name.split()}
        self._words: dict[str, list[str]] = {}
        for word in sorted(words):
            if len(word) >= _SHORTEST:
                self._words.setdefault(word[0], []).append(word)

    def __len__(self) -> int:
        """How many things there are."""
        return len(self._assets)

    def sight(
        self, typed: str, text: str, knows: Callable[[str], bool], base: Collection[tuple[str, ...]]
    ) -> Sighting | None:
        """Return what a question names, if anything; `typed` is the same with its marks, which paths need.

        `knows` tells which words others use too, `base` holds the names of roles, topics and tools in the
        question: an asset that happens to be called like one of these is only meant where its kind is said.
        """
        asked = self._paths.asked(typed)
        path = self._on_path(asked, text) if asked else None
        if path and path.keys:
            return path
        named = self._named(text, knows, base)
        return named if path is None or (named and named.confidence >= CERTAIN) else path

    def _on_path(self, asked: Asked, text: str) -> Sighting | None:
        """Return what decides on a path; None where it may be none, and nothing speaks of it."""
        there = self._paths.of(asked)
        if not (there or asked.sure):
            return None
        rest = {*_WORD.findall(text.casefold())} - {*_WORD.findall(asked.path.casefold())}
        asks = not _ASKING.isdisjoint(rest) or _BESIDE.union(_KINDS).issuperset(rest)
        sure = (0.97 if asked.sure else 0.9) if asks else 0.45
        return Sighting(tuple(each.key for each in there[:_SHOWN]), asked.path, asked.path, sure, asked.path)

    def _named(
        self, text: str, knows: Callable[[str], bool], base: Collection[tuple[str, ...]]
    ) -> Sighting | None:
        folded = text.casefold()
        found = [*_WORD.finditer(folded)]
        typed = [word.group() for word in found]
        spelt = [_joins(folded[one.end() : other.start()]) for one, other in pairwise(found)]
        asks = not _ASKING.isdisjoint(typed)
        runs = [*self._runs(typed, spelt)]
        slip = 1.0
        if not runs and (asks or any(spelt)):
            runs, slip = [*self._runs([self._repaired(word, knows) for word in typed], spelt)], _SLIP
        best: Sighting | None = None
        for run in runs:
            confidence = slip * _confidence(run, typed, knows, base, asks=asks)
            if confidence > (best.confidence if best else 0.0):
                words = folded[found[run.start].start() : found[run.end - 1].end()]
                best = self._sighting(run, words, confidence)
        return best

    def _sighting(self, run: _Run, words: str, confidence: float) -> Sighting:
        named = [self._assets[place] for place in run.places[:_SHOWN]]
        there = [*dict.fromkeys(one for each in named for one in self._deciding(each))]
        return Sighting(tuple(asset.key for asset in there), words, there[0].name, confidence)

    def _deciding(self, asset: Asset) -> tuple[Asset, ...]:
        """Return what speaks of a thing: of a folder or file the line that counts, which may be another."""
        if asset.pattern is None or not {*"*?\\"}.isdisjoint(asset.pattern.text):
            return (asset,)
        path = asset.pattern.text.lstrip("/")
        found = (self._paths.deciding(each) for each in (path, f"{path.rstrip('/')}/"))
        return next(filter(None, found), (asset,))

    def _add(self, shelf: dict[str, int | tuple[int, ...]], words: Sequence[str], place: int) -> None:
        name = " ".join(words)
        held = shelf.get(name)
        if held is None:
            shelf[name] = place
        elif place not in _several(held):
            shelf[name] = (*_several(held), place)
        # A bit for each length: most words begin names of one or two.
        self._lengths[words[0]] = self._lengths.get(words[0], 0) | 1 << len(words)

    def _runs(self, typed: Sequence[str], spelt: Sequence[bool]) -> Iterator[_Run]:
        for start, word in enumerate(typed):
            lengths = self._lengths.get(word, 0)
            for length in range(min(lengths.bit_length() - 1, len(typed) - start), 0, -1):
                if lengths >> length & 1:
                    name, end = " ".join(typed[start : start + length]), start + length
                    held = self._places.get(name)
                    tail = held is None
                    held = self._tails.get(name) if held is None else held
                    if held is not None:
                        yield self._run(start, end, _several(held), typed, spelt, tail=tail)

    def _run(
        self,
        start: int,
        end: int,
        places: tuple[int, ...],
        typed: Sequence[str],
        spelt: Sequence[bool],
        *,
        tail: bool,
    ) -> _Run:
        """Return a run; where a kind is said beside it, just the things of that kind, if there are any."""
        said = frozenset[AssetKind]().union(*(_KINDS.get(word, ()) for word in _around(typed, start, end)))
        of_kind = tuple(place for place in places if self._assets[place].kind in said)
        together = end - start > 1 and all(spelt[start : end - 1])
        return _Run(start, end, of_kind or places, bool(of_kind), together, tail)

    def _repaired(self, word: str, knows: Callable[[str], bool]) -> str:
        """Return the word of a name that one which nobody uses is a slip away from."""
        if word in _BESIDE or word in _ASKING:
            return word
        known = self._words.get(word[0], ())  # people hit the first letter
        for form in (f"{word}s", word.removesuffix("s")):
            if form in known:
                return form
        most = min(len(word) // _SHORTEST, 2)
        if not most or knows(word):
            return word
        near = within(most, word, known)
        return min(near, key=near.__getitem__) if near else word


def _confidence(
    run: _Run,
    typed: Sequence[str],
    knows: Callable[[str], bool],
    base: Collection[tuple[str, ...]],
    *,
    asks: bool,
) -> float:
    """Return how sure it is that a question is about what goes by a name in it."""
    words = typed[run.start : run.end]
    rest = [*typed[: run.start], *typed[run.end :]]
    asks = asks or _BESIDE.union(_KINDS).issuperset(rest)
    if run.kinded:
        return (0.85 if run.tail else 0.97) if asks else 0.6
    if run.tail:
        return 0.0
    if any(set(words) < set(name) for name in base):
        return 0.0  # "data" of "data engineer"
    if any("".join(name) == "".join(words) for name in base) or (len(words) == 1 and knows(words[0])):
        return 0.6 if asks else 0.0
    if run.spelt:
        return 0.97 if asks else 0.8
    return 0.9 if asks else 0.45


def _excludes(asset: Asset) -> bool:
    return asset.pattern is not None and asset.pattern.excludes


def _forms(name: str) -> Iterator[tuple[str, ...]]:
    """Yield a name in its words, humps parted too, and in one word."""
    spelt = _WORD.findall(name)
    whole = tuple(word.casefold() for word in spelt[-_LONGEST:])
    words = whole
    if not name.islower():  # only a capital makes a hump, and names by the thousand have none
        parts = [part.casefold() for word in spelt for part in _HUMP.split(word)]
        words = tuple(parts[-_LONGEST:])
    for form in dict.fromkeys((words, whole, ("".join(words),))):
        if form and form[0]:
            yield form


def _several(held: int | tuple[int, ...]) -> tuple[int, ...]:
    return (held,) if isinstance(held, int) else held


def _joins(between: str) -> bool:
    return not any(map(str.isspace, between)) and between not in {"'", "\u2019"}


def _around(typed: Sequence[str], start: int, end: int) -> Iterator[str]:
    """Yield the nearest word before and after, over words that say nothing."""
    yield next((word for word in reversed(typed[:start]) if word not in _BESIDE), "")
    yield next((word for word in typed[end:] if word not in _BESIDE), "")

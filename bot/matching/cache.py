"""Keeps a built index on disk, so that the next start need not train it again.

A cache is a folder of plain arrays and one JSON file, named by a hash of the knowledge and of this package,
with a digest of each file, and marked with the versions of the knowledge that it serves. Nothing is ever
unpickled; whatever does not fit is ignored and made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.knowledge.base import KnowledgeBase
from bot.matching.corpus import outcomes
from bot.matching.examples import Examples
from bot.matching.features import Space, remember, stem
from bot.matching.index import Index, WordScores
from bot.matching.judging import Judge
from bot.matching.labels import Labels
from bot.matching.language import Language, names_of
from bot.matching.phrases import Label, phrases
from bot.matching.reading import Kind
from bot.matching.spelling import Near
from bot.matching.text import words
from bot.matching.weights import Weights

_ARRAYS = (
    "idf",
    "weights",
    "scales",
    "dense",
    "vectors",
    "right",
    "covered",
    "chance",
    "word_rows",
    "near_sums",
    "near_places",
)
_TEXTS = "texts.json"
_DIGESTS = "digests.json"
_SEEN = "seen.json"
"""How the files looked when they were last compared with their digests."""

_SETTLED = 2_000_000_000
"""Nanoseconds after a change from which on another one shows in a file's times."""

_ROOM = 512 * 1024 * 1024
"""Bytes that all kept indexes may take; what was not used for longest goes first."""


def folder() -> Path:
    """Return where caches are kept, by the XDG Base Directory Specification."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "rolecall"


def marked(knowledge: KnowledgeBase, within: Path) -> bool:
    """Tell whether one serves this version; whether it can be trusted shows when it is loaded."""
    return any(_marks(knowledge, within))


def alike(one: KnowledgeBase, other: KnowledgeBase, within: Path) -> bool:
    """Tell whether the same index is known to serve both."""
    return not {mark.parent for mark in _marks(one, within)}.isdisjoint(
        mark.parent for mark in _marks(other, within)
    )


def load(knowledge: KnowledgeBase, within: Path) -> Index | None:
    """Return the index that was kept for this knowledge, or None where there is none that can be trusted."""
    for mark in _marks(knowledge, within):  # spares the key, for which every phrase is made
        index = _kept(knowledge, mark.parent)
        if index is not None:
            return index
    kept = within / _key(knowledge)
    index = _kept(knowledge, kept)
    if index is not None:
        with suppress(OSError):
            (kept / _mark(knowledge)).touch()
    return index


def _kept(knowledge: KnowledgeBase, kept: Path) -> Index | None:
    try:
        digests = json.loads((kept / _DIGESTS).read_text("utf-8"))
        if digests["key"] != kept.name or not _intact(kept, digests):
            return None
        texts = json.loads((kept / _TEXTS).read_text("utf-8"))
        arrays = {
            name: np.asarray(np.load(kept / f"{name}.npy", mmap_mode="r", allow_pickle=False))
            for name in _ARRAYS
        }
        index = _index(knowledge, texts, arrays)
        os.utime(kept)
        return index
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _intact(kept: Path, digests: dict[str, str]) -> bool:
    """Tell whether the files are as they were written; those that were compared before, by size and times."""
    looks = {name: _look(kept / name) for name in (_TEXTS, *(f"{array}.npy" for array in _ARRAYS))}
    with suppress(OSError, ValueError):
        if json.loads((kept / _SEEN).read_text("utf-8")) == looks:
            return True
    if any(digests[name] != _digest(kept / name) for name in looks):
        return False
    # What was changed just now may change again before the clock of the file system moves on.
    if all(time.time_ns() - changed > _SETTLED for _, _, changed in looks.values()):
        with suppress(OSError):
            (kept / _SEEN).write_text(json.dumps(looks), "utf-8")
    return True


def _look(file: Path) -> list[int]:
    stat = file.stat()
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]


def save(index: Index, knowledge: KnowledgeBase, within: Path) -> None:
    """Keep an index; a disk that is full or read-only costs the next start some seconds, and no more."""
    try:
        within.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = Path(tempfile.mkdtemp(dir=within))
    except OSError:
        return
    key = _key(knowledge)
    try:
        _write(index, knowledge, key, made)
        # What stands there could not be used, or is the same, made by another process meanwhile.
        _remove(within / key)
        made.rename(within / key)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
    _make_room(within)


def _make_room(within: Path) -> None:
    """Remove what was not used for longest, beyond the room there is; the newest one always stays."""
    taken = 0
    for kept in sorted(within.iterdir(), key=_used, reverse=True):
        size = sum(_size(file) for file in kept.glob("*"))
        if taken and taken + size > _ROOM:
            _remove(kept)
        else:
            taken += size


def _remove(kept: Path) -> None:
    if kept.is_dir():
        shutil.rmtree(kept, ignore_errors=True)
    else:
        kept.unlink(missing_ok=True)


def _used(kept: Path) -> float:
    try:
        return kept.stat().st_mtime
    except OSError:  # another process made room too
        return 0.0


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _write(index: Index, knowledge: KnowledgeBase, key: str, made: Path) -> None:
    labels = {label: at for at, label in enumerate(index.labels.all)}
    alike = " ".join(text for synonyms in knowledge.synonyms for text in synonyms.words)
    texts = {
        "counts": index.language.counts,
        "stems": {word: stem(word) for word in (*index.language.spelling.frequencies, *words(alike))},
        "words": " ".join(index.words.places),
        "features": index.space.ids,
        "pairs": index.space.pairs,
        "unseen": index.space.unseen,
        "labels": [(label.kind, label.entry, label.outside) for label in labels],
        "phrases": "\n".join(map(" ".join, map(str.split, index.examples.texts))),
        "examples": [(labels[label], count) for label, count in index.examples.counts.items()],
    }
    (made / _TEXTS).write_text(json.dumps(texts, ensure_ascii=False), "utf-8")
    arrays: dict[str, npt.NDArray[Any]] = {
        "idf": index.space.idf,
        "weights": index.weights.rows,
        "scales": index.weights.scales,
        "dense": index.dense,
        "vectors": index.examples.vectors,
        "right": np.array(index.judge.right),
        "covered": np.array(index.judge.covered),
        "chance": index.judge.chance,
        "word_rows": index.words.rows,
        "near_sums": index.language.spelling.near.sums,
        "near_places": index.language.spelling.near.places,
    }
    for name, array in arrays.items():
        np.save(made / f"{name}.npy", array, allow_pickle=False)
    digests = {"key": key, **{path.name: _digest(path) for path in made.iterdir()}}
    (made / _DIGESTS).write_text(json.dumps(digests), "utf-8")
    (made / _mark(knowledge)).touch()


def _index(knowledge: KnowledgeBase, texts: dict[str, Any], arrays: dict[str, Any]) -> Index:
    remember(texts["stems"])
    labels = [Label(Kind(kind), entry, outside) for kind, entry, outside in texts["labels"]]
    learnt, known = texts["phrases"].split("\n"), texts["words"].split(" ")
    if arrays["weights"].shape != (len(arrays["idf"]), len(labels)) or len(arrays["vectors"]) != len(learnt):
        raise ValueError("the arrays of a cached index do not fit together")
    language = Language(knowledge, texts["counts"])
    spelling = language.spelling
    spelling.near = Near(spelling.frequencies, arrays["near_sums"], arrays["near_places"])
    return Index(
        language,
        Space(texts["features"], texts["pairs"], arrays["idf"], texts["unseen"]),
        Labels(labels, outcomes(knowledge, labels)),
        Weights(arrays["weights"], arrays["scales"]),
        arrays["dense"],
        Examples(learnt, {labels[at]: count for at, count in texts["examples"]}, arrays["vectors"]),
        Judge(tuple(arrays["right"].tolist()), tuple(arrays["covered"].tolist()), arrays["chance"]),
        WordScores(
            dict(zip(known, range(len(known)), strict=True)),
            arrays["word_rows"],
        ),
    )


def _marks(knowledge: KnowledgeBase, within: Path) -> Iterator[Path]:
    return within.glob(f"*/{_mark(knowledge)}") if knowledge.version else iter(())


def _mark(knowledge: KnowledgeBase) -> str:
    """Return the name of the file that marks the index of knowledge of this very version."""
    return f"of-{knowledge.version}-{_code()[:16]}-{np.__version__}"


def _key(knowledge: KnowledgeBase) -> str:
    """Return a hash of all that an index depends on: a statement in other words needs no other index."""
    learnt = phrases(knowledge)
    labels = dict.fromkeys(phrase.label for phrase in learnt)
    places = dict(zip(labels, range(len(labels)), strict=True))
    owners = {label: sorted(found) for label, found in outcomes(knowledge, labels).items()}
    # Plain values: to write each label out with each of its phrases takes as long as all else here.
    texts = [(phrase.text, places[phrase.label], phrase.made) for phrase in learnt]
    parts = (texts, owners, list(names_of(knowledge)), knowledge.synonyms, _code(), np.__version__)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


@cache
def _code() -> str:
    """Return a hash of this package: another version of it may train another index."""
    found = hashlib.sha256()
    for part in sorted(files("bot.matching").iterdir(), key=lambda part: part.name):
        if part.is_file():
            found.update(part.read_bytes())
    return found.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""A look at how a topic is asked for: phrases that only repeat its title teach the matcher nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import snowballstemmer

from bot.knowledge.problems import Problem, Severity
from bot.knowledge.records import Record

_WORD = re.compile(r"[^\W_]+")
_COMMON = frozenset(
    """
    a about after all an and any anyone are around as at be been before best between by can could do
    does for from get has have here how i if in into is it its me my need new not of off on one or our
    out over so some somebody someone something than that the their them then there these they this to
    up us was we what when where whether which while who whom whose why will with without work would you
    your
    """.split()  # noqa: SIM905 - a hundred quoted words are no easier to read
)
"""Words that say nothing about a subject."""


def too_alike(record: Record) -> Iterator[Problem]:
    """Yield a warning where fewer than half of a topic's phrases do without the words of its id and title."""
    phrases = record.value.get("phrases") if record.shelf.name == "topics" and record.id else None
    if not isinstance(phrases, list):
        return
    texts = [phrase for phrase in phrases if isinstance(phrase, str)]
    own = _content(f"{record.id} {record.value.get('title', '')}")
    apart = sum(own.isdisjoint(_content(phrase)) for phrase in texts)
    if apart * 2 < len(texts):
        message = (
            f"only {apart} of {len(texts)} phrases share no word with the topic's id or title; half should"
        )
        yield record.problem(("phrases",), message, Severity.WARNING, key=True)


def _content(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORD.findall(text.casefold()) if word not in _COMMON)


@cache
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")

"""Reads a question: words in, a reading out, without waiting for anything."""

from __future__ import annotations

from bot.matching.candidates import Candidate, candidates, needing_context, with_context
from bot.matching.index import Index
from bot.matching.language import Parsed
from bot.matching.linear import Row
from bot.matching.phrases import Label
from bot.matching.reading import Alternative, Evidence, Kind, Meaning, Reading
from bot.matching.signs import signs_of
from bot.matching.text import clean

_UNKNOWN = Meaning(Kind.UNKNOWN)

_OFFERED = 3
"""Meanings that are offered beside the answer, or instead of one."""

_CLOSE = 0.25
"""An alternative further behind than this margin is not worth a button."""

_FAR = 0.6
"""Meanings further behind the best one than this are not offered for an unknown question either."""


def read(question: str, index: Index, overlay: None = None, context: Meaning | None = None) -> Reading:
    """Return what a question means, by the index's knowledge base; never raises, never does I/O.

    `context` is the meaning that an earlier question of the same conversation had: what this one leaves out
    ("and their tools?") is taken from it. Without it such a question is unknown and `needs_subject`.
    """
    text = clean(question)
    parsed = index.language.parse_words_of(text)
    if not parsed.words:
        return Reading(text, _UNKNOWN, 1.0)
    scored = index.score(parsed.terms)
    ranked = candidates(index, parsed, scored)
    row = index.unit(parsed.terms)
    found = signs_of(index, parsed, scored.unseen, row, ranked)
    right, covered = index.judge.judge(found[1]) if found else (0.0, 0.0)
    if found and right >= 1 - covered:
        best = found[0]
        return Reading(
            text,
            best.meaning,
            right,
            alternatives=_alternatives(best, ranked, right),
            evidence=(*_evidence(parsed), *_closest(index, row, best.label)),
        )
    incomplete = needing_context(index, parsed)
    if incomplete is not None:
        completed = with_context(incomplete, context) if context else None
        if completed is not None:
            return Reading(text, completed, incomplete.confidence, evidence=_evidence(parsed))
        return Reading(text, _UNKNOWN, incomplete.confidence, needs_subject=True)
    return Reading(text, _UNKNOWN, 1 - covered, alternatives=_nearest(ranked, covered))


def _alternatives(best: Candidate, ranked: list[Candidate], right: float) -> tuple[Alternative, ...]:
    """Return what else it may have meant: the runners-up share what the best one leaves."""
    close = [
        found
        for found in ranked
        if not found.label.outside and found is not best and best.score - found.score <= _CLOSE
    ][:_OFFERED]
    left = (1 - right) / (len(close) + 1)
    return tuple(Alternative(found.meaning, round(left, 4)) for found in close)


def _nearest(ranked: list[Candidate], covered: float) -> tuple[Alternative, ...]:
    """Return the nearest things to an unknown question, best first."""
    inside = [found for found in ranked if not found.label.outside]
    near = [found for found in inside if inside[0].score - found.score <= _FAR][:_OFFERED]
    return tuple(Alternative(found.meaning, round(covered / (at + 2), 4)) for at, found in enumerate(near))


def _evidence(parsed: Parsed) -> tuple[Evidence, ...]:
    """Return the names that were found and the words that were repaired."""
    found = [
        Evidence(
            " ".join(parsed.words[mention.start : mention.end]),
            " ".join(parsed.read_as[mention.start : mention.end]),
            f"{mention.names[0].sort} {mention.names[0].id}",
            1.0,
        )
        for mention in parsed.mentions
    ]
    named = {word for mention in parsed.mentions for word in parsed.words[mention.start : mention.end]}
    found.extend(
        Evidence(typed, known, "word", 0.0)
        for typed, known in zip(parsed.words, parsed.read_as, strict=True)
        if typed != known and typed not in named
    )
    return tuple(found)


def _closest(index: Index, row: Row, label: Label) -> tuple[Evidence, ...]:
    """Return the phrase that the question is closest to."""
    cosine, phrase = index.closest(row, label)
    if phrase is None:
        return ()
    return (Evidence(phrase.text, phrase.text, f"{label.kind} {label.entry or ''}".strip(), cosine),)

"""Reads a question: words in, a reading out, without waiting for anything."""

from __future__ import annotations

from bot.matching.assets import CERTAIN, Sighting
from bot.matching.follow_up import FollowUp, carried, follow_up, second_role
from bot.matching.index import Index
from bot.matching.language import Parsed
from bot.matching.overlay import Hit, Overlay
from bot.matching.phrases import Label
from bot.matching.ranking import Ranking, rank
from bot.matching.reading import PATH, Alternative, Evidence, Kind, Meaning, Reading
from bot.matching.text import clean, words

_UNKNOWN = Meaning(Kind.UNKNOWN)

_OFFERED = 3
"""Meanings that are offered beside the answer, or instead of one."""

_CLOSE = 0.25
"""An alternative further behind than this margin is not worth a button."""

_CARRIED = 0.9
"""How sure it is that "and analysts?" asks what was asked before."""

_EVEN = 0.5
"""The probability below which a workspace's own entry is not offered as the answer."""

_FAR = 0.6
"""Meanings further behind the best one than this are not offered for an unknown question either."""


_HOPELESS = 0.1
"""The probability that a question is covered below which what is nearest by chance helps nobody."""

_LIKELY = 0.3
"""The one from which a topic may be what a question that names a role is about."""

_DISTINCT = 0.7
"""How sure a name must be to be offered beside an answer: common words are names of something somewhere."""


def read(
    question: str, index: Index, overlay: Overlay | None = None, context: Meaning | None = None
) -> Reading:
    """Return what a question means, by the index's knowledge base; never raises, never does I/O.

    `overlay` holds a workspace's own entries; one of them is preferred where it is as likely. `context`
    is the meaning that an earlier question of the same conversation had: what this one leaves out ("and
    their tools?") is taken from it. Without it such a question is unknown and `needs_subject`.
    """
    text = clean(question)
    parsed = (overlay or index).language.parse_words(words(text))
    if not parsed.words:
        return Reading(text, _UNKNOWN, 1.0)
    again = carried(parsed, context) if context else None
    if again is not None:
        return Reading(text, again, _CARRIED, evidence=_found(parsed))
    sighting = overlay.sight(question, text, parsed) if overlay else None
    ranking = rank(index, parsed, index.score(parsed.terms))
    right, covered = index.judge.judge(ranking.signs) if ranking else (0.0, 0.0)
    least = max(right, _EVEN)
    own = _own(text, parsed, sighting, overlay.hit(parsed, least) if overlay else None, least)
    if own is not None:
        return own
    answered = ranking is not None and right >= 1 - covered
    margin, inside = (ranking.signs.margin, ranking.signs.inside) if ranking else (0.0, 0.0)
    leaning = second_role(index, parsed, margin) or follow_up(
        index, parsed, margin if answered else None, inside
    )
    if leaning is not None:
        return _leaning(text, parsed, leaning, context)
    if ranking is None or not answered:
        nearest = _nearest(index, parsed, ranking, covered) if ranking else ()
        offered = (*_beside(sighting, 0.0), *nearest)
        return Reading(text, _UNKNOWN, 1 - covered, alternatives=offered, evidence=_found(parsed))
    return Reading(
        text,
        index.labels.meaning(ranking.best, parsed),
        right,
        alternatives=(*_beside(sighting, _DISTINCT), *_alternatives(index, parsed, ranking, right)),
        evidence=_evidence(index, parsed, ranking),
    )


def _own(
    text: str, parsed: Parsed, sighting: Sighting | None, hit: Hit | None, least: float
) -> Reading | None:
    """Return what of the workspace's own is asked for; None where the base is as likely as `least` says."""
    sure = sighting is not None and sighting.confidence >= CERTAIN
    if sighting and (sure or sighting.confidence >= max(least, hit.confidence if hit else 0.0)):
        named = Evidence(sighting.words, sighting.name, PATH if sighting.path else "asset", 1.0)
        meaning = sighting.meaning if sighting.keys else _UNKNOWN
        return Reading(text, meaning, sighting.confidence, evidence=(*_found(parsed), named))
    if hit and hit.confidence >= least:
        like = _like(hit.phrase.text, hit.label, hit.cosine)
        return Reading(text, hit.meaning, hit.confidence, evidence=(*_found(parsed), like))
    return None


def _beside(sighting: Sighting | None, least: float) -> tuple[Alternative, ...]:
    """Return what has a name in the question, but is less likely meant than what it is answered with."""
    if sighting is None or not sighting.keys or sighting.confidence < least:
        return ()
    return (Alternative(sighting.meaning, sighting.confidence),)


def _leaning(text: str, parsed: Parsed, leaning: FollowUp, context: Meaning | None) -> Reading:
    """Return the reading of a question that lacks a subject, taken from the context where there is one."""
    completed = leaning.completed(context) if context else None
    if completed is None:
        return Reading(text, _UNKNOWN, leaning.confidence, needs_subject=True)
    return Reading(text, completed, leaning.confidence, evidence=_found(parsed))


def _alternatives(index: Index, parsed: Parsed, ranking: Ranking, right: float) -> tuple[Alternative, ...]:
    """Return what else it may have meant: the runners-up share what the best one leaves."""
    close = ranking.behind(_CLOSE, _OFFERED)
    left = round((1 - right) / (len(close) + 1), 4)
    return tuple(Alternative(index.labels.meaning(at, parsed), left) for at in close)


def _nearest(index: Index, parsed: Parsed, ranking: Ranking, covered: float) -> tuple[Alternative, ...]:
    """Return the nearest things to an unknown question, best first; none where it is of another world.

    Of a question that names a role, only what is about that role is near, unless it is likely to be covered.
    """
    if covered < _HOPELESS and not (ranking.signs.named or parsed.roles):
        return ()
    near = (ranking.best, *ranking.behind(_FAR, _OFFERED - 1))
    meanings = [index.labels.meaning(at, parsed) for at in near]
    told = [each for each in meanings if each.roles or not parsed.roles or covered >= _LIKELY]
    return tuple(Alternative(each, round(covered / (place + 2), 4)) for place, each in enumerate(told))


def _evidence(index: Index, parsed: Parsed, ranking: Ranking) -> tuple[Evidence, ...]:
    """Return the names that were found, the words that were repaired, and the closest phrase."""
    if ranking.closest is None:
        return _found(parsed)
    label = index.labels.all[ranking.best]
    return (*_found(parsed), _like(ranking.closest, label, ranking.cosine))


def _like(phrase: str, label: Label, cosine: float) -> Evidence:
    return Evidence(phrase, phrase, f"{label.kind} {label.entry or ''}".strip(), cosine)


def _found(parsed: Parsed) -> tuple[Evidence, ...]:
    """Return the names that were found and the words that were repaired."""
    found: list[Evidence] = []
    named: set[int] = set()
    for mention in parsed.mentions:
        span = slice(mention.start, mention.end)
        name = mention.names[0]
        typed, known = " ".join(parsed.words[span]), " ".join(parsed.read_as[span])
        found.append(Evidence(typed, known, f"{name.sort} {name.id}", 1.0))
        named.update(range(mention.start, mention.end))
    # Few questions hold a slip, and to look for one takes as long as a name.
    if parsed.words != parsed.read_as:
        found.extend(
            Evidence(typed, known, "word", 0.0)
            for at, (typed, known) in enumerate(zip(parsed.words, parsed.read_as, strict=True))
            if typed != known and at not in named
        )
    return tuple(found)

"""Packs of questions to measure on: made by combining words, or read from CSV files."""

from __future__ import annotations

import csv
import hashlib
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, product
from pathlib import Path

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.models import Faq
from bot.matching.spelling import english

_THINGS = (
    "laptop notebook machine computer",
    "badge pass keycard",
    "invoice bill receipt",
    "parking-permit parking-space garage-slot",
    "holiday leave vacation time-off",
    "payslip salary-statement pay-stub",
    "meeting-room conference-room boardroom",
    "phone handset mobile",
    "licence software-licence seat",
    "password passphrase login",
    "travel-booking flight train-ticket trip",
    "expense-report expenses costs",
    "desk workplace table",
    "headset headphones earphones",
    "contract agreement paperwork",
    "training course workshop seminar",
    "bank-account account-number iban",
    "home-address postal-address new-flat",
    "mailing-list distribution-list mail-group",
    "calendar-invite appointment schedule",
    "printer copier scanner",
    "monitor screen display",
    "company-car vehicle van",
    "gym-membership fitness-card sports-pass",
    "canteen-card lunch-card meal-voucher",
    "sick-note doctors-note medical-certificate",
    "pension retirement-plan savings-plan",
    "server virtual-machine instance",
    "backup archive copy-of-my-files",
    "visitor guest external-person",
)
_ACTS = (
    "order request get buy",
    "return give-back hand-in send-back",
    "renew extend prolong",
    "cancel call-off withdraw stop",
    "change update correct modify",
    "share pass-on lend hand-over",
    "find look-up locate track-down",
    "repair fix mend get-working-again",
    "approve sign-off confirm authorise",
    "report complain-about flag escalate",
    "move transfer relocate",
    "book reserve set-aside",
    "pay settle reimburse",
    "register sign-up-for enrol-in add",
    "print export download",
)
_FRAMES = (
    "how do i {act} {thing}",
    "how can i {act} my {thing}",
    "where do i {act} {thing} {aside}",
    "i want to {act} the {thing}",
    "i need to {act} a {thing} {aside}",
    "{aside} could someone {act} my {thing}",
    "is it possible to {act} {thing}",
    "whom do i ask to {act} the {thing} {aside}",
    "please {act} my {thing}",
    "{act} {thing}",
    "{act} {thing} {aside}",
    "my {thing} {aside} can i {act} it",
    "trying to {act} {thing} but nothing happens",
    "what is the way to {act} a {thing}",
    "am i allowed to {act} the {thing} {aside}",
    "who may {act} a {thing}",
    "steps to {act} {thing} {aside}",
    "the {thing} thing again how to {act} it",
    "what do i need before i {act} {thing}",
    "can we {act} {thing} {aside}",
    "{aside} what happens if i {act} the {thing}",
    "somebody told me to {act} a {thing} {aside}",
)
_ASIDES = (
    "for {word}",
    "because of {word}",
    "since the {word} {word}",
    "before the {word}",
    "with {word} and {word}",
    "after {word} {word}",
    "from the {word} office",
    "without {word}",
    "in the {word} team",
    "as {word} said",
)
ENTRIES = 150
_ACTS_PER_THING = 5
_TURN = 1.0
"""How steeply words get rarer: by Zipf's law the n-th is used once where the first is used n times."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the entry that answers it."""

    text: str
    entry: str


def pack_of(phrases: Mapping[str, Sequence[str]]) -> KnowledgeBase:
    """Return a knowledge base that holds nothing but these questions, by their entries."""
    version = hashlib.sha256(repr(sorted(phrases.items())).encode()).hexdigest()
    return KnowledgeBase(
        faqs={entry: _faq(entry, asked) for entry, asked in phrases.items()}, version=version
    )


def _faq(entry: str, asked: Sequence[str]) -> Faq:
    # Tens of thousands of phrases need no validation one by one; they come from no file.
    return Faq.model_construct(id=entry, questions=tuple(asked), answer=f"The answer to {entry}.", roles=())


def made(each: int, seed: int = 0) -> dict[str, list[str]]:
    """Return 150 entries with so many different phrases each, the same on every machine."""
    return {entry: _different(entry, each, seed) for entry in _entries()}


def made_questions(each: int, known: Mapping[str, Sequence[str]]) -> list[Asked]:
    """Return so many questions an entry that are not among the known phrases."""
    seen = {text for phrases in known.values() for text in phrases}
    asked = []
    for entry in known:
        fresh = (text for text in _phrases(entry, seed=1) if text not in seen)
        asked += [Asked(text, entry) for _, text in zip(range(each), fresh, strict=False)]
    random.Random(2).shuffle(asked)  # noqa: S311 - an order, no secret
    return asked


def read_csv(file: Path) -> list[Asked]:
    """Return the lines of a file with the columns `text` and `category`."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [Asked(line["text"].strip(), line["category"]) for line in csv.DictReader(lines)]


def by_entry(asked: Iterable[Asked]) -> dict[str, list[str]]:
    """Return the questions of each entry."""
    found: dict[str, list[str]] = {}
    for each in asked:
        found.setdefault(each.entry, []).append(each.text)
    return found


def _entries() -> Iterator[str]:
    for at, thing in enumerate(_THINGS):
        for turn in range(_ACTS_PER_THING):
            act = _ACTS[(at + turn * 3) % len(_ACTS)]
            yield f"{act.split()[0]}-{thing.split()[0]}"


def _different(entry: str, each: int, seed: int) -> list[str]:
    found: dict[str, None] = {}
    phrases = _phrases(entry, seed)
    while len(found) < each:
        found[next(phrases)] = None
    return list(found)


def _phrases(entry: str, seed: int) -> Iterator[str]:
    """Yield phrases of an entry without end; rare ones come again."""
    acts, things = _words()[entry]
    chance = random.Random(f"{entry} {seed}")  # noqa: S311 - phrases, no secrets
    words, heights = _vocabulary()
    while True:
        frame = chance.choice(_FRAMES)
        aside = chance.choice(_ASIDES)
        while "{word}" in aside:
            aside = aside.replace("{word}", chance.choices(words, cum_weights=heights)[0], 1)
        yield frame.format(act=chance.choice(acts), thing=chance.choice(things), aside=aside)


@cache
def _words() -> dict[str, tuple[list[str], list[str]]]:
    return {
        f"{act.split()[0]}-{thing.split()[0]}": (_variants(act), _variants(thing))
        for thing, act in product(_THINGS, _ACTS)
    }


def _variants(told: str) -> list[str]:
    return [variant.replace("-", " ") for variant in told.split()]


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    """Return common words, and the sums of how often each is used."""
    words = sorted(english())
    random.Random(0).shuffle(words)  # noqa: S311 - an order, no secret
    return words, list(accumulate(1 / (rank + 10) ** _TURN for rank in range(len(words))))

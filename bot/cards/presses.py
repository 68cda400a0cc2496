"""What a press on a card carries: a meaning, which side of its card to show, and which page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.matching.reading import Kind, Meaning

ASK = "ask"
"""Prefix of `ask:<n>`: buttons and selects whose value asks for another card."""
TURN = "turn"
"""Prefix of `turn:<n>`: buttons that put another page in the place of the card they stand on."""
SHARE = "share"
"""The button that draws the card anew, from its value, for everybody to see."""

ASKED = re.compile(rf"^{ASK}:\d+$")
TURNED = re.compile(rf"^{TURN}:\d+$")

_LONGEST = 2000
_FIELDS = 8
_VERSION = "1"
_IDS = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(,[a-z0-9]+(-[a-z0-9]+)*)*")
_PAGE = re.compile(r"\d{1,3}")


class View(StrEnum):
    """Which side of a card is shown."""

    FIRST = ""
    """What stands there before anything is pressed."""
    WHOLE = "whole"
    """All of it."""
    SOURCES = "sources"
    """Who says so, and how far to trust them."""


@dataclass(frozen=True, slots=True)
class Press:
    """What a button's value means."""

    meaning: Meaning
    view: View = View.FIRST
    page: int = 0


def encode(meaning: Meaning, view: View = View.FIRST, page: int = 0) -> str:
    """Return the value of a button that asks for this; an option's value holds only 150 characters."""
    fields = (
        _VERSION,
        meaning.kind,
        ",".join(meaning.roles),
        meaning.topic or "",
        ",".join(meaning.items),
        meaning.entry or "",
        view,
        str(page) if page else "",
    )
    return "|".join(fields).rstrip("|")


def decode(value: str) -> Press:
    """Return what a button's value means; raises ValueError for anything that `encode` did not write."""
    fields = value.split("|") if len(value) <= _LONGEST else []
    fields += [""] * (_FIELDS - len(fields))
    if len(fields) != _FIELDS or fields[0] != _VERSION:
        raise ValueError("not a value of these cards")
    _, kind, roles, topic, items, entry, view, page = fields
    if not all(_IDS.fullmatch(ids) for ids in (roles, topic, items, entry) if ids):
        raise ValueError("not the ids of these cards")
    if page and not _PAGE.fullmatch(page):
        raise ValueError("not a page of these cards")
    meaning = Meaning(Kind(kind), _split(roles), topic or None, _split(items), entry or None)
    return Press(meaning, View(view), int(page or 0))


def _split(ids: str) -> tuple[str, ...]:
    return tuple(ids.split(",")) if ids else ()

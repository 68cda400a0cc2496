"""The search on the Home: an option for what was typed, and one for each thing that may be meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.answers.questions import Offer
from bot.cards.blocks import LABEL, OPTION_VALUE
from bot.cards.forms import options
from bot.cards.presses import decode, encode
from bot.cards.wording import shorten
from bot.matching.reading import Kind, Meaning

SEARCH = "search"
"""The menu whose options are asked for at every letter."""

_TYPED = "?"
"""What stands before the value of the option that asks what was typed."""
_ASK = "Ask: "
_HELP = "What can I ask?"


def search_options(typed: str, found: Iterable[Offer]) -> list[dict[str, Any]]:
    """Return the options for what was typed so far: first to ask just that, then what may be meant."""
    asked = " ".join(typed.split())
    value = f"{_TYPED}{asked[: OPTION_VALUE - 1]}" if asked else encode(Meaning(Kind.HELP))
    named = ((offer.text, encode(offer.meaning)) for offer in found)
    offered = [
        (f"{_ASK}{shorten(asked or _HELP, LABEL - len(_ASK))}", value),
        *((text, value) for text, value in named if len(value) <= OPTION_VALUE),
    ]
    return [option.to_dict() for option in options(offered)]


def chosen(value: str) -> Meaning | str:
    """Return what an option stands for, or the question that was typed; raise ValueError for other values."""
    return value.removeprefix(_TYPED) if value.startswith(_TYPED) else decode(value).meaning

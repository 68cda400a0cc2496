"""Tells a question from talk, where nobody has put it to the bot: who is in doubt says nothing."""

from __future__ import annotations

import re
from enum import StrEnum

from bot.matching.text import clean, words

LONGEST = 200
"""Characters; what is longer tells a story, and asks somebody who knows it."""

_ASKED = "who whom whose what which where how does do is are can could should anyone anybody someone somebody"
_OPENINGS = frozenset(_ASKED.split())
_SHORTEST = 3
"""Words; "who else?" asks those who have talked before."""
_LONGEST_REPLY = 12
_GOING_ON = _OPENINGS | {"and", "also", "compare"}
_MENTION = re.compile(r"<[@!]")
"""Whoever names somebody asks them."""
_BEFORE = "this that it these those he she they them his her their"
"""Words for what was said before, by others."""
_MOMENT = (
    "now today tonight tomorrow yesterday last again still yet did was were happened status deadline down "
    "broke broken failing failed empty slow late why when"
)
"""Words for what goes on at the moment, of which no knowledge base knows."""
_HELLO = "hi hiya hello hey morning afternoon evening greetings"
_GRATEFUL = "thanks thank thx ty cheers ok okay great perfect cool nice super helped helpful bye"
_BESIDE = (
    "good you u very much so a lot all there everybody everyone rolecall bot again that that's this it was "
    "is got and helps for the your help many really"
)
_GREETINGS, _THANKS = frozenset(_HELLO.split()), frozenset(_GRATEFUL.split())
_POLITE = _GREETINGS | _THANKS | frozenset(_BESIDE.split())
_SAID = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
"""A letter held down: "hiii"."""
_ELSEWHERE = frozenset(f"{_BEFORE} {_MOMENT}".split())


class Courtesy(StrEnum):
    """What is said to be polite."""

    GREETING = "greeting"
    THANKS = "thanks"


def courtesy(typed: str) -> Courtesy | None:
    """Return what somebody is polite with who asks nothing; None where there is anything else in it."""
    said = set()
    for word in _SAID.findall(clean(typed).casefold()):
        plain = word if word in _POLITE else _DRAWN_OUT.sub(r"\1", word)
        if plain not in _POLITE:  # mostly the first of them, so the rest is not looked at
            return None
        said.add(plain)
    return Courtesy.THANKS if said & _THANKS else Courtesy.GREETING if said & _GREETINGS else None


def leans(typed: str) -> bool:
    """Tell whether a reply may ask for more, after an answer: "and which tools do they use?"."""
    text = clean(typed)
    said = words(text)
    if not said or len(said) > _LONGEST_REPLY or _MENTION.search(typed):
        return False
    return text.endswith("?") or said[0] in _GOING_ON


def asks(typed: str) -> bool:
    """Tell whether a message that nobody is named in is one whole question, and leaves out nothing."""
    if len(typed) > LONGEST or _MENTION.search(typed):
        return False
    text = clean(typed)
    said = words(text)
    if len(said) < _SHORTEST or _ELSEWHERE.intersection(said):
        return False
    marked = text.endswith("?") and text.rstrip("?").count("?") == 0
    return marked or (said[0] in _OPENINGS and not re.search(r"[.!?]\s", text))

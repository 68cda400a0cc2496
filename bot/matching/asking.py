"""Tells a question from talk, where nobody has put it to the bot: who is in doubt says nothing."""

from __future__ import annotations

import re

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
_ELSEWHERE = frozenset(f"{_BEFORE} {_MOMENT}".split())


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

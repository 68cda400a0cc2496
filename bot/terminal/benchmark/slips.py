"""Slips of the finger, for measuring what they cost."""

from __future__ import annotations

import random
import re
import string

_WORD = re.compile(r"[A-Za-z]{4,}")


def slipped(question: str, chance: random.Random) -> str:
    """Return the question with one random edit in one of its words of four letters or more.

    An edit leaves out, adds, replaces or swaps a letter. A question without such a word stays as it is.
    """
    words = list(_WORD.finditer(question))
    if not words:
        return question
    word = chance.choice(words)
    edited = _edited(word.group(), chance)
    return question[: word.start()] + edited + question[word.end() :]


def _edited(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    letter = chance.choice(string.ascii_lowercase)
    match chance.randrange(4):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + letter + word[at:]
        case 2:
            return word[:at] + letter + word[at + 1 :]
        case _:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

"""Turns what a person typed into Slack into clean text and into words."""

from __future__ import annotations

import html
import re
import unicodedata

LONGEST = 2_000
"""Characters that are read; of a longer text, the beginning and the end."""

_FENCE = re.compile(r"```.*?(?:```|$)", re.DOTALL)
_LINK = re.compile(r"<((?:https?|mailto|tel)[^|<>\s]*)(?:\|([^<>]*))?>", re.IGNORECASE)
_MENTION = re.compile(r"<[@#!][^<>]*>")
_EMOJI = re.compile(r":(?=[a-z0-9_+'-]*[a-z_+])[a-z0-9_+'-]{2,}:", re.IGNORECASE)
_STYLE = re.compile(r"(?<![A-Za-z0-9/*_~`])[*_~`]+|[*_~`]+(?![A-Za-z0-9*_~`]|\.[A-Za-z])")
"""Marks around words; those within names of files stay: src/__init__.py."""
_MARKED = re.compile(r"[<&:*_~`]")
"""What all of these begin with; most of what people type has none."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
NUMBER = "0"
"""Stands for every number: which one it is tells nothing about who does what."""

_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201b": "'", "\u02bc": "'", "`": "'", "\u00b4": "'"})

_SHORTHAND = {
    "abt": ("about",),
    "anyones": ("anyone",),
    "b4": ("before",),
    "bc": ("because",),
    "bcs": ("because",),
    "btwn": ("between",),
    "cant": ("can", "not"),
    "couldnt": ("could", "not"),
    "cuz": ("because",),
    "diff": ("difference",),
    "diffs": ("differences",),
    "didnt": ("did", "not"),
    "doesnt": ("does", "not"),
    "dont": ("do", "not"),
    "dunno": ("do", "not", "know"),
    "etc": (),
    "gonna": ("going", "to"),
    "gotta": ("have", "to"),
    "halp": ("help",),
    "hows": ("how",),
    "id": ("id",),
    "im": ("i",),
    "isnt": ("is", "not"),
    "ive": ("i", "have"),
    "kinda": ("kind", "of"),
    "lemme": ("let", "me"),
    "n": ("and",),
    "ppl": ("people",),
    "pls": (),
    "plz": (),
    "prod": ("production",),
    "shouldnt": ("should", "not"),
    "smb": ("somebody",),
    "sb": ("somebody",),
    "somebodys": ("somebody",),
    "someones": ("someone",),
    "sth": ("something",),
    "thats": ("that",),
    "thru": ("through",),
    "u": ("you",),
    "ur": ("your",),
    "wanna": ("want", "to"),
    "wasnt": ("was", "not"),
    "wat": ("what",),
    "whatre": ("what",),
    "whats": ("what",),
    "wheres": ("where",),
    "whod": ("who",),
    "wholl": ("who",),
    "whos": ("who",),
    "wich": ("which",),
    "wont": ("will", "not"),
    "wouldnt": ("would", "not"),
    "yrs": ("years",),
}
"""Chat spellings of words that carry the question."""

_FILLERS = frozenset(
    _WORD.findall(
        "actually afternoon already anyway basically btw everyone everybody evening folks gm guys haha"
        " hello hey hi hiya honestly hmm just lol maybe morning ok okay please quite really so sorry sure"
        " thank thanks thx um very well yo yeah yep"
    )
)
"""Words that carry nothing of a question."""

_SAME = {"an": ("a",)}
"""What differs by its neighbour alone: ways of asking are written with one, names begin as they like."""

_READ_AS: dict[str, tuple[str, ...]] = {**_SHORTHAND, **_SAME, **dict.fromkeys(_FILLERS, ())}

_ENDINGS = ("'s", "'d", "'ll", "'re", "'ve", "'m")


def clean(typed: str) -> str:
    """Return what a person meant to say, without Slack's markup, on one line.

    Mentions, channels and emoji go, links keep their label, code and emphasis lose their marks
    (https://docs.slack.dev/messaging/formatting-message-text/). Text beyond LONGEST characters is
    cut in the middle, at a space: a long message asks at its beginning or at its end.
    """
    if len(typed) > LONGEST:
        typed = _shorten(typed)
    text = _unmarked(typed) if _MARKED.search(typed) else typed
    if not text.isprintable():
        text = "".join(char for char in text if char.isspace() or unicodedata.category(char)[0] != "C")
    return " ".join(text.split())


def _unmarked(typed: str) -> str:
    text = _LINK.sub(lambda link: f" {link.group(2) or ''} ", typed)
    text = _MENTION.sub(" ", text)
    text = html.unescape(text)
    unfenced = _FENCE.sub(" ", text)
    if len(unfenced.split()) > 1:
        text = unfenced
    return _STYLE.sub(" ", _EMOJI.sub(" ", text))


def words(cleaned: str) -> list[str]:
    """Return the words of a cleaned text: case, accents, punctuation and chat spellings folded away."""
    text = cleaned.translate(_QUOTES)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in text if not unicodedata.combining(char))
    text = text.casefold()
    if "/" in text or "&" in text:
        text = text.replace("w/o", "without").replace("w/", "with ").replace("&", " and ")
    found: list[str] = []
    for typed in _WORD.findall(text):
        word = _without_ending(typed) if "'" in typed else typed
        meant = _READ_AS.get(word)
        if meant is not None:
            found.extend(meant)
        else:
            found.append(NUMBER if word.isdecimal() else word)
    return found


def _without_ending(word: str) -> str:
    ending = next((ending for ending in _ENDINGS if word.endswith(ending)), "")
    return word.removesuffix(ending).replace("'", "")


def _shorten(typed: str) -> str:
    half = LONGEST // 2
    head, tail = typed[:half], typed[-half:]
    return head.rpartition(" ")[0] + " " + tail.partition(" ")[2] if " " in head and " " in tail else head

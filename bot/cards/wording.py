"""How words are set: escaped where people typed them, shortened between words, counted as people count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answers.questions import capitalised, in_sentence

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def escape(text: str) -> str:
    """Return text that Slack shows as it was typed: no mention, broadcast or link comes alive in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def bold(text: str) -> str:
    """Return escaped bold text; an asterisk within would end it early and is dropped."""
    return f"*{escape(text).replace('*', '')}*"


class Bold(str):
    """A part of a sentence that the eye looks for."""

    __slots__ = ()


def marked(parts: Iterable[str]) -> str:
    """Return the parts of a sentence as Slack's markup."""
    return "".join(bold(part) if isinstance(part, Bold) else escape(part) for part in parts)


def said(parts: Iterable[str]) -> str:
    """Return the parts of a sentence as plain text."""
    return "".join(parts)


def shorten(text: str, limit: int) -> str:
    """Return at most `limit` characters, cut between two words and marked so."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    if not text[limit - 1].isspace() and len(kept.split()) > 1:
        kept = kept.rsplit(maxsplit=1)[0]
    return kept.rstrip(" \n,;:.-") + "…"


def number(count: int) -> str:
    """Return a number as it is written in a sentence."""
    return _WORDS[count] if 0 <= count < len(_WORDS) else str(count)


def counted(count: int, noun: str) -> str:
    """Return "one source" or "three sources"."""
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def several(names: Sequence[str], most: int | None) -> str:
    """Return the names in a row, and how many more there are: "a, b, c, 4 more"; no bound shows all."""
    if most is None or len(names) <= most:
        return ", ".join(names)
    return ", ".join([*names[:most], f"{len(names) - most} more"])


def joined(parts: Sequence[str]) -> list[str]:
    """Return the parts of "a, b and c", so that each keeps its weight."""
    glue = [", "] * (len(parts) - 2) + [" and "] * (len(parts) > 1) + [""]
    return [piece for pair in zip(parts, glue, strict=False) for piece in pair]


def some_of(names: Sequence[str], most: int, what: str) -> list[str]:
    """Return the parts of "a, b and 4 more roles" with the names in bold; one more is named, not counted."""
    shown = list(names) if len(names) <= most + 1 else list(names[:most])
    rest = len(names) - len(shown)
    return joined([*map(Bold, shown), *([f"{number(rest)} more {what}"] if rest else [])])


def clause(text: str) -> str:
    """Return a text fit to follow a name or a colon: a small letter first, no full stop last."""
    return in_sentence(text).removesuffix(".")


def sentence(text: str) -> str:
    """Return the text as a sentence: a capital first, a full stop last."""
    whole = capitalised(text)
    return whole if whole.endswith((".", "?", "…")) else whole + "."

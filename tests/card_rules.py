"""What every message of ours keeps to, beyond what Slack accepts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.cards import ASKED, SHARE, TURNED, Message, decode
from bot.cards.assigning import ASSIGN
from bot.playground.blocks import problems

MOST_BLOCKS = 10
MOST_LETTERS = 1500
MOST_PRESSABLE = 5
LONGEST_TEXT = 4000

_LIVE = re.compile(r"<(?!#|https://)|!(?=\s|$)|:[a-z_]+:")
"""A mention or broadcast (a link and a channel's name ping nobody), an exclamation mark, an emoji."""


def broken(message: Message, *, first: bool = True, surface: str = "message") -> list[str]:
    """Return what is wrong with a message; `first` where nothing has been pressed yet."""
    found = list(problems(list(message.blocks), surface))  # type: ignore[arg-type]
    found += _ids(message)
    found += misnamed(message.blocks)
    found += [f"live or loud: {text}" for text in marked_up(message) if _LIVE.search(text)]
    if not 0 < len(message.text) <= LONGEST_TEXT:
        found.append(f"text of {len(message.text)} characters")
    if first and len(message.blocks) > MOST_BLOCKS:
        found.append(f"{len(message.blocks)} blocks")
    if first and letters(message) > MOST_LETTERS:
        found.append(f"{letters(message)} letters")
    if len(list(pressable(message))) > MOST_PRESSABLE + bool(_accessories(message)):
        found.append("more than five things to press")
    return found


def misnamed(part: Any) -> list[str]:
    """Return the buttons read aloud without the words on them, which who speaks to a computer says."""
    if isinstance(part, list | tuple):
        return [found for each in part for found in misnamed(each)]
    if not isinstance(part, dict):
        return []
    if (aloud := part.get("accessibility_label")) and part.get("type") == "button":
        text = part["text"]["text"]
        return [] if text.casefold() in aloud.casefold() else [f"{text!r} is called {aloud!r}"]
    return misnamed(list(part.values()))


def letters(message: Message) -> int:
    """Return how many characters a reader sees."""
    return sum(map(len, _visible(list(message.blocks))))


def pressable(message: Message) -> Iterator[dict[str, Any]]:
    """Yield every button and menu."""
    for block in message.blocks:
        if block["type"] == "actions":
            yield from block["elements"]
    yield from _accessories(message)


def _accessories(message: Message) -> list[dict[str, Any]]:
    return [block["accessory"] for block in message.blocks if "accessory" in block]


def _ids(message: Message) -> Iterator[str]:
    blocks = [block.get("block_id") for block in message.blocks]
    actions = [element["action_id"] for element in pressable(message)]
    if None in blocks or len(set(blocks)) < len(blocks):
        yield f"block ids {blocks}"
    if len(set(actions)) < len(actions):
        yield f"action ids {actions}"
    for element in pressable(message):
        name = element["action_id"]
        if not (name in {SHARE, ASSIGN} or ASKED.match(name) or TURNED.match(name)):
            yield f"nobody hears {name}"
        for value in _values(element):
            decode(value)
        if "options" in element and "placeholder" not in element:
            yield f"{name} has no placeholder"


def _values(element: dict[str, Any]) -> list[str]:
    return [option["value"] for option in element["options"]] if "options" in element else [element["value"]]


def marked_up(message: Message) -> list[str]:
    """Return every text in which Slack looks for markup."""
    return [message.text, *_marked_up(list(message.blocks))]


def _marked_up(part: Any) -> list[str]:
    if isinstance(part, list):
        return [text for each in part for text in _marked_up(each)]
    if not isinstance(part, dict):
        return []
    if part.get("type") == "mrkdwn":
        return [part["text"]]
    return [text for each in part.values() for text in _marked_up(each)]


def _visible(part: Any) -> list[str]:
    if isinstance(part, list):
        return [text for each in part for text in _visible(each)]
    if not isinstance(part, dict):
        return []
    own = [part["text"]] if isinstance(part.get("text"), str) else []
    inner = [value for key, value in part.items() if key not in {"options"}]
    return own + [text for each in inner for text in _visible(each)]

"""What a card says when it is read aloud: the text of a page that has no plain text of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.cards.wording import escape

_LISTED = "rich_text_list"


def aloud(blocks: Iterable[Mapping[str, Any]]) -> str:
    """Return what the blocks say from top to bottom, as markup; what can be pressed says itself."""
    return "\n".join(filter(None, map(_block, blocks)))


def _block(block: Mapping[str, Any]) -> str:
    match block["type"]:
        case "section":
            texts = [block.get("text"), *block.get("fields", ())]
            return "\n".join(text["text"] for text in texts if text)
        case "context":
            return "\n".join(element["text"] for element in block["elements"])
        case "rich_text":
            return "\n".join(map(_rich, block["elements"]))
        case "table":
            return "\n".join(" | ".join(map(_rich, row)) for row in block["rows"])
        case _:
            return ""


def _rich(element: Mapping[str, Any]) -> str:
    if element["type"] == _LISTED:
        return "\n".join(f"- {_rich(item)}" for item in element["elements"])
    if "elements" in element:
        return "".join(map(_rich, element["elements"]))
    return escape(element.get("text") or element.get("url", ""))

"""The rules for rich_text blocks: sections, lists, quotes and code, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.playground.blockkit.checks import Check, Json, Place, array, boolean, by_type, number, shape, string
from bot.playground.blockkit.texts import url

_STYLE = shape(
    {},
    dict.fromkeys(
        (
            "bold",
            "italic",
            "strike",
            "code",
            "underline",
            "highlight",
            "client_highlight",
            "unlink",
        ),
        boolean,
    ),
)
_STYLED: Mapping[str, Check] = {"style": _STYLE}


def _inline(value: Json, at: Place) -> Iterator[str]:
    yield from _INLINE(value, at)


_INLINE = by_type(
    {
        "text": shape({"text": string()}, _STYLED),
        "link": shape({"url": url}, {**_STYLED, "text": string(), "unsafe": boolean}),
        "emoji": shape({"name": string()}, {"unicode": string(), "skin_tone": number(2, 6), **_STYLED}),
        "user": shape({"user_id": string()}, _STYLED),
        "usergroup": shape({"usergroup_id": string()}, _STYLED),
        "channel": shape({"channel_id": string()}, _STYLED),
        "broadcast": shape({"range": string(among=("here", "channel", "everyone"))}, _STYLED),
        "color": shape({"value": string()}, _STYLED),
        "date": shape(
            {"timestamp": number(0), "format": string()}, {"url": url, "fallback": string(), **_STYLED}
        ),
    },
    "a rich text element",
)

_SECTION = shape({"elements": array(_inline, least=0)})
_BORDER = number(0, 1)
_PLAIN_INLINE = by_type(
    {
        "text": shape({"text": string()}, _STYLED),
        "link": shape({"url": url}, {**_STYLED, "text": string(), "unsafe": boolean}),
    },
    "a text or link element",
)

_PARTS = by_type(
    {
        "rich_text_section": _SECTION,
        "rich_text_list": shape(
            {
                "style": string(among=("bullet", "ordered")),
                "elements": array(by_type({"rich_text_section": _SECTION}, "a rich_text_section")),
            },
            {"indent": number(0, 8), "offset": number(0), "border": _BORDER},
        ),
        "rich_text_preformatted": shape(
            {"elements": array(_PLAIN_INLINE)}, {"border": _BORDER, "language": string()}
        ),
        "rich_text_quote": shape({"elements": array(_inline)}, {"border": _BORDER}),
    },
    "a rich text part",
)

RICH_TEXT_FIELDS: Mapping[str, Check] = {"elements": array(_PARTS)}


def letters(cell: Json) -> int:
    """Count the characters that a cell or a rich text shows."""
    inside = cell.get("elements")
    if isinstance(inside, list):
        return sum(letters(each) for each in inside)
    return len(str(cell.get("text", cell.get("value", ""))))

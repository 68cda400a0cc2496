"""The rules for what people read: text objects, links, options, confirmation dialogs, images."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.playground.blockkit.checks import Check, Json, Place, array, boolean, by_type, either, shape, string

_SPECIAL = re.compile(
    r"@[UW][A-Z0-9]+(\|[^<>]*)?"
    r"|#[CDG][A-Z0-9]+(\|[^<>]*)?"
    r"|!(here|channel|everyone)(\|[^<>]*)?"
    r"|!subteam\^S[A-Z0-9]+(\|[^<>]*)?"
    r"|!date\^\d+\^[^|<>]+\|[^<>]*"
)
_BRACKETS = re.compile(r"<([^<>]*)>|<")
_SCHEMES = ("http", "https", "mailto")


def is_link(url: str) -> bool:
    """Say whether a person may be sent there: http, https or mailto, and no white space."""
    if re.search(r"\s", url):
        return False
    parts = urlsplit(url)
    return parts.scheme in _SCHEMES and bool(parts.netloc or parts.path)


def markup(text: str, at: Place) -> Iterator[str]:
    """Find what stands in angle brackets and is neither a mention nor a link that may be followed."""
    for found in _BRACKETS.finditer(text):
        inner = found.group(1)
        if inner is None:
            yield at.fault("unescaped '<' in mrkdwn: write &lt;")
        elif not _SPECIAL.fullmatch(inner) and not is_link(inner.partition("|")[0]):
            yield at.fault(f"<{inner}> is neither a mention nor an http, https or mailto link")


def url(value: Json, at: Place) -> Iterator[str]:
    """Check a link that people follow."""
    yield from string(3000)(value, at)
    if isinstance(value, str) and not is_link(value):
        yield at.fault("must be an http, https or mailto link")


def web_address(value: Json, at: Place) -> Iterator[str]:
    """Check an address that Slack itself loads."""
    yield from string(3000)(value, at)
    if isinstance(value, str) and urlsplit(value).scheme not in {"http", "https"}:
        yield at.fault("must be an http or https address")


def plain(most: int | None = None, *, least: int = 1) -> Check:
    """A plain_text object."""
    body = shape({"text": string(most, least=least)}, {"emoji": boolean})
    return by_type({"plain_text": body}, "a plain_text object")


def text(most: int) -> Check:
    """A plain_text or mrkdwn object."""

    def links(value: Json, at: Place) -> Iterator[str]:
        yield from markup(value["text"], at / "text")

    return by_type(
        {
            "plain_text": shape({"text": string(most)}, {"emoji": boolean}),
            "mrkdwn": shape({"text": string(most)}, {"verbatim": boolean}, links),
        },
        "a text object",
    )


CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": string(among=("primary", "danger"))},
)

SLACK_FILE = shape({}, {"id": string(), "url": web_address}, either("id", "url"))

IMAGE = shape(
    {"alt_text": string(2000)},
    {"image_url": web_address, "slack_file": SLACK_FILE},
    either("image_url", "slack_file"),
)
"""An image element: small, within another block."""


def option(*, described: bool = True, formatted: bool = False, linked: bool = False) -> Check:
    """An option object; radio buttons and checkboxes take mrkdwn, overflow menus take a link."""
    extra: dict[str, Check] = {}
    if described:
        extra["description"] = text(75) if formatted else plain(75)
    if linked:
        extra["url"] = url
    return shape({"text": text(75) if formatted else plain(75), "value": string(150)}, extra)


def distinct_values(value: Json, at: Place) -> Iterator[str]:
    """Check that no two options of one menu carry the same value."""
    groups = value.get("option_groups") or [value]
    values = [each["value"] for group in groups for each in group.get("options", ())]
    for repeated in sorted({each for each in values if values.count(each) > 1}):
        yield at.fault(f"two options have the value {repeated!r}")


OPTION_GROUP = shape({"label": plain(75), "options": array(option(), 100)})

"""What Slack accepts as blocks, and where: `problems` says every rule that some blocks break.

The rules are those of Slack's Block Kit reference; where its pages and its server differ, the stricter holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.playground.blockkit.charts import CHART
from bot.playground.blockkit.checks import (
    Check,
    Json,
    Place,
    Surface,
    array,
    boolean,
    by_type,
    either,
    only_on,
    shape,
    some,
    string,
)
from bot.playground.blockkit.elements import BUTTONS, FEEDBACK, IN_ACTIONS, IN_INPUT, IN_SECTION
from bot.playground.blockkit.rich_text import RICH_TEXT_FIELDS
from bot.playground.blockkit.tables import DATA_TABLE_FIELDS, TABLE_FIELDS, data_table_rules, table_rules
from bot.playground.blockkit.texts import IMAGE, SLACK_FILE, plain, text, url, web_address

MOST_BLOCKS: Mapping[Surface, int] = {"message": 50, "modal": 100, "home": 100}
MOST_MARKDOWN = 12_000
ONCE_A_MESSAGE: Mapping[str, int] = {"table": 1, "data_table": 1, "data_visualization": 2}

_ID: Mapping[str, Check] = {"block_id": string(255)}


def _block(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *rules: Check
) -> Check:
    return shape(required, {**_ID, **(optional or {})}, *rules)


def _dispatched(value: Json, at: Place) -> Iterator[str]:
    if value.get("dispatch_action") and value["element"].get("type") == "file_input":
        yield at.fault("a file_input cannot dispatch an action")


def _header_divider(value: Json, at: Place) -> Iterator[str]:
    if value.get("is_collapsible") and value.get("has_header_divider"):
        yield at.fault("has_header_divider cannot be set when is_collapsible is true")
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        yield at.fault("default_collapsed needs is_collapsible")


def _https_video(value: Json, at: Place) -> Iterator[str]:
    for name in ("video_url", "title_url"):
        if not value.get(name, "https://").startswith("https://"):
            yield at.fault(f"{name} must be an https address")


_CARD = _block(
    {},
    {
        "hero_image": by_type({"image": IMAGE}, "an image element"),
        "icon": by_type({"image": IMAGE}, "an image element"),
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "actions": array(by_type(BUTTONS, "a button"), 5),
    },
    only_on("message"),
    some("hero_image", "title", "actions", "body"),
)

_TASK = _block(
    {
        "task_id": string(),
        "title": string(),
        "status": string(among=("pending", "in_progress", "complete", "error")),
    },
    {
        "details": by_type({"rich_text": shape(RICH_TEXT_FIELDS)}, "a rich_text"),
        "output": by_type({"rich_text": shape(RICH_TEXT_FIELDS)}, "a rich_text"),
        "sources": array(by_type({"url": shape({"url": url, "text": string()})}, "a url source")),
    },
    only_on("message"),
)

_PLAIN_BLOCKS: Mapping[str, Check] = {
    "actions": _block({"elements": array(by_type(IN_ACTIONS, "an element for actions"), 25)}),
    "context": _block(
        {
            "elements": array(
                by_type(
                    {"image": IMAGE, "plain_text": text(2000), "mrkdwn": text(2000)}, "a text or an image"
                ),
                10,
            )
        }
    ),
    "divider": _block({}),
    "header": _block({"text": plain(150)}),
    "image": _block(
        {"alt_text": string(2000)},
        {"image_url": web_address, "slack_file": SLACK_FILE, "title": plain(2000)},
        either("image_url", "slack_file"),
    ),
    "section": _block(
        {},
        {
            "text": text(3000),
            "fields": array(text(2000), 10),
            "accessory": by_type(IN_SECTION, "an element for a section"),
            "expand": boolean,
        },
        some("text", "fields"),
    ),
    "video": _block(
        {
            "alt_text": string(2000),
            "title": plain(199),
            "thumbnail_url": web_address,
            "video_url": web_address,
        },
        {
            "author_name": string(49),
            "description": plain(200),
            "provider_icon_url": web_address,
            "provider_name": string(),
            "title_url": web_address,
        },
        _https_video,
    ),
    "table": _block(TABLE_FIELDS[0], TABLE_FIELDS[1], only_on("message"), table_rules),
}

_CONTAINER = _block(
    {"child_blocks": array(by_type(_PLAIN_BLOCKS, "a block for a container"), 10)},
    {
        "title": plain(150),
        "rich_text_title": by_type({"rich_text": shape(RICH_TEXT_FIELDS)}, "a rich_text"),
        "subtitle": text(150),
        "width": string(among=("narrow", "standard", "wide", "full")),
        "icon": by_type({"image": IMAGE}, "an image element"),
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
    },
    only_on("message"),
    some("title", "rich_text_title"),
    _header_divider,
)

BLOCKS: Mapping[str, Check] = {
    **_PLAIN_BLOCKS,
    "alert": _block(
        {"text": text(200)},
        {"level": string(among=("default", "info", "warning", "error", "success"))},
        only_on("modal"),
    ),
    "card": _CARD,
    "carousel": _block({"elements": array(by_type({"card": _CARD}, "a card"), 10)}, {}, only_on("message")),
    "container": _CONTAINER,
    "context_actions": _block(
        {"elements": array(by_type(FEEDBACK, "a feedback or icon button"), 5)}, {}, only_on("message")
    ),
    "data_table": _block(DATA_TABLE_FIELDS[0], DATA_TABLE_FIELDS[1], only_on("message"), data_table_rules),
    "data_visualization": _block({"title": string(50), "chart": CHART}, {}, only_on("message")),
    "input": _block(
        {"label": plain(2000), "element": by_type(IN_INPUT, "an input element")},
        {"hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
        _dispatched,
    ),
    "markdown": _block({"text": string(MOST_MARKDOWN)}, {}, only_on("message")),
    "plan": _block(
        {"title": string()},
        {"tasks": array(by_type({"task_card": _TASK}, "a task_card"))},
        only_on("message"),
    ),
    "rich_text": _block(RICH_TEXT_FIELDS),
    "task_card": _TASK,
}
"""Every block that an app may send; `file` and `call` stand in what Slack sends, not in what apps send."""


def every_block(blocks: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Yield each block, with those inside containers and carousels."""
    for block in blocks:
        if isinstance(block, dict):
            yield block
            inside = block.get("child_blocks") or (
                block.get("elements") if block.get("type") == "carousel" else None
            )
            if isinstance(inside, list):
                yield from every_block(inside)


def elements_of(block: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the elements of one block that can be pressed, chosen or filled in."""
    several = [*(block.get("elements") or ()), *(block.get("actions") or ())]
    for element in (*several, block.get("accessory"), block.get("element")):
        if isinstance(element, dict) and element.get("type") in {**IN_ACTIONS, **IN_INPUT, **FEEDBACK}:
            yield element


def _repeated(names: Iterator[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)


def _together(blocks: Sequence[dict[str, Any]], at: Place) -> Iterator[str]:
    """Check what can only be seen of all blocks together: counts and ids."""
    known = list(every_block(blocks))
    for kind, most in ONCE_A_MESSAGE.items():
        if sum(block["type"] == kind for block in known) > most:
            yield at.fault(f"no more than {most} {kind} block{'s' * (most > 1)} may stand together")
    if sum(len(block["text"]) for block in known if block["type"] == "markdown") > MOST_MARKDOWN:
        yield at.fault(f"markdown blocks must not hold more than {MOST_MARKDOWN} characters together")
    for name in _repeated(block["block_id"] for block in known if "block_id" in block):
        yield at.fault(f"block_id {name!r} is used twice")
    for block in known:
        for name in _repeated(each["action_id"] for each in elements_of(block) if "action_id" in each):
            yield at.fault(f"action_id {name!r} is used twice in one block")
    if sum(bool(each.get("focus_on_load")) for block in known for each in elements_of(block)) > 1:
        yield at.fault("only one element may have focus_on_load")


_EACH = by_type(BLOCKS, "a block")


def problems(blocks: Json, surface: Surface = "message") -> list[str]:
    """Return a sentence for each rule that the blocks break on this surface; none is good."""
    at = Place(surface, "/blocks")
    found = list(array(_EACH, MOST_BLOCKS[surface], least=0)(blocks, at))
    return found or list(_together(blocks, at))

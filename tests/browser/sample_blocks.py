"""Blocks of every kind, for looking at and for pressing."""

from __future__ import annotations

from typing import Any


def plain(text: str) -> dict[str, Any]:
    """Return a plain text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    """Return a text object in Slack's markup."""
    return {"type": "mrkdwn", "text": text}


def options(*values: str) -> list[dict[str, Any]]:
    """Return an option for each value."""
    return [{"text": plain(value.title()), "value": value} for value in values]


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    """Return a section of rich text."""
    return {"type": "rich_text_section", "elements": list(elements)}


def words(text: str, **style: bool) -> dict[str, Any]:
    """Return styled words of rich text."""
    return {"type": "text", "text": text, **({"style": style} if style else {})}


PICTURE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A cat on a desk"}
CONFIRM = {
    "title": plain("Are you sure?"),
    "text": mrkdwn("It *cannot* be undone."),
    "confirm": plain("Do it"),
    "deny": plain("Stop"),
    "style": "danger",
}
ROLES = options("analyst", "engineer", "scientist")
FRUIT = [
    {"label": plain("Sweet"), "options": options("apple", "pear")},
    {"label": plain("Sour"), "options": options("lemon", "lime")},
]

WRITTEN: list[dict[str, Any]] = [
    {"type": "header", "text": plain("A header :sparkles:")},
    {
        "type": "section",
        "text": mrkdwn(
            "*bold* _italic_ ~struck~ `code` *_both_* :tada: <https://example.com/a?b=1&amp;c=2|a link> "
            "<mailto:ana@example.com|mail> <@UANA> <#CHELP> <!subteam^SPLATFORM> <!here> "
            "<!date^1795176000^{date_short_pretty} at {time}|then> 5 &lt; 6 &amp; 2*3*4 snake_case_name\n"
            "&gt; a quote\n&gt; of two lines\n```\nselect *\nfrom <https://example.com|orders>\n```\nafter"
        ),
    },
    {"type": "divider"},
    {
        "type": "section",
        "fields": [
            mrkdwn("*Works with*\nAnalysts"),
            mrkdwn("*Here*\n<#CHELP>"),
            mrkdwn("*Tools*\nAirflow"),
            plain("*plain*"),
        ],
    },
    {"type": "section", "text": mrkdwn("With a picture"), "accessory": PICTURE},
    {"type": "context", "elements": [PICTURE, mrkdwn("Said by *three* sources"), plain("and small")]},
    {"type": "image", "title": plain("A picture"), **{k: v for k, v in PICTURE.items() if k != "type"}},
    {
        "type": "rich_text",
        "elements": [
            rich(words("Heading", bold=True), words(" and "), words("more", italic=True, strike=True)),
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [
                    rich(words("Pipelines", bold=True), words(": build them")),
                    rich(words("Storage")),
                ],
            },
            {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [rich(words("deeper"))]},
            {
                "type": "rich_text_list",
                "style": "ordered",
                "offset": 2,
                "elements": [rich(words("third")), rich(words("fourth"))],
            },
            {"type": "rich_text_quote", "elements": [words("quoted "), {"type": "user", "user_id": "UADAM"}]},
            {"type": "rich_text_preformatted", "elements": [words("a = 1\nb = 2")]},
            rich(
                {"type": "link", "url": "https://example.com", "text": "there"},
                words(" "),
                {"type": "emoji", "name": "eyes"},
                words(" "),
                {"type": "channel", "channel_id": "CGENERAL"},
                words(" "),
                {"type": "color", "value": "#236b77"},
                words(" "),
                {"type": "broadcast", "range": "here"},
                words(" "),
                {"type": "date", "timestamp": 1795176000, "format": "{date_num}", "fallback": "then"},
            ),
        ],
    },
    {
        "type": "table",
        "column_settings": [{"is_wrapped": True}, {"is_wrapped": True}, {"align": "right"}],
        "rows": [
            [{"type": "raw_text", "text": text} for text in ("Only", "Analysts", "Count")],
            [
                {"type": "raw_text", "text": "Tools"},
                {
                    "type": "rich_text",
                    "elements": [rich(words("SQL", bold=True), words(", Tableau and a spreadsheet"))],
                },
                {"type": "raw_number", "value": 12},
            ],
        ],
    },
    {
        "type": "markdown",
        "text": "## A heading\n\nText with **bold**, *italic*, ~~struck~~, `code`, "
        "and [a link](https://example.com).\n\n"
        "- one\n- two\n  - deeper\n\n1. first\n2. second\n\n> quoted\n\n"
        "```\ncode\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    },
    {
        "type": "video",
        "title": plain("A film"),
        "video_url": "https://example.com/v",
        "thumbnail_url": "https://example.com/t.png",
        "alt_text": "film",
        "provider_name": "Films",
    },
]
"""What is only read."""

PRESSED: list[dict[str, Any]] = [
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {"type": "button", "action_id": "plain", "text": plain("Press me")},
            {"type": "button", "action_id": "go", "text": plain("Go"), "style": "primary", "value": "v"},
            {
                "type": "button",
                "action_id": "stop",
                "text": plain("Delete"),
                "style": "danger",
                "confirm": CONFIRM,
            },
            {
                "type": "button",
                "action_id": "link",
                "text": plain("Read more"),
                "url": "https://example.com/read",
            },
            {
                "type": "static_select",
                "action_id": "role",
                "placeholder": plain("Compare with"),
                "options": ROLES,
            },
            {
                "type": "static_select",
                "action_id": "fruit",
                "placeholder": plain("Fruit"),
                "option_groups": FRUIT,
            },
            {
                "type": "external_select",
                "action_id": "find",
                "placeholder": plain("Find"),
                "min_query_length": 1,
            },
            {"type": "users_select", "action_id": "who", "placeholder": plain("Somebody")},
            {"type": "channels_select", "action_id": "where", "placeholder": plain("Channel")},
            {"type": "conversations_select", "action_id": "talk", "default_to_current_conversation": True},
            {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-20"},
            {"type": "timepicker", "action_id": "hour", "initial_time": "10:30"},
            {"type": "overflow", "action_id": "more", "options": options("pin", "hide")},
        ],
    },
    {
        "type": "section",
        "block_id": "many",
        "text": mrkdwn("Choose some"),
        "accessory": {
            "type": "multi_static_select",
            "action_id": "roles",
            "placeholder": plain("Roles"),
            "options": ROLES,
        },
    },
    {
        "type": "section",
        "block_id": "boxes",
        "text": mrkdwn("Tick some"),
        "accessory": {
            "type": "checkboxes",
            "action_id": "ticks",
            "options": [
                {"text": mrkdwn("*One*"), "value": "1", "description": mrkdwn("the first")},
                *options("two"),
            ],
        },
    },
    {
        "type": "actions",
        "block_id": "one",
        "elements": [{"type": "radio_buttons", "action_id": "pick", "options": options("left", "right")}],
    },
    {
        "type": "context_actions",
        "block_id": "thumbs",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "rate",
                "positive_button": {"text": plain("Helpful"), "value": "up"},
                "negative_button": {"text": plain("Not helpful"), "value": "down"},
            },
            {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": plain("Remove")},
        ],
    },
]
"""What can be pressed, chosen and picked in a message."""

HELD: list[dict[str, Any]] = [
    {
        "type": "card",
        "title": mrkdwn("*Data engineer*"),
        "subtitle": plain("Ten duties"),
        "body": mrkdwn("Brings data from where it is made to where it is used."),
        "actions": [{"type": "button", "action_id": "card", "text": plain("Open")}],
    },
    {
        "type": "carousel",
        "elements": [
            {"type": "card", "title": plain(f"Card {n}"), "body": plain("Some words")} for n in range(4)
        ],
    },
    {
        "type": "container",
        "title": plain("A container"),
        "subtitle": plain("that opens"),
        "is_collapsible": True,
        "child_blocks": [{"type": "section", "text": mrkdwn("Inside")}],
    },
    {
        "type": "data_table",
        "caption": "Counts",
        "row_header_column_index": 0,
        "rows": [
            [{"type": "raw_text", "text": "Role"}, {"type": "raw_text", "text": "Topics"}],
            [{"type": "raw_text", "text": "Analyst"}, {"type": "raw_number", "value": 21}],
        ],
    },
    {
        "type": "data_visualization",
        "title": "Topics by role",
        "chart": {
            "type": "pie",
            "segments": [{"label": "Engineer", "value": 30}, {"label": "Analyst", "value": 12}],
        },
    },
    {
        "type": "plan",
        "title": "Looking it up",
        "tasks": [
            {"type": "task_card", "task_id": "1", "title": "Read the question", "status": "complete"},
            {"type": "task_card", "task_id": "2", "title": "Find the role", "status": "in_progress"},
        ],
    },
]
"""What holds other things."""

UNKNOWN: list[dict[str, Any]] = [
    {"type": "hologram", "block_id": "new", "beam": {"colour": "blue"}},
    {"type": "actions", "elements": [{"type": "lever", "action_id": "pull"}]},
    {
        "type": "section",
        "text": mrkdwn("with"),
        "accessory": {"type": "static_select", "options": None, "placeholder": 3},
    },
    {"type": "table", "rows": 7},
]
"""What this page cannot know, and what is broken."""


def field(label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an input block whose id and action are the label's."""
    name = label.lower().replace(" ", "_")
    element = {"action_id": name, **element} if element["type"] != "file_input" else element
    return {"type": "input", "block_id": name, "label": plain(label), "element": element, **more}


FORM: list[dict[str, Any]] = [
    {"type": "alert", "level": "info", "text": mrkdwn("Everybody *reads* this.")},
    field(
        "Name",
        {"type": "plain_text_input", "placeholder": plain("Your name")},
        hint=plain("As others know you"),
    ),
    field("Reason", {"type": "plain_text_input", "multiline": True}, optional=True),
    field("Mail", {"type": "email_text_input"}, optional=True),
    field("Link", {"type": "url_text_input"}, optional=True),
    field("Count", {"type": "number_input", "is_decimal_allowed": False, "max_value": "9"}, optional=True),
    field("Role", {"type": "static_select", "options": ROLES}, optional=True),
    field(
        "Roles",
        {"type": "multi_static_select", "options": ROLES, "initial_options": ROLES[:2]},
        optional=True,
    ),
    field("Topic", {"type": "external_select", "min_query_length": 1}, optional=True),
    field("People", {"type": "multi_users_select"}, optional=True),
    field("Day", {"type": "datepicker"}, optional=True),
    field("Hour", {"type": "timepicker"}, optional=True),
    field("Moment", {"type": "datetimepicker", "initial_date_time": 1795176000}, optional=True),
    field("Boxes", {"type": "checkboxes", "options": options("red", "blue")}, optional=True),
    field("Side", {"type": "radio_buttons", "options": options("left", "right")}, optional=True),
]
"""Inputs of every kind."""


def modal(title: str, blocks: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """Return a modal's view."""
    return {
        "type": "modal",
        "title": plain(title),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "blocks": blocks,
        **more,
    }

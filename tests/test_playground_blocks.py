"""The rules of Block Kit, one by one: what Slack takes, and what it refuses with which words."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.blocks import problems
from bot.playground.views import view_problems

Block = dict[str, Any]


def plain(text: str = "Text") -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "*Text*") -> Block:
    return {"type": "mrkdwn", "text": text}


def button(**fields: Any) -> Block:
    return {"type": "button", "text": plain(), "action_id": "go", **fields}


def option(value: str = "a") -> Block:
    return {"text": plain(), "value": value}


def section(text: str = "Text", **fields: Any) -> Block:
    return {"type": "section", "text": mrkdwn(text), **fields}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def field(element: Block, **fields: Any) -> Block:
    return {"type": "input", "label": plain(), "element": element, **fields}


def table(rows: int = 2, cells: int = 2, text: str = "x") -> Block:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * cells] * rows}


def rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


IMAGE: Block = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A chart"}
FEEDBACK: Block = {
    "type": "context_actions",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "vote",
            "positive_button": {"text": plain("Good"), "value": "up"},
            "negative_button": {"text": plain("Bad"), "value": "down"},
        }
    ],
}
CARD: Block = {"type": "card", "title": mrkdwn("Title"), "actions": [button()]}
CONTAINER: Block = {"type": "container", "title": plain(), "child_blocks": [section()]}
ALERT: Block = {"type": "alert", "text": mrkdwn("Careful"), "level": "warning"}
CHART: Block = {
    "type": "data_visualization",
    "title": "Skills",
    "chart": {
        "type": "bar",
        "series": [{"name": "Us", "data": [{"label": "SQL", "value": 4}]}],
        "axis_config": {"categories": ["SQL"]},
    },
}
DATA_TABLE: Block = {"type": "data_table", "caption": "Roles", "rows": table()["rows"]}
VIDEO: Block = {
    "type": "video",
    "title": plain(),
    "alt_text": "A talk",
    "thumbnail_url": "https://example.com/t.png",
    "video_url": "https://example.com/v",
}
TASK: Block = {"type": "task_card", "task_id": "1", "title": "Look", "status": "complete"}
SELECT: Block = {"type": "static_select", "options": [option("a"), option("b")]}

EVERYWHERE = [
    section(),
    section(accessory=button()),
    section(accessory=IMAGE),
    section(accessory={"type": "multi_users_select"}),
    {"type": "section", "fields": [plain(), mrkdwn()]},
    {"type": "header", "text": plain()},
    {"type": "divider"},
    {"type": "context", "elements": [mrkdwn(), IMAGE]},
    {**IMAGE, "title": plain()},
    {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "A chart"},
    actions(button(), {"type": "users_select"}, {"type": "overflow", "options": [option()]}),
    actions({"type": "datepicker", "initial_date": "2026-11-20"}, {"type": "timepicker"}),
    actions({"type": "external_select", "min_query_length": 0, "placeholder": plain()}),
    actions({"type": "conversations_select", "filter": {"include": ["public"]}}),
    actions({"type": "checkboxes", "options": [option()]}, {"type": "radio_buttons", "options": [option()]}),
    actions({"type": "static_select", "option_groups": [{"label": plain(), "options": [option()]}]}),
    field({"type": "plain_text_input", "multiline": True, "max_length": 10}, optional=True, hint=plain()),
    field({"type": "multi_static_select", "options": [option()], "max_selected_items": 1}),
    field(SELECT, dispatch_action=True),
    rich({"type": "text", "text": "bold", "style": {"bold": True}}, {"type": "user", "user_id": "U1"}),
    VIDEO,
]
IN_MESSAGES = [
    FEEDBACK,
    CARD,
    CONTAINER,
    CHART,
    DATA_TABLE,
    TASK,
    table(),
    {"type": "carousel", "elements": [CARD]},
    {"type": "markdown", "text": "# Title"},
    {"type": "plan", "title": "Plan", "tasks": [TASK]},
]


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize("block", EVERYWHERE, ids=lambda block: block["type"])
def test_a_block_of_every_surface_is_accepted_on_all(block: Any, surface: Any) -> None:
    assert problems([block], surface) == []


@pytest.mark.parametrize("block", IN_MESSAGES, ids=lambda block: block["type"])
def test_a_block_of_messages_is_refused_elsewhere(block: Any) -> None:
    assert problems([block], "message") == []
    for surface in ("modal", "home"):
        assert any("is not allowed on a" in problem for problem in problems([block], surface)), surface


def test_an_alert_stands_in_modals_only() -> None:
    assert problems([ALERT], "modal") == []
    assert problems([ALERT], "message") == [
        "alert is not allowed on a message surface [json-pointer:/blocks/0]"
    ]
    assert problems([ALERT], "home") != []


@pytest.mark.parametrize(
    ("element", "surface"),
    [
        ({"type": "email_text_input"}, "message"),
        ({"type": "url_text_input"}, "home"),
        ({"type": "number_input", "is_decimal_allowed": False}, "home"),
        ({"type": "file_input"}, "message"),
        ({"type": "datetimepicker"}, "home"),
    ],
    ids=lambda value: value if isinstance(value, str) else value["type"],
)
def test_an_input_that_is_only_for_modals_is_refused_elsewhere(element: Any, surface: Any) -> None:
    assert problems([field(element)], "modal") == []
    assert any("not allowed" in problem for problem in problems([field(element)], surface))


REFUSED = [
    ("no such block", {"type": "marquee"}, "unsupported type: marquee"),
    ("what only Slack sends", {"type": "file", "source": "remote", "external_id": "x"}, "unsupported type"),
    ("no type", {"text": plain()}, "with a type"),
    ("not an object", "section", "with a type"),
    ("an unknown key", section(colour="red"), "no such field here: colour"),
    ("no text", {"type": "section"}, "at least one of text, fields"),
    ("a bare string for a text", {"type": "section", "text": "Text"}, "must be a text object"),
    ("an empty text", section(""), "at least 1 character"),
    ("a text too long", section("x" * 3001), "no more than 3000 characters"),
    ("a field too long", {"type": "section", "fields": [plain("x" * 2001)]}, "no more than 2000"),
    ("eleven fields", {"type": "section", "fields": [plain()] * 11}, "no more than 10 items"),
    ("mrkdwn with emoji", {"type": "section", "text": {**mrkdwn(), "emoji": True}}, "no such field"),
    ("plain with verbatim", {"type": "section", "text": {**plain(), "verbatim": True}}, "no such field"),
    ("mrkdwn in a header", {"type": "header", "text": mrkdwn()}, "plain_text"),
    ("a header too long", {"type": "header", "text": plain("x" * 151)}, "no more than 150"),
    (
        "a picture without words",
        {"type": "image", "image_url": "https://a.b/c"},
        "missing required field: alt_text",
    ),
    ("a picture with empty words", {**IMAGE, "alt_text": ""}, "at least 1 character"),
    ("a picture from nowhere", {"type": "image", "alt_text": "x"}, "exactly one of image_url, slack_file"),
    ("a picture twice", {**IMAGE, "slack_file": {"id": "F1"}}, "exactly one of image_url, slack_file"),
    ("eleven in a context", {"type": "context", "elements": [plain()] * 11}, "no more than 10 items"),
    ("a button in a context", {"type": "context", "elements": [button()]}, "unsupported type: button"),
    ("26 in actions", actions(*[button(action_id=str(n)) for n in range(26)]), "no more than 25 items"),
    ("no actions", actions(), "at least 1 item"),
    ("a text in actions", actions(plain()), "unsupported type: plain_text"),
    ("a typed input in actions", actions({"type": "plain_text_input"}), "unsupported type"),
    ("several in actions", actions({"type": "multi_users_select"}), "unsupported type"),
    (
        "a response URL outside of a form",
        actions({"type": "conversations_select", "response_url_enabled": True}),
        "response_url_enabled works in modals only",
    ),
    ("feedback in actions", actions(FEEDBACK["elements"][0]), "unsupported type: feedback_buttons"),
    ("a button label too long", actions(button(text=plain("x" * 76))), "no more than 75"),
    ("a button label in mrkdwn", actions(button(text=mrkdwn())), "plain_text"),
    ("a button value too long", actions(button(value="x" * 2001)), "no more than 2000"),
    ("a button style", actions(button(style="loud")), "must be one of primary, danger"),
    ("a button to javascript", actions(button(url="javascript:alert(1)")), "http, https or mailto link"),
    ("a button to a data address", actions(button(url="data:text/html,x")), "http, https or mailto link"),
    ("an action id too long", actions(button(action_id="x" * 256)), "no more than 255"),
    ("a block id too long", section(block_id="x" * 256), "no more than 255"),
    ("one action id twice", actions(button(), button()), "action_id 'go' is used twice"),
    ("a script in mrkdwn", section("<script>alert(1)</script>"), "neither a mention nor"),
    ("a javascript link", section("<javascript:alert(1)|press>"), "neither a mention nor"),
    ("an open bracket", section("a < b"), "unescaped '<'"),
    ("no options", actions({"type": "static_select", "options": []}), "at least 1 item"),
    ("101 options", actions({**SELECT, "options": [option(str(n)) for n in range(101)]}), "no more than 100"),
    ("options and groups", actions({**SELECT, "option_groups": []}), "at least 1 item"),
    ("neither options nor groups", actions({"type": "static_select"}), "exactly one of options"),
    (
        "one value twice",
        actions({**SELECT, "options": [option(), option()]}),
        "two options have the value 'a'",
    ),
    ("a first choice from elsewhere", actions({**SELECT, "initial_option": option("z")}), "not among"),
    ("an option too long", actions({**SELECT, "options": [{"text": plain("x" * 76), "value": "a"}]}), "75"),
    ("an option's value too long", actions({**SELECT, "options": [option("x" * 151)]}), "no more than 150"),
    (
        "six in an overflow",
        actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]}),
        "5 items",
    ),
    (
        "eleven boxes",
        actions({"type": "checkboxes", "options": [option(str(n)) for n in range(11)]}),
        "10 items",
    ),
    ("a placeholder too long", actions({**SELECT, "placeholder": plain("x" * 151)}), "no more than 150"),
    ("half a confirmation", actions(button(confirm={"title": plain()})), "missing required field: confirm"),
    ("an input without label", {"type": "input", "element": SELECT}, "missing required field: label"),
    ("a button as input", field(button()), "unsupported type: button"),
    (
        "lengths that cross",
        field({"type": "plain_text_input", "min_length": 9, "max_length": 3}),
        "min_length",
    ),
    ("a string for a truth", field(SELECT, optional="true"), "must be true or false"),
    ("six feedback buttons", {**FEEDBACK, "elements": FEEDBACK["elements"] * 6}, "no more than 5 items"),
    ("a button among feedback", {**FEEDBACK, "elements": [button()]}, "unsupported type: button"),
    ("101 rows", table(rows=101), "no more than 100 items"),
    ("21 cells", table(cells=21), "no more than 20 items"),
    ("a table too full", table(rows=100, cells=11, text="x" * 10), "more than 10000 characters"),
    ("an empty cell", table(text=""), "at least 1 character"),
    ("uneven rows", {"type": "table", "rows": [*table()["rows"], *table(cells=1)["rows"]]}, "same number"),
    ("a table with mrkdwn", {"type": "table", "rows": [[mrkdwn()]]}, "unsupported type: mrkdwn"),
    ("an empty card", {"type": "card", "subtitle": plain()}, "at least one of"),
    ("a card too long", {"type": "card", "body": mrkdwn("x" * 201)}, "no more than 200"),
    ("an empty carousel", {"type": "carousel", "elements": []}, "at least 1 item"),
    ("eleven in a container", {**CONTAINER, "child_blocks": [section()] * 11}, "no more than 10 items"),
    ("a container in itself", {**CONTAINER, "child_blocks": [CONTAINER]}, "unsupported type: container"),
    (
        "a container without title",
        {"type": "container", "child_blocks": [section()]},
        "at least one of title",
    ),
    (
        "a chart with crossed labels",
        {**CHART, "chart": {**CHART["chart"], "axis_config": {"categories": ["R"]}}},
        "axis",
    ),
    ("a headless data table", {**DATA_TABLE, "rows": DATA_TABLE["rows"][:1]}, "at least 2 items"),
    ("a video without words", {key: value for key, value in VIDEO.items() if key != "alt_text"}, "alt_text"),
    ("a rich text of unknown parts", rich({"type": "blink"}), "unsupported type: blink"),
    ("a rich text with a bad link", rich({"type": "link", "url": "javascript:1"}), "http, https or mailto"),
    ("a long markdown", {"type": "markdown", "text": "x" * 12001}, "no more than 12000"),
]


@pytest.mark.parametrize(("block", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_broken_rule_is_named(block: Any, words: str) -> None:
    found = problems([block], "message")

    assert any(words in problem for problem in found), found


@pytest.mark.parametrize(
    "text",
    [
        "<@U123> and <@U123|nia>",
        "<#C123|general> <!subteam^S12|@data> <!here>",
        "<https://example.com/a?b=c|label> <mailto:a@example.com|write>",
        "<!date^1392734382^{date_short}|soon>",
        "> quoted\n&lt;script&gt; a -> b",
    ],
)
def test_mentions_and_links_of_slack_are_markup(text: str) -> None:
    assert problems([section(text)]) == []


@pytest.mark.parametrize(
    ("blocks", "surface", "words"),
    [
        ([section()] * 51, "message", "no more than 50 items"),
        ([section()] * 101, "modal", "no more than 100 items"),
        ([section()] * 101, "home", "no more than 100 items"),
        ([table(), table()], "message", "no more than 1 table"),
        ([CHART] * 3, "message", "no more than 2 data_visualization"),
        ([{"type": "markdown", "text": "x" * 7000}] * 2, "message", "more than 12000 characters together"),
        ([section(block_id="a"), section(block_id="a")], "message", "block_id 'a' is used twice"),
        (
            [section(block_id="a"), {**CONTAINER, "child_blocks": [section(block_id="a")]}],
            "message",
            "block_id 'a' is used twice",
        ),
        ([field({**SELECT, "focus_on_load": True})] * 2, "modal", "only one element may have focus_on_load"),
        ("[]", "message", "must be an array"),
    ],
)
def test_blocks_are_also_judged_together(blocks: Any, surface: Any, words: str) -> None:
    assert any(words in problem for problem in problems(blocks, surface))


def test_a_hundred_blocks_fill_a_modal() -> None:
    assert problems([section()] * 100, "modal") == []


def modal(**fields: Any) -> Block:
    return {"type": "modal", "title": plain(), "blocks": [section()], **fields}


def test_views_of_both_kinds_are_accepted() -> None:
    assert view_problems(modal(submit=plain(), callback_id="ask", private_metadata="{}")) == []
    assert view_problems({"type": "home", "blocks": [section()]}) == []


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (modal(title=plain("x" * 25)), "no more than 24"),
        (modal(title=mrkdwn()), "plain_text"),
        (modal(submit=plain("x" * 25)), "no more than 24"),
        (modal(private_metadata="x" * 3001), "no more than 3000"),
        (modal(blocks=[field(SELECT)]), "needs a submit button"),
        (modal(blocks=[table()]), "not allowed on a modal surface"),
        ({"type": "modal", "blocks": []}, "missing required field: title"),
        ({"type": "home", "blocks": [], "title": plain()}, "no such field here: title"),
        ({"type": "drawer", "blocks": []}, "unsupported type"),
        (None, "must be a view"),
    ],
)
def test_a_view_that_breaks_a_rule_is_refused(view: Any, words: str) -> None:
    found = view_problems(view)

    assert any(words in problem for problem in found), found

"""Blocks in the page: each is drawn, what can be pressed acts, and what is not known is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playground_app import App
from playwright.sync_api import Page, expect

from browser.sample_blocks import HELD, PRESSED, ROLES, UNKNOWN, WRITTEN, mrkdwn
from browser.stage import Visit

pytestmark = pytest.mark.browser


def shown(visit: Visit, blocks: list[dict[str, Any]], **more: Any) -> Page:
    """Show a message with these blocks to Nia."""
    visit.stage.app_says("CHELP", "A message", blocks=blocks, **more)
    return visit.go("UNIA/CHELP")


def presses(app: App) -> list[dict[str, Any]]:
    """Return the actions that the app was told of."""
    return [each["actions"][0] for each in app.payloads if each.get("type") == "block_actions"]


def section(text: str) -> list[dict[str, Any]]:
    return [{"type": "section", "text": mrkdwn(text)}]


MARKUP = [
    ("*bold* and _it_ and ~off~", "<strong>bold</strong> and <em>it</em> and <s>off</s>"),
    ("*_both_*", "<strong><em>both</em></strong>"),
    ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
    ("* not bold * and *not\nbold*", "* not bold * and *not\nbold*"),
    ("`*code* &lt;b&gt;`", "<code>*code* &lt;b&gt;</code>"),
    ("an `open tick", "an `open tick"),
    ("```\nlet *x*\n```after", '<pre class="code-block" tabindex="0">let *x*</pre>after'),
    ("an ``` open fence", "an ``` open fence"),
    ("&gt; a *quote*\n&gt; more\nafter", "<blockquote>a <strong>quote</strong>\nmore</blockquote>after"),
    ("&lt;b&gt; &amp;amp; fine", "&lt;b&gt; &amp;amp; fine"),
    (":unknown_name: 10:30:45", ":unknown_name: 10:30:45"),
    ("• not a list\n• for apps", "• not a list\n• for apps"),
]


def test_markup_is_drawn_as_slack_draws_it(visit: Visit) -> None:
    page = shown(visit, [block for text, _ in MARKUP for block in section(text)])

    drawn = page.locator("[data-type=section] .text").evaluate_all(
        "nodes => nodes.map(each => each.innerHTML)"
    )
    assert drawn == [drawn for _, drawn in MARKUP]


LINKS = [
    ("<https://example.com/a?b=1&amp;c=2|a *link*>", "https://example.com/a?b=1&c=2", "a *link*"),
    ("<https://example.com>", "https://example.com/", "https://example.com"),
    ("<mailto:ana@example.com|Ana>", "mailto:ana@example.com", "Ana"),
    ("see https://example.com/x.", "https://example.com/x", "https://example.com/x"),
    ("<#CGENERAL>", "#/UNIA/CGENERAL", "#general"),
]


def test_links_lead_where_they_say_and_not_back(visit: Visit) -> None:
    page = shown(visit, [block for text, *_ in LINKS for block in section(text)])

    links = page.locator("[data-type=section] a").all()
    assert [(link.get_attribute("href"), link.inner_text()) for link in links] == [link[1:] for link in LINKS]
    assert {link.get_attribute("rel") for link in links[:-1]} == {"noopener noreferrer"}


def test_bare_addresses_stay_text_where_the_app_asks_for_it(visit: Visit) -> None:
    page = shown(
        visit, [{"type": "section", "text": {**mrkdwn("see https://example.com"), "verbatim": True}}]
    )

    expect(page.locator("[data-type=section] a")).to_have_count(0)


MENTIONS = [
    ("<@UANA>", "@Ana Alves", False),
    ("<@UNIA>", "@Nia Novak", True),
    ("<@UGONE|ghost>", "@ghost", False),
    ("<!subteam^SPLATFORM>", "@data-platform", False),
    ("<!here>", "@here", True),
    ("<#CGONE|lost>", "#lost", False),
]


def test_mentions_are_names_and_ones_own_stand_out(visit: Visit) -> None:
    page = shown(visit, [block for text, *_ in MENTIONS for block in section(text)])

    mentions = page.locator("[data-type=section] .mention").all()
    seen = [(each.inner_text(), "own" in str(each.get_attribute("class"))) for each in mentions]
    assert seen == [each[1:] for each in MENTIONS]


def test_dates_are_the_readers_own(visit: Visit) -> None:
    visit.stage.app_says("CHELP", "x", blocks=section("<!date^1795176000^{date_num} at {time}|noon>"))

    seen = []
    for person in ("UNIA", "UANA"):
        seen.append(visit.go(f"{person}/CHELP").locator("time[title=noon]").inner_text())
        visit.page.goto("about:blank")

    assert seen == ["2026-11-20 at 13:00", "2026-11-20 at 09:00"]


@pytest.mark.parametrize("blocks", [WRITTEN, PRESSED, HELD])
def test_every_block_and_element_is_drawn(visit: Visit, blocks: list[dict[str, Any]]) -> None:
    page = shown(visit, blocks)

    drawn = page.locator(".message-body.blocks > .block")
    assert drawn.evaluate_all("nodes => nodes.map(each => each.dataset.type)") == [
        each["type"] for each in blocks
    ]
    expect(page.locator(".unknown")).to_have_count(0)
    for at, block in enumerate(blocks):
        if block["type"] != "divider":
            assert drawn.nth(at).inner_text().strip() or drawn.nth(at).locator("button").count(), block[
                "type"
            ]


def test_what_is_not_known_or_broken_is_shown_as_it_was_sent(visit: Visit) -> None:
    boxes = shown(visit, UNKNOWN).locator(".unknown")

    expect(boxes).to_have_count(3)
    for at, part in enumerate(("hologram", "lever", "table")):
        assert part in boxes.nth(at).locator("figcaption").inner_text()
    assert json.loads(boxes.nth(0).locator("pre").inner_text()) == UNKNOWN[0]


def choose(name: str, option: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.get_by_role("combobox", name=name).click()
        page.get_by_role("option", name=option).click()

    return act


def typed(name: str, text: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        field = page.get_by_role("combobox", name=name)
        field.press_sequentially(text)
        page.get_by_role("option").first.wait_for()
        field.press("Enter")

    return act


def picked(selector: str, value: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.locator(selector).fill(value)
        page.locator(selector).blur()

    return act


def overflow(page: Page) -> None:
    page.get_by_role("button", name="More options").click()
    page.get_by_role("menuitem", name="Hide").click()


def confirmed(page: Page) -> None:
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("It cannot be undone.")
    page.get_by_role("button", name="Do it").click()


def linked(page: Page) -> None:
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Read more").click()
    opened.value.close()


ACTS: list[tuple[Callable[[Page], None], dict[str, Any]]] = [
    (lambda page: page.get_by_role("button", name="Press me").click(), {"action_id": "plain"}),
    (
        lambda page: page.get_by_role("button", name="Go", exact=True).click(),
        {"action_id": "go", "value": "v"},
    ),
    (confirmed, {"action_id": "stop"}),
    (choose("Compare with", "Engineer"), {"action_id": "role", "selected_option": ROLES[1]}),
    (typed("Compare with", "scien"), {"action_id": "role", "selected_option": ROLES[2]}),
    (choose("Fruit", "Lime"), {"action_id": "fruit"}),
    (choose("Somebody", "Ana Alves"), {"action_id": "who", "selected_user": "UANA"}),
    (choose("Channel", "#general"), {"action_id": "where", "selected_channel": "CGENERAL"}),
    (choose("Select an option", "Rolecall"), {"action_id": "talk", "selected_conversation": "DNIA"}),
    (picked("input[type=date]", "2026-12-01"), {"action_id": "day", "selected_date": "2026-12-01"}),
    (picked("input[type=time]", "09:15"), {"action_id": "hour", "selected_time": "09:15"}),
    (overflow, {"action_id": "more"}),
    (choose("Choose some", "Analyst"), {"action_id": "roles", "selected_options": ROLES[:1]}),
    (lambda page: page.get_by_role("checkbox", name="One").click(), {"action_id": "ticks"}),
    (lambda page: page.get_by_role("radio", name="Right").click(), {"action_id": "pick"}),
    (
        lambda page: page.get_by_role("button", name="Not helpful").click(),
        {"action_id": "rate", "value": "down"},
    ),
    (lambda page: page.get_by_role("button", name="Remove").click(), {"action_id": "bin"}),
]


@pytest.mark.parametrize(("act", "told"), ACTS, ids=[each[1]["action_id"] for each in ACTS])
def test_what_can_be_pressed_acts(
    visit: Visit, app: App, act: Callable[[Page], None], told: dict[str, Any]
) -> None:
    page = shown(visit, PRESSED)

    act(page)

    visit.stage.until(lambda: presses(app))
    [action] = presses(app)
    assert {name: action.get(name) for name in told} == told


def test_a_button_with_a_link_opens_it_beside_the_workspace_and_is_pressed(visit: Visit, app: App) -> None:
    page = shown(visit, PRESSED)
    page.context.route("https://example.com/**", lambda route: route.fulfill(body="there"))

    linked(page)

    visit.stage.until(lambda: presses(app))
    assert presses(app)[0]["action_id"] == "link"


def test_a_question_that_is_denied_presses_nothing(visit: Visit, app: App) -> None:
    page = shown(visit, PRESSED)

    page.get_by_role("button", name="Delete", exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Press me").click()

    visit.stage.until(lambda: presses(app))
    assert [each["action_id"] for each in presses(app)] == ["plain"]


def test_an_external_menu_asks_the_app_while_one_types(visit: Visit, app: App) -> None:
    asked: list[str] = []

    async def answer(payload: dict[str, Any]) -> tuple[int, Any]:
        if payload.get("type") != "block_suggestion":
            return 200, None
        asked.append(payload["value"])
        found = {
            "text": {"type": "plain_text", "text": f"Found {payload['value']}"},
            "value": payload["value"],
        }
        return 200, {"options": [found]}

    app.answer = answer
    page = shown(visit, PRESSED)
    field = page.get_by_role("combobox", name="Find")

    field.click()
    expect(page.get_by_role("option")).to_have_text("Type at least 1 character")
    field.press_sequentially("qua", delay=1)
    expect(page.get_by_role("option")).to_have_text("Found qua")
    field.press("Enter")

    visit.stage.until(lambda: presses(app))
    assert presses(app)[0]["selected_option"]["value"] == "qua"
    assert len(asked) < 3, "one question for the whole word, not one a letter"


def test_a_picture_from_elsewhere_is_its_words_and_one_from_here_is_shown(visit: Visit) -> None:
    ours = {"type": "image", "alt_text": "ours", "slack_file": {"id": "F1", "url": "/files/F1/plot.png"}}
    theirs = {"type": "image", "alt_text": "A cat", "image_url": "https://example.com/cat.png"}
    visit.page.route(
        "**/files/F1/plot.png", lambda route: route.fulfill(status=200, content_type="image/png", body=b"")
    )

    page = shown(visit, [ours, theirs])

    assert page.get_by_role("img", name="ours").get_attribute("src") == f"{visit.stage.url}/files/F1/plot.png"
    assert page.get_by_role("img", name="A cat").evaluate("node => node.tagName") == "SPAN"

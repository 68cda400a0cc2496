"""Nothing that anybody types or sends is executed, and nothing leaves the machine."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playground_app import App
from playwright.sync_api import Page, expect

from bot.playground.assets import PAGE
from bot.playground.modals import shown_home, stack
from browser.sample_blocks import field, modal, mrkdwn, plain
from browser.stage import Visit

pytestmark = pytest.mark.browser

EVIL = [
    "<script>window.hacked = 1</script>",
    '<img src=x onerror="window.hacked = 1">',
    "<javascript:window.hacked=1|press me>",
    "javascript:window.hacked=1",
    "<!channel> <!everyone>",
    '<https://example.com" onmouseover="window.hacked=1|x>',
    "<data:text/html,<script>window.hacked=1</script>|x>",
    "`<script>window.hacked=1</script>` *<b onclick=window.hacked=1>*",
    "\u202e\u0000 {{constructor.constructor('window.hacked=1')()}} ${window.hacked=1}",
]


def untouched(page: Page) -> None:
    """Press and touch everything that looks like a link, and see that nothing ran."""
    for link in page.locator("main a[href], aside a[href], dialog a[href]").all():
        assert re.match(r"(https?:|mailto:|#/)", str(link.get_attribute("href")))
    assert page.locator("main script, dialog script, [onerror], [onclick], [onmouseover]").count() == 0
    assert page.evaluate("window.hacked") is None


def test_what_is_typed_is_only_ever_text(visit: Visit, app: App) -> None:
    app.answer = (200, None)
    page = visit.go("UNIA/CHELP")
    box = visit.composer()

    for text in EVIL:
        for typed in (text, f"/role {text}"):
            box.fill(typed)
            box.press("Enter")

    expect(page.get_by_role("article")).to_have_count(len(EVIL))
    untouched(page)
    bodies = "\n".join(page.get_by_role("article").locator(".message-body").all_inner_texts())
    for text in EVIL[:4]:
        assert text in bodies, "what was typed is what is seen"
    expect(page.locator(".mention")).to_have_count(0)


def evil_blocks(text: str) -> list[dict[str, Any]]:
    rich = [
        {"type": "text", "text": text},
        {"type": "link", "url": text, "text": text},
        {"type": "emoji", "name": text, "unicode": text},
        {"type": "color", "value": text},
        {"type": "date", "timestamp": 1, "format": text, "url": text, "fallback": text},
    ]
    button = {"type": "button", "action_id": "b", "text": plain(text), "url": text}
    select = {
        "type": "static_select",
        "action_id": "s",
        "placeholder": plain(text),
        "options": [{"text": plain(text), "value": text}],
    }
    return [
        {"type": "header", "text": plain(text)},
        {"type": "section", "block_id": text, "text": mrkdwn(text), "fields": [mrkdwn(text), plain(text)]},
        {
            "type": "context",
            "elements": [mrkdwn(text), {"type": "image", "image_url": text, "alt_text": text}],
        },
        {"type": "image", "image_url": text, "alt_text": text},
        {
            "type": "markdown",
            "text": f"{text} [a]({text}) ![b]({text}) <{text}>\n\n| {text} |\n|---|\n| {text} |",
        },
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": rich}]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": text}]]},
        {"type": "video", "title": plain(text), "video_url": text, "title_url": text, "alt_text": text},
        {"type": text, "x": text},
        {"type": "actions", "block_id": "row", "elements": [button, select]},
    ]


def test_what_an_app_sends_is_only_ever_text(visit: Visit) -> None:
    for text in EVIL:
        visit.stage.app_says("CHELP", text, blocks=evil_blocks(text), username=text)
    page = visit.go("UNIA/CHELP")

    expect(page.get_by_role("article")).to_have_count(len(EVIL))
    page.get_by_role("combobox").first.click()
    page.get_by_role("option").first.click()

    untouched(page)


def test_views_are_only_ever_text(visit: Visit) -> None:
    text = EVIL[0]
    workspace = visit.stage.workspace
    form = modal(
        text,
        [
            *evil_blocks(text),
            field(text, {"type": "plain_text_input", "initial_value": text}, hint=plain(text)),
        ],
    )
    visit.stage.do(lambda: shown_home(workspace, "UNIA", {"type": "home", "blocks": evil_blocks(text)}))
    page = visit.go("UNIA/DNIA/home")
    expect(page.get_by_role("heading", name=text)).to_be_visible()
    visit.stage.do(lambda: stack(workspace, "UNIA", form))

    expect(page.get_by_role("dialog")).to_be_visible()
    untouched(page)


def test_people_and_channels_are_only_ever_text(visit: Visit) -> None:
    workspace = visit.stage.workspace
    workspace.people["UANA"].real_name = EVIL[1]
    workspace.channels["CHELP"].name = EVIL[0]
    workspace.channels["CHELP"].topic = EVIL[1]
    visit.stage.app_says("CHELP", "<@UANA> <#CHELP>")
    page = visit.go("UNIA/CHELP")

    page.get_by_role("button", name="4 members").click()

    expect(page.get_by_role("menu")).to_contain_text(EVIL[1])
    untouched(page)


def test_the_pages_policy_lets_no_markup_run(visit: Visit) -> None:
    page = visit.go("UNIA/CHELP")

    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hacked=1\">')")
    page.locator("body > img").evaluate(
        "node => node.complete || new Promise(done => node.addEventListener('error', done))"
    )

    assert page.evaluate("window.hacked") is None
    assert any("Content Security Policy" in error for error in visit.errors)
    visit.errors.clear()


def test_no_script_of_the_page_makes_markup() -> None:
    for script in PAGE.rglob("*.js"):
        found = re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function",
            script.read_text(),
        )
        assert not found, script.name

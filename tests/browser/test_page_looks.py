"""How the page looks and loads: colours, narrow screens, accessibility, size."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bot.playground.assets import PAGE
from bot.playground.modals import stack
from bot.playground.posting import notice
from bot.playground.talking import react, say
from browser.sample_blocks import FORM, HELD, PRESSED, WRITTEN, modal
from browser.stage import Visit

pytestmark = pytest.mark.browser


def furnished(visit: Visit) -> str:
    """Fill a channel with a bit of everything; return the ts of a thread."""
    workspace, stage = visit.stage.workspace, visit.stage
    first: str = stage.do(lambda: say(workspace, "UANA", "CHELP", "who *owns* `this`, @nia?"))["ts"]
    stage.app_says("CHELP", "written", blocks=WRITTEN)
    stage.app_says("CHELP", "pressed", blocks=PRESSED)
    stage.app_says("CHELP", "held", blocks=HELD)
    stage.app_says("CHELP", "a reply", thread_ts=first)
    stage.do(lambda: react(workspace, "UNIA", "CHELP", first, "eyes"))
    stage.do(lambda: notice(workspace, workspace.channels["CHELP"], "UNIA", "Only for you."))
    return first


def serious(page: Page) -> list[str]:
    """Return what axe finds that shuts people out."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:200]} {node['failureSummary'][:200]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nobody_is_shut_out(visit: Visit, colours: Any, width: int) -> None:
    visit.page.emulate_media(color_scheme=colours)
    visit.page.set_viewport_size({"width": width, "height": 900})
    thread = furnished(visit)
    page = visit.go(f"UNIA/CHELP/{thread}")
    assert serious(page) == []

    visit.go("UNIA/CHELP")
    if width < 760:
        page.get_by_role("button", name="Channels and people").click()
        expect(page.get_by_role("navigation").get_by_role("link", name="general")).to_be_visible()
        assert serious(page) == []
        page.keyboard.press("Escape")
    visit.composer().press_sequentially("@")
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("combobox", name="Fruit").click()
    assert serious(page) == []
    page.keyboard.press("Escape")
    visit.stage.do(lambda: stack(visit.stage.workspace, "UNIA", modal("A form", FORM)))
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".field-error").first).to_be_visible()
    assert serious(page) == []


def test_the_tools_shut_nobody_out(visit: Visit) -> None:
    furnished(visit)
    page = visit.go("UNIA/CHELP")
    page.get_by_role("button", name="Inspector and tools").click()
    page.locator(".entry summary").first.click()

    for name, holds in (
        ("Inspector", '"event": {'),
        ("Faults", "Slow network"),
        ("Clock", "moves forward"),
    ):
        page.get_by_role("tab", name=name).click()
        expect(page.get_by_role("tabpanel", name=name)).to_contain_text(holds)
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)
            assert serious(page) == []


def test_the_last_message_stays_in_sight_where_room_is_taken(visit: Visit) -> None:
    for number in range(30):
        visit.stage.app_says("CHELP", f"Message {number}: " + "some more words " * 20)
    page = visit.go("UNIA/CHELP")
    last = page.get_by_role("article").last
    expect(last).to_be_in_viewport(ratio=1)

    page.get_by_role("button", name="Inspector and tools").click()
    expect(last).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 700, "height": 400})
    page.get_by_role("button", name="Close tools").click()

    expect(last).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [320, 375, 700, 1000, 1280])
def test_nothing_runs_out_of_the_page(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 800})
    thread = furnished(visit)

    for place in ("UNIA/CHELP", f"UNIA/CHELP/{thread}", "UNIA/DNIA/home"):
        page = visit.go(place)
        page.reload()
        page.wait_for_selector("body.ready")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        beyond = page.evaluate(
            """width => [...document.querySelectorAll('main *, aside *')].filter(node => {
                const { right, width: wide } = node.getBoundingClientRect();
                return wide && right > width + 1 && !node.closest('.table-scroll, .carousel');
            }).map(node => node.outerHTML.slice(0, 120))""",
            width,
        )
        assert beyond == []


def test_on_a_phone_channels_stand_in_a_drawer_and_threads_take_the_page(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 320, "height": 640})
    thread = furnished(visit)
    page = visit.go("UNIA/CGENERAL")
    link = page.get_by_role("navigation").get_by_role("link", name="data-help")
    expect(link).to_be_hidden()

    page.get_by_role("button", name="Channels and people").click()
    link.click()
    expect(link).to_be_hidden()
    page.get_by_role("link", name="1 reply").click()

    panel = page.get_by_role("complementary", name="Thread")
    box = panel.bounding_box()
    assert box is not None
    assert (box["x"], box["width"], box["height"]) == (0, 320, 640)
    panel.get_by_role("button", name="Close thread").click()
    expect(page.get_by_role("main")).to_be_visible()
    assert thread not in page.url


def ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_dark_follows_the_system_until_somebody_chooses(visit: Visit) -> None:
    page = visit.go("UNIA/CHELP")
    light = ground(page)
    page.emulate_media(color_scheme="dark")
    dark = ground(page)
    assert dark != light

    page.get_by_role("button", name="Switch to light colours").click()
    assert ground(page) == light
    page.reload()
    page.wait_for_selector("body.ready")

    assert ground(page) == light
    expect(page.get_by_role("button", name="Switch to dark colours")).to_be_visible()


def test_the_page_is_small_and_there_at_once(visit: Visit) -> None:
    """A script, a style, and then the stream: all else comes with the page."""
    page = visit.go("UNIA/CHELP")
    expect(visit.composer()).to_be_enabled()
    [html, *parts] = visit.requests

    sent = page.evaluate("performance.getEntries().reduce((sum, each) => sum + (each.transferSize ?? 0), 0)")

    assert html == page.url.partition("#")[0]
    assert [urlsplit(url).path.rpartition("/")[2] for url in parts] == ["page.css", "page.js", "stream"]
    assert 20_000 < sent < 100_000


def test_what_has_not_changed_is_not_asked_for_again(visit: Visit) -> None:
    page = visit.go("UNIA/CHELP")
    page.reload()
    page.wait_for_selector("body.ready")

    again = page.evaluate(
        "performance.getEntriesByType('resource').filter(each => each.transferSize).map(each => each.name)"
    )

    assert not [name for name in again if "/page/" in name]


def test_what_is_brought_along_is_shown_to_nobody_else(visit: Visit) -> None:
    visit.stage.app_says("DNIA", "</script><script>window.hacked = 1</script> for Nia")
    page = visit.go("UADAM/DADAM")
    expect(page.get_by_role("button", name="You act as adam")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(0)

    visit.go("UNIA/DNIA")
    expect(page.get_by_role("article")).to_contain_text("</script><script>window.hacked = 1</script> for Nia")
    assert page.evaluate("window.hacked") is None
    page.reload()
    page.wait_for_selector("body.ready")
    expect(page.get_by_role("article")).to_contain_text("for Nia")


def test_no_file_of_the_page_is_long() -> None:
    for file in PAGE.rglob("*.*"):
        assert len(file.read_text().splitlines()) <= 300, file.name

"""What nobody knew is answered by an admin, and known to everybody from then on: with the real app."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.stage import Visit

pytestmark = pytest.mark.browser

QUESTION = "who waters the office plants?"
ANSWER = "Nia does, on Mondays."


@pytest.fixture
def visit(with_rolecall: Visit) -> Visit:
    return with_rolecall


def say(visit: Visit, text: str) -> Locator:
    """Say something, and return what the app said last."""
    box = visit.composer("Message").first
    box.fill(text)
    box.press("Enter")
    return last(visit.page)


def last(page: Page) -> Locator:
    return page.get_by_role("article", name="rolecall").last


def test_a_gap_is_answered_by_an_admin_and_who_waits_is_told(visit: Visit) -> None:
    page = visit.go("UNIA/DNIA")
    expect(say(visit, QUESTION)).to_contain_text("I don't know")
    last(page).get_by_role("button", name="Tell me when it is answered").click()
    expect(last(page)).to_contain_text("as soon as somebody has answered it")

    visit.go("UADAM/DADAM")
    expect(say(visit, "/role gaps")).to_contain_text(QUESTION)
    last(page).get_by_role("button", name="Answer the question").click()
    form = page.get_by_role("dialog")
    form.get_by_role("textbox", name="What should people be told?").fill(ANSWER)
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("From now on")

    visit.go("UNIA/DNIA")
    expect(last(page)).to_contain_text(ANSWER)
    visit.go("UANA/DANA")
    expect(say(visit, "who is watering the plants in the office?")).to_contain_text(ANSWER)


def test_who_is_no_admin_sees_no_gaps(visit: Visit) -> None:
    visit.go("UNIA/DNIA")

    expect(say(visit, "/role gaps")).to_contain_text("Only admins")

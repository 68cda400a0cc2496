"""What people come for, with the real app: ask, press, compare, share, walk through, be somebody else."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.manifest import COMMAND
from bot.workspace.directory import Entry, Subject, SubjectKind, WorkspaceId
from bot.workspace.edits import Assign
from browser.stage import Visit

pytestmark = pytest.mark.browser

QUESTION = "who owns data quality?"


@pytest.fixture
def visit(with_rolecall: Visit) -> Visit:
    return with_rolecall


def ask(visit: Visit, text: str) -> None:
    box = visit.composer("Message").first
    box.fill(text)
    box.press("Enter")


def answers(page: Page | Locator) -> Locator:
    """Return what the app said in the channel that is shown."""
    return page.get_by_role("article", name="rolecall")


def thread(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Thread")


def test_a_question_in_a_channel_is_answered_in_its_thread(visit: Visit) -> None:
    page = visit.go("UNIA/CHELP")

    visit.composer("Message #data-help").press_sequentially("@role")
    page.keyboard.press("Enter")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="1 reply").click()

    answer = answers(thread(page))
    expect(answer).to_contain_text("Data engineers are responsible for data quality.")
    expect(answers(page.get_by_role("main"))).to_have_count(0)


def test_a_direct_message_is_answered_and_its_buttons_lead_on(visit: Visit) -> None:
    page = visit.go("UNIA/DNIA")

    ask(visit, QUESTION)
    expect(answers(page)).to_have_count(1)
    answers(page).get_by_role("button", name="About data engineers").click()

    expect(page.locator("main")).to_contain_text("Brings data from where it is made to where it is used")


def test_a_follow_up_question_needs_no_subject(visit: Visit) -> None:
    page = visit.go("UNIA/DNIA")

    ask(visit, "what does a data engineer do?")
    expect(answers(page)).to_have_count(1)
    ask(visit, "and what tools?")

    expect(answers(page).last).to_contain_text("Data engineers")
    expect(answers(page).last).to_contain_text("Airflow")


def test_at_nine_in_the_evening_an_analyst_gets_to_the_right_channel_in_two_presses(visit: Visit) -> None:
    """Nobody has to be at work for a question to stand where it belongs in the morning."""
    evening = datetime(2026, 11, 27, 21, 0, tzinfo=UTC).timestamp()
    clock = visit.stage.workspace.clock
    visit.stage.see_to(clock.advance(max(0.0, evening - clock.now())))
    contents = visit.stage.app.workspaces.store(WorkspaceId("TDATA")).contents
    quality = Subject(kind=SubjectKind.TOPIC, id="data-quality")
    here = Entry(people=("UANA",), channel="CGENERAL")
    visit.stage.see_to(contents.change(Assign(of=quality, entry=here), "UADAM"))
    page = visit.go("UNIA/DNIA")
    ask(visit, QUESTION)

    answers(page).get_by_role("button", name="Still need help?").click()
    shown = page.get_by_role("dialog")
    expect(shown).to_contain_text("This will be posted in #general")
    expect(shown).to_contain_text("It notifies ana")
    shown.get_by_role("button", name="Post").click()

    expect(shown.get_by_role("link", name="Your question")).to_have_attribute(
        "href", re.compile("/archives/CGENERAL/p")
    )
    post = answers(visit.go("UNIA/CGENERAL"))
    expect(post).to_have_count(1)
    expect(post).to_contain_text(QUESTION)
    expect(post.locator(".mention")).to_have_text(["@Nia Novak", "@Ana Alves"])


def test_two_roles_are_compared_in_a_table(visit: Visit) -> None:
    page = visit.go("UANA/DANA")
    ask(visit, "what does a data engineer do?")

    answers(page).get_by_role("combobox", name="Compare with").press_sequentially("analytics")
    page.get_by_role("option", name="Analytics engineer").click()

    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_contain_text(["Data engineer", "Analytics engineer"])


def test_a_commands_answer_is_ones_own_until_it_is_shared(visit: Visit) -> None:
    page = visit.go("UNIA/CGENERAL")

    ask(visit, f"{COMMAND} data-engineer")
    private = page.get_by_role("article", name="only visible to you")
    expect(private).to_contain_text("Data engineer")
    private.get_by_role("button", name="Share").click()
    shared = page.locator("article:not(.ephemeral)", has_text="Data engineer")
    expect(shared).to_have_count(1)

    page.get_by_role("button", name="Nia Novak").last.click()
    page.get_by_role("menuitemradio", name="Ana Alves").click()
    expect(page.get_by_role("button", name="Ana Alves").last).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_role("article")).to_contain_text("Data engineer")


def test_the_worked_example_is_walked_through_step_by_step(visit: Visit) -> None:
    page = visit.go("UNIA/DNIA")
    ask(visit, "walk me through the example project")
    card = answers(page).last
    expect(card.get_by_role("button", name="Next")).to_be_visible()
    seen = [card.locator(".message-body").inner_text()]

    for name in ("Next", "Next", "Back"):
        card.get_by_role("button", name=name).click()
        expect(card.locator(".message-body")).not_to_have_text(seen[-1], use_inner_text=True)
        seen.append(card.locator(".message-body").inner_text())

    assert len(set(seen)) == 3
    assert seen[1].splitlines()[0] == seen[3].splitlines()[0]


def test_what_nobody_can_answer_is_said_so(visit: Visit) -> None:
    page = visit.go("UNIA/DNIA")

    ask(visit, "who repairs the coffee machine?")

    expect(answers(page)).to_contain_text("I don't know")
    assert answers(page).get_by_role("button").count() > 1


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_an_answer_is_read_on_a_phone(visit: Visit, colours: Any) -> None:
    visit.page.emulate_media(color_scheme=colours)
    visit.page.set_viewport_size({"width": 320, "height": 640})
    page = visit.go("UNIA/DNIA")

    ask(visit, "difference between a data analyst and an analytics engineer")

    expect(answers(page).get_by_role("table")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_everything_typed_is_answered_as_text(visit: Visit) -> None:
    page = visit.go("UNIA/DNIA")

    for text in ("<script>window.hacked=1</script>", "<!channel>", "javascript:alert(1)"):
        ask(visit, text)
        ask(visit, f"{COMMAND} {text}")

    expect(answers(page)).to_have_count(6)
    assert page.evaluate("window.hacked") is None
    expect(page.locator("main .mention")).to_have_count(0)
    assert not page.locator("main a[href^='javascript']").count()


def test_the_inspector_says_why_an_answer_was_given(visit: Visit) -> None:
    page = visit.go("UNIA/DNIA")
    ask(visit, "who owns data qualty?")
    expect(answers(page)).to_have_count(1)

    page.get_by_role("button", name="Inspector and tools").click()
    entry = page.locator("details.entry", has_text="event message").last
    entry.locator("summary").click()

    expect(entry).to_contain_text("Read as ownership · data-quality")
    expect(entry.locator(".evidence")).to_contain_text("data qualty read as data quality")


def test_the_inspector_shows_what_was_sent(visit: Visit) -> None:
    page = visit.go("UNIA/DNIA")
    ask(visit, QUESTION)
    expect(answers(page)).to_have_count(1)

    page.get_by_role("button", name="Inspector and tools").click()
    entry = page.locator("details.entry", has_text="chat.postMessage")
    entry.locator("summary").click()
    expect(entry.get_by_label("request", exact=True)).to_contain_text('"blocks"')
    entry.get_by_role("button", name="Copy link for Block Kit Builder").click()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("https://app.slack.com/block-kit-builder/#%7B%22blocks%22")

"""The app's Home and its modals in the page."""

from __future__ import annotations

from typing import Any

import pytest
from playground_app import App
from playwright.sync_api import expect

from bot.playground.modals import push, replace, shown_home, stack
from browser.sample_blocks import FORM, ROLES, field, modal, mrkdwn, plain
from browser.stage import Visit

pytestmark = pytest.mark.browser


def opened(visit: Visit, view: dict[str, Any]) -> dict[str, Any]:
    """Put a modal before Nia; return it as it is stored."""
    workspace = visit.stage.workspace
    visit.stage.do(lambda: stack(workspace, "UNIA", view))
    return workspace.modals["UNIA"][-1]


def submitted(app: App) -> dict[str, Any]:
    """Return the values of the form that was sent."""
    [told] = [each for each in app.payloads if each.get("type") == "view_submission"]
    values: dict[str, Any] = told["view"]["state"]["values"]
    return {block: next(iter(fields.values())) for block, fields in values.items()}


def test_every_input_is_filled_in_and_sent(visit: Visit, app: App) -> None:
    async def answer(payload: dict[str, Any]) -> tuple[int, Any]:
        if payload["type"] == "block_suggestion":
            return 200, {"options": [{"text": plain("Data quality"), "value": "data-quality"}]}
        return 200, None

    app.answer = answer
    page = visit.go("UNIA/CHELP")
    opened(visit, modal("A form", FORM))
    form = page.get_by_role("dialog", name="A form")
    expect(form.get_by_label("Name")).to_be_focused()

    form.get_by_label("Name").fill("Nia")
    form.get_by_label("Reason").fill("two\nlines")
    form.get_by_label("Mail").fill("nia@example.com")
    form.get_by_label("Link").fill("https://example.com/")
    form.get_by_label("Count").fill("7")
    form.get_by_role("combobox", name="Role (optional)").click()
    page.get_by_role("option", name="Scientist").click()
    form.get_by_role("button", name="Remove Analyst").click()
    form.get_by_role("combobox", name="Topic").press_sequentially("qu")
    page.get_by_role("option", name="Data quality").click()
    form.get_by_role("combobox", name="People").click()
    page.get_by_role("option", name="Ana Alves").click()
    page.get_by_role("option", name="Adam Okoro").click()
    page.keyboard.press("Escape")
    form.get_by_label("Day").fill("2026-12-24")
    form.get_by_label("Hour").fill("10:00")
    form.get_by_label("Blue").check()
    form.get_by_label("Right").check()
    form.get_by_role("button", name="Save").click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    sent = submitted(app)
    assert sent["name"]["value"] == "Nia"
    assert sent["reason"]["value"] == "two\nlines"
    assert sent["mail"]["value"] == "nia@example.com"
    assert sent["count"]["value"] == "7"
    assert sent["role"]["selected_option"]["value"] == "scientist"
    assert [each["value"] for each in sent["roles"]["selected_options"]] == ["engineer"]
    assert sent["topic"]["selected_option"]["value"] == "data-quality"
    assert sent["people"]["selected_users"] == ["UANA", "UADAM"]
    assert (sent["day"]["selected_date"], sent["hour"]["selected_time"]) == ("2026-12-24", "10:00")
    assert sent["moment"]["selected_date_time"] == 1795176000
    assert [each["value"] for each in sent["boxes"]["selected_options"]] == ["blue"]
    assert sent["side"]["selected_option"]["value"] == "right"


def test_an_error_stands_at_its_field_and_what_was_typed_stays(visit: Visit, app: App) -> None:
    app.answer = (200, {"response_action": "errors", "errors": {"name": "Somebody has that name."}})
    page = visit.go("UNIA/CHELP")
    opened(visit, modal("A form", FORM[1:3]))

    page.get_by_role("button", name="Save").click()
    name = page.get_by_label("Name")
    expect(name).to_have_attribute("aria-invalid", "true")
    assert not app.told, "what is missing is said without asking the app"
    name.fill("Ana")
    page.get_by_label("Reason").fill("because")
    page.get_by_role("button", name="Save").click()

    expect(page.locator(".field-error")).to_have_text("Somebody has that name.")
    expect(name).to_have_accessible_description("Somebody has that name. As others know you")
    expect(name).to_have_value("Ana")
    expect(page.get_by_label("Reason")).to_have_value("because")
    expect(name).to_be_focused()


def test_modals_stack_and_close_one_by_one_or_all_at_once(visit: Visit) -> None:
    workspace = visit.stage.workspace
    page = visit.go("UNIA/CHELP")
    opened(visit, modal("First", [field("Name", {"type": "plain_text_input"})]))
    page.get_by_label("Name").fill("kept")
    visit.stage.do(lambda: push(workspace, "UNIA", modal("Second", FORM[1:2])))
    expect(page.get_by_role("dialog", name="Second")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(1)

    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="First")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("kept")
    visit.stage.do(lambda: push(workspace, "UNIA", modal("Third", FORM[1:2])))
    page.get_by_role("dialog", name="Third").get_by_role("button", name="Close").click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert workspace.modals["UNIA"] == []


def test_a_view_that_changes_while_one_types_keeps_the_words_and_the_caret(visit: Visit, app: App) -> None:
    workspace = visit.stage.workspace
    page = visit.go("UNIA/CHELP")
    typed = {
        "type": "plain_text_input",
        "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
    }
    question = field("Question", typed, dispatch_action=True)
    view = opened(visit, modal("Ask", [question]))
    box = page.get_by_label("Question")
    box.press_sequentially("who owns")
    visit.stage.until(lambda: any(each.get("type") == "block_actions" for each in app.payloads))

    found = {"type": "section", "text": mrkdwn("Data quality?")}
    visit.stage.do(lambda: replace(workspace, view, modal("Ask", [question, found])))
    expect(page.get_by_role("dialog")).to_contain_text("Data quality?")
    page.keyboard.type(" it")

    expect(box).to_have_value("who owns it")
    assert app.payloads[-1]["actions"][0]["value"].startswith("who owns")


def test_a_choice_that_needs_a_word_first_is_asked_for(visit: Visit, app: App) -> None:
    pick = {"type": "static_select", "action_id": "role", "options": ROLES, "placeholder": plain("Role")}
    page = visit.go("UNIA/CHELP")
    opened(visit, modal("Pick", [{"type": "actions", "block_id": "b", "elements": [pick]}]))

    page.get_by_role("combobox", name="Role").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    visit.stage.until(lambda: app.told)
    assert app.payloads[0]["actions"][0]["selected_option"] == ROLES[1]
    assert app.payloads[0]["view"]["state"]["values"]["b"]["role"]["selected_option"] == ROLES[1]
    expect(page.get_by_role("combobox", name="Role")).to_have_value("Engineer")


def test_the_home_is_told_when_somebody_looks_and_acts(visit: Visit, app: App) -> None:
    workspace = visit.stage.workspace
    page = visit.go("UNIA/DNIA/home")
    expect(page.get_by_role("region", name="Home")).to_contain_text("has not published a Home")
    visit.stage.until(lambda: any(each["type"] == "app_home_opened" for each in app.events))
    button = {"type": "button", "action_id": "go", "text": plain("Find out")}
    home = {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain("Hello")},
            {"type": "actions", "block_id": "b", "elements": [button]},
        ],
    }
    visit.stage.do(lambda: shown_home(workspace, "UNIA", home))

    expect(page.get_by_role("heading", name="Hello")).to_be_visible()
    page.get_by_role("button", name="Find out").click()
    visit.stage.until(lambda: any(each.get("type") == "block_actions" for each in app.payloads))
    page.get_by_role("link", name="Messages").click()

    expect(visit.composer("Message Rolecall")).to_be_visible()

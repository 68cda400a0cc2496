"""Talking in the page: composer, threads, what only one person sees, and everything by keyboard."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from playground_app import App
from playwright.sync_api import expect

from bot.playground.posting import notice
from bot.playground.talking import leave, say
from browser.sample_blocks import mrkdwn
from browser.stage import Visit

pytestmark = pytest.mark.browser


def test_what_is_typed_is_said_and_shown(visit: Visit) -> None:
    page = visit.go("UNIA/CHELP")
    box = visit.composer("Message #data-help")

    box.fill("first line")
    box.press("Shift+Enter")
    box.press_sequentially("*second*")
    box.press("Enter")

    said = page.get_by_role("article", name="Nia Novak")
    expect(said.locator(".message-body")).to_have_text("first line\nsecond")
    expect(said.locator("strong")).to_have_text("second")
    expect(box).to_have_value("")
    expect(box).to_be_focused()


def test_typed_lists_quotes_and_emoji_are_drawn(visit: Visit) -> None:
    page = visit.go("UNIA/CHELP")
    box = visit.composer()

    box.fill("to do:\n- one :tada:\n- two\n1. first\n> quoted")
    box.press("Enter")

    body = page.get_by_role("article").locator(".message-body")
    expect(body.locator("ul > li")).to_have_count(2)
    expect(body.locator("ol > li")).to_have_text("first")
    expect(body.locator("blockquote")).to_have_text("quoted")
    expect(body.get_by_role("img", name="tada")).to_have_text("🎉")


COMPLETIONS = [
    ("/ro", "/role", "/role "),
    ("ask @ada", "Adam Okoro", "ask @adam "),
    ("@role", "Rolecall", "@rolecall "),
    ("hey @data", "Data platform", "hey @data-platform "),
    ("in #onb", "#onboarding", "in #onboarding "),
    ("well :tad", ":tada:", "well :tada: "),
]


@pytest.mark.parametrize(("typed", "offer", "becomes"), COMPLETIONS)
def test_the_composer_completes(visit: Visit, typed: str, offer: str, becomes: str) -> None:
    page = visit.go("UNIA/CHELP")
    box = visit.composer()

    box.press_sequentially(typed)
    expect(page.get_by_role("option").first).to_contain_text(offer)
    box.press("Tab")

    expect(box).to_have_value(becomes)
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_completions_are_chosen_by_arrow_keys_and_left_by_escape(visit: Visit) -> None:
    page = visit.go("UNIA/CHELP")
    box = visit.composer()

    box.press_sequentially("@")
    first = page.get_by_role("option", selected=True).inner_text()
    box.press("ArrowDown")
    assert page.get_by_role("option", selected=True).inner_text() != first
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    box.press("Enter")

    expect(page.get_by_role("article").locator(".message-body")).to_have_text("@")


def test_a_command_is_answered_to_its_asker_only(visit: Visit, app: App) -> None:
    app.answer = (200, {"text": "just for *you*"})
    page = visit.go("UNIA/CHELP")
    box = visit.composer()

    box.fill("/role data-engineer")
    expect(page.locator(".composer-hint").first).to_contain_text("Who does what")
    box.press("Enter")

    answer = page.get_by_role("article", name="only visible to you")
    expect(answer).to_contain_text("Only visible to you")
    expect(answer.locator(".message-body")).to_have_text("just for you")
    visit.go("UANA/CHELP")
    page.reload()
    page.wait_for_selector("body.ready")
    expect(page.get_by_role("article")).to_have_count(0)


def test_what_only_one_sees_can_be_dismissed(visit: Visit) -> None:
    workspace = visit.stage.workspace
    visit.stage.do(lambda: notice(workspace, workspace.channels["CHELP"], "UNIA", "hush"))
    page = visit.go("UNIA/CHELP")

    page.get_by_role("button", name="Dismiss").click()

    expect(page.get_by_role("article")).to_have_count(0)
    assert not workspace.ephemeral["UNIA"]


def test_a_refusal_is_shown_and_what_was_typed_stays(visit: Visit) -> None:
    page = visit.go("UNIA/CHELP")
    box = visit.composer()

    box.fill("/nonsense now")
    box.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("/nonsense is not a valid command")
    expect(box).to_have_value("/nonsense now")


def test_a_thread_opens_beside_its_channel_and_takes_replies(visit: Visit) -> None:
    workspace = visit.stage.workspace
    first = visit.stage.do(lambda: say(workspace, "UANA", "CHELP", "who knows?"))["ts"]
    visit.stage.app_says("CHELP", "I do", thread_ts=first)
    page = visit.go("UNIA/CHELP")
    assert page.get_by_role("article").count() == 1, "a reply stands in its thread only"

    page.get_by_role("link", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_role("article")).to_have_count(2)
    box = thread.get_by_role("textbox")
    expect(box).to_be_focused()
    thread.get_by_label("Also send to #data-help").check()
    box.fill("thanks")
    box.press("Enter")

    expect(thread.get_by_role("article")).to_have_count(3)
    expect(page.get_by_role("main").get_by_role("article", name="Nia Novak")).to_contain_text(
        "replied to a thread"
    )
    box.press("Escape")
    expect(thread).to_be_hidden()


def test_ones_own_messages_can_be_changed_and_deleted(visit: Visit) -> None:
    workspace = visit.stage.workspace
    visit.stage.do(lambda: say(workspace, "UNIA", "CHELP", "who ownz <it>, @ana?"))
    page = visit.go("UNIA/CHELP")
    message = page.get_by_role("article", name="Nia Novak")

    message.hover()
    message.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Edit message").click()
    field = page.get_by_role("textbox", name="Edit message")
    expect(field).to_have_value("who ownz <it>, @ana?")
    field.fill("who owns <it>, @ana?")
    field.press("Enter")
    expect(message).to_contain_text("who owns <it>, @Ana Alves? (edited)")

    message.hover()
    message.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Delete message").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("article")).to_have_count(0)


def test_others_messages_cannot_be_changed(visit: Visit) -> None:
    visit.stage.app_says("CHELP", "mine")
    page = visit.go("UNIA/CHELP")
    page.get_by_role("article").hover()

    page.get_by_role("button", name="More actions").click()

    expect(page.get_by_role("menuitem", name="Reply in thread")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Edit message")).to_have_count(0)


def test_reactions_are_put_on_and_taken_off(visit: Visit) -> None:
    visit.stage.app_says("CHELP", "good?")
    page = visit.go("UNIA/CHELP")

    page.get_by_role("article").hover()
    page.get_by_role("button", name="React with another emoji").click()
    page.get_by_role("searchbox", name="Find an emoji").fill("rock")
    page.get_by_role("button", name="rocket").click()
    reaction = page.locator(".reaction")
    expect(reaction).to_have_text("🚀1")
    expect(reaction).to_have_attribute("aria-pressed", "true")
    reaction.click()

    expect(reaction).to_have_count(0)


def test_a_message_shortcut_tells_the_app_which_message(visit: Visit, app: App) -> None:
    said = visit.stage.do(lambda: say(visit.stage.workspace, "UANA", "CHELP", "who?"))
    page = visit.go("UNIA/CHELP")

    page.get_by_role("article").hover()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Who owns this?").click()

    visit.stage.until(lambda: any(each.get("type") == "message_action" for each in app.payloads))
    told = next(each for each in app.payloads if each.get("type") == "message_action")
    assert (told["callback_id"], told["message"]["ts"], told["user"]["id"]) == ("owns", said["ts"], "UNIA")


def test_a_global_shortcut_is_found_by_the_slash(visit: Visit, app: App) -> None:
    visit.go("UNIA/CHELP")
    box = visit.composer()

    box.press_sequentially("/fin")
    box.press("Enter")

    visit.stage.until(lambda: any(each.get("type") == "shortcut" for each in app.payloads))
    expect(box).to_have_value("")


def test_unread_marks_come_and_go(visit: Visit) -> None:
    page = visit.go("UNIA/CHELP")
    visit.stage.do(lambda: say(visit.stage.workspace, "UANA", "CGENERAL", "hello @nia"))
    visit.stage.do(lambda: say(visit.stage.workspace, "UANA", "CGENERAL", "and all"))

    channel = page.get_by_role("link", name="general")
    expect(channel).to_contain_text("2 unread")
    expect(channel.locator(".badge")).to_have_text("1")
    assert page.title().startswith("(1) data-help")
    channel.click()

    expect(page.locator(".unread-line")).to_have_count(1)
    expect(channel).not_to_contain_text("unread")


def test_each_person_has_their_own_view(visit: Visit) -> None:
    visit.stage.app_says("DNIA", "for Nia")
    page = visit.go("UNIA/DNIA/messages")

    page.get_by_role("button", name="Nia Novak").last.click()
    page.get_by_role("menuitemradio", name="Ana Alves").click()

    expect(page.get_by_role("button", name="Ana Alves").last).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(0)
    assert "#/UANA/DANA" in page.url
    page.go_back()
    expect(page.get_by_role("article")).to_contain_text("for Nia")


def test_a_channel_can_be_joined_left_and_others_added(visit: Visit) -> None:
    workspace = visit.stage.workspace
    visit.stage.do(lambda: leave(workspace, "UNIA", "CHELP"))
    page = visit.go("UNIA/CHELP")
    expect(page.get_by_role("region", name="More channels")).to_contain_text("data-help")

    page.get_by_role("button", name="Join channel").click()
    expect(visit.composer()).to_be_visible()
    page.get_by_role("button", name="4 members").click()
    page.get_by_role("menuitem", name="Leave channel").click()

    expect(page.get_by_role("button", name="Join channel")).to_be_visible()
    assert "UNIA" not in workspace.channels["CHELP"].members


def test_the_app_is_seen_at_work(visit: Visit, app: App) -> None:
    answered: list[asyncio.Event] = []

    async def answer(_: dict[str, Any]) -> tuple[int, Any]:
        answered.append(asyncio.Event())
        await answered[-1].wait()
        return 200, None

    app.answer = answer
    page = visit.go("UNIA/CHELP")
    box = visit.composer()
    box.fill("/role x")
    box.press("Enter")

    expect(page.locator(".busy.on")).to_have_count(1)
    visit.stage.until(lambda: answered)
    visit.stage.do(answered[0].set)
    expect(page.locator(".busy.on")).to_have_count(0)


def test_new_messages_are_spoken_once_and_only_where_one_is(visit: Visit) -> None:
    page = visit.go("UNIA/CHELP")
    spoken = page.get_by_role("log")

    visit.stage.app_says("CGENERAL", "elsewhere")
    visit.stage.app_says("CHELP", "here, for <@UNIA>", blocks=[{"type": "section", "text": mrkdwn("drawn")}])

    expect(spoken).to_have_text("Rolecall: here, for @Nia Novak")


def test_everything_can_be_done_by_keyboard(visit: Visit, app: App) -> None:
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go on"}}
    visit.stage.app_says(
        "CHELP", "first", blocks=[{"type": "actions", "block_id": "row", "elements": [button]}]
    )
    visit.stage.app_says("CHELP", "last")
    page = visit.go("UNIA/CGENERAL")
    press = page.keyboard.press

    page.get_by_role("link", name="general").focus()
    press("ArrowDown")
    press("Enter")
    expect(page.get_by_role("heading", name="data-help")).to_be_visible()
    expect(visit.composer()).to_be_focused()
    press("ArrowUp")
    expect(page.get_by_role("article").nth(1)).to_be_focused()
    press("ArrowUp")
    press("Tab")
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    press("Enter")
    visit.stage.until(lambda: any(each.get("type") == "block_actions" for each in app.payloads))
    press("Escape")
    expect(page.get_by_role("article").first).to_be_focused()
    press("ContextMenu")
    expect(page.get_by_role("menuitem", name="Reply in thread")).to_be_focused()
    press("Enter")

    expect(page.get_by_role("complementary", name="Thread").get_by_role("textbox")).to_be_focused()


def test_what_others_say_disturbs_nobody(visit: Visit) -> None:
    choices = [
        {"text": {"type": "plain_text", "text": name}, "value": name} for name in ("Analyst", "Engineer")
    ]
    menu = {"type": "static_select", "action_id": "role", "options": choices}
    visit.stage.app_says("CHELP", "x", blocks=[{"type": "actions", "block_id": "row", "elements": [menu]}])
    page = visit.go("UNIA/CHELP")
    field = page.get_by_role("combobox", name="Select an option")
    field.press_sequentially("eng")
    expect(page.get_by_role("option")).to_have_text("Engineer")

    visit.stage.do(lambda: say(visit.stage.workspace, "UANA", "CHELP", "meanwhile"))
    expect(page.get_by_role("article", name="Ana Alves")).to_be_visible()

    expect(field).to_be_focused()
    expect(field).to_have_value("eng")
    expect(page.get_by_role("option")).to_have_text("Engineer")

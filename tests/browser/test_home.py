"""What happens on the Home and in modals, with the real app: looked up, set up, refused."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from databases import KEY
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pydantic import SecretStr
from served_app import settings
from starlette.applications import Starlette
from starlette.routing import Route

from bot.answers.answerer import Answerer
from bot.app import Rolecall
from bot.manifest import manifest
from bot.playground.clock import Clock
from bot.playground.manifest import Manifest
from bot.playground.people import Channel, Group
from bot.playground.seed import seeded
from bot.playground.server import build_playground
from browser.conftest import UNHURRIED, visited
from browser.stage import Stage, Visit

pytestmark = pytest.mark.browser

_ROLES = 10


@pytest.fixture
def visit(with_rolecall: Visit) -> Visit:
    return with_rolecall


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def test_what_is_typed_on_the_home_is_completed_and_answered_in_a_window(visit: Visit) -> None:
    page = visit.go("UNIA/DNIA/home")

    search = page.get_by_role("combobox", name="Ask, or look something up")
    search.press_sequentially("data qualty")
    expect(page.get_by_role("option").first).to_have_text("Ask: data qualty")
    page.get_by_role("option", name="Who owns data quality?").click()

    expect(dialog(page)).to_contain_text("Data engineers are responsible for data quality.")
    page.keyboard.press("Escape")
    expect(search).to_have_value("")
    expect(page.get_by_role("button", name="Who owns data quality?")).to_have_count(0)


def test_a_question_from_anywhere_is_helped_along_and_its_answer_posted(visit: Visit) -> None:
    page = visit.go("UNIA/CHELP")

    visit.composer("Message").first.press_sequentially("/find")
    page.get_by_role("option", name="Find who owns something").click()
    question = dialog(page).get_by_role("textbox", name="What are you looking for?")
    question.press_sequentially("dashb")
    dialog(page).get_by_role("button", name="Who owns dashboards?").click()
    expect(dialog(page)).to_contain_text("Data analysts are responsible for dashboards.")
    dialog(page).get_by_role("combobox", name="Post it for others to see").click()
    page.get_by_role("option", name="data-help").click()
    dialog(page).get_by_role("button", name="Post", exact=True).click()

    expect(dialog(page)).to_contain_text("where everybody there sees it")
    expect(page.get_by_role("article", name="rolecall")).to_contain_text("Data analysts are responsible")


def test_an_error_stands_at_its_field_in_a_modal(visit: Visit) -> None:
    page = visit.go("UNIA/DNIA/home")
    page.get_by_role("button", name="Compare roles").click()
    roles = dialog(page).get_by_role("combobox", name="Roles")

    roles.press_sequentially("data engineer")
    page.get_by_role("option", name="Data engineer").click()
    page.keyboard.press("Escape") if page.get_by_role("listbox").is_visible() else None
    dialog(page).get_by_role("button", name="Compare").click()

    expect(dialog(page)).to_contain_text("Choose two or three roles.")
    expect(dialog(page).locator("[aria-invalid]")).to_have_count(1)


@pytest.fixture
def without(context: BrowserContext, answerer: Answerer) -> Iterator[Visit]:
    """Visit a workspace that has not got the app yet, which anybody may install."""
    workspace = seeded(manifest(), clock=Clock(speed=UNHURRIED))
    workspace.installed = False
    known = workspace.credentials

    def build(url: str) -> Starlette:
        workspace.manifest = Manifest.read(manifest(url))
        made = settings(
            workspace,
            url,
            slack_bot_token=None,
            slack_client_id=known.client_id,
            slack_client_secret=SecretStr(known.client_secret),
            rolecall_encryption_key=SecretStr(KEY),
            rolecall_knowledge=None,
        )
        stage.app = Rolecall(made, answerer)
        playground = build_playground(workspace, stage.app.web)
        for path in ("/slack/install", "/slack/oauth_redirect"):
            playground.router.routes.insert(0, Route(path, endpoint=stage.app.web))
        return playground

    stage = Stage(workspace, build)
    with stage:
        yield from visited(Visit(context.new_page(), stage))


def test_an_admin_installs_it_and_fills_the_directory_in_ten_presses(without: Visit) -> None:
    visit, workspace = without, without.stage.workspace
    visit.page.goto(f"{visit.stage.url}/slack/install")
    visit.page.get_by_role("link", name="Slack").click()
    visit.page.get_by_role("link", name="Allow").click()
    expect(visit.page.get_by_role("heading")).to_have_text("Rolecall is in Datahaus")
    visit.errors.clear()  # those pages have no icon
    page = visit.go("UADAM/DADAM")
    expect(page.get_by_role("article", name="rolecall")).to_contain_text("1. ")
    for place, name in enumerate(("data-engineering", "analytics-engineers", "ask-data-analysts")):
        channel = Channel(f"CROLE{place}", name, members=["UADAM", workspace.bot])
        visit.stage.do(partial(workspace.add_channel, channel))
    group = Group("SDE", "data-engineers", "Data engineers", ["UANA"])
    visit.stage.do(lambda: workspace.groups.update({group.id: group}))
    page = visit.go("UADAM/DADAM/home")

    for place in range(1, _ROLES + 1):
        home = page.get_by_role("region", name="Home")
        expect(home).to_contain_text(f"Set-up: {place} of {_ROLES}")
        named = home.get_by_text("Filled in by their names").count()
        home.get_by_role("button", name="Yes, save" if named else "We have none").click()
    expect(page.get_by_role("region", name="Home")).not_to_contain_text("Set-up")

    page = visit.go("UNIA/DNIA/home")
    page.get_by_role("button", name="About data engineers").click()
    expect(dialog(page)).to_contain_text("Data engineers")
    expect(dialog(page)).to_contain_text("data-engineering")
    expect(page.get_by_role("region", name="Home")).not_to_contain_text("Set-up")


def test_a_person_whom_an_admin_names_is_seen_by_a_newcomer(visit: Visit) -> None:
    page = visit.go("UADAM/DADAM/home")
    page.get_by_role("button", name="About data engineers").click()
    dialog(page).get_by_role("button", name="Edit people").click()
    dialog(page).get_by_role("combobox", name="People").press_sequentially("Ana")
    page.get_by_role("option", name="Ana Alves").click()
    dialog(page).get_by_role("button", name="Save", exact=True).click()
    expect(dialog(page)).to_contain_text("Every answer here says so from now on.")

    page = visit.go("UNIA/DNIA/home")
    page.get_by_role("button", name="About data engineers").click()
    expect(dialog(page)).to_contain_text("ana")


def test_who_may_not_set_it_up_is_not_asked_to_and_only_proposes(visit: Visit) -> None:
    page = visit.go("UNIA/DNIA/home")
    expect(page.get_by_role("button", name="About data engineers")).to_be_visible()
    expect(page.get_by_role("region", name="Home")).not_to_contain_text("Set-up")
    expect(page.get_by_role("button", name="Settings")).to_have_count(0)

    page = visit.go("UNIA/CHELP")
    box = visit.composer("Message").first
    box.fill("/role settings")
    box.press("Enter")
    expect(dialog(page)).to_contain_text("Only admins of this workspace")

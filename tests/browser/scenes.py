"""What the gallery shows beside answers: Homes, windows, a newcomer's week, what needs looking after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from playwright.sync_api import Locator, Page, expect

from bot.imports.found import Found
from bot.jobs.digest import Digest
from bot.playground.talking import join
from bot.workspace.assets import AssetFile
from bot.workspace.directory import Entry, Subject, SubjectKind, WorkspaceId
from bot.workspace.edits import Assign, Edit, Settle, SettleChannel
from bot.workspace.intake import read_file
from bot.workspace.settings import ChannelSettings, WorkspaceSettings
from browser.stage import Visit

WIDE, NARROW = 1000, 320
_DAY = 24 * 3600.0
_MODELS = """\
{"nodes": {"model.shop.orders": {"resource_type": "model", "name": "orders",
  "config": {"meta": {"owner": "analytics engineers"}}}}, "groups": {}, "exposures": {}}
"""


@dataclass(frozen=True)
class Scene:
    """One picture of the gallery, and what is done until it can be taken."""

    name: str
    says: str
    how: str
    play: Callable[[Visit], Locator]
    width: int = WIDE
    height: int = 2400
    scheme: Literal["light", "dark"] = "light"
    focused: bool = False
    """True where it is to be seen where somebody types."""


def _answer(page: Page) -> Locator:
    return page.get_by_role("article", name="rolecall").last


def _window(page: Page) -> Locator:
    return page.get_by_role("dialog")


def _home(page: Page) -> Locator:
    return page.get_by_role("region", name="Home").locator(".home-inner")


def _said(visit: Visit, text: str) -> Locator:
    """Say something where one is, and return the answer."""
    answers = visit.page.get_by_role("article", name="rolecall")
    before = answers.count()
    box = visit.composer("Message").first
    box.fill(text)
    box.press("Enter")
    expect(answers).to_have_count(before + 1)
    return answers.last


def _opened(visit: Visit, word: str, viewer: str = "UADAM") -> Page:
    """Type a command in #data-help."""
    page = visit.go(f"{viewer}/CHELP")
    box = visit.composer("Message").first
    box.fill(f"/role {word}")
    box.press("Enter")
    return page


def _chosen(page: Page, name: str, option: str) -> None:
    menu = page.get_by_role("combobox", name=name, exact=True)
    menu.click()
    menu.press_sequentially(option)
    page.get_by_role("option", name=option, exact=True).click()


def _change(visit: Visit, edit: Edit) -> None:
    contents = visit.stage.app.workspaces.store(WorkspaceId(visit.stage.workspace.team)).contents
    visit.stage.see_to(contents.change(edit, "UADAM"))


def _wait(visit: Visit, seconds: float) -> None:
    visit.stage.see_to(visit.stage.workspace.clock.advance(seconds))
    visit.stage.see_to(visit.stage.workspace.settled())


def _assigned(visit: Visit) -> None:
    """Let the workspace say who its data architect is."""
    architect = Subject(kind=SubjectKind.ROLE, id="data-architect")
    _change(visit, Assign(of=architect, entry=Entry(people=("UANA",), channel="CHELP")))


# Homes ---------------------------------------------------------------------------------------------


def home(visit: Visit) -> Locator:
    """Open the Home of somebody who has asked something."""
    visit.go("UNIA/DNIA")
    _said(visit, "who owns data quality?")
    _said(visit, "what does a data engineer do?")
    page = visit.go("UNIA/DNIA/home")
    expect(_home(page)).to_contain_text("You asked lately")
    return _home(page)


def searched(visit: Visit) -> Locator:
    """Type with a slip into the Home's search."""
    page = visit.go("UNIA/DNIA/home")
    page.get_by_role("combobox", name="Ask, or look something up").press_sequentially("data qualty")
    expect(page.get_by_role("option", name="Who owns data quality?")).to_be_visible()
    return page.locator("body")


def found(visit: Visit) -> Locator:
    """Choose one of the options."""
    searched(visit)
    visit.page.get_by_role("option", name="Who owns data quality?").click()
    expect(_window(visit.page)).to_contain_text("Data engineers are responsible")
    return _window(visit.page)


def home_of_an_admin(visit: Visit) -> Locator:
    """Open the Home of an admin who has begun to set it up."""
    visit.go("UNIA/DNIA")
    _said(visit, "where do I park my bike?")
    page = visit.go("UADAM/DADAM/home")
    _home(page).get_by_role("button", name="We have no").click()
    expect(_home(page)).to_contain_text("Set-up: 2 of")
    return _home(page)


# Windows -------------------------------------------------------------------------------------------


def finding(visit: Visit) -> Locator:
    """Type into the shortcut's window."""
    page = visit.go("UNIA/CHELP")
    visit.composer("Message").first.press_sequentially("/find")
    page.get_by_role("option", name="Find who owns something").click()
    question = _window(page).get_by_role("textbox", name="What are you looking for?")
    question.press_sequentially("dashb")
    expect(_window(page).get_by_role("button", name="Who owns dashboards?")).to_be_visible()
    return _window(page)


def found_by_shortcut(visit: Visit) -> Locator:
    """Press a suggestion."""
    finding(visit).get_by_role("button", name="Who owns dashboards?").click()
    expect(_window(visit.page)).to_contain_text("Data analysts are responsible for dashboards.")
    return _window(visit.page)


def comparing(visit: Visit) -> Locator:
    """Choose two roles in the window."""
    page = visit.go("UNIA/DNIA/home")
    page.get_by_role("button", name="Compare roles").click()
    for role in ("Data engineer", "Data analyst"):
        _chosen(page, "Roles", role)
    page.keyboard.press("Tab")
    return _window(page)


def compared(visit: Visit) -> Locator:
    """Hand them in."""
    comparing(visit).get_by_role("button", name="Compare").click()
    expect(_window(visit.page)).to_contain_text("Only")
    return _window(visit.page)


def browsed(visit: Visit) -> Locator:
    """Open a role from the Home."""
    page = visit.go("UNIA/DNIA/home")
    page.get_by_role("button", name="About data engineers").click()
    expect(_window(page)).to_contain_text("Data engineer")
    return _window(page)


def assigning(visit: Visit) -> Locator:
    """Open the form that says who a role is here."""
    page = visit.go("UADAM/DADAM/home")
    page.get_by_role("button", name="About data engineers").click()
    _window(page).get_by_role("button", name="Edit people").click()
    expect(_window(page).get_by_role("combobox", name="People")).to_be_visible()
    return _window(page)


def settling(visit: Visit) -> Locator:
    """Open a channel's settings."""
    page = _opened(visit, "channel")
    expect(_window(page)).to_be_visible()
    return _window(page)


def referring(visit: Visit) -> Locator:
    """Press for help by people."""
    _assigned(visit)
    visit.go("UNIA/DNIA")
    _said(visit, "what does a data architect do?").get_by_role("button", name="Still need help?").click()
    expect(_window(visit.page)).to_contain_text("will be posted")
    return _window(visit.page)


# A newcomer ----------------------------------------------------------------------------------------


def welcomed(visit: Visit) -> Locator:
    """Join the channel for newcomers."""
    workspace = visit.stage.workspace
    _change(visit, SettleChannel(channel="CONBOARDING", settings=ChannelSettings(onboarding=True)))
    page = visit.go("UNIA/DNIA")
    visit.stage.do(lambda: workspace.channels["CONBOARDING"].members.remove("UNIA"))
    visit.stage.do(lambda: join(workspace, "UNIA", "CONBOARDING"))
    expect(_answer(page)).to_contain_text("Welcome")
    return _answer(page)


def begun(visit: Visit) -> Locator:
    """Choose a role; return the plan."""
    welcome = welcomed(visit)
    welcome.get_by_role("combobox").click()
    visit.page.get_by_role("option", name="Data engineer", exact=True).click()
    articles = visit.page.get_by_role("article", name="rolecall")
    expect(articles).to_have_count(3)
    return articles.first


def first_step(visit: Visit) -> Locator:
    """Return the second of the first day's steps."""
    begun(visit)
    return _answer(visit.page)


def reminded(visit: Visit) -> Locator:
    """Wait for the next message of the plan."""
    begun(visit)
    for _ in range(5):
        if visit.page.get_by_role("button", name="Show it").count():
            break
        _wait(visit, _DAY)
    expect(visit.page.get_by_role("button", name="Show it")).to_be_visible()
    return _answer(visit.page)


def day_after(visit: Visit) -> Locator:
    """Open it."""
    reminded(visit).get_by_role("button", name="Show it").click()
    step = visit.page.get_by_role("article", name="rolecall").filter(has_text="Who owns what")
    expect(step.last).to_be_visible()
    return step.last


def home_of_a_newcomer(visit: Visit) -> Locator:
    """Finish a step, and look at the Home."""
    first_step(visit).get_by_role("button", name="Done").click()
    expect(visit.page.locator("main")).to_contain_text("Done, 1 of")
    page = visit.go("UNIA/DNIA/home")
    expect(_home(page)).to_contain_text("1 of")
    return _home(page)


def newcomers(visit: Visit) -> Locator:
    """Let an admin look how newcomers are doing."""
    home_of_a_newcomer(visit)
    page = _opened(visit, "newcomers")
    expect(_answer(page)).to_contain_text("Newcomers")
    return _answer(page)


# Those who look after it -----------------------------------------------------------------------------


def gaps(visit: Visit) -> Locator:
    """Ask what nobody knows, and let an admin list it."""
    for person in ("NIA", "ANA"):
        visit.go(f"U{person}/D{person}")
        _said(visit, "where do I park my bike?")
    _said(visit, "who waters the office plants?")
    page = _opened(visit, "gaps")
    expect(page.locator("main")).to_contain_text("park my bike")
    return _answer(page)


def answering(visit: Visit) -> Locator:
    """Press to answer one."""
    gaps(visit).get_by_role("button", name="Answer").first.click()
    expect(_window(visit.page)).to_be_visible()
    return _window(visit.page)


def digest(visit: Visit) -> Locator:
    """Let a week pass, and its digest be posted."""
    gaps(visit)
    stage = visit.stage
    stage.see_to(stage.app.learning.write())
    _change(visit, Settle(settings=WorkspaceSettings(digest_channel="CGENERAL")))
    _wait(visit, 7 * _DAY)
    now = datetime.fromtimestamp(stage.workspace.clock.now(), UTC)
    told = Digest(stage.app.workspaces, stage.app._reach)
    stage.see_to(told.send(WorkspaceId(stage.workspace.team), now))
    page = visit.go("UADAM/CGENERAL")
    expect(_answer(page)).to_contain_text("The week from")
    return _answer(page)


def people(visit: Visit) -> Locator:
    """Ask for people by their role, once the workspace has said who they are."""
    _assigned(visit)
    visit.go("UNIA/DNIA")
    return _said(visit, "who is our data architect?")


def asset(visit: Visit) -> Locator:
    """Ask whose a model is, once dbt's manifest was imported."""
    read = read_file(_MODELS.encode(), "manifest.json")
    assert isinstance(read, Found)
    contents = visit.stage.app.workspaces.store(WorkspaceId(visit.stage.workspace.team)).contents
    visit.stage.see_to(contents.take_over((), [AssetFile("manifest.json", read.assets, {})], "import"))
    visit.go("UNIA/DNIA")
    return _said(visit, "who owns the orders model?")


def pictured(visit: Visit) -> Locator:
    """Press for a picture."""
    visit.go("UNIA/DNIA")
    _said(visit, "what skills does a data engineer need?").get_by_role("button", name="Picture").click()
    image = visit.page.get_by_role("article", name="rolecall").last.get_by_role("img").last
    expect(image).to_be_visible(timeout=60_000)
    visit.page.wait_for_function("[...document.images].every(image => image.complete)")
    return _answer(visit.page)


HOMES = (
    Scene("home", "The Home", "open **Home**", home),
    Scene(
        "home-search",
        "What is typed there is completed",
        "type “data qualty”",
        searched,
        height=640,
        focused=True,
    ),
    Scene("home-answer", "And answered in a window", "choose an option", found),
    Scene("home-admin", "The Home of an admin: set-up, gaps and settings", "open **Home**", home_of_an_admin),
    Scene("home-newcomer", "The Home of a newcomer", "open **Home** in the first week", home_of_a_newcomer),
    Scene("home-phone", "The Home on a phone", "open **Home**", home, width=NARROW),
    Scene("home-dark", "The Home in the dark", "open **Home**", home, scheme="dark"),
)

WINDOWS = (
    Scene("find", "Find who owns something", "choose the shortcut and type", finding, focused=True),
    Scene("find-answer", "What was found, and a way to post it", "press a suggestion", found_by_shortcut),
    Scene("compare", "Roles to put side by side", "press **Compare roles** on the Home", comparing),
    Scene("compare-answer", "Side by side in a window", "press **Compare**", compared),
    Scene("browse", "A role, to be read part by part", "press a role on the Home", browsed),
    Scene("assign", "Who a role is here", "press **Edit people**", assigning),
    Scene("channel", "When it speaks in a channel", "type `/role channel`", settling),
    Scene("help-wanted", "A question for people", "press **Still need help?**", referring),
)

NEWCOMERS = (
    Scene("welcome", "The welcome", "join a channel for newcomers", welcomed),
    Scene("plan", "The plan", "choose a role", begun),
    Scene("step", "A step of the first day", "choose a role", first_step),
    Scene("morning", "The message of a morning", "wait for the next day", reminded),
    Scene("morning-step", "What it brings", "press **Show it**", day_after),
    Scene("newcomers", "How newcomers are doing", "type `/role newcomers`", newcomers),
    Scene("welcome-phone", "The welcome on a phone", "join on a phone", welcomed, width=NARROW),
    Scene("step-dark", "A step in the dark", "choose a role", first_step, scheme="dark"),
)

TENDED = (
    Scene("gaps", "What nobody could answer", "type `/role gaps`", gaps),
    Scene("gap-answer", "An answer for it", "press **Answer**", answering),
    Scene("digest", "The week in a channel", "wait for Monday", digest),
    Scene("people-here", "Who it is here", "“who is our data architect?”", people),
    Scene("asset", "Whose a model is", "“who owns the orders model?”", asset),
    Scene("picture-card", "A picture in the conversation", "press **Picture** on a card", pictured),
)

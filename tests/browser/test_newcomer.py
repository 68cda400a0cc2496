"""A newcomer's first week, in the page: welcomed, led through a plan, until day seven in simulated time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot.answers.answerer import Answerer
from bot.playground.talking import join
from bot.workspace.directory import WorkspaceId
from bot.workspace.edits import SettleChannel
from bot.workspace.settings import ChannelSettings
from browser.conftest import staged, visited
from browser.stage import Stage, Visit

pytestmark = pytest.mark.browser

DAY = 24 * 3600.0
STEPS = 6


@pytest.fixture
def visit(context: BrowserContext, answerer: Answerer) -> Iterator[Visit]:
    """Visit a workspace whose #onboarding Adam has marked."""
    with staged(answerer, timed=True) as stage:
        settings = ChannelSettings(onboarding=True, onboarding_by="UADAM")
        store = stage.app.workspaces.store(WorkspaceId(stage.workspace.team))
        edit = SettleChannel(channel="CONBOARDING", settings=settings)
        stage.see_to(store.contents.change(edit, "UADAM"))
        yield from visited(Visit(context.new_page(), stage))


def pass_days(stage: Stage, days: float) -> None:
    """Let time pass, and what it brings arrive."""
    stage.see_to(stage.workspace.clock.advance(days * DAY))
    stage.see_to(stage.workspace.settled())


def finish(page: Page, before: int) -> int:
    """Press Done wherever it stands; return how many steps are done then."""
    done, steps = page.get_by_role("button", name="Done"), before
    expect(done).not_to_have_count(0)
    while done.count():
        done.last.click()
        steps += 1
        said = "That was the last step" if steps == STEPS else f"Done, {steps} of"
        expect(page.get_by_role("article", name="rolecall").filter(has_text=said)).not_to_have_count(0)
    return steps


def test_somebody_new_is_led_from_joining_to_day_seven(visit: Visit) -> None:
    stage = visit.stage
    page = visit.go("UNIA/DNIA")
    stage.do(lambda: stage.workspace.channels["CONBOARDING"].members.remove("UNIA"))
    stage.do(lambda: join(stage.workspace, "UNIA", "CONBOARDING"))

    welcome = page.get_by_role("article", name="rolecall").first
    expect(welcome).to_contain_text("#onboarding")
    welcome.get_by_role("combobox").click()
    page.get_by_role("option", name="Data engineer", exact=True).click()
    expect(page.get_by_role("article", name="rolecall").last).to_contain_text("ata engineer")
    steps = finish(page, 0)

    for _ in range(10):
        pass_days(stage, 1)
        letter = page.get_by_role("button", name="Show it")
        if letter.count():
            letter.last.click()
            steps = finish(page, steps)
    assert steps == STEPS
    assert stage.workspace.scheduled == {}

"""A browser, and a local workspace for it to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from playground_app import App, fresh
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.answers.answerer import Answerer
from bot.app import Rolecall
from bot.manifest import manifest
from bot.playground.clock import Clock
from bot.playground.seed import seeded
from bot.playground.server import build_playground
from bot.settings import Settings
from browser.stage import CHROMIUM, FLAGS, Stage, Visit

PATIENCE = 20_000
"""Milliseconds to wait for what has to happen: much, since a machine may be busy with other work."""

UNHURRIED = 0.2
"""Seconds of a workspace in a real one: three of them to acknowledge in are not to depend on the machine."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def app() -> App:
    """Return an app that says nothing until a test tells it what to say."""
    return App()


@pytest.fixture
def stage(app: App) -> Iterator[Stage]:
    workspace = fresh(clock=Clock(speed=UNHURRIED))
    with Stage(workspace, lambda _: build_playground(workspace, app)) as stage:
        yield stage


@pytest.fixture
def visit(context: BrowserContext, stage: Stage) -> Iterator[Visit]:
    """Visit a workspace whose app does as the test says."""
    yield from visited(Visit(context.new_page(), stage))


@pytest.fixture(scope="session")
def answerer() -> Answerer:
    return Answerer.from_folder(None)


@pytest.fixture
def rolecall(answerer: Answerer) -> Iterator[Stage]:
    with staged(answerer) as stage:
        yield stage


def staged(answerer: Answerer, *, timed: bool = False, start: float | None = None) -> Stage:
    """Return a workspace with the real app in it; where it is `timed`, the app lives in its time too.

    It is now there, unless it is to `start` at some other moment.
    """
    workspace = seeded(manifest(), clock=Clock(start, speed=UNHURRIED))
    # With it Slack offers questions above the conversation; without, the app would greet in it.
    workspace.granted.add("assistant:write")
    workspace.explain = lambda question: asdict(answerer.current.read(question))
    time: dict[str, Any] = {"clock": workspace.clock.moment, "sleep": workspace.clock.sleep}

    def build(url: str) -> Starlette:
        known = workspace.credentials
        settings = Settings(
            _env_file=None,
            slack_bot_token=SecretStr(known.bot_token),
            slack_signing_secret=SecretStr(known.signing_secret),
            slack_api_url=f"{url}/api/",
            database_url=SecretStr("sqlite:///:memory:"),  # what one test tells, no other hears
        )
        made.app = Rolecall(settings, answerer, **(time if timed else {}))
        return build_playground(workspace, made.app.web)

    made = Stage(workspace, build)
    return made


@pytest.fixture
def with_rolecall(context: BrowserContext, rolecall: Stage) -> Iterator[Visit]:
    """Visit a workspace with the real app in it."""
    yield from visited(Visit(context.new_page(), rolecall))


def visited(visit: Visit) -> Iterator[Visit]:
    """Lend a visit, and see that nothing was thrown and that nobody elsewhere was asked."""
    yield visit
    assert visit.errors == []
    assert [url for url in visit.requests if not url.startswith((visit.stage.url, "data:"))] == []

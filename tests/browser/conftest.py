"""A browser, and a local workspace for it to look at."""

from __future__ import annotations

import asyncio
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # what all tests share stands one folder up

from playground_app import App, fresh
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.answers.answerer import Answerer
from bot.app import Rolecall
from bot.manifest import manifest
from bot.playground.clock import Clock
from bot.playground.posting import by_the_app, post
from bot.playground.seed import seeded
from bot.playground.server import address, build_playground, listen, serving
from bot.playground.workspace import Workspace
from bot.settings import Settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
T = TypeVar("T")


class Stage:
    """A playground that is served from a thread of its own."""

    def __init__(self, workspace: Workspace, build: Callable[[str], Starlette]) -> None:
        self.workspace = workspace
        self._build = build
        self._started: Future[str] = Future()
        self._end: asyncio.Event
        self._loop: asyncio.AbstractEventLoop
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def __enter__(self) -> Stage:
        self._thread.start()
        self.url = self._started.result(timeout=30)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(timeout=30)

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        try:
            with listen() as listener:
                async with serving(self._build(address(listener)), listener) as url:
                    self._started.set_result(url)
                    await self._end.wait()
        except BaseException as error:
            if self._started.done():
                raise
            self._started.set_exception(error)

    def do(self, deed: Callable[[], T]) -> T:
        """Run something where the workspace lives, and return what it returns."""

        async def run() -> T:
            return deed()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(timeout=10)

    def until(self, so: Callable[[], Any]) -> None:
        """Wait until something is so in the workspace."""
        asyncio.run_coroutine_threadsafe(self.workspace.feed.until(so), self._loop).result(timeout=10)

    def app_says(self, channel: str, text: str, **more: Any) -> dict[str, Any]:
        """Let the app post a message, past all checks."""
        place = self.workspace.channels[channel]
        return self.do(lambda: post(self.workspace, place, {**by_the_app(self.workspace), "text": text, **more}))


@dataclass
class Visit:
    """One page in a browser, and what it was seen to do."""

    page: Page
    stage: Stage
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(message.text)

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def go(self, place: str = "") -> Page:
        """Open the page at a place such as `UNIA/CHELP`."""
        self.page.goto(f"{self.stage.url}/#/{place}")
        self.page.wait_for_selector("body.ready")
        return self.page

    def composer(self, name: str = "Message") -> Any:
        """Return the field that says so."""
        return self.page.get_by_role("textbox", name=name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    context.set_default_timeout(5_000)
    yield context
    context.close()


@pytest.fixture
def app() -> App:
    """Return an app that says nothing until a test tells it what to say."""
    return App()


@pytest.fixture
def stage(app: App) -> Iterator[Stage]:
    workspace = fresh(clock=Clock())
    with Stage(workspace, lambda _: build_playground(workspace, app)) as stage:
        yield stage


@pytest.fixture
def visit(context: BrowserContext, stage: Stage) -> Iterator[Visit]:
    """Visit a workspace whose app does as the test says; nothing may be thrown, and nothing asked for elsewhere."""
    yield from _visited(Visit(context.new_page(), stage))


@pytest.fixture(scope="session")
def answerer() -> Answerer:
    return Answerer.from_folder(None)


@pytest.fixture
def rolecall(answerer: Answerer) -> Iterator[Stage]:
    workspace = seeded(manifest())

    def build(url: str) -> Starlette:
        known = workspace.credentials
        settings = Settings(
            _env_file=None,
            slack_bot_token=SecretStr(known.bot_token),
            slack_signing_secret=SecretStr(known.signing_secret),
            slack_api_url=f"{url}/api/",
        )
        return build_playground(workspace, Rolecall(settings, answerer).web)

    with Stage(workspace, build) as stage:
        yield stage


@pytest.fixture
def with_rolecall(context: BrowserContext, rolecall: Stage) -> Iterator[Visit]:
    """Visit a workspace with the real app in it."""
    yield from _visited(Visit(context.new_page(), rolecall))


def _visited(visit: Visit) -> Iterator[Visit]:
    yield visit
    assert visit.errors == []
    assert [url for url in visit.requests if not url.startswith((visit.stage.url, "data:"))] == []

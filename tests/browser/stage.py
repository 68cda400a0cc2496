"""The local workspace on a stage: served from a thread, and visited by a browser."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from playwright.sync_api import ConsoleMessage, Locator, Page, Request
from starlette.applications import Starlette

from bot.playground.posting import by_the_app, post
from bot.playground.server import address, listen, serving
from bot.playground.workspace import Workspace

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
        self.app: Any = None
        """The real app, where there is one."""
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

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(timeout=30)

    def see_to(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for something where the workspace lives, and return what it returns."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)

    def until(self, so: Callable[[], Any]) -> None:
        """Wait until something is so in the workspace."""
        asyncio.run_coroutine_threadsafe(self.workspace.feed.until(so, 20), self._loop).result(timeout=30)

    def app_says(self, channel: str, text: str, **more: Any) -> dict[str, Any]:
        """Let the app post a message, past all checks."""
        place = self.workspace.channels[channel]
        return self.do(
            lambda: post(self.workspace, place, {**by_the_app(self.workspace), "text": text, **more})
        )


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
        """Open the page at a place such as `UNIA/CHELP`, and wait until one is there, as whoever it says."""
        self.page.goto(f"{self.stage.url}/#/{place}")
        self.page.wait_for_selector(f"body.ready[data-place^='#/{place}']")
        return self.page

    def composer(self, name: str = "Message") -> Locator:
        """Return the field that says so."""
        return self.page.get_by_role("textbox", name=name)

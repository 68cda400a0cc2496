"""Takes the pictures that the documentation shows, of the real app in the local workspace: `make gallery`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.answers.answerer import Answerer
from bot.app import Rolecall
from bot.manifest import manifest
from bot.playground.seed import seeded
from bot.playground.server import build_playground
from bot.settings import Settings
from browser.stage import CHROMIUM, FLAGS, Stage

IMAGES = Path(__file__).parents[2] / "docs" / "images"


def ask(page: Page, question: str) -> None:
    """Say something in the open conversation, and wait for the answer."""
    box = page.get_by_role("textbox", name="Message").first
    box.fill(question)
    box.press("Enter")
    page.get_by_role("article", name="rolecall").last.wait_for()
    page.wait_for_load_state("networkidle")


def answer(page: Page) -> None:
    """Show who is responsible for a topic."""
    ask(page, "who owns data quality?")


PICTURES: dict[str, tuple[Callable[[Page], None], int, int]] = {"answer": (answer, 1000, 640)}
"""Each picture with what is done before it is taken, and its width and height."""


def take(stage: Stage) -> None:
    """Take every picture, of a newcomer's direct messages with the bot."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, (show, width, height) in PICTURES.items():
            page = browser.new_page(
                viewport={"width": width, "height": height}, device_scale_factor=2, color_scheme="light"
            )
            page.goto(f"{stage.url}/#/UNIA/DNIA")
            page.wait_for_selector("body.ready")
            show(page)
            page.screenshot(path=IMAGES / f"{name}.png")
            page.close()
        browser.close()


def main() -> None:
    """Take the pictures."""
    if CHROMIUM is None:
        sys.exit("No Chromium was found: install one to take pictures")
    workspace = seeded(manifest())
    answerer = Answerer.from_folder(None)

    def build(url: str) -> Starlette:
        settings = Settings(
            _env_file=None,
            slack_bot_token=SecretStr(workspace.credentials.bot_token),
            slack_signing_secret=SecretStr(workspace.credentials.signing_secret),
            slack_api_url=f"{url}/api/",
        )
        return build_playground(workspace, Rolecall(settings, answerer).web)

    with Stage(workspace, build) as stage:
        take(stage)


if __name__ == "__main__":
    main()

"""Takes the pictures that the documentation shows, of the real app in the local workspace: `make gallery`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.answers.answerer import Answerer
from bot.app import Rolecall
from bot.manifest import manifest
from bot.playground.clock import Clock
from bot.playground.seed import seeded
from bot.playground.server import build_playground
from bot.settings import Settings
from bot.terminal.picture import draw_picture
from browser.conftest import staged
from browser.scenes import HOMES, NARROW, NEWCOMERS, TENDED, WIDE, WINDOWS, Scene
from browser.stage import CHROMIUM, FLAGS, Stage, Visit

DOCS = Path(__file__).parents[2] / "docs"
IMAGES = DOCS / "images"
SHARP = 1.5
"""Pixels of a picture for each of the page: enough to read, and not too many to keep."""
MORNING = 1_795_420_800.0
"""When it is in all pictures, a Monday at eight by UTC, so that only what looks otherwise is another file."""
_SETTLED = 500
"""Milliseconds until a message that was pressed is drawn for good."""
_WHOLE = """
    document.querySelectorAll(".dialog").forEach((each) => (each.style.maxHeight = "none"));
    document.querySelectorAll(".home-inner").forEach((each) => (each.style.padding = "16px"));
"""
"""What would be scrolled is shown whole, and nothing stands at the edge."""


@dataclass(frozen=True)
class Shot:
    """One picture of the gallery, and how it comes about."""

    name: str
    says: str
    question: str
    presses: tuple[str, ...] = ()
    """The buttons that are then pressed, by what stands on them."""
    width: int = WIDE
    scheme: Literal["light", "dark"] = "light"
    whole: bool = False
    """True for the whole page, not just the answer."""


CARDS = (
    Shot("role", "What a role is", "what does a data engineer do?"),
    Shot("role-partner", "A partner, of whom the sources say little", "what does a product owner do?"),
    Shot("ownership", "Who owns a topic, and who else has a part in it", "who owns data quality?"),
    Shot(
        "sources", "What each source is and how far to trust it", "who owns data quality?", ("Who says so",)
    ),
    Shot("skills", "What a role must know", "what skills does a data scientist need?"),
    Shot("tools", "What a role works with", "which tools does a machine learning engineer use?"),
    Shot("expertise", "Who uses a tool", "who uses kafka?"),
    Shot("partners", "Who a role works with", "who does a data analyst work with?"),
    Shot("collaboration", "How two roles work together", "how do data engineers and clients work together?"),
    Shot("comparison", "How roles differ", "data analyst or analytics engineer, what is the difference?"),
    Shot("list", "Which roles there are", "which roles are there?"),
    Shot("walkthrough", "The roles on an example project", "walk me through an example project"),
    Shot("walkthrough-step", "One step further", "walk me through an example project", ("Next",)),
    Shot("about", "What belongs to no single role", "why are there different roles?"),
    Shot("answers-from", "Where the answers come from", "what are your answers based on?"),
    Shot("help", "What can be asked", "help"),
    Shot("unknown", "What is not known", "where do I park my bike?"),
    Shot("follow-up", "A question that lacks its subject", "and what tools do they use?"),
    Shot("people", "Somebody asked for by their role", "who is our data architect?"),
    Shot("narrow", "A card on a phone", "who owns data quality?", width=NARROW),
    Shot("dark", "In the dark", "who owns data quality?", scheme="dark"),
)

PAGES = (
    Shot("answer", "A conversation with the bot", "who owns data quality?", whole=True),
    Shot("page-dark", "The same in the dark", "who owns data quality?", scheme="dark", whole=True),
    Shot("page-phone", "The same on a phone", "who owns data quality?", width=NARROW, whole=True),
)

PICTURES = (
    ("skills", "What two roles know, as we estimate it", ("data-engineer", "data-scientist")),
    ("flow", "The way of the data, and who is where on it", ()),
    ("works-with", "Who works with whom", ("data-engineer",)),
    ("compare", "Two roles side by side", ("data-analyst", "analytics-engineer")),
    ("raci", "Who has which part in what", ()),
    ("example", "The worked example, a lane for each role", ()),
)


SCENES = {
    "The Home": HOMES,
    "Windows": WINDOWS,
    "A newcomer's first week": NEWCOMERS,
    "For those who look after it": TENDED,
}


def ask(page: Page, question: str) -> Locator:
    """Say something once the bot has greeted, and return the answer."""
    answers = page.get_by_role("article", name="rolecall")
    expect(answers).to_have_count(1)
    box = page.get_by_role("textbox", name="Message").first
    box.fill(question)
    box.press("Enter")
    expect(answers).to_have_count(2)
    page.wait_for_load_state("networkidle")
    return answers.last


def shoot(browser: Browser, stage: Stage, shot: Shot) -> None:
    """Take one picture, of a newcomer's direct messages with the bot."""
    page = browser.new_page(
        viewport={"width": shot.width, "height": 720 if shot.whole else 1600},
        device_scale_factor=2 if shot.name == "answer" else SHARP,
        color_scheme=shot.scheme,
    )
    page.goto(f"{stage.url}/#/UNIA/DNIA")
    page.wait_for_selector("body.ready")
    answer = ask(page, shot.question)
    for label in shot.presses:
        before = answer.inner_text()
        answer.get_by_role("button", name=label).first.click()
        answer = page.get_by_role("article", name="rolecall").last
        expect(answer).not_to_have_text(before)
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        page.wait_for_timeout(_SETTLED)
    page.mouse.move(0, 0)
    file = IMAGES / f"{shot.name}.png"
    if shot.whole:
        page.screenshot(path=file)
    else:
        answer.screenshot(path=file)
    shrink(file)
    page.close()


def play(browser: Browser, stage: Stage, scene: Scene) -> None:
    """Take one picture of what comes of a scene."""
    page = browser.new_page(
        viewport={"width": scene.width, "height": scene.height},
        device_scale_factor=SHARP,
        color_scheme=scene.scheme,
    )
    page.set_default_timeout(20_000)
    shown = scene.play(Visit(page, stage))
    page.mouse.move(0, 0)
    if not scene.focused:  # what is completed beneath a field stays where the field was
        page.evaluate(_WHOLE)
        page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(_SETTLED)
    file = IMAGES / f"{scene.name}.png"
    shown.screenshot(path=file)
    shrink(file)
    page.close()


def shrink(file: Path) -> None:
    """Keep 256 colours of a picture, which nobody sees, in a third of the size."""
    with Image.open(file) as full:
        full.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)


def written() -> Iterator[str]:
    """Yield the lines of the page that shows them all."""
    yield "# Gallery"
    yield ""
    yield "What Rolecall says and draws, taken of the real app in the local workspace by `make gallery`."
    yield ""
    yield "## The local workspace"
    yield from _shown(PAGES)
    yield ""
    yield "## Cards"
    yield from _shown(CARDS)
    for title, scenes in SCENES.items():
        yield ""
        yield f"## {title}"
        for scene in scenes:
            yield from _picture(scene.says, f"{scene.how[0].upper()}{scene.how[1:]}.", scene.name)
    yield ""
    yield "## Pictures"
    for kind, says, roles in PICTURES:
        yield from _picture(
            says, f"`{' '.join(('rolecall picture', kind, *roles))} -o {kind}.png`", f"picture-{kind}"
        )


def _shown(shots: tuple[Shot, ...]) -> Iterator[str]:
    for shot in shots:
        pressed = "".join(f", then **{label}**" for label in shot.presses)
        yield from _picture(shot.says, f"“{shot.question}”{pressed}", shot.name)


def _picture(says: str, how: str, name: str) -> Iterator[str]:
    yield from ("", f"### {says}", "", how, "", f"![{says}](images/{name}.png)")


def stage(answerer: Answerer) -> Stage:
    """Return a workspace in which nobody has said anything yet, on the morning of the pictures."""
    workspace = seeded(manifest(), clock=Clock(MORNING))

    def build(url: str) -> Starlette:
        settings = Settings(
            _env_file=None,
            slack_bot_token=SecretStr(workspace.credentials.bot_token),
            slack_signing_secret=SecretStr(workspace.credentials.signing_secret),
            slack_api_url=f"{url}/api/",
            database_url=SecretStr("sqlite:///:memory:"),  # who was greeted before is greeted again
        )
        time: dict[str, Any] = {"clock": workspace.clock.moment, "sleep": workspace.clock.sleep}
        return build_playground(workspace, Rolecall(settings, answerer, **time).web)

    return Stage(workspace, build)


def main() -> None:
    """Take the pictures, or those that are named, and write the page that shows them."""
    if CHROMIUM is None:
        sys.exit("No Chromium was found: install one to take pictures")
    answerer = Answerer.from_folder(None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        wanted = set(sys.argv[1:])
        for shot in (each for each in (*PAGES, *CARDS) if not wanted or each.name in wanted):
            with stage(answerer) as here:
                shoot(browser, here, shot)
        for scene in (each for part in SCENES.values() for each in part):
            if not wanted or scene.name in wanted:
                with staged(answerer, timed=True, start=MORNING) as here:
                    play(browser, here, scene)
        browser.close()
    for kind, _, roles in PICTURES:
        if not wanted or kind in wanted:
            file = IMAGES / f"picture-{kind}.png"
            draw_picture(kind, roles, None, file, None)
            shrink(file)
    (DOCS / "gallery.md").write_text("\n".join((*written(), "")), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Cards as pictures: drawn and uploaded once, waited for, and told in words where that is not allowed."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import payloads
import pytest
from served_app import Served, labels, served

from bot.answers.answerer import Answerer
from bot.cards.pictures import PICTURE
from bot.pictures.kept import Kept
from bot.pictures.motif import Motif, PictureKind, describe
from bot.pictures.painter import Painter
from bot.pictures.process import DrawingProcess
from bot.playground.blocks import problems
from bot.playground.commands import command
from bot.playground.talking import say
from bot.workspace.directory import WorkspaceId
from bot.workspace.edits import MarkAbsent

pytestmark = pytest.mark.usefixtures("both_ways")

PROGRAM = Path(__file__).with_name("drawing_program.py")
BUTTON = "Picture"

CARDS = {
    "what skills does a data engineer need?": PictureKind.SKILLS,
    "who do data engineers work with?": PictureKind.WORKS_WITH,
    "data engineer vs data analyst": PictureKind.COMPARE,
    "who owns data quality?": PictureKind.RACI,
    "": PictureKind.FLOW,
    "show me how everybody works together on one real project": PictureKind.EXAMPLE,
}


@asynccontextmanager
async def drawing(shipped: Answerer, folder: Path, *, real: bool = False) -> AsyncIterator[Served]:
    """Serve the app with a program that draws the same for everything, so that none of it takes long."""

    async def sleep(seconds: float) -> None:
        await hall.workspace.clock.advance(seconds)

    async with served(knows=shipped, timed=True, sleep=sleep) as hall:
        if not real:
            hall.app.painter._process = DrawingProcess((sys.executable, str(PROGRAM), str(folder / "log")))
            hall.app.painter._kept = Kept(folder / "kept")
        yield hall


async def typed(hall: Served, text: str) -> dict[str, Any]:
    command(hall.workspace, "UNIA", "CHELP", f"/role {text}")
    await hall.quiet()
    return hall.private()[-1]


def image(message: dict[str, Any]) -> dict[str, Any]:
    [block] = message["blocks"]
    assert block["type"] == "image"
    return dict(block)


@pytest.mark.parametrize(("text", "kind"), CARDS.items())
async def test_cards_have_a_picture_of_what_they_tell(
    shipped: Answerer, tmp_path: Path, text: str, kind: PictureKind
) -> None:
    async with drawing(shipped, tmp_path) as hall:
        card = await typed(hall, text)
        assert problems(card["blocks"]) == []
        [button] = [
            each
            for block in card["blocks"]
            for each in block.get("elements", ())
            if each.get("action_id") == PICTURE
        ]
        assert button["value"].partition("|")[0] == kind
        await hall.press(card, BUTTON)
        shown = image(hall.private()[-1])
        file = hall.workspace.files[shown["slack_file"]["id"]]
        assert file.content
        assert file.alt_text
        assert shown["alt_text"]


async def test_a_picture_is_drawn_and_uploaded_once(shipped: Answerer, tmp_path: Path) -> None:
    async with drawing(shipped, tmp_path) as hall:
        card = await typed(hall, "data engineer skills")
        for _ in range(3):
            await hall.press(card, BUTTON)
        assert len(hall.workspace.files) == 1
        ids = {image(each)["slack_file"]["id"] for each in hall.private()[1:]}
        assert len(ids) == 1


async def test_a_picture_that_somebody_deleted_is_uploaded_again(shipped: Answerer, tmp_path: Path) -> None:
    async with drawing(shipped, tmp_path) as hall:
        card = await typed(hall, "data engineer skills")
        await hall.press(card, BUTTON)
        hall.workspace.files.clear()
        await hall.press(card, BUTTON)
        assert image(hall.private()[-1])["slack_file"]["id"] in hall.workspace.files


async def test_a_role_that_is_not_here_stands_in_no_matrix(shipped: Answerer, tmp_path: Path) -> None:
    async with drawing(shipped, tmp_path) as hall:
        hall.workspace.granted.discard("files:write")
        card = await typed(hall, "who owns data quality?")
        await hall.press(card, BUTTON)
        before = hall.private()[-1]["text"]
        contents = hall.app.workspaces.store(WorkspaceId(payloads.TEAM)).contents
        await contents.change(MarkAbsent(role="data-engineer", covered_by=()), "UADAM")
        await hall.press(card, BUTTON)
    assert "ata engineers for" in before
    assert "ata engineers for" not in hall.private()[-1]["text"]


@pytest.mark.parametrize("scope", ["files:write", "files:read"])
async def test_without_the_scope_the_picture_is_told_in_words(
    shipped: Answerer, tmp_path: Path, scope: str
) -> None:
    async with drawing(shipped, tmp_path) as hall:
        hall.workspace.granted.discard(scope)
        card = await typed(hall, "data engineer skills")
        await hall.press(card, BUTTON)
        assert "files:write" in str(hall.private()[-1]["blocks"])
        assert "our own estimate" in hall.private()[-1]["text"]


async def test_in_a_direct_message_the_picture_stays(shipped: Answerer, tmp_path: Path) -> None:
    async with drawing(shipped, tmp_path) as hall:
        say(hall.workspace, "UNIA", "DNIA", "data engineer skills")
        await hall.quiet()
        card = hall.seen("DNIA")[-1]
        assert BUTTON in labels(card)
        await hall.press(card, BUTTON)
        image(hall.seen("DNIA")[-1])


@pytest.mark.parametrize(
    "value", ["", "portrait|data-engineer|", "skills", "skills|nobody|", "compare|data-engineer|"]
)
async def test_what_cannot_be_drawn_is_said(shipped: Answerer, tmp_path: Path, value: str) -> None:
    async with drawing(shipped, tmp_path) as hall:
        await hall.send(payloads.press(value, PICTURE))
        [told] = hall.whispers()
        assert told["text"]
        assert hall.workspace.files == {}


async def test_a_program_that_fails_leaves_a_sentence(shipped: Answerer, tmp_path: Path) -> None:
    async with drawing(shipped, tmp_path) as hall:
        hall.app.painter._process = DrawingProcess((sys.executable, "-c", "raise SystemExit(3)"))
        card = await typed(hall, "data engineer skills")
        await hall.press(card, BUTTON)
        assert "ended unexpectedly" in hall.private()[-1]["text"]


@pytest.mark.slow
async def test_what_is_uploaded_is_what_the_command_draws(shipped: Answerer, tmp_path: Path) -> None:
    async with drawing(shipped, tmp_path, real=True) as hall:
        card = await typed(hall, "data engineer skills")
        await hall.press(card, BUTTON)
        [file] = hall.workspace.files.values()
        assert file.title == "Skills of data engineers"
        motif = Motif(PictureKind.SKILLS, ("data-engineer",))
        async with Painter() as painter:
            picture = await painter.draw(describe(motif, shipped.current.knowledge))
        assert file.content == picture.png
        assert "matplotlib" not in sys.modules

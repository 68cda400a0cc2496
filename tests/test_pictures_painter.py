"""The process that draws comes and goes, is asked once however many wait, and fails in one line."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import drawing_program
import pytest
from PIL import Image
from small_knowledge import SMALL

from bot.knowledge.loading import load
from bot.pictures.content.raci import groups
from bot.pictures.content.wording import CannotDrawError
from bot.pictures.drawings import Drawing
from bot.pictures.kept import Kept, digest
from bot.pictures.motif import MOST_ROLES, Motif, PictureKind, describe
from bot.pictures.painter import Painter
from bot.pictures.process import DrawingError, DrawingProcess

WIDTH = 1400
PAPER = (0xF5, 0xF4, 0xEF)
MAP = describe(Motif(PictureKind.FLOW), SMALL)
OTHER = describe(Motif(PictureKind.EXAMPLE), SMALL)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "kept")


def program(log: Path, *does: str, idle: float = 60, limit: float = 30) -> DrawingProcess:
    return DrawingProcess((sys.executable, drawing_program.__file__, str(log), *does), idle, limit)


def logged(log: Path, what: str) -> list[str]:
    lines = log.read_text().splitlines() if log.exists() else []
    return [line for line in lines if line.startswith(what)]


def count(log: Path, what: str) -> int:
    return len(logged(log, what))


def opened(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png))
    image.load()
    return image


def test_the_process_that_serves_draws_without_matplotlib() -> None:
    """In a process of its own, where no other test can have imported it."""
    script = (
        "import sys\n"
        "import bot.app\n"
        "from bot.knowledge.loading import load\n"
        "from bot.pictures.motif import Motif, PictureKind, describe\n"
        "from bot.pictures.painter import draw_now\n"
        "picture = draw_now(describe(Motif(PictureKind.FLOW), load()))\n"
        "assert picture.png.startswith(b'\\x89PNG')\n"
        "print([name for name in sys.modules if name.partition('.')[0] == 'matplotlib'])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == "[]\n"


def one_of_each() -> list[Motif]:
    return [
        *(Motif(kind) for kind in PictureKind if MOST_ROLES[kind][0] == 0),
        Motif(PictureKind.SKILLS, ("data-engineer",)),
        Motif(PictureKind.WORKS_WITH, ("data-engineer",)),
        Motif(PictureKind.COMPARE, ("machine-learning-engineer", "site-reliability-engineer")),
    ]


async def test_each_kind_is_drawn_as_a_png_of_its_own_paper(kept: Kept) -> None:
    knowledge = load()
    async with Painter(kept) as painter:
        for motif in one_of_each():
            drawing = describe(motif, knowledge)
            picture = await painter.draw(drawing)
            assert (picture.title, picture.alt) == (drawing.title, drawing.alt)
            assert_stands_on_its_paper(picture.png, motif)


@pytest.mark.slow
async def test_no_role_and_no_group_has_a_name_that_runs_over_the_edge(kept: Kept) -> None:
    knowledge = load()
    roles = list(knowledge.roles)
    longest = sorted(roles, key=lambda role: -len(knowledge.roles[role].name))[:3]
    motifs = [
        *(Motif(PictureKind.SKILLS, (role,)) for role in roles),
        Motif(PictureKind.SKILLS, tuple(longest)),
        *(Motif(PictureKind.WORKS_WITH, (role,)) for role in roles),
        *(Motif(PictureKind.COMPARE, (longest[0], role)) for role in roles if role != longest[0]),
        *(Motif(PictureKind.RACI, group=group) for group in groups(knowledge)),
        *(Motif(PictureKind.EXAMPLE, story.roles) for story in knowledge.walkthroughs.values()),
    ]
    drawn = 0
    async with Painter(kept) as painter:
        for motif in motifs:
            try:
                drawing = describe(motif, knowledge)
            except CannotDrawError:
                continue
            drawn += 1
            assert_stands_on_its_paper((await painter.draw(drawing)).png, motif)
    assert drawn > 40


def assert_stands_on_its_paper(png: bytes, motif: Motif) -> None:
    """The size is right, nothing shines through, and the margin left and right is empty."""
    image = opened(png)
    assert image.format == "PNG"
    assert image.width == WIDTH
    assert 300 < image.height < 9000
    assert image.convert("RGBA").getchannel("A").getextrema() == (255, 255)
    picture = image.convert("RGB")
    for left in (10, WIDTH - 40):
        margin = picture.crop((left, 30, left + 30, picture.height - 30))
        assert margin.getcolors() == [(margin.width * margin.height, PAPER)], motif
    assert len(picture.getcolors(1 << 20) or ()) > 30


async def test_the_same_picture_is_drawn_once_however_many_ask(log: Path, kept: Kept) -> None:
    async with Painter(kept, program(log)) as painter:
        pictures = await asyncio.gather(*(painter.draw(MAP) for _ in range(5)), painter.draw(OTHER))
    assert {picture.png for picture in pictures} == {drawing_program.PNG}
    assert len({picture.digest for picture in pictures}) == 2
    assert (count(log, "started"), count(log, "drew")) == (1, 2)


async def test_what_was_kept_starts_no_process(log: Path, kept: Kept) -> None:
    async with Painter(kept, program(log)) as painter:
        first = await painter.draw(MAP)
    process = program(log)
    async with Painter(kept, process) as painter:
        assert await painter.draw(MAP) == first
        assert process.process is None
    assert count(log, "started") == 1


@pytest.mark.parametrize(
    "damage", [b"", drawing_program.PNG[:40], drawing_program.PNG[8:]], ids=["empty", "no end", "no start"]
)
async def test_what_was_kept_and_is_not_whole_is_drawn_again(
    log: Path, kept: Kept, tmp_path: Path, damage: bytes
) -> None:
    kept.put(digest(MAP), drawing_program.PNG)
    [file] = (tmp_path / "kept").iterdir()
    file.write_bytes(damage)
    async with Painter(kept, program(log)) as painter:
        assert (await painter.draw(MAP)).png == drawing_program.PNG
    assert count(log, "drew") == 1
    assert file.read_bytes() == drawing_program.PNG


def test_only_so_many_are_kept_and_those_asked_for_last_stay(tmp_path: Path) -> None:
    kept = Kept(tmp_path, most=2)
    for age, name in enumerate(("a", "b")):
        kept.put(name, drawing_program.PNG)
        os.utime(tmp_path / f"{name}.png", (age, age))
    assert kept.get("a") is not None
    kept.put("c", drawing_program.PNG)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.png", "c.png"]


async def test_a_folder_that_cannot_be_written_costs_nothing_but_time(log: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    async with Painter(Kept(tmp_path / "file"), program(log)) as painter:
        assert (await painter.draw(MAP)).png == drawing_program.PNG
        assert (await painter.draw(MAP)).png == drawing_program.PNG
    assert count(log, "drew") == 2


def test_another_drawing_has_another_digest() -> None:
    same: Drawing = describe(Motif(PictureKind.FLOW), SMALL)
    assert digest(same) == digest(MAP)
    assert digest(MAP) != digest(MAP.model_copy(update={"caption": "Another."}))


async def test_the_process_ends_when_nothing_is_drawn_and_comes_back(log: Path) -> None:
    process = program(log, idle=0.01)
    assert await process.draw(b"{}") == drawing_program.PNG
    running = process.process
    assert running is not None
    async with asyncio.timeout(10):
        assert await running.wait() == 0
    assert process.process is None
    assert await process.draw(b"{}") == drawing_program.PNG
    await process.close()
    assert count(log, "started") == 2


async def test_closing_ends_the_process(log: Path) -> None:
    process = program(log)
    await process.draw(b"{}")
    running = process.process
    assert running is not None
    await process.close()
    assert running.returncode == 0


async def test_a_crash_is_one_error_and_the_next_picture_is_drawn(log: Path, kept: Kept) -> None:
    async with Painter(kept, program(log, "dies")) as painter:
        results = await asyncio.gather(painter.draw(MAP), painter.draw(MAP), return_exceptions=True)
        assert {str(result) for result in results} == {
            "The process that draws ended unexpectedly (status 3)."
        }
        assert all(isinstance(result, DrawingError) for result in results)
        assert (await painter.draw(MAP)).png == drawing_program.PNG
    assert count(log, "started") == 2


async def test_a_process_that_died_while_it_had_nothing_to_do_is_replaced(log: Path) -> None:
    process = program(log)
    await process.draw(b"{}")
    running = process.process
    assert running is not None
    running.kill()
    await running.wait()
    assert await process.draw(b"{}") == drawing_program.PNG
    await process.close()


async def test_a_picture_that_takes_too_long_is_given_up_with_its_process(log: Path) -> None:
    process = program(log, "hangs", limit=0.5)
    task = asyncio.create_task(process.draw(b"{}"))
    with pytest.raises(DrawingError, match=r"^The picture took longer than 0.5 seconds\.$"):
        await task
    assert process.process is None


async def test_whoever_stops_waiting_takes_nothing_from_the_others(log: Path, kept: Kept) -> None:
    async with Painter(kept, program(log)) as painter:
        impatient = asyncio.create_task(painter.draw(MAP))
        patient = asyncio.create_task(painter.draw(MAP))
        await asyncio.sleep(0)
        impatient.cancel()
        assert (await patient).png == drawing_program.PNG
        assert impatient.cancelled()


async def test_a_drawing_that_makes_no_sense_is_told_in_one_line_and_harms_nobody() -> None:
    process = DrawingProcess()
    with pytest.raises(DrawingError, match="could not be drawn") as caught:
        await process.draw(b'{"kind": "skills"}')
    assert "\n" not in str(caught.value)
    running = process.process
    assert (await process.draw(MAP.model_dump_json().encode())).startswith(b"\x89PNG")
    assert process.process is running
    await process.close()


async def test_a_program_that_is_not_there_is_told_in_one_line() -> None:
    process = DrawingProcess(("/nowhere/python",))
    with pytest.raises(DrawingError, match="ended unexpectedly"):
        await process.draw(b"{}")
    await process.close()


async def test_the_process_that_draws_gets_no_secret(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    process = program(log)
    await process.draw(b"{}")
    await process.close()
    [line] = logged(log, "started")
    assert "PATH" in line
    assert "SLACK" not in line

"""The gallery shows what its program takes, and leaves no kind of answer out."""

from __future__ import annotations

import pytest
from browser.gallery import CARDS, DOCS, IMAGES, PAGES, PICTURES, SCENES, written

from bot.answers.answerer import Answerer
from bot.matching.reading import Kind
from bot.pictures.motif import PictureKind


def test_the_page_is_the_one_that_its_program_writes() -> None:
    """`make gallery` makes it so."""
    assert (DOCS / "gallery.md").read_text("utf-8") == "\n".join((*written(), ""))


def test_every_picture_on_it_is_there() -> None:
    scenes = [scene.name for part in SCENES.values() for scene in part]
    names = [
        *(shot.name for shot in (*PAGES, *CARDS)),
        *scenes,
        *(f"picture-{kind}" for kind, _, _ in PICTURES),
    ]
    assert len(set(names)) == len(names)
    assert [name for name in names if not (IMAGES / f"{name}.png").is_file()] == []


def test_every_kind_of_picture_is_on_it() -> None:
    assert {kind for kind, _, _ in PICTURES} == set(PictureKind)


def test_no_picture_is_larger_than_needs_be() -> None:
    """`make gallery` keeps 256 colours of each."""
    assert [file.name for file in IMAGES.glob("*.png") if file.stat().st_size > 400_000] == []


@pytest.mark.slow
def test_every_kind_of_answer_that_the_shipped_knowledge_gives_is_on_it(shipped: Answerer) -> None:
    told = {shipped.current.answer(shipped.current.read(shot.question)).kind for shot in CARDS}
    assert told == set(Kind) - {Kind.FAQ, Kind.PEOPLE, Kind.ASSET}

"""Draws topics by role, one panel a group, each with the names of its own columns."""

from __future__ import annotations

from math import radians, sin
from typing import NamedTuple

from bot.knowledge.models import Part
from bot.pictures.canvas import look
from bot.pictures.canvas.page import Page, height, measure, wrap
from bot.pictures.drawings import Mark, Matrix, MatrixRow, Panel

_TITLES = 2.25
"""How wide the column of topics is."""
_CELL = 0.4
"""How wide the column of a role is at most."""
_TILE = 0.2
_SLANT = 52
"""At how many degrees the names of the columns stand."""
_ROW_PAD = 0.085
_LEFT = look.MARGIN - 0.06
_COLUMNS = look.MARGIN + _TITLES
_LEANING = 0.55
"""How far the name of the last column leans over."""
_SHADE = "#edebe3"


class _Tint(NamedTuple):
    """A part's colour and, on a tile filled with it, the colour of the letter."""

    fill: str
    letter: str


_PARTS = {
    Part.RESPONSIBLE: _Tint("#0b4f6c", "#ffffff"),
    Part.ACCOUNTABLE: _Tint("#7a3b69", "#ffffff"),
    Part.CONSULTED: _Tint("#e0a458", look.INK),
    Part.INFORMED: _Tint("#c9cbc5", look.INK),
}


def draw(matrix: Matrix) -> bytes:
    """Return the matrix as PNG."""
    page = Page()
    y = _legend(page, matrix, page.heading(matrix.title, matrix.lead))
    for panel in matrix.panels:
        y = _panel(page, panel, y, titled=len(matrix.panels) > 1)
    return page.finish(y, matrix.caption)


def _legend(page: Page, matrix: Matrix, y: float) -> float:
    """Explain the parts that are there, and what a hollow tile means."""
    marks = {mark for panel in matrix.panels for row in panel.rows for cell in row.cells for mark in cell}
    x, middle = look.MARGIN, y + height(0.5)
    for part in Part:
        if part in {mark.part for mark in marks}:
            _tile(page, x + _TILE / 2, middle, Mark(part=part, partial=False))
            x = _explain(page, x, middle, part.value.capitalize())
    partial = next((part for part in Part if Mark(part=part, partial=True) in marks), None)
    if partial:
        _tile(page, x + _TILE / 2, middle, Mark(part=partial, partial=True))
        _explain(page, x, middle, "Hollow: in part, jointly or as a skill")
    return y + height(1) + 0.1


def _explain(page: Page, x: float, y: float, words: str) -> float:
    page.text(x + _TILE + 0.07, y, words, size=look.SMALL, colour=look.SOFT)
    return x + _TILE + 0.07 + measure(words, look.SMALL) + 0.2


def _panel(page: Page, panel: Panel, y: float, *, titled: bool) -> float:
    wide = min(_CELL, (look.WIDTH - look.MARGIN - _COLUMNS - _LEANING) / len(panel.columns))
    tall = max(measure(name, look.SMALL) for name in panel.columns) * sin(radians(_SLANT)) + 0.2
    y += tall
    if titled:
        lines = wrap(panel.title, _TITLES - 0.2, look.HEADING, bold=True)
        top = y - height(len(lines), look.HEADING) - 0.08
        page.paragraph(look.MARGIN, top, lines, _TITLES, size=look.HEADING, bold=True)
    for at, name in enumerate(panel.columns):
        middle = _COLUMNS + (at + 0.5) * wide
        page.text(middle - 0.02, y - 0.06, name, size=look.SMALL, turned=_SLANT, anchored="bottom")
    for at, row in enumerate(panel.rows):
        y = _row(page, row, y, wide, shaded=at % 2 == 0)
    return y + 0.12


def _row(page: Page, row: MatrixRow, y: float, wide: float, *, shaded: bool) -> float:
    lines = wrap(row.title, _TITLES - 0.15)
    tall = height(len(lines)) + _ROW_PAD
    if shaded:
        page.box(_LEFT, y, look.WIDTH - 2 * _LEFT, tall, fill=_SHADE, edge="none", radius=0.04, layer=0)
    page.paragraph(look.MARGIN, y + _ROW_PAD / 2, lines, _TITLES)
    for at, marks in enumerate(row.cells):
        narrow = min(_TILE, (wide - 0.03) / max(1, len(marks)))
        for nth, mark in enumerate(marks):
            aside = (nth - (len(marks) - 1) / 2) * narrow
            _tile(page, _COLUMNS + (at + 0.5) * wide + aside, y + tall / 2, mark, narrow)
    return y + tall


def _tile(page: Page, x: float, y: float, mark: Mark, wide: float = _TILE) -> None:
    wide -= 0.015
    tint = _PARTS[mark.part]
    fill = look.SHEET if mark.partial else tint.fill
    page.box(x - wide / 2, y - _TILE / 2, wide, _TILE, fill=fill, edge=tint.fill, thick=1.4, radius=0.04)
    letter = look.INK if mark.partial else tint.letter
    page.text(
        x,
        y,
        mark.part.value[0].upper(),
        size=look.SMALL,
        bold=not mark.partial,
        colour=letter,
        align="center",
    )

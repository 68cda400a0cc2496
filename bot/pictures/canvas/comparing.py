"""Draws two roles as three columns: what only the first has, what both have, what only the second has."""

from __future__ import annotations

from bot.pictures.canvas import look
from bot.pictures.canvas.page import Page, height, wrap, wrapped
from bot.pictures.drawings import Comparison, Contrast, Few

_GAP = 0.12
_COLUMN = (look.WIDTH - 2 * look.MARGIN - 2 * _GAP) / 3
_PAD = 0.12
_ROOM = _COLUMN - 2 * _PAD
_PURPOSE = 6
"""The most lines for what a role is for."""
_BULLET = 0.13
_SIDES = (look.STROKES[0].colour, look.ACCENT, look.STROKES[1].colour)
_NOTHING = "–"  # noqa: RUF001 - a dash, as tables have it


def draw(comparison: Comparison) -> bytes:
    """Return the comparison as PNG."""
    page = Page()
    y = page.heading(comparison.title, comparison.lead)
    end = _heads(page, comparison, y + _PAD)
    for contrast in comparison.contrasts:
        end = _row(page, contrast, end)
    for at in range(3):
        _column(page, at, y, end + _PAD)
    return page.finish(end + _PAD, comparison.caption)


def _left(at: int) -> float:
    return look.MARGIN + at * (_COLUMN + _GAP)


def _column(page: Page, at: int, top: float, end: float) -> None:
    """Draw the sheet that a column stands on, with the colour of its side at the top."""
    fill = look.TINT if at == 1 else look.SHEET
    page.box(_left(at), top, _COLUMN, end - top, fill=fill, edge=look.RULE, layer=0)
    page.line(
        [(_left(at) + 0.06, top), (_left(at) + _COLUMN - 0.06, top)], colour=_SIDES[at], thick=3, layer=1
    )


def _heads(page: Page, comparison: Comparison, y: float) -> float:
    """Write who each column is about and what they are for; return where the columns begin."""
    purposes = (comparison.purposes[0], "", comparison.purposes[1])
    lines = [wrap(title, _ROOM, look.HEADING, bold=True) for title in comparison.heads]
    below = y + height(max(map(len, lines)), look.HEADING)
    ends = []
    for at, (title, purpose) in enumerate(zip(lines, purposes, strict=True)):
        x = _left(at) + _PAD
        page.paragraph(x, y, title, _ROOM, size=look.HEADING, bold=True, colour=_SIDES[at])
        told = wrapped(purpose, _ROOM, _PURPOSE, look.SMALL)
        ends.append(page.paragraph(x, below, told, _ROOM, size=look.SMALL, colour=look.SOFT))
    return max(ends)


def _row(page: Page, contrast: Contrast, y: float) -> float:
    """Draw one aspect in all columns, under a rule; return where the longest ends."""
    y += 0.09
    for at in range(3):
        page.line([(_left(at) + _PAD, y), (_left(at) + _COLUMN - _PAD, y)], thick=0.6)
    y += 0.07
    cells = (contrast.first, contrast.both, contrast.second)
    return max(_cell(page, contrast.label, cell, _left(at) + _PAD, y) for at, cell in enumerate(cells))


def _cell(page: Page, label: str, cell: Few, x: float, y: float) -> float:
    y = page.paragraph(x, y, label, _ROOM, size=look.SMALL, bold=True, colour=look.SOFT)
    for name in cell.names:
        page.mark(x + 0.03, y + height(0.5), "o", 2.6, fill=look.INK, edge=look.INK, thick=0)
        y = page.paragraph(x + _BULLET, y, name, _ROOM - _BULLET)
    if cell.more:
        y = page.paragraph(x + _BULLET, y, f"and {cell.more} more", _ROOM, colour=look.SOFT)
    return y if cell.names else page.paragraph(x, y, _NOTHING, _ROOM, colour=look.SOFT)

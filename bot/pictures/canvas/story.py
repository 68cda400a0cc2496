"""Draws a story as lanes by role, downwards; what has no fixed order stands apart, without arrows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from bot.pictures.canvas import look
from bot.pictures.canvas.page import DASHED, SOLID, Page, height, wrap
from bot.pictures.drawings import Lanes, LaneStep, Standing

_NUMBER = 0.26
_TITLES = 1.52
_LANES = look.MARGIN + _NUMBER + _TITLES
_STEP = 0.37
_RADIUS = 0.095
_SHAPES = {Standing.ORDERED: "o", Standing.UNORDERED: "D", Standing.GENERAL: "s"}
_SIZES = {Standing.ORDERED: 13.5, Standing.UNORDERED: 8.5, Standing.GENERAL: 9.0}
_HEADINGS = {
    Standing.UNORDERED: "In no fixed order",
    Standing.GENERAL: "Not part of the story: what they do in general",
}


def draw(lanes: Lanes) -> bytes:
    """Return the lanes as PNG."""
    page = Page()
    top = page.heading(lanes.title, lanes.lead)
    wide = (look.WIDTH - look.MARGIN - _LANES) / len(lanes.roles)
    y = _heads(page, lanes, top, wide)
    for standing in Standing:
        steps = [step for step in lanes.steps if step.standing is standing]
        if steps:
            y = _section(page, steps, y, wide)
    for at in range(len(lanes.roles)):
        fill = look.SHEET if at % 2 == 0 else look.SAND
        page.box(_LANES + at * wide, top, wide, y - top, fill=fill, edge="none", radius=0.05, layer=0)
    return page.finish(y + 0.02, lanes.caption)


def _heads(page: Page, lanes: Lanes, y: float, wide: float) -> float:
    """Write the names of the lanes, standing on one line; return where the steps begin."""
    names = [wrap(role, wide - 0.04, look.SMALL) for role in lanes.roles]
    end = y + 0.07 + height(max(map(len, names)), look.SMALL)
    for at, lines in enumerate(names):
        start = end - height(len(lines), look.SMALL)
        page.paragraph(_middle(at, wide), start, lines, wide, size=look.SMALL, align="center")
    return end + 0.06


def _middle(lane: int, wide: float) -> float:
    return _LANES + (lane + 0.5) * wide


def _section(page: Page, steps: Sequence[LaneStep], y: float, wide: float) -> float:
    """Draw the steps of one standing; return where they end."""
    standing = steps[0].standing
    if standing in _HEADINGS:
        y = _heading(page, _HEADINGS[standing], y)
    heights: list[float] = []
    for number, step in enumerate(steps, start=1):
        lines = wrap(step.title, _TITLES - 0.12)
        tall = max(_STEP, height(len(lines)) + 0.1)
        heights.append(y + tall / 2)
        page.paragraph(look.MARGIN + _NUMBER, heights[-1] - height(len(lines)) / 2, lines, _TITLES)
        _marks(page, step, number, heights[-1], wide)
        y += tall
    if standing is Standing.ORDERED:
        for (one, above), (other, below) in pairwise(zip(steps, heights, strict=True)):
            _arrow(page, one, other, (above, below), wide)
    return y


def _heading(page: Page, words: str, y: float) -> float:
    """Set steps off from those above; return where they begin."""
    y += 0.1
    page.line([(look.MARGIN, y), (look.WIDTH - look.MARGIN, y)], colour=look.SOFT, dashes=DASHED, layer=2)
    return page.paragraph(
        look.MARGIN, y + 0.07, words, _NUMBER + _TITLES - 0.1, size=look.SMALL, colour=look.SOFT
    )


def _marks(page: Page, step: LaneStep, number: int, y: float, wide: float) -> None:
    """Mark a step in each of its lanes, joined by a bar; only where there is an order, by its number."""
    ordered = step.standing is Standing.ORDERED
    if ordered:
        page.text(look.MARGIN, y, str(number), bold=True, colour=look.ACCENT)
    places = [_middle(lane, wide) for lane in step.lanes]
    if places:
        page.line(
            [(min(places), y), (max(places), y)],
            colour=look.ACCENT,
            thick=3 if ordered else 1.4,
            dashes=SOLID if ordered else DASHED,
            layer=3,
        )
    fill = look.ACCENT if ordered else look.SHEET
    for x in places:
        page.mark(x, y, _SHAPES[step.standing], _SIZES[step.standing], fill=fill, thick=1.4)
        if ordered:
            page.text(
                x, y, str(number), size=look.SMALL, bold=True, colour=look.SHEET, align="center", layer=5
            )


def _arrow(page: Page, one: LaneStep, other: LaneStep, heights: tuple[float, float], wide: float) -> None:
    """Draw the way from a step to the next, between those of their lanes that are closest."""
    pairs = [(start, end) for start in one.lanes for end in other.lanes]
    if not pairs:
        return
    start, end = min(pairs, key=lambda pair: abs(pair[0] - pair[1]))
    x, y = _middle(start, wide), heights[0]
    across, down = _middle(end, wide) - x, heights[1] - y
    length = hypot(across, down)
    right, below = across / length * _RADIUS, down / length * _RADIUS
    page.arrow((x + right, y + below), (x + across - right, y + down - below), thick=1.2, layer=3)

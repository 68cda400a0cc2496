"""Draws a role in the middle of those it works with, and lines between those who work with each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from bot.pictures.canvas import look
from bot.pictures.canvas.page import DASHED, SOLID, Page, Point, height, measure, wrap
from bot.pictures.drawings import Neighbour, Network

_ACROSS = 2.04
_APART = 0.72
"""From one neighbour on a side to the next, downwards."""
_LEAST = 0.95
"""From the middle up to the neighbour at the top, at least."""
_NAME = 1.3
"""How wide a name may be before it is broken into lines."""
_PAD = 0.12
_MIDST = 0.5
"""Closer to the line from top to bottom than that, a neighbour stands on neither side."""
_NEXT, _FURTHER = 0.35, 0.15
"""How far a line across bends towards the middle: to the next in the ring, and to one further on."""


class _Pill(NamedTuple):
    """A name in its box, around a place."""

    lines: list[str]
    place: Point
    wide: float
    tall: float

    def edge(self, towards: Point) -> Point:
        """Return where a line from the place to another one leaves the box."""
        x, y = towards[0] - self.place[0], towards[1] - self.place[1]
        share = min(
            self.wide / 2 / abs(x) if x else math.inf,
            self.tall / 2 / abs(y) if y else math.inf,
        )
        return self.place[0] + x * share, self.place[1] + y * share


def draw(network: Network) -> bytes:
    """Return the map as PNG."""
    page = Page()
    y = page.heading(network.title, network.lead)
    ring = _ring(len(network.neighbours))
    centre = (_centred(ring), y + 0.34 - min(0, *(down for _, down in ring)))
    middle = _pill(network.middle, centre, look.HEADING, bold=True)
    pills = [
        _pill(neighbour.name, (centre[0] + right, centre[1] + down))
        for neighbour, (right, down) in zip(network.neighbours, ring, strict=True)
    ]
    for first, second in network.links:
        _link(page, pills, first, second, centre)
    for neighbour, pill in zip(network.neighbours, pills, strict=True):
        _tie(page, neighbour, middle, pill)
        _draw(page, pill, partner=neighbour.partner)
    _draw_middle(page, middle)
    end = centre[1] + max(0, *(down for _, down in ring)) + 0.46
    return page.finish(_legend(page, network, end), network.caption)


def _centred(ring: list[Point]) -> float:
    """Return where the middle has to be so that all together stand in the middle of the page."""
    across = [0.0, *(right for right, _ in ring)]
    return look.WIDTH / 2 - (min(across) + max(across)) / 2


def _ring(count: int) -> list[Point]:
    """Return the places around the middle, clockwise; they begin at the top, or right without one."""
    top = int(count > 2)  # noqa: PLR2004 - two stand left and right
    bottom = int(top and count % 2 == 0)
    left = (count - top - bottom) // 2
    right = count - top - bottom - left
    up = max(_LEAST, _APART * (right + 1) / 2)
    # Without one at the bottom the sides sink, so that lines between them pass below the middle.
    sunk = _APART / 2 if top and not bottom else 0
    return [
        *[(0.0, -up)] * top,
        *((_bow(y, up), y + sunk) for y in _down(right)),
        *[(0.0, up)] * bottom,
        *((-_bow(y, up), y + sunk) for y in reversed(_down(left))),
    ]


def _down(count: int) -> list[float]:
    return [(at - (count - 1) / 2) * _APART for at in range(count)]


def _bow(y: float, up: float) -> float:
    return _ACROSS * math.sqrt(1 - (y / up / 1.3) ** 2)


def _link(page: Page, pills: Sequence[_Pill], first: int, second: int, centre: Point) -> None:
    """Draw the line between two neighbours, beside all others."""
    start, end = pills[first].place, pills[second].place
    right, other = start[0] - centre[0], end[0] - centre[0]
    if abs(right) > _MIDST and abs(other) > _MIDST and right * other > 0:
        _round_the_outside(page, pills[first : second + 1], 1 if right > 0 else -1)
        return
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    if abs(x - centre[0]) < _MIDST and abs(y - centre[1]) < _LEAST / 2:
        towards = (centre[0], centre[1] + _LEAST)
    else:
        inward = _NEXT if second - first in (1, len(pills) - 1) else _FURTHER
        towards = (x + (centre[0] - x) * inward, y + (centre[1] - y) * inward)
    page.bow([start, towards, end])


def _round_the_outside(page: Page, pills: Sequence[_Pill], side: int) -> None:
    """Link the first and the last of some on one side, around those between them."""
    first, last = pills[0], pills[-1]
    outermost = max(side * pill.place[0] + pill.wide / 2 for pill in pills)
    out = side * (outermost + 0.06 + 0.09 * len(pills))
    ends = [(pill.place[0] + side * pill.wide / 2, pill.place[1]) for pill in (first, last)]
    page.bow([ends[0], (out, ends[0][1]), (out, ends[1][1]), ends[1]])


def _tie(page: Page, neighbour: Neighbour, middle: _Pill, pill: _Pill) -> None:
    """Draw the line to a neighbour, with the number of sources that tell of it on what is seen of it."""
    start, end = middle.edge(pill.place), pill.edge(middle.place)
    page.line([start, end], colour=look.ACCENT, thick=0.6 + 0.7 * neighbour.sources)
    if neighbour.sources:
        x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        page.mark(x, y, "o", 12, fill=look.PAPER, edge=look.ACCENT, thick=1, layer=2)
        page.text(x, y, str(neighbour.sources), size=look.SMALL, colour=look.ACCENT, align="center")


def _pill(name: str, place: Point, size: float = look.BODY, *, bold: bool = False) -> _Pill:
    lines = wrap(name, _NAME * (1.2 if bold else 1), size, bold)
    wide = max(measure(line, size, bold) for line in lines) + (3 if bold else 2) * _PAD
    return _Pill(lines, place, wide, height(len(lines), size) + (2 if bold else 1) * _PAD)


def _draw(page: Page, pill: _Pill, *, partner: bool) -> None:
    x, y = pill.place
    page.box(
        x - pill.wide / 2,
        y - pill.tall / 2,
        pill.wide,
        pill.tall,
        fill=look.SAND if partner else look.SHEET,
        edge=look.SOFT,
        dashes=DASHED if partner else SOLID,
        radius=0.14,
    )
    page.paragraph(x, y - height(len(pill.lines)) / 2, pill.lines, pill.wide, align="center")


def _draw_middle(page: Page, pill: _Pill) -> None:
    x, y = pill.place
    page.box(
        x - pill.wide / 2,
        y - pill.tall / 2,
        pill.wide,
        pill.tall,
        fill=look.ACCENT,
        edge=look.ACCENT,
        radius=0.16,
    )
    page.paragraph(
        x,
        y - height(len(pill.lines), look.HEADING) / 2,
        pill.lines,
        pill.wide,
        size=look.HEADING,
        bold=True,
        colour=look.SHEET,
        align="center",
    )


def _legend(page: Page, network: Network, y: float) -> float:
    """Explain the lines and boxes that are there; return where that ends."""
    x, middle = look.MARGIN, y + height(0.5, look.SMALL)
    if network.links:
        page.line([(x, middle), (x + 0.36, middle)], colour=look.SOFT, thick=1, dashes=DASHED)
        x = _explain(page, x, middle, "work with each other, too")
    if any(neighbour.partner for neighbour in network.neighbours):
        page.box(x, middle - 0.07, 0.36, 0.14, fill=look.SAND, edge=look.SOFT, dashes=DASHED, radius=0.06)
        x = _explain(page, x, middle, "the sources say little of them")
    return y + height(1, look.SMALL) if x > look.MARGIN else y


def _explain(page: Page, x: float, y: float, words: str) -> float:
    page.text(x + 0.44, y, words, size=look.SMALL, colour=look.SOFT)
    return x + 0.44 + measure(words, look.SMALL) + 0.3

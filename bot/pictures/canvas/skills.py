"""Draws skill levels as a polar plot, with every level as a figure beside its axis."""

from __future__ import annotations

from math import cos, pi, sin

from bot.pictures.canvas import look
from bot.pictures.canvas.page import Align, Page, height, measure
from bot.pictures.drawings import Estimate, Profile, SkillPlot

_RADIUS = 1.85
_OUTSIDE = 0.2
"""From the outer ring to the labels."""
_APART = 0.095
"""How far apart the marks of two roles with the same level stand, along the ring."""
_SMOOTH = 12
"""How many straight pieces a ring has between two axes."""
_FIGURE = 0.27
"""How wide a mark with its figure is."""

_Point = tuple[float, float]


class _Polar:
    """Places on the plot, the first axis upwards, the others clockwise."""

    def __init__(self, plot: SkillPlot, centre: _Point) -> None:
        self.plot = plot
        self.centre = centre

    def at(self, axis: float, level: float, beside: float = 0) -> _Point:
        """Return the place of a level, moved along the ring by so many inches."""
        return self.away(axis, _RADIUS * level / self.plot.top, beside)

    def away(self, axis: float, radius: float, beside: float = 0) -> _Point:
        """Return a place on the line of an axis, so many inches away from the centre."""
        angle = 2 * pi * axis / len(self.plot.axes)
        x, y = self.centre
        return (
            x + radius * sin(angle) + beside * cos(angle),
            y - radius * cos(angle) + beside * sin(angle),
        )


def draw(plot: SkillPlot) -> bytes:
    """Return the plot as PNG."""
    page = Page()
    y = _legend(page, plot, page.heading(plot.title, plot.lead))
    polar = _Polar(plot, (look.WIDTH / 2, y + _RADIUS + 0.52))
    _grid(page, polar)
    for at, profile in enumerate(plot.profiles):
        _profile(page, polar, profile, at)
    for axis, name in enumerate(plot.axes):
        _label(page, polar, axis, name)
    return page.finish(polar.centre[1] + _RADIUS + 0.56, plot.caption)


def _legend(page: Page, plot: SkillPlot, y: float) -> float:
    if len(plot.profiles) == 1:
        return y
    x, middle = look.MARGIN, y + height(1) / 2
    for stroke, profile in zip(look.STROKES, plot.profiles, strict=False):
        wide = 0.48 + measure(profile.name, bold=True)
        if x + wide > look.WIDTH - look.MARGIN:
            x, middle = look.MARGIN, middle + height(1.2)
        page.line([(x, middle), (x + 0.4, middle)], colour=stroke.colour, thick=1.8, dashes=stroke.dashes)
        page.mark(x + 0.2, middle, stroke.marker, 6, fill=stroke.colour, edge=stroke.colour)
        page.text(x + 0.48, middle, profile.name, colour=stroke.colour, bold=True)
        x += wide + 0.24
    return middle + height(0.5)


def _grid(page: Page, polar: _Polar) -> None:
    count, top = len(polar.plot.axes), polar.plot.top
    for level in range(top, 0, -1):
        ring = [polar.at(step / _SMOOTH, level) for step in range(count * _SMOOTH)]
        page.shape(ring, fill=look.SHEET if level == top else "none", edge=look.RULE, layer=1)
    for axis in range(count):
        page.line([polar.centre, polar.at(axis, top)], thick=0.7)
    for level in range(1, top + 1):
        x, y = polar.at(0.5, level)
        page.text(x, y, str(level), size=look.SMALL, colour=look.SOFT, align="center")


def _profile(page: Page, polar: _Polar, profile: Profile, at: int) -> None:
    stroke = look.STROKES[at]
    points = [
        polar.at(axis, estimate.level, _aside(polar.plot, axis, at))
        for axis, estimate in enumerate(profile.estimates)
    ]
    page.shape(points, fill=stroke.colour, see_through=0.1, layer=2)
    page.line([*points, points[0]], colour=stroke.colour, thick=1.8, dashes=stroke.dashes, layer=3)
    for (x, y), estimate in zip(points, profile.estimates, strict=True):
        _mark(page, x, y, at, estimate, size=6.5)


def _aside(plot: SkillPlot, axis: int, at: int) -> float:
    """Return how far a mark moves along the ring, so that roles with one level are all seen."""
    level = plot.profiles[at].estimates[axis].level
    same = [n for n, other in enumerate(plot.profiles) if other.estimates[axis].level == level]
    return (same.index(at) - (len(same) - 1) / 2) * _APART


def _mark(page: Page, x: float, y: float, at: int, estimate: Estimate, size: float) -> None:
    stroke = look.STROKES[at]
    fill = stroke.colour if estimate.sourced else look.SHEET
    page.mark(x, y, stroke.marker, size, fill=fill, edge=stroke.colour)


def _label(page: Page, polar: _Polar, axis: int, name: str) -> None:
    """Write the name of an axis and, below it, the figure of each role."""
    x, y = polar.away(axis, _RADIUS + _OUTSIDE)
    align = _side(x - polar.centre[0])
    up = (polar.centre[1] - y) / _RADIUS
    y -= height(1) * (0.5 + up / 2 if align != "center" else (1.1 if up > 0 else 0.1))
    page.text(x, y, name, align=align)
    wide = _FIGURE * len(polar.plot.profiles) - 0.08
    left = x - {"left": 0, "center": wide / 2, "right": wide}[align]
    for at, profile in enumerate(polar.plot.profiles):
        estimate = profile.estimates[axis]
        middle = left + at * _FIGURE
        _mark(page, middle + 0.05, y + height(1), at, estimate, size=5)
        page.text(
            middle + 0.11, y + height(1), str(estimate.level), bold=True, colour=look.STROKES[at].colour
        )


def _side(right: float) -> Align:
    if abs(right) < 0.1:  # noqa: PLR2004 - above or below the plot
        return "center"
    return "left" if right > 0 else "right"

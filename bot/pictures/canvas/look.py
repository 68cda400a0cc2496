"""Colours, sizes and line styles that all pictures share.

A picture doesn't know whether it will be seen on white or on black, so it brings a paper of its own, soft
enough for the one and set off by an edge on the other. Nothing is told by colour alone.
"""

from __future__ import annotations

from typing import NamedTuple

WIDTH = 7.0
"""Inches; at `DPI` 1400 pixels, shown at half of that on screens of double density."""
DPI = 200
MARGIN = 0.34

PAPER = "#f5f4ef"
EDGE = "#d3d2ca"
SHEET = "#ffffff"
INK = "#1f262d"
SOFT = "#535c65"
RULE = "#c9cbc5"
ACCENT = "#1d6a75"
TINT = "#deebeb"
SAND = "#ebe8dd"

TITLE = 14.0
HEADING = 10.0
BODY = 8.8
SMALL = 8.0
"""The smallest, in points: eleven pixels where the picture is shown 700 pixels wide."""
LEADING = 1.36
"""The distance of two lines, in sizes."""


class Stroke(NamedTuple):
    """How one of several things is told from the others: colour, dashes and the shape of its marks."""

    colour: str
    dashes: tuple[float, tuple[float, ...] | None]
    marker: str


# Okabe and Ito's colours, which people who see colours differently tell apart.
STROKES = (
    Stroke("#0068a8", (0, None), "o"),
    Stroke("#c85200", (0, (5, 2)), "s"),
    Stroke("#00795a", (0, (1.2, 1.4)), "^"),
)

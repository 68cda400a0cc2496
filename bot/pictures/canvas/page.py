"""A page to draw on, measured in inches from its upper left corner; it grows downwards as it fills."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, PathPatch, Polygon
from matplotlib.path import Path
from matplotlib.textpath import TextToPath

from bot.pictures.canvas import look

POINTS = 72
_FAMILY = "DejaVu Sans"  # comes with matplotlib, so every machine draws alike

Align = Literal["left", "center", "right"]
Point = tuple[float, float]
Dashes = tuple[float, tuple[float, ...] | None]
SOLID: Dashes = (0, None)
DASHED: Dashes = (0, (4, 2.5))


class Page:
    """The figure with one coordinate system for everything on it."""

    def __init__(self) -> None:
        self.figure = Figure(figsize=(look.WIDTH, look.WIDTH), dpi=look.DPI, facecolor=look.PAPER)
        FigureCanvasAgg(self.figure)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = look.BODY,
        bold: bool = False,
        colour: str = look.INK,
        align: Align = "left",
        turned: float = 0,
        anchored: Literal["center", "bottom"] = "center",
        layer: int = 3,
    ) -> None:
        """Write one line, centred on y; a turned one starts at its anchor."""
        self._axes.text(
            x,
            y,
            words,
            fontproperties=_font(size, bold),
            color=colour,
            ha=align,
            va="center_baseline" if anchored == "center" else "bottom",
            rotation=turned,
            rotation_mode="anchor",
            parse_math=False,
            zorder=layer,
        )

    def paragraph(
        self,
        x: float,
        y: float,
        words: str | Sequence[str],
        width: float,
        *,
        size: float = look.BODY,
        bold: bool = False,
        colour: str = look.INK,
        align: Align = "left",
    ) -> float:
        """Write text below y, wrapped at a width where it isn't in lines yet; return where it ends."""
        lines = wrap(words, width, size, bold) if isinstance(words, str) else words
        for line in lines:
            self.text(x, y + height(1, size) / 2, line, size=size, bold=bold, colour=colour, align=align)
            y += height(1, size)
        return y

    def box(
        self,
        x: float,
        y: float,
        width: float,
        tall: float,
        *,
        fill: str = look.SHEET,
        edge: str = look.RULE,
        thick: float = 0.8,
        dashes: Dashes = SOLID,
        radius: float = 0.07,
        layer: int = 2,
    ) -> None:
        """Draw a box with round corners from its upper left one."""
        style = f"round,pad=0,rounding_size={min(radius, width / 2, tall / 2)}"
        self._axes.add_patch(
            FancyBboxPatch(
                (x, y), width, tall, boxstyle=style, fc=fill, ec=edge, lw=thick, ls=dashes, zorder=layer
            )
        )

    def line(
        self,
        points: Sequence[Point],
        *,
        colour: str = look.RULE,
        thick: float = 0.8,
        dashes: Dashes = SOLID,
        layer: int = 1,
    ) -> None:
        """Draw a line through some points."""
        xs, ys = zip(*points, strict=True)
        self._axes.add_line(
            Line2D(xs, ys, color=colour, lw=thick, ls=dashes, zorder=layer, solid_capstyle="round")
        )

    def shape(
        self,
        points: Sequence[Point],
        *,
        fill: str,
        edge: str = "none",
        see_through: float = 1,
        layer: int = 2,
    ) -> None:
        """Fill the area within some points; less than 1 lets what is below shine through."""
        self._axes.add_patch(
            Polygon(points, closed=True, fc=fill, ec=edge, lw=0.7, alpha=see_through, zorder=layer)
        )

    def mark(
        self,
        x: float,
        y: float,
        shape: str,
        size: float,
        *,
        fill: str = look.ACCENT,
        edge: str = look.ACCENT,
        thick: float = 1.2,
        layer: int = 4,
    ) -> None:
        """Draw a marker, its size in points."""
        self._axes.add_line(
            Line2D(
                [x],
                [y],
                marker=shape,
                markersize=size,
                mfc=fill,
                mec=edge,
                mew=thick,
                linestyle="none",
                zorder=layer,
            )
        )

    def arrow(
        self,
        start: Point,
        end: Point,
        *,
        colour: str = look.ACCENT,
        thick: float = 1.4,
        layer: int = 1,
    ) -> None:
        """Draw an arrow that touches its end."""
        self._axes.add_patch(
            FancyArrowPatch(
                start,
                end,
                arrowstyle="-|>,head_length=5,head_width=2.6",
                color=colour,
                lw=thick,
                shrinkA=0,
                shrinkB=0,
                zorder=layer,
            )
        )

    def bow(self, points: Sequence[Point]) -> None:
        """Draw a thin dashed curve from the first point to the last, bent towards those between them."""
        curve = Path.CURVE3 if len(points) == 3 else Path.CURVE4  # noqa: PLR2004 - one bend or two
        path = Path(points, [Path.MOVETO, *[curve] * (len(points) - 1)])
        self._axes.add_patch(PathPatch(path, fc="none", ec=look.SOFT, lw=1, ls=DASHED, zorder=1))

    def heading(self, title: str, lead: str = "") -> float:
        """Write the title and the line below it; return where the picture may begin."""
        width = look.WIDTH - 2 * look.MARGIN
        y = self.paragraph(look.MARGIN, 0.26, title, width, size=look.TITLE, bold=True)
        if lead:
            y = self.paragraph(look.MARGIN, y + 0.03, lead, width, size=look.BODY, colour=look.SOFT)
        return y + 0.16

    def finish(self, y: float, caption: str = "") -> bytes:
        """Write the small print below y, end the page there and return it as PNG."""
        if caption:
            width = look.WIDTH - 2 * look.MARGIN
            y = self.paragraph(look.MARGIN, y + 0.1, caption, width, size=look.SMALL, colour=look.SOFT)
        end = y + 0.22
        self.figure.set_size_inches(look.WIDTH, end)
        self._axes.set_xlim(0, look.WIDTH)
        self._axes.set_ylim(end, 0)
        inset = 0.5 / POINTS
        self.box(
            inset,
            inset,
            look.WIDTH - 2 * inset,
            end - 2 * inset,
            fill="none",
            edge=look.EDGE,
            thick=1,
            radius=0.1,
        )
        png = BytesIO()
        # Without the name of the library, one drawing gives the same bytes tomorrow.
        self.figure.savefig(png, format="png", dpi=look.DPI, metadata={"Software": None})
        return png.getvalue()


def height(lines: float, size: float = look.BODY) -> float:
    """Return how tall so many lines are."""
    return lines * size * look.LEADING / POINTS


def measure(words: str, size: float = look.BODY, bold: bool = False) -> float:
    """Return how wide a line is."""
    return _measured(words, bold) * size / POINTS


def wrap(words: str, width: float, size: float = look.BODY, bold: bool = False) -> list[str]:
    """Return the lines of a text that is broken between words; a longer word stands alone."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def wrapped(words: str, width: float, most: int, size: float = look.BODY, bold: bool = False) -> list[str]:
    """Return at most so many lines, the last one marked where something had to go."""
    lines = wrap(words, width, size, bold)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while " " in last and measure(f"{last}…", size, bold) > width:
        last = last.rpartition(" ")[0]
    return [*lines[: most - 1], f"{last.rstrip(' ,;:.')}…"]


@cache
def _font(size: float, bold: bool) -> FontProperties:
    return FontProperties(family=_FAMILY, size=size, weight="bold" if bold else "normal")


@cache
def _measured(words: str, bold: bool) -> float:
    """Return how wide a line is at one point of size, in points."""
    scale = 100
    width, _, _ = TextToPath().get_text_width_height_descent(words, _font(scale, bold), ismath=False)
    return float(width) / scale

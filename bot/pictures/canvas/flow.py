"""Draws the way of the data from left to right, and below it those who help it along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.pictures.canvas import look
from bot.pictures.canvas.page import Page, height, wrap
from bot.pictures.drawings import FlowMap, Station

_SIDE = 2.1
"""How wide the boxes of producers and consumers are."""
_HUB = 1.34
_GAP = 0.14
_PAD = 0.1
_INDENT = 0.3
"""How far in they stand who get the data from a consumer."""
_IN_A_ROW = 3

_Corner = tuple[float, float]


class _Style(NamedTuple):
    """How a kind of station looks."""

    fill: str
    edge: str
    thick: float


_END = _Style(look.SHEET, look.ACCENT, 1.0)
_MIDDLE = _Style(look.TINT, look.ACCENT, 1.6)
_FURTHER = _Style(look.SHEET, look.SOFT, 0.8)
_HELP = _Style(look.SHEET, look.RULE, 0.8)


class _Card(NamedTuple):
    """A station with its lines, and how tall that makes it."""

    name: list[str]
    notes: list[str]
    wide: float
    tall: float
    style: _Style


def draw(flow: FlowMap) -> bytes:
    """Return the map as PNG."""
    page = Page()
    y = page.heading(flow.title, flow.lead)
    y = _columns(page, flow, y)
    if flow.helpers:
        y = _helpers(page, flow, y)
    return page.finish(y, flow.caption)


def _columns(page: Page, flow: FlowMap, y: float) -> float:
    """Draw producers, the one in the middle, and consumers; return where they end."""
    left, right = look.MARGIN, look.WIDTH - look.MARGIN - _SIDE
    middle = (look.WIDTH - _HUB) / 2
    for x, wide, title in ((left, _SIDE, "Produce"), (middle, _HUB, "Bring"), (right, _SIDE, "Use")):
        page.text(x + wide / 2, y + height(0.5), title, colour=look.SOFT, align="center")
    y += height(1) + 0.1
    producers = [[_station(station, _SIDE, _END)] for station in flow.producers]
    consumers = [_family(flow, at) for at in range(len(flow.consumers))]
    hub = _card(flow.hub, flow.duties, _HUB, _MIDDLE)
    tall = max(_stacked(producers), _stacked(consumers), hub.tall)
    for top, [card] in _placed(producers, y + tall / 2):
        _draw(page, card, (left, top))
        page.arrow((left + _SIDE, top + card.tall / 2), (middle - 0.03, top + card.tall / 2))
    _draw(page, hub._replace(tall=tall), (middle, y))
    for top, [card, *further] in _placed(consumers, y + tall / 2):
        _draw(page, card, (right, top))
        page.arrow((middle + _HUB, top + card.tall / 2), (right - 0.03, top + card.tall / 2))
        _handed_on(page, further, (right, top + card.tall))
    return y + tall


def _family(flow: FlowMap, at: int) -> list[_Card]:
    """Return a consumer with those who get the data from there."""
    further = [onward.station for onward in flow.onward if onward.giver == at]
    return [
        _station(flow.consumers[at], _SIDE, _END),
        *(_station(station, _SIDE - _INDENT, _FURTHER) for station in further),
    ]


def _station(station: Station, width: float, style: _Style) -> _Card:
    return _card(station.name, [station.note], width, style)


def _card(who: str, what: Sequence[str], width: float, style: _Style) -> _Card:
    room = width - 2 * _PAD
    name = wrap(who, room, look.BODY, bold=True)
    notes = [line for note in what for line in wrap(note, room, look.SMALL)]
    tall = height(len(name)) + height(len(notes), look.SMALL) + 2 * _PAD
    return _Card(name, notes, width, tall, style)


def _tall(family: Sequence[_Card]) -> float:
    return sum(card.tall for card in family) + _GAP * (len(family) - 1)


def _stacked(families: Sequence[Sequence[_Card]]) -> float:
    return sum(map(_tall, families)) + _GAP * max(0, len(families) - 1)


def _placed(families: Sequence[list[_Card]], centre: float) -> Iterator[tuple[float, list[_Card]]]:
    """Yield families with where each begins, so that all together stand around a height."""
    y = centre - _stacked(families) / 2
    for family in families:
        yield y, family
        y += _tall(family) + _GAP


def _handed_on(page: Page, further: Sequence[_Card], corner: _Corner) -> None:
    """Draw those who get the data from the one above, further in."""
    x, start = corner
    y = start
    for card in further:
        y += _GAP
        at = y + card.tall / 2
        page.line([(x + _INDENT / 2, start), (x + _INDENT / 2, at)], colour=look.ACCENT, thick=1.4)
        page.arrow((x + _INDENT / 2, at), (x + _INDENT - 0.02, at))
        _draw(page, card, (x + _INDENT, y))
        y += card.tall


def _helpers(page: Page, flow: FlowMap, y: float) -> float:
    """Draw on a panel of their own those who help; return where it ends."""
    y += 0.32
    wide = (look.WIDTH - 2 * look.MARGIN - 2 * _PAD - (_IN_A_ROW - 1) * _GAP) / _IN_A_ROW
    cards = [_station(station, wide, _HELP) for station in flow.helpers]
    rows = [cards[at : at + _IN_A_ROW] for at in range(0, len(cards), _IN_A_ROW)]
    talls = [max(card.tall for card in row) for row in rows]
    tall = height(1) + 2 * _PAD + sum(talls) + _GAP * (len(rows) - 1) + 0.08
    page.box(look.MARGIN, y, look.WIDTH - 2 * look.MARGIN, tall, fill=look.SAND, edge=look.SAND)
    page.arrow((look.WIDTH / 2, y), (look.WIDTH / 2, y - 0.29), colour=look.SOFT)
    top = page.paragraph(look.MARGIN + _PAD, y + _PAD, flow.helping, look.WIDTH)
    top += 0.08
    for row, most in zip(rows, talls, strict=True):
        for at, card in enumerate(row):
            _draw(page, card._replace(tall=most), (look.MARGIN + _PAD + at * (wide + _GAP), top))
        top += most + _GAP
    return y + tall


def _draw(page: Page, card: _Card, corner: _Corner) -> None:
    """Draw a card; where it is taller than its lines, these stand in the middle."""
    x, y = corner
    style = card.style
    page.box(x, y, card.wide, card.tall, fill=style.fill, edge=style.edge, thick=style.thick)
    spare = card.tall - height(len(card.name)) - height(len(card.notes), look.SMALL)
    room = card.wide - 2 * _PAD
    y = page.paragraph(x + _PAD, y + spare / 2, card.name, room, bold=True)
    page.paragraph(x + _PAD, y, card.notes, room, size=look.SMALL, colour=look.SOFT)

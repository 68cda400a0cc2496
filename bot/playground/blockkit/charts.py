"""The rules for data_visualization blocks: pies, bars, lines and areas."""

from __future__ import annotations

from collections.abc import Iterator

from bot.playground.blockkit.checks import Json, Place, array, by_type, number, shape, string

MOST_PARTS = 6
"""Segments of a pie, series of another chart; the reference says six, the server may take more."""

_POINT = shape({"label": string(20), "value": number(whole=False)})
_SERIES = shape({"name": string(20), "data": array(_POINT, 20)})
_AXIS = shape({"categories": array(string(20), 20)}, {"x_label": string(50), "y_label": string(50)})


def _positive(value: Json, at: Place) -> Iterator[str]:
    for index, segment in enumerate(value["segments"]):
        if segment["value"] <= 0:
            yield (at / "segments" / index).fault("a segment's value must be greater than zero")


def _aligned(value: Json, at: Place) -> Iterator[str]:
    categories = value["axis_config"]["categories"]
    names = [series["name"] for series in value["series"]]
    if len(set(names)) != len(names):
        yield at.fault("two series have one name")
    for index, series in enumerate(value["series"]):
        if [point["label"] for point in series["data"]] != categories:
            yield (at / "series" / index).fault("the labels must be the axis' categories, in their order")


_LINES = shape({"series": array(_SERIES, MOST_PARTS), "axis_config": _AXIS}, {}, _aligned)

CHART = by_type(
    {
        "pie": shape({"segments": array(_POINT, MOST_PARTS)}, {}, _positive),
        "bar": _LINES,
        "line": _LINES,
        "area": _LINES,
    },
    "a chart",
)

"""The rules for the two table blocks: rows, cells and how much they hold together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.playground.blockkit.checks import Check, Json, Place, array, boolean, by_type, number, shape, string
from bot.playground.blockkit.rich_text import RICH_TEXT_FIELDS, letters

MOST_ROWS, MOST_CELLS, MOST_CHARACTERS = 100, 20, 10_000

_TEXT = shape({"text": string()})
_NUMBER = shape({"value": number(whole=False)}, {"text": string()})
_RICH = shape(RICH_TEXT_FIELDS, {"block_id": string(255)})
_CELL = by_type({"raw_text": _TEXT, "raw_number": _NUMBER, "rich_text": _RICH}, "a table cell")
_COLUMN = shape({}, {"align": string(among=("left", "center", "right")), "is_wrapped": boolean})


def _setting(value: Json, at: Place) -> Iterator[str]:
    if value is not None:  # null leaves a column as it is
        yield from _COLUMN(value, at)


TABLE_FIELDS: tuple[Mapping[str, Check], Mapping[str, Check]] = (
    {"rows": array(array(_CELL, MOST_CELLS), MOST_ROWS)},
    {"column_settings": array(_setting, MOST_CELLS)},
)

DATA_TABLE_FIELDS: tuple[Mapping[str, Check], Mapping[str, Check]] = (
    {"rows": array(array(_CELL, MOST_CELLS), MOST_ROWS + 1, least=2), "caption": string()},
    {"page_size": number(1, 100), "row_header_column_index": number(0, MOST_CELLS - 1)},
)


def table_rules(value: Json, at: Place) -> Iterator[str]:
    """Check that rows are equally long and hold no more than Slack's ten thousand characters."""
    rows = value["rows"]
    if len({len(row) for row in rows}) > 1:
        yield at.fault("every row must have the same number of cells")
    held = sum(letters(cell) for row in rows for cell in row)
    if held > MOST_CHARACTERS:
        yield at.fault(f"a table must not hold more than {MOST_CHARACTERS} characters, has {held}")


def data_table_rules(value: Json, at: Place) -> Iterator[str]:
    """Check what a table's rows must be, and that the header is plain text."""
    yield from table_rules(value, at)
    for index, cell in enumerate(value["rows"][0]):
        if cell["type"] != "raw_text":
            yield (at / "rows" / 0 / index).fault("a header cell must be raw_text")

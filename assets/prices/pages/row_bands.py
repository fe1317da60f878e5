"""Rows of one model that differ by prompt length or hours: bands stated by their first lengths, and unnamed rows."""

from __future__ import annotations

import re
from dataclasses import replace

from assets.prices.pages.columns import is_price_header
from assets.prices.pages.hours import HOURS, bound_columns
from assets.reading.context import Band, ContextError, read_band
from assets.reading.grids import Cell, Grid

OUTPUT = re.compile(r"且|输出|\boutput", re.I)
"""Where the condition on the length of the output starts, which says nothing of the band of prompt lengths."""


def with_bands_from_starts(grid: Grid) -> Grid:
    """Return the grid with '> 32K' for every length '32K' in the rows of a model that starts with the length 0.

    The lengths must rise; other columns of lengths (the context length of a model) stay as they are.
    """
    columns = bound_columns(grid)
    if columns is None or columns.context is None or columns.model is None:
        return grid
    at, rows = columns.context, list(grid.rows)
    for i, row in enumerate(rows):
        if row[at].text.strip() != "0":
            continue
        last, same = 0, i + 1
        while same < len(rows) and rows[same][columns.model].text in ("", row[columns.model].text):
            start = _length(rows[same][at].text)
            if start is None or start <= last:
                break
            last, same = start, same + 1
        if same > i + 1:
            for j in range(i + 1, same):
                rows[j] = _with_cell(rows[j], at, f"> {rows[j][at].text}")
    return replace(grid, rows=tuple(rows))


def with_names_from_above(grid: Grid, bare: int | None = None) -> Grid:
    """Return the grid with the model's name in every row without one that continues the row above.

    A row continues another when its band of prompt lengths starts where that of the other ends, or when both name hours
    and different ones. Any other row stays without a name: the row that named its model may be lost.

    Args:
        grid: A table.
        bare: What a number without a letter counts in a band ('[0, 32]').
    """
    columns = bound_columns(grid)
    if columns is None or columns.model is None:
        return grid
    rows: list[tuple[Cell, ...]] = []
    above: tuple[Cell, ...] | None = None
    about = [i for i, header in enumerate(grid.columns) if i != columns.model and not is_price_header(header)]
    for row in grid.rows:
        if not row[columns.model].text and above and any(_continues(above[i].text, row[i].text, bare) for i in about):
            row = (*row[: columns.model], above[columns.model], *row[columns.model + 1 :])  # noqa: PLW2901
        above = row if row[columns.model].text and not any(cell.missing for cell in row) else None
        rows.append(row)
    return replace(grid, rows=tuple(rows))


def _continues(above: str, below: str, bare: int | None) -> bool:
    if above == below:
        return False
    if HOURS.search(above) and HOURS.search(below):
        return True
    before, after = _band(above, bare), _band(below, bare)
    if before is None or after is None:
        return False
    same = (before.from_tokens, before.to_tokens) == (after.from_tokens, after.to_tokens)
    return same or before.to_tokens == after.from_tokens


def _band(text: str, bare: int | None) -> Band | None:
    about_input = OUTPUT.split(text)[0]
    try:
        return read_band(about_input, bare) if any(char.isdigit() for char in about_input) else None
    except ContextError:
        return None


def _length(text: str) -> int | None:
    try:
        band = read_band(f"> {text}") if text[:1].isdigit() else None
    except ContextError:
        return None
    return band.from_tokens if band and not band.rest else None


def _with_cell(row: tuple[Cell, ...], at: int, text: str) -> tuple[Cell, ...]:
    return (*row[:at], replace(row[at], text=text), *row[at + 1 :])

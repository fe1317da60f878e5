"""Tables with models across and kinds of price down, turned into tables of one row per model."""

from __future__ import annotations

import re
from dataclasses import replace

from assets.prices.pages.columns import is_model_header, is_price_header, role_of
from assets.reading.grids import Cell, Grid, transpose


def upright(grid: Grid) -> Grid:
    """Return the table with its models down; unchanged unless its header names models and its first column prices.

    A name needs a digit: the plans of a page ('Free', 'Pay as you go') are no models.
    """
    if len(grid.header) != 1 or not grid.header_is_whole or grid.width < 2:
        return grid
    first, *names = grid.columns
    if (first and not is_model_header(first)) or not all(_is_name(name) for name in names):
        return grid
    labels = {role_of(row[0].line) for row in grid.rows}
    if not {"input", "output"} <= labels:
        return grid
    priced = tuple(row for row in grid.rows if is_price_header(row[0].line) and not any(cell.missing for cell in row))
    turned = transpose(replace(grid, rows=priced, sections=("",) * len(priced)))
    return replace(turned, header=((Cell("Model"), *turned.header[0][1:]),))


def _is_name(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]", text) and re.search(r"\d", text)) and role_of(text) is None

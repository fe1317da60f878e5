"""Tables whose cells name the kind of their price ('Input: $10 / MTok'), input and output in rows below each other."""

from __future__ import annotations

import re
from dataclasses import replace

from assets.prices.pages.columns import is_model_header, role_of
from assets.reading.grids import Cell, Grid, make_grid
from assets.reading.money import is_absent

LABELLED = re.compile(r"(?P<label>[^\W\d][^:：\d$¥€]{0,40})[:：]\s*(?P<price>[^:：]*\d[^:：]*)")
ROLES = ("input", "cached", "output")


def with_labels_as_headers(grid: Grid) -> Grid:
    """Return a table of cells such as 'Input: $10' with one row per model and one column per header and label.

    Rows without a name belong to the model above; a table without a column of models gets one that is blank. Any other
    table is returned unchanged.
    """
    if not grid.header_is_whole or len(grid.header) != 1:
        return grid
    model = next((i for i, header in enumerate(grid.columns) if is_model_header(header)), None)
    columns = [i for i in range(grid.width) if i != model and any(_prices(row[i]) for row in grid.rows)]
    others = (row[i].text for row in grid.rows for i in columns if not _prices(row[i]))
    if not columns or not all(map(is_absent, others)):
        return grid
    blocks = _blocks(grid, model)
    keys = list(dict.fromkeys((i, label) for row in grid.rows for i in columns for label, _ in _prices(row[i])))
    header = [Cell("Model"), *(Cell(f"{grid.columns[i]} / {label}") for i, label in keys)]
    names = [block[0][model] if model is not None else Cell() for block in blocks]
    rows = [[name, *(_priced(block, *key) for key in keys)] for name, block in zip(names, blocks, strict=True)]
    upright = make_grid([header, *rows], 1)
    return replace(upright, path=grid.path, tabs=grid.tabs, caption=grid.caption, before=grid.before)


def _blocks(grid: Grid, model: int | None) -> list[list[tuple[Cell, ...]]]:
    """The rows of each model; without a column of models, all rows."""
    blocks: list[list[tuple[Cell, ...]]] = []
    for row in grid.rows:
        if blocks and (model is None or row[model].text in ("", blocks[-1][0][model].text)):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _prices(cell: Cell) -> list[tuple[str, str]]:
    """The label and price of each line of a cell; nothing unless every line names the kind of its price."""
    matches = [LABELLED.fullmatch(line) for line in cell.text.split("\n")]
    prices = [(match["label"].strip(), match["price"]) for match in matches if match]
    is_labelled = len(prices) == len(matches) and all(role_of(label) in ROLES for label, _ in prices)
    return prices if is_labelled else []


def _priced(block: list[tuple[Cell, ...]], column: int, label: str) -> Cell:
    """The price below a header with a label; all of them if a block has several, so that none is believed."""
    return Cell("\n".join(price for row in block for own, price in _prices(row[column]) if own == label))

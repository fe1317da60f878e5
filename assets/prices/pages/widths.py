"""Rows that are wider or shorter than their table: which of them can be read without taking a cell for another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assets.prices.pages.columns import Ambiguous, Columns
from assets.prices.price_page import PageOffer
from assets.reading.grids import Cell, Grid
from assets.reading.money import MoneyError, amounts, bare_amount, is_absent


def with_rows_as_wide_as_the_header(grid: Grid, where: str, problems: list[str]) -> Grid:
    """Return the table without the rows that have more cells than the header; each is named in `problems`.

    Raises:
        Ambiguous: Most rows are wider, so that a header cell may be lost; or the header's own rows differ in width.
    """
    if grid.header_is_whole:
        return grid
    width = min(len(row) - sum(cell.missing for cell in row) for row in grid.header)
    wide = [i for i, row in enumerate(grid.rows) if not all(cell.missing for cell in row[width:])]
    if len(wide) * 2 >= len(grid.rows) or any(not cell.missing for row in grid.header for cell in row[width:]):
        raise Ambiguous("a row is wider than the header, columns may have shifted")
    problems += [f"{where}, {grid.rows[i][0].line[:60]!r}: the row is wider than the header" for i in wide]
    kept = [i for i in range(len(grid.rows)) if i not in wide]
    return replace(
        grid,
        header=tuple(row[:width] for row in grid.header),
        rows=tuple(grid.rows[i][:width] for i in kept),
        sections=tuple(grid.sections[i] for i in kept),
    )


def require_readable(row: tuple[Cell, ...], grid: Grid, columns: Columns) -> None:
    """Raise Ambiguous for a short row, unless only optional cells at its end are missing.

    Each cell that it has must be of a kind that whole rows have in that column; `require_whole` then tells a row that
    ends early from one that lost a price.
    """
    if not any(cell.missing for cell in row):
        return
    width = sum(not cell.missing for cell in row)
    needed = {columns.model, columns.context, columns.modality, columns.unit}
    needed |= {at for (_, role), at in columns.prices.items() if role != "cached"}
    whole = [other for other in grid.rows if not any(cell.missing for cell in other)]
    if (
        any(cell.missing for cell in row[:width])
        or any(at is not None and at >= width for at in needed)
        or len({group for group, _ in columns.prices}) > 1
        or any(_kind(row[i]) not in {_kind(other[i]) for other in whole} for i in range(width))
    ):
        raise Ambiguous("the row is shorter than the table")


def require_whole(row: tuple[Cell, ...], offers: Iterable[PageOffer]) -> None:
    """Raise Ambiguous for offers of a short row whose output is cheaper than its input, as after a lost cell."""
    if any(cell.missing for cell in row) and any(
        offer.input_per_mtok and offer.output_per_mtok and offer.output_per_mtok < offer.input_per_mtok
        for offer in offers
    ):
        raise Ambiguous("the row is shorter than the table, and a price seems to be lost")


def _kind(cell: Cell) -> str:
    """Whether a cell states an amount of money, a number, nothing or a text."""
    if is_absent(cell.text):
        return "absent"
    try:
        return "money" if amounts(cell.text) else "number" if bare_amount(cell.text) else "text"
    except MoneyError:
        return "unclear"

"""Prices by the hour of the day: a column of hours, or cells with two prices ('Busy hours: $2 Idle hours: $1').

Both become rows whose section names the tier, which is where the shared table reader looks first. Some sellers took
back a discount at night and doubled the price by day instead; their off-peak price is then the usual one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assets.prices.pages.columns import Ambiguous, Columns, bind, is_model_header, is_price_header, role_of, tier_of
from assets.reading.grids import Cell, Grid

IDLE = r"off[- ]?peak|idle|非高峰|低谷|谷时|闲时|空闲|错峰|平峰"
BUSY = r"peak|busy|高峰|峰时|忙时|繁忙"
HOURS = re.compile(
    rf"(?:(?P<idle>{IDLE})|(?P<busy>{BUSY}))\s*(?:hours?|times?|periods?|时段|时间|期)?"
    r"\s*(?:[(（][^()（）]*\d{1,2}:\d\d[^()（）]*[)）])?\s*[:：]?",
    re.I,
)


def rows_by_hours(grid: Grid, problems: list[str]) -> Grid:
    """Return the grid with a row of its own, and a section, for every price that holds at some hours only.

    Where a model has prices for peak and for other hours alone, the other hours are the rule and their price is the
    standard one. A model with a standard and an off-peak price keeps both.

    Args:
        grid: A table whose rows all name their model.
        problems: Takes a message for every row whose hours belong to another tier than the standard one.
    """
    columns = bound_columns(grid)
    if columns is None or columns.model is None:
        return grid
    rows: list[tuple[tuple[Cell, ...], str, str]] = []
    named: dict[str, set[str]] = {}
    at = columns.model
    for row, section in zip(grid.rows, grid.sections, strict=True):
        parts = _by_hours(row, grid.columns)
        if any(parts) and not _is_standard(grid, section):
            problems.append(f"{row[at].line[:60]!r}: left out, hours of another tier than the standard one")
            continue
        rows += [(part, hours, section) for hours, part in parts.items()]
        named.setdefault(row[at].text, set()).update(parts)
    base = {name for name, hours in named.items() if hours == {"peak", "off-peak"}}
    sections = (
        "standard" if hours == "off-peak" and row[at].text in base else hours or section for row, hours, section in rows
    )
    return replace(grid, rows=tuple(row for row, _, _ in rows), sections=tuple(sections))


def bound_columns(grid: Grid) -> Columns | None:
    """Return the roles of a table's columns; None where they are ambiguous, for which its reader gives the reason."""
    try:
        return bind(grid.columns)
    except Ambiguous:
        return None


def _is_standard(grid: Grid, section: str) -> bool:
    """Whether no text above a row names another tier; hours of a batch or flex price are no tier of ours."""
    for text in (section, grid.caption, *reversed(grid.tabs), *reversed(grid.path)):
        try:
            if tier := tier_of(text):
                return tier == "standard"
        except Ambiguous:
            return False
    return True


def _by_hours(row: tuple[Cell, ...], columns: tuple[str, ...]) -> dict[str, tuple[Cell, ...]]:
    """The rows that one row stands for, by section; '' for a row that names no hours."""
    for i, (cell, header) in enumerate(zip(row, columns, strict=True)):
        match = None if is_price_header(header) or is_model_header(header) else HOURS.search(cell.text)
        rest = HOURS.sub("", cell.text).strip(" ,;，；、\n")
        if match and (not rest or role_of(header) == "context"):
            return {_section(match): (*row[:i], replace(cell, text=rest), *row[i + 1 :])}
    pieces = [_pieces(cell) if is_price_header(header) else {} for cell, header in zip(row, columns, strict=True)]
    sections = dict.fromkeys(section for piece in pieces for section in piece)
    if not sections:
        return {"": row}
    return {
        section: tuple(
            replace(cell, text=piece.get(section, "")) if piece else cell
            for cell, piece in zip(row, pieces, strict=True)
        )
        for section in sections
    }


def _pieces(cell: Cell) -> dict[str, str]:
    """The text of a cell by the hours that it is labelled with; {} unless each label comes before a text of its own."""
    marks = list(HOURS.finditer(cell.text))
    ends = [*(mark.start() for mark in marks[1:]), len(cell.text)]
    if not marks or cell.text[: marks[0].start()].strip():
        return {}
    texts = [cell.text[mark.end() : end].strip(" ,;/|，；\n") for mark, end in zip(marks, ends, strict=True)]
    pieces = dict(zip(map(_section, marks), texts, strict=True))
    return pieces if len(pieces) == len(marks) and all(pieces.values()) else {}


def _section(match: re.Match[str]) -> str:
    return "off-peak" if match["idle"] else "peak"

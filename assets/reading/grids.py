"""Tables as grids: rectangular, spans resolved, header rows apart, with the headings, tabs and text above them.

What a column means, which unit or which currency, is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows: `text` in lines, without what is struck through and without footnote marks.

    `struck` is the text that is struck through (a list price before a promotion), `links` the addresses it links to.
    `missing` marks a column for which the row has no cell: the row is shorter than the table. `asides` are those lines
    of `text` that are elements of their own beside the rest: badges, and whatever follows a leading link.
    """

    text: str = ""
    struck: str = ""
    links: tuple[str, ...] = ()
    missing: bool = False
    asides: tuple[str, ...] = field(default=(), repr=False)

    @property
    def line(self) -> str:
        """The text on one line."""
        return self.text.replace("\n", " ")


MISSING = Cell(missing=True)


@dataclass(frozen=True)
class Grid:
    """One table: header rows and body rows of equal width, and what is above it on the page.

    `path` holds the headings above (h1 first), `tabs` the labels of the tabs it is in (outermost first), `before` the
    nearest text before it, `caption` its own caption. `sections[i]` is the full-width row above body row i. `witness`
    names where it was read: the page itself, or data that a script of the page draws.
    """

    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    path: tuple[str, ...] = ()
    tabs: tuple[str, ...] = ()
    caption: str = ""
    before: str = ""
    sections: tuple[str, ...] = field(default=())
    witness: str = "page"

    @property
    def width(self) -> int:
        """Number of columns."""
        return len((self.header or self.rows or ((),))[0])

    @property
    def columns(self) -> tuple[str, ...]:
        """One header text per column: the header rows joined by ' / ', repeated and blank parts left out."""
        return tuple(_join(row[i].line for row in self.header) for i in range(self.width))

    @property
    def header_is_whole(self) -> bool:
        """Whether every column has a header cell; otherwise columns may have shifted, and none can be trusted."""
        return bool(self.header) and not any(cell.missing for row in self.header for cell in row)


def _join(parts: Iterable[str]) -> str:
    kept: list[str] = []
    for part in parts:
        if part and part not in kept:
            kept.append(part)
    return " / ".join(kept)


def make_grid(rows: list[list[Cell]], header_rows: int) -> Grid:
    """Return the grid of rows of any width.

    Args:
        rows: The cells of each row; short rows are padded with `MISSING`. A body row that repeats one cell over its
            whole width becomes the section of the rows below it.
        header_rows: How many of the first rows are the header.
    """
    width = max(len(row) for row in rows)
    square = [tuple(row) + (MISSING,) * (width - len(row)) for row in rows]
    body: list[tuple[Cell, ...]] = []
    sections: list[str] = []
    section = ""
    for row in square[header_rows:]:
        if width > 1 and row[0].text and all(cell is row[0] for cell in row):
            section = row[0].line
            continue
        body.append(row)
        sections.append(section)
    return Grid(tuple(square[:header_rows]), tuple(body), sections=tuple(sections))


def transpose(grid: Grid) -> Grid:
    """Return the grid with rows as columns: its first column becomes the header. Sections are dropped."""
    whole = [*grid.header, *grid.rows]
    turned = tuple(zip(*whole, strict=True))
    return replace(grid, header=turned[:1], rows=turned[1:], sections=("",) * (len(turned) - 1))


def fill_down(grid: Grid, column: int) -> Grid:
    """Return the grid with each blank cell of a column filled by the cell above it.

    Only for pages whose reader knows that they leave out repetitions.
    """
    rows: list[tuple[Cell, ...]] = []
    above: Cell | None = None
    for row in grid.rows:
        cell = row[column]
        if cell.text or cell.missing or above is None:
            above = cell
        else:
            row = (*row[:column], above, *row[column + 1 :])  # noqa: PLW2901 - the row with the blank filled
        rows.append(row)
    return replace(grid, rows=tuple(rows))


def join_split_headers(grids: list[Grid]) -> list[Grid]:
    """Join each table that is a header only with the table of its body (pages that scroll it below a fixed header).

    Joined only when the first has no body, the second no marked header, and both have the same width.
    """
    joined: list[Grid] = []
    for grid in grids:
        above = joined[-1] if joined else None
        if above and above.header and not above.rows and above.width == grid.width and len(grid.header) <= 1:
            joined[-1] = replace(
                grid,
                header=above.header,
                rows=grid.header + grid.rows,
                sections=("",) * len(grid.header) + grid.sections,
                path=grid.path or above.path,
                before=above.before or grid.before,
            )
        else:
            joined.append(grid)
    return joined

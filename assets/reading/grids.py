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
    `missing` marks a place that no cell of the source fills: the row was shorter than the table.
    """

    text: str = ""
    struck: str = ""
    links: tuple[str, ...] = ()
    missing: bool = False

    @property
    def line(self) -> str:
        """The text on one line."""
        return self.text.replace("\n", " ")


MISSING = Cell(missing=True)


@dataclass(frozen=True)
class Grid:
    """One table: header rows and body rows of equal width, and what stands above it.

    `path` holds the headings above (h1 first), `tabs` the labels of the tabs it is in (outermost first), `before` the
    nearest text before it, `caption` its own caption. `sections[i]` is the full-width row that body row i stands under.
    """

    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    path: tuple[str, ...] = ()
    tabs: tuple[str, ...] = ()
    caption: str = ""
    before: str = ""
    sections: tuple[str, ...] = field(default=())

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
        """Whether every column has a header cell; if not, columns may have slipped and none can be trusted."""
        return bool(self.header) and not any(cell.missing for row in self.header for cell in row)


def _join(parts: Iterable[str]) -> str:
    kept: list[str] = []
    for part in parts:
        if part and part not in kept:
            kept.append(part)
    return " / ".join(kept)


def make_grid(rows: list[list[Cell]], header_rows: int) -> Grid:
    """Pad ragged rows with `MISSING`, take the first `header_rows` as header, fold full-width rows into sections."""
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
    """Rows become columns: the first column of the whole table is the new header. Sections are lost."""
    whole = [*grid.header, *grid.rows]
    turned = tuple(zip(*whole, strict=True))
    return replace(grid, header=turned[:1], rows=turned[1:], sections=("",) * (len(turned) - 1))


def fill_down(grid: Grid, column: int) -> Grid:
    """A blank cell in `column` means the same as the one above; only a reader knows that its page means it so."""
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
    """Give a header table's header to the body table right after it (pages that scroll the body under a fixed header).

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

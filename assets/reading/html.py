"""Grids from HTML: a single walk over the document with lxml.

Tables that scripts would draw are not read here; the readers of such pages extract the data of the scripts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from lxml import etree  # ty: ignore[missing-module-member] - compiled

from assets.reading.grids import MISSING, Cell, Grid, make_grid
from assets.reading.html_cells import HEADINGS, Element, clean, html_cell, text_of
from assets.reading.html_labels import caption_of, tabs_of, text_before
from assets.reading.whole_numbers import MOST_DIGITS
from warehouse.errors import TokenfallError

MAX_SPAN = 200
UNIT_NUMBER = re.compile(r"1[\d,]*(?= ?(?:[KM]\b|tokens?\b|thousand|million|百万|千))", re.I)
PARTS = ("thead", "tbody", "tfoot")
ROLES = {
    "table": "table", "grid": "table", "treegrid": "table", "row": "tr", "columnheader": "th", "rowheader": "td",
    "cell": "td", "gridcell": "td",
}  # fmt: skip
"""Elements of a table by their ARIA role, for tables made of other elements."""


def parse_html(text: str) -> Element:
    """Return the root of a document; an empty document gives an empty element."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser) if text.strip() else None
    return root if root is not None else etree.Element("html")


def html_grids(text: str) -> list[Grid]:
    """Return every table of an HTML text in document order; nested tables are grids of their own."""
    return grids_in(parse_html(text))


def grids_in(root: Element) -> list[Grid]:
    """Return every table below `root`, with the headings, tab labels and text above it.

    Raises:
        TokenfallError: Elements are nested deeper than any page needs.
    """
    try:
        return _grids_in(root)
    except RecursionError as error:
        raise TokenfallError("the page is not read: its elements are nested too deep; capture it again") from error


def _grids_in(root: Element) -> list[Grid]:
    _rename_by_role(root)
    grids: list[Grid] = []
    path: list[tuple[int, str]] = []
    rows = _rows_by_table(root)
    for element in root.iter("table", *HEADINGS):
        if element.tag == "table":
            grids += _table_grids(element, rows[element], tuple(title for _, title in path))
        elif title := clean(text_of(element)) or (element.get("id") or "").replace("-", " "):
            level = HEADINGS[element.tag]
            while path and path[-1][0] >= level:
                path.pop()
            path.append((level, title))
    return grids


def _rename_by_role(root: Element) -> None:
    """Turn tables of `div`s that state their roles into tables, in place."""
    for table in root.xpath("//*[@role][not(self::table)]"):
        if ROLES.get(table.get("role")) == "table" and next(table.iter("table"), None) is None:
            for element in table.iter():
                element.tag = ROLES.get(element.get("role") or "", element.tag)


def _table_grids(table: Element, own_rows: list[Element], path: tuple[str, ...]) -> list[Grid]:
    rows: list[list[Cell]] = []
    marked: list[bool] = []
    pending: dict[int, tuple[int, Cell]] = {}
    group = None
    for row in own_rows:
        parent = _group_of(row)
        if parent is not group:
            group, pending = parent, {}
        placed = _place(row, pending)
        if placed:
            rows.append(placed)
            marked.append(parent.tag == "thead" or all(cell.tag == "th" for cell in row.iterchildren("td", "th")))
    if not rows:
        return []
    caption, tabs, before = caption_of(table), tabs_of(table), text_before(table)
    return [
        replace(make_grid(part, depth), path=path, tabs=tabs, caption=caption, before=before)
        for part, depth in _split(rows, marked)
    ]


def _rows_by_table(root: Element) -> defaultdict[Element, list[Element]]:
    """The rows of each table, without those of tables inside it. Cells of a part without rows are its only row.

    One walk for all: a walk for each of a thousand tables inside one another takes minutes.
    """
    rows: defaultdict[Element, list[Element]] = defaultdict(list)
    for row in root.iter("tr", *PARTS):
        if row.tag != "tr" and (row.find("tr") is not None or (row.find("td") is None and row.find("th") is None)):
            continue
        if (table := next(row.iterancestors("table"), None)) is not None:
            rows[table].append(row)
    return rows


def _group_of(row: Element) -> Element:
    """The part of the table that a row is in, through elements that do not belong into a table."""
    return row if row.tag in PARTS else next(row.iterancestors(*PARTS, "table"))


def _place(row: Element, pending: dict[int, tuple[int, Cell]]) -> list[Cell]:
    """One row's cells, with those that hang down from above in `pending` (column -> rows left, cell)."""
    out: list[Cell] = []
    own = 0

    def hang() -> None:
        while len(out) in pending:
            left, cell = pending.pop(len(out))
            if left > 1:
                hanging[len(out)] = (left - 1, cell)
            out.append(cell)

    hanging: dict[int, tuple[int, Cell]] = {}
    for element in row.iterchildren("td", "th"):
        cell = html_cell(element)
        down, across = _span(element, "rowspan"), _span(element, "colspan")
        if not cell.text and (down == 0 or across == 0):
            continue  # an editor's placeholder under a span
        hang()
        own += 1
        for _ in range(max(across, 1)):
            if len(out) in pending:
                break
            if down != 1:
                hanging[len(out)] = (MAX_SPAN * 100 if down == 0 else down - 1, cell)
            out.append(cell)
    hang()
    for column in sorted(pending):
        left, cell = pending[column]
        if own:
            out += [MISSING] * (column - len(out))
            out.append(cell)
        if left > 1:
            hanging[column] = (left - 1, cell)
    pending.clear()
    pending.update(hanging)
    return out if own else []


def _span(element: Element, name: str) -> int:
    written = element.get(name)
    if written is None:
        return 1
    written = written.strip(" {}'\"")  # MDX writes rowSpan={2}
    return min(int(written[:MOST_DIGITS]), MAX_SPAN) if written.isdecimal() else 1


def _split(rows: list[list[Cell]], marked: list[bool]) -> list[tuple[list[list[Cell]], int]]:
    """Cut the rows above every header row in the middle; per part the number of its header rows."""
    starts = [0]
    for i in range(1, len(rows)):
        if marked[i] and not marked[i - 1] and len(set(map(id, rows[i]))) > 1:
            starts.append(i)
    parts = []
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        depth = 0
        while start + depth < end and marked[start + depth]:
            depth += 1
        parts.append((rows[start:end], depth or _unmarked_depth(rows[start:end])))
    return parts


def _unmarked_depth(rows: list[list[Cell]]) -> int:
    """Without header marks the first row is the header, and more rows while one of its cells hangs down into them.

    A first row with a number of its own is no header; that of a unit ('per 1 million tokens') is none.
    """
    depth = 1
    while (
        depth < len(rows) - 1
        and any(a is b and a.text for a, b in zip(rows[0], rows[depth], strict=False))
        and not any(char.isdigit() for cell in rows[0] for char in UNIT_NUMBER.sub("", cell.text))
    ):
        depth += 1
    return depth

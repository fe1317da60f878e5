"""Tables drawn with elements that are no tables and state no roles: known by a row of headers of models and prices."""

from __future__ import annotations

from assets.prices.pages.columns import Ambiguous, bind
from assets.reading.html_cells import Element, clean, text_of

FEWEST, MOST = 3, 14
LONGEST_HEADER = 60
ROW_TAGS = ("div", "li", "ul", "section", "article", "header", "p", "dl")


def mark_drawn_tables(root: Element) -> None:
    """Turn each row of headers and the rows beside it into a table, in place.

    A row is beside the row of headers, or beside what holds that row alone, or inside such an element; and it has as
    many elements as there are headers.
    """
    for header in [element for element in root.iter(*ROW_TAGS) if _is_header(element)]:
        if next(header.iterancestors("table"), None) is not None:
            continue
        top = header
        while len(top.getparent()) == 1 and top.getparent().tag in ROW_TAGS:
            top = top.getparent()
        rows = [row for beside in top.itersiblings() for row in _rows_in(beside, len(header))]
        if rows:
            for row in (header, *rows):
                _mark_row(row, "th" if row is header else "td")
            top.getparent().tag = "table"


def _is_header(element: Element) -> bool:
    """Whether the texts of an element's children are headers of columns, two of them of input and of output."""
    if not FEWEST <= len(element) <= MOST:
        return False
    texts = [clean(text_of(child)) if _is_short(child) else None for child in element]
    if None in texts:
        return False
    try:
        columns = bind(tuple(text or "" for text in texts))
    except (Ambiguous, ValueError):
        return False
    return {"input", "output"} <= {role for _, role in columns.prices}


def _is_short(element: Element) -> bool:
    length = 0
    for text in element.itertext():
        length += len(text)
        if length > LONGEST_HEADER:
            return False
    return True


def _rows_in(element: Element, width: int) -> list[Element]:
    """The element, or else its children, if it is a row as wide as the header."""
    if len(element) == width:
        return [element]
    return [child for child in element if len(child) == width]


def _mark_row(row: Element, tag: str) -> None:
    row.tag = "tr"
    for cell in row:
        cell.tag = tag

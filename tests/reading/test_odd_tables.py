"""Tables of HTML that are not written by the book, and what names them from outside."""

from __future__ import annotations

import pytest

from assets.reading.grids import Cell, Grid
from assets.reading.html import html_grids

BODY = "<tr><th>Model</th><th>Input</th></tr><tr><td>m-1</td><td>$1</td></tr>"
TABLE = f"<table>{BODY}</table>"


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in (*grid.header, *grid.rows)]


def test_header_cells_without_a_row_are_the_header() -> None:
    (grid,) = html_grids(
        "<table><thead><th>Model</th><th>Input</th></thead><tbody><div><div><tr><td>m-1</td><td>$1</td></tr></div>"
        "<div><tr><td>m-2</td><td>$2</td></tr></div></div></tbody></table>"
    )
    assert texts(grid) == [["Model", "Input"], ["m-1", "$1"], ["m-2", "$2"]]
    assert len(grid.header) == 1


def test_cells_that_lost_their_row_beside_other_rows_are_not_read() -> None:
    (grid,) = html_grids("<table><tbody><td>m-9</td><td>$9</td>" + BODY + "</tbody></table>")
    assert texts(grid) == [["Model", "Input"], ["m-1", "$1"]]


def test_a_span_in_braces_is_a_span() -> None:
    (grid,) = html_grids(
        "<table><tr><th>A</th><th>B</th></tr><tr><td rowSpan={2}>m-1</td><td>1</td></tr><tr><td>2</td></tr></table>"
    )
    assert texts(grid)[1:] == [["m-1", "1"], ["m-1", "2"]]


@pytest.mark.parametrize("role", ["table", "grid"])
def test_elements_with_the_roles_of_a_table_are_one(role: str) -> None:
    (grid,) = html_grids(
        f"<h2>Prices</h2><div role={role} aria-label='Standard'><div role=rowgroup><div role=row>"
        "<span role=columnheader>Model</span><span role=columnheader>Input</span></div></div>"
        "<div role=row><div role=rowheader>m-1</div><div role=gridcell>$1</div></div></div>"
    )
    assert texts(grid) == [["Model", "Input"], ["m-1", "$1"]]
    assert (grid.path, grid.caption) == (("Prices",), "Standard")


@pytest.mark.parametrize(
    ("html", "caption", "tabs"),
    [
        (f"<details><summary>Batch API</summary><p>Half the price.</p>{TABLE}</details>", "", ("Batch API",)),
        (f"<details>{TABLE}</details>", "", ()),
        (f"<figure>{TABLE}<figcaption>Flex</figcaption></figure>", "Flex", ()),
        (f"<table><caption>Batch</caption>{BODY}</table>", "Batch", ()),
        (f"<b id=b>Batch</b><table aria-labelledby=b>{BODY}</table>", "Batch", ()),
        (f"<i aria-controls=p>Flex</i><p>x</p><div role=tabpanel id=p>{TABLE}</div>", "", ("Flex",)),
        (f"<a href='#p'>Flex</a><p>x</p><div role=tabpanel id=p>{TABLE}</div>", "", ("Flex",)),
        (f"<a href='#p'>Flex</a><a href='#p'>Go</a><div role=tabpanel id=p>{TABLE}</div>", "", ()),
        (f"<div role=tabpanel>{TABLE}</div>", "", ()),
    ],
)
def test_a_table_is_named_by_what_surrounds_it(html: str, caption: str, tabs: tuple[str, ...]) -> None:
    (grid,) = html_grids(html)
    assert (grid.caption, grid.tabs) == (caption, tabs)


def cell(html: str) -> Cell:
    return html_grids(f"<table><tr><th>Model</th></tr><tr><td>{html}</td></tr></table>")[0].rows[0][0]


@pytest.mark.parametrize(
    ("html", "text", "asides"),
    [
        ("<a href='/m/a-1'>A 1</a> <span>Sale price</span>", "A 1\nSale price", ("Sale price",)),
        ("<a href='/m/a-1'>A <b>1</b></a> (old)", "A 1 (old)", ()),
        ("A 1 (<a href='/old'>old</a>) <span>x</span>", "A 1 (old) x", ()),
        ("<div><a href='/m/a-1'><p>A 1</p></a></div><small>new</small>", "A 1\nnew", ("new",)),
        ("A <span>1</span>", "A 1", ()),
        ("A 1<span class='badge-new'>New</span>", "A 1\nNew", ("New",)),
        ("<span class='label'>A 1</span>", "A 1", ()),
        ("<a href='/m/a-1'><img></a><b>A 1</b>", "A 1", ()),
    ],
)
def test_what_follows_a_leading_link_is_beside_the_name(html: str, text: str, asides: tuple[str, ...]) -> None:
    assert (cell(html).text, cell(html).asides) == (text, asides)


def test_an_empty_caption_names_nothing() -> None:
    (grid,) = html_grids(f'<table aria-label="Batch"><caption> </caption>{BODY}</table>')
    assert grid.caption == "Batch"


def test_two_cells_hang_down_beyond_a_short_row() -> None:
    hanging = '<td rowspan="2">$1</td><td rowspan="2">$2</td>'
    (grid,) = html_grids(f"<table><tr><td>a</td><td>new</td>{hanging}</tr><tr><td>b</td></tr></table>")
    assert texts(grid)[1] == ["b", "", "$1", "$2"]

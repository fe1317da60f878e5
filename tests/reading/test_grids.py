"""Grids from HTML: spans, headers, headings, footnotes, struck prices, cut rows."""

from assets.reading.grids import fill_down, join_split_headers, transpose
from assets.reading.html import html_grids


def texts(rows) -> list[list[str]]:  # noqa: ANN001
    return [[cell.text for cell in row] for row in rows]


def test_two_header_rows_join_per_column_and_spans_fill() -> None:
    grid = html_grids(
        "<h2>Prices</h2><h3>Batch</h3><table><tr><th></th><th colspan=2>Short context</th></tr>"
        "<tr><th>Model</th><th>Input</th><th>Output</th></tr>"
        "<tr><td rowspan=9>m-1</td><td>$1</td><td>$2</td></tr><tr><td>$3</td><td>$4</td></tr></table>"
    )[0]
    assert grid.columns == ("Model", "Short context / Input", "Short context / Output")
    assert texts(grid.rows) == [["m-1", "$1", "$2"], ["m-1", "$3", "$4"]]
    assert grid.path == ("Prices", "Batch")


def test_footnotes_struck_prices_and_invisible_characters_are_apart() -> None:
    row = html_grids(
        "<table><tr><td>Model</td></tr><tr><td>\u200b$0.15<sup>1</sup></td><td><del>$9</del>\u00a0$3<br>x</td>"
        "<td>$5<sup>99</sup></td><td><span class='line-through'>$8</span></td><td>$6<sup>a</sup></td></tr></table>"
    )[0].rows[0]
    assert [cell.text for cell in row] == ["$0.15", "$3\nx", "$5^99", "", "$6"]
    assert [cell.struck for cell in row] == ["", "$9", "", "$8", ""]


def test_an_editors_placeholders_under_a_span_do_not_shift_the_row() -> None:
    grid = html_grids(
        "<table><tr><td>Model</td><td>In</td></tr><tr><td rowspan=2>m</td><td>1</td></tr>"
        "<tr><td rowspan=0 colspan=0>\ufeff</td><td>2</td></tr></table>"
    )[0]
    assert texts(grid.rows) == [["m", "1"], ["m", "2"]]


def test_short_rows_are_marked_and_a_narrow_header_is_not_whole() -> None:
    grid = html_grids("<table><tr><th>A</th></tr><tr><td>1</td><td>2</td></tr><tr><td>1</td></tr></table>")[0]
    assert not grid.header_is_whole
    assert grid.rows[1][1].missing


def test_tabs_are_found_by_value_role_and_order() -> None:
    table = "<table><tr><th>A</th></tr><tr><td>1</td></tr></table>"
    grids = html_grids(
        f"<div data-value='flex'>{table}</div><b id=t>Batch</b><div role=tabpanel aria-labelledby=t>{table}</div>"
        f"<div><div><i class='label'>X</i><i class='label'>Y</i></div><p class='tab'>{table}</p></div>"
        f"<section><div><button>One</button><button>Two</button></div><div class='tab-a'>{table}</div>"
        f"<div class='tab-a'>{table}</div></section>"
    )
    assert [grid.tabs for grid in grids] == [("flex",), ("Batch",), (), ("One",), ("Two",)]


def test_full_width_rows_are_sections_and_header_tables_join_their_bodies() -> None:
    head, body = "<table><thead><tr><th>A</th><th>B</th></tr></thead></table>", "<td>1</td><td>2</td>"
    grids = join_split_headers(
        html_grids(f"{head}<table><tr>{body}</tr><tr><td colspan=2>Batch</td></tr><tr>{body}</tr></table>")
    )
    assert len(grids) == 1
    assert grids[0].columns == ("A", "B")
    assert grids[0].sections == ("", "Batch")
    assert texts(transpose(grids[0]).rows) == [["B", "2", "2"]]


def test_blank_cells_are_filled_only_on_request() -> None:
    grid = html_grids(
        "<table><tr><th>A</th><th>B</th></tr><tr><td>m</td><td>1</td></tr><tr><td></td><td>2</td></tr></table>"
    )[0]
    assert texts(grid.rows)[1] == ["", "2"]
    assert texts(fill_down(grid, 0).rows)[1] == ["m", "2"]


def test_a_bar_of_tabs_above_a_table_gives_the_chosen_tab() -> None:
    bar = "<div role='tablist'><button role='tab'>Batch</button><button role='tab'{}>Standard</button></div>"
    table = "<div><table><tr><th>Model</th></tr><tr><td>a-1</td></tr></table></div>"
    chosen, unknown = (html_grids(bar.format(mark) + table)[0] for mark in (" aria-selected='true'", ""))
    assert chosen.before == "Standard"
    assert unknown.before == "Batch Standard"

"""Documents that are not well formed: empty and nested tables, spans that collide, texts that cannot be read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assets.reading.context import Band, ContextError, read_band
from assets.reading.currency import LARGEST, Rates, refreshed
from assets.reading.dates import DateError, read_period
from assets.reading.embedded import MAX_DEPTH, objects_with, script_data
from assets.reading.grids import Grid
from assets.reading.html import html_grids
from assets.reading.markdown import markdown_grids
from assets.reading.markdown_rules import PARSER
from assets.reading.money import MoneyError, amounts
from assets.reading.units import Unit, find_units
from warehouse.errors import TokenfallError

TABLE = "<table><tr><th>A</th></tr><tr><td>1</td></tr></table>"


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in (*grid.header, *grid.rows)]


def test_headings_without_text_are_no_part_of_the_path() -> None:
    (grid,) = html_grids(f"<h2>Prices</h2><h3> </h3><h4 id='per-token'></h4>{TABLE}")
    assert grid.path == ("Prices", "per token")


def test_tables_and_rows_without_cells_are_left_out() -> None:
    (grid,) = html_grids("<table></table><table><tr></tr></table><table><tr><th>A</th></tr><tr></tr><tr><td>1</table>")
    assert texts(grid) == [["A"], ["1"]]


def test_a_nested_table_is_a_grid_of_its_own() -> None:
    outer, inner = html_grids(f"<table><tr><th>M</th><th>P</th></tr><tr><td>m</td><td>x{TABLE}</td></tr></table>")
    assert [len(row) for row in texts(outer)] == [2, 2]
    assert texts(inner) == [["A"], ["1"]]


def test_a_wide_cell_ends_where_a_cell_from_above_hangs() -> None:
    (grid,) = html_grids(
        "<table><tr><td>A</td><td>B</td><td>C</td></tr><tr><td>1</td><td rowspan=2>2</td><td>3</td></tr>"
        "<tr><td colspan=2>4</td><td>5</td></tr></table>"
    )
    assert texts(grid)[2] == ["4", "2", "5"]


def test_a_cell_hangs_past_the_end_of_shorter_rows_and_through_rows_of_none() -> None:
    (grid,) = html_grids(
        "<table><tr><td>A</td><td>B</td><td>C</td></tr><tr><td>1</td><td>2</td><td rowspan=4>3</td></tr>"
        "<tr><td>4</td></tr><tr></tr><tr><td>5</td><td>6</td></tr></table>"
    )
    assert texts(grid)[2:] == [["4", "", "3"], ["5", "6", "3"]]
    assert grid.rows[1][1].missing


def test_a_header_row_in_the_middle_starts_a_table_of_its_own() -> None:
    row = "<tr><td>m</td><td>1</td></tr>"
    first, second = html_grids(
        f"<table><tr><th>A</th><th>B</th></tr>{row}<tr><th>C</th><th>D</th></tr>{row}{row}</table>"
    )
    assert (first.columns, len(first.rows)) == (("A", "B"), 1)
    assert (second.columns, len(second.rows)) == (("C", "D"), 2)


def test_an_unmarked_header_has_as_many_rows_as_its_cells_hang_down() -> None:
    (grid,) = html_grids(
        "<table><tr><td rowspan=2>Model</td><td colspan=2>Price</td></tr><tr><td>In</td><td>Out</td></tr>"
        "<tr><td>m</td><td>1</td><td>2</td></tr></table>"
    )
    assert grid.columns == ("Model", "Price / In", "Price / Out")


def test_hidden_and_skipped_parts_of_a_cell_are_not_read() -> None:
    (grid,) = html_grids(
        "<table><tr><td>A</td><td>B</td></tr><tr><td><b>1</b><button>copy</button><i hidden>9</i>"
        "<i style='display: none'>8</i></td><td><span>2</span></td></tr></table>"
    )
    assert texts(grid)[1] == ["1", "2"]


@pytest.mark.parametrize(
    ("panel", "tabs"),
    [
        ("<div role=tabpanel aria-label='Batch'>{}</div>", ("Batch",)),
        ("<div role=tabpanel aria-labelledby=nowhere>{}</div>", ()),
        ("<section><div><button>One</button></div><div class='tab'>{}</div></section>", ()),
        ("<html class='tab'><body>{}</body></html>", ()),
        ("<section><div class='tab a'>{}</div><div class='tab b'></div></section>", ()),
        ("<section><p>two labels</p><div class='tab'>{}</div><div class='tab'></div></section>", ()),
    ],
)
def test_a_tab_has_the_label_that_is_certainly_its_own(panel: str, tabs: tuple[str, ...]) -> None:
    (grid,) = html_grids(panel.format(TABLE))
    assert grid.tabs == tabs


def test_an_html_table_in_markdown_has_its_headings_and_ends_the_text_before_it() -> None:
    html, piped = markdown_grids(f"# Prices\n\n## Batch\n\nper token\n\n{TABLE}\n\n| A |\n|---|\n| 2 |\n")
    assert (html.path, html.before, texts(html)) == (("Prices", "Batch"), "per token", [["A"], ["1"]])
    assert (piped.path, texts(piped)) == (("Prices", "Batch"), [["A"], ["2"]])


def test_an_html_table_in_markdown_that_never_closes_is_read_to_the_end() -> None:
    (grid,) = markdown_grids("<table><tr><th>A</th></tr>\n<tr><td>1</td></tr>\n| A |\n|---|\n")
    assert texts(grid)[:2] == [["A"], ["1"]]


def test_an_html_table_in_markdown_ends_the_text_and_the_table_right_above_it() -> None:
    below_text, below_table = (markdown_grids(f"{above}\n{TABLE}\n") for above in ("per token", "| A |\n|---|\n| 2 |"))
    assert [(grid.before, texts(grid)) for grid in below_text] == [("per token", [["A"], ["1"]])]
    assert [texts(grid) for grid in below_table] == [[["A"], ["2"]], [["A"], ["1"]]]


def test_a_tag_of_mdx_inside_a_link_is_no_text() -> None:
    (grid,) = markdown_grids("| A |\n|---|\n| [<Tag style={{color: 1}}>x](https://example.org) |\n")
    assert (texts(grid)[1], grid.rows[0][0].links) == (["x"], ("https://example.org",))


def test_a_pushed_piece_that_is_no_json_is_left_out() -> None:
    script = 'self.__next_f.push([1,"a\\q"]) self.__next_f.push([1,"b"])'
    assert script_data(f"<html><script>{script}</script></html>") == f"{script}b"


def test_a_key_outside_of_any_object_or_too_deep_is_not_found() -> None:
    assert list(objects_with('"price": 1, {"name": "a"}', "price")) == []
    assert list(objects_with('{"name": "a"} "price": 1', "price")) == []
    deep = '{"price": 0, "x":' + '{"a": [' * MAX_DEPTH
    assert list(objects_with(f'{deep}"price": 1', "price")) == []


def test_lengths_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(ContextError, match="runs backwards: '200K-128K'"):
        read_band("200K-128K")
    with pytest.raises(ContextError, match=r"not a whole number of tokens: 1\.0005K"):
        read_band("> 1.0005K")
    assert read_band("32-128K") == Band(32_000, 128_000, "")


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(DateError, match="more than one period"):
        read_period("from 2026-03-01 until 2026-02-01")
    with pytest.raises(DateError, match="more than one period"):
        read_period("from 2026-03-01 from 2026-04-01")
    assert read_period("from 2026-03-01 until 2026-03-31").valid_to == date(2026, 4, 1)


def test_a_comma_in_euros_may_be_decimal_and_one_in_dollars_is_not() -> None:
    with pytest.raises(MoneyError, match="'1,500' may be a decimal comma"):
        amounts("€1,500")
    assert [amount.value for amount in amounts("$1,500")] == [Decimal(1500)]


def test_a_table_of_rates_too_large_to_be_one_is_refused() -> None:
    with pytest.raises(TokenfallError, match="20,000,001 bytes"):
        refreshed(Rates({}), b"x" * (LARGEST + 1))


def test_text_far_above_a_table_is_not_the_text_before_it() -> None:
    near, far = (html_grids(f"<p>per token</p>{'<div>' * depth}{TABLE}")[0] for depth in (6, 7))
    assert (near.before, far.before) == ("per token", "")


def test_numbers_of_things_are_units_only_where_something_is_per_them() -> None:
    assert find_units("a 1M token window, 1,000 requests") == ()
    assert find_units("$1 per 1,000 requests") == (Unit("request", Decimal(1000)),)


def test_a_row_without_a_table_is_no_grid() -> None:
    assert html_grids("<div><tr><td>$5</td></tr></div>") == []


def test_a_bracket_after_the_last_link_is_text_inside_an_open_bracket_too() -> None:
    (inline,) = PARSER.parseInline("![ [x](y) [z")
    assert [token.attrGet("href") for token in inline.children or () if token.type == "link_open"] == ["y"]
    assert "".join(token.content for token in inline.children or ()) == "![ x [z"

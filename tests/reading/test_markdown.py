"""Tables of Markdown and MDX: what touches them, what shifts or cuts them, and what a cell shows."""

from __future__ import annotations

from time import process_time

import pytest
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline

from assets.reading.grids import Grid
from assets.reading.markdown import FOOTNOTE_REF, markdown_cell, markdown_grids, markdown_tables

TABLE = "| Model | In |\n|---|---|\n| m-1 | $1 |"


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in (*grid.header, *grid.rows)]


def test_headings_tabs_links_struck_prices_and_cut_rows() -> None:
    grid = markdown_grids(
        '# Prices\n\n## Chat\n<Tab title="Batch">\n\n| Model | In | Out |\n|:--|---|--|\n'
        "| [![x](a.png)M-1](/docs/m-1)new | ~~\\$9~~ \\$1.00[^2] | a\\|b<br>$2<sup>1</sup> |\n| m-2 | \\$3 | \\$4.5"
    )[0]
    assert grid.path == ("Prices", "Chat")
    assert grid.tabs == ("Batch",)
    assert texts(grid)[1] == ["M-1new", "$1.00", "a|b\n$2"]
    assert grid.rows[0][0].links == ("/docs/m-1",)
    assert grid.rows[0][1].struck == "$9"
    assert grid.rows[1][2].missing


@pytest.mark.parametrize(
    "above",
    ['<Tab title="Flex">', "<Note>", "- a list", "> a quote", "text", "<div>", "---\ntitle: Prices\n---"],
)
def test_a_table_needs_no_blank_line_above_it(above: str) -> None:
    (grid,) = markdown_grids(f"# Prices\n{above}\n{TABLE}")
    assert texts(grid) == [["Model", "In"], ["m-1", "$1"]]
    assert grid.path == ("Prices",)  # front matter resembles an underlined heading, and is none


def test_an_indented_table_in_a_tab_is_read_and_one_in_code_is_not() -> None:
    indented = "\n".join(f"      {line}" for line in TABLE.split("\n"))
    grids = markdown_grids(f'<Tab title="Flex">\n{indented}\n</Tab>\n\n```md\n{TABLE}\n```\n\n{TABLE}\n')
    assert [grid.tabs for grid in grids] == [("Flex",), ()]


def test_a_line_without_a_pipe_ends_a_table() -> None:
    first, second = markdown_tables(f"{TABLE}\nPer chip, **H9**\n{TABLE}\r\n\r\nIn all\n")
    assert texts(first.grid) == texts(second.grid) == [["Model", "In"], ["m-1", "$1"]]
    assert (first.line, first.above, first.below) == (1, "", "Per chip, H9")
    assert (second.line, second.above, second.below) == (5, "Per chip, H9", "In all")


def test_text_above_an_earlier_table_is_before_the_later_one_and_not_directly_above_it() -> None:
    _, second = markdown_tables(f"Per 1M tokens\n\n{TABLE}\n\n{TABLE}\n\n```sh\nrun\n```\n")
    assert (second.grid.before, second.above, second.below) == ("Per 1M tokens", "", "")


@pytest.mark.parametrize(
    ("row", "missing"),
    [
        ("| m-1 |", [False, True]),
        ("| m-1 | $1 | $2 |", [False, False, False]),
        ("| m-1 | $1", [False, True]),
        ("| m-", [True, True]),
    ],
)
def test_a_row_of_another_width_or_without_its_closing_pipe_is_marked(row: str, missing: list[bool]) -> None:
    (grid,) = markdown_grids(f"| Model | In |\n|---|---|\n{row}\n")
    assert [cell.missing for cell in grid.rows[0]] == missing
    assert grid.header_is_whole == (len(missing) == 2)


def test_without_closing_pipes_the_last_row_of_an_unfinished_text_is_cut() -> None:
    text = "Model | In\n--- | ---\nm-1 | $1\nm-2 | $2"
    cut, whole = markdown_grids(text)[0], markdown_grids(text + "\n")[0]
    assert [[cell.missing for cell in row] for row in cut.rows] == [[False, False], [False, True]]
    assert not any(cell.missing for row in whole.rows for cell in row)


def test_a_delimiter_row_of_another_width_leaves_no_whole_header() -> None:
    (grid,) = markdown_grids("| Model | In | Out |\n|---|---|\n| m-1 | $1 | $2 |\n")
    assert not grid.header_is_whole
    assert texts(grid)[1][:3] == ["m-1", "$1", "$2"]


def test_html_tables_take_the_headings_and_tabs_of_the_markdown() -> None:
    html = "<table>\n<tr><th>Model</th></tr>\n\n<tr><td>m-1</td></tr>\n</table>"
    (grid,) = markdown_grids(f'# Prices\n<Tabs>\n  <Tab title="Flex">\n    {html}\n  </Tab>\n</Tabs>\n')
    assert (grid.path, grid.tabs, texts(grid)) == (("Prices",), ("Flex",), [["Model"], ["m-1"]])


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("原价12元**（限时5折）**", "原价12元（限时5折）"),
        ('m-1 <span style={{color: "red"}}>new</span>', "m-1 new"),
        ("m-1 (<272K context)", "m-1 (<272K context)"),
        ("`m_1` and gpt_4_x", "m_1 and gpt_4_x"),
        ("$5<sup>99</sup> $3^1 $4<sup>†</sup>", "$5^99 $3 $4"),
        ("$5<sup>a</sup>", "$5"),
        ("\\$3 &lt; $4&nbsp;/ MTok", "$3 < $4 / MTok"),
        ("$3<del>$9</del>", "$3"),
        ("\\-", "-"),
        ("[m-1]", "[m-1]"),
    ],
)
def test_what_a_cell_shows(source: str, text: str) -> None:
    assert markdown_cell(source).text == text


def processor_seconds(length: int) -> float:
    def once() -> float:
        started = process_time()
        FOOTNOTE_REF.sub("", "[^" * length)
        return process_time() - started

    return min(once() for _ in range(3))


def test_the_search_for_footnote_marks_takes_time_in_proportion_to_the_length() -> None:
    assert processor_seconds(8_000) < 3 * processor_seconds(4_000)


@pytest.mark.parametrize(("end", "most"), [("", 0), ("](a)", 12)])
def test_each_bracket_is_tried_as_a_link_only_few_times(monkeypatch: pytest.MonkeyPatch, end: str, most: int) -> None:
    tried = 0
    skip = ParserInline.skipToken

    def counted(parser: ParserInline, state: StateInline) -> None:
        nonlocal tried
        tried += 1
        skip(parser, state)

    monkeypatch.setattr(ParserInline, "skipToken", counted)
    markdown_tables("[" * 1000 + end)
    assert tried <= most * 1000


def test_a_bracket_that_opens_nothing_is_text_and_an_image_in_a_link_is_read() -> None:
    (grid,) = markdown_grids("| A | B |\n|---|---|\n| [![i](x) t](y) [0 | ![1] [2] |\n")
    assert [(cell.text, cell.links) for cell in grid.rows[0]] == [("t [0", ("y",)), ("![1] [2]", ())]

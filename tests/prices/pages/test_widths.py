"""Rows that are wider or shorter than their table: read only where no cell can be taken for another."""

from __future__ import annotations

import pytest

from assets.prices.pages.tables import Layout, offers_in
from assets.reading.grids import Cell, make_grid
from assets.reading.markdown import markdown_grids
from assets.reading.units import MTOK

WHOLE = "m-1|$1|$4|$0.1|yes"
HEADER = "Model|Input|Output|Cached input|Notes"


def read(*rows: str, header: str = HEADER) -> tuple[list[str], list[str]]:
    problems: list[str] = []
    grid = make_grid([[Cell(text) for text in row.split("|")] for row in (header, *rows)], 1)
    offers = offers_in([grid], Layout(unit=MTOK), problems)
    shown = [f"{o.model} {o.input_per_mtok} {o.cached_input_per_mtok} {o.output_per_mtok}" for o in offers]
    return shown, problems


@pytest.mark.parametrize(
    ("row", "offer"),
    [("m-2|$2|$8", "m-2 2 None 8"), ("m-2|$2|$8|$0.2", "m-2 2 0.2 8"), ("m-2|$2|$2", "m-2 2 None 2")],
)
def test_a_row_that_ends_before_optional_columns_is_read(row: str, offer: str) -> None:
    assert read(WHOLE, row) == (["m-1 1 0.1 4", offer], [])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("m-2|$8|$0.2", "a price seems to be lost"),  # without its input
        ("m-2|$2|$0.2", "a price seems to be lost"),  # without its output
        ("m-2|$8|$0.2|yes", "shorter than the table"),
        ("m-2|$2", "shorter than the table"),
        ("m-2|$2|from $8", "shorter than the table"),
        ("$2|$8|$0.2|yes", "shorter than the table"),
    ],
)
def test_a_row_that_lost_a_cell_is_left_out(row: str, reason: str) -> None:
    shown, (problem,) = read(WHOLE, row)
    assert shown == ["m-1 1 0.1 4"]
    assert reason in problem


def test_without_a_whole_row_no_short_row_is_read() -> None:
    assert read("m-2|$2|$8")[0] == []


def test_a_short_row_of_two_groups_of_prices_is_left_out() -> None:
    header = "Model|Input|Output|Batch input|Batch output"
    assert read("m-1|$2|$8|$1|$4", "m-2|$2|$8", header=header)[0] == ["m-1 1 None 4", "m-1 2 None 8"]


def test_a_lost_cell_between_two_groups_of_prices_leaves_the_row_out() -> None:
    header = "Model|Input|Output|Cached input|Batch input|Batch output|Batch cached input"
    shown, _ = read("m-1|$2|$8|$0.2|$1|$4|$0.1", "m-2|$2|$8|$1|$4|$0.1", header=header)
    assert shown == ["m-1 1 0.1 4", "m-1 2 0.2 8"]


def test_a_row_wider_than_the_header_is_left_out_alone() -> None:
    shown, problems = read(WHOLE, WHOLE.replace("m-1", "m-3"), "m-2|x|$2|$8|$0.2|yes")
    assert shown == ["m-1 1 0.1 4", "m-3 1 0.1 4"]
    assert problems == ["table 1 (no heading), 'm-2': the row is wider than the header"]


@pytest.mark.parametrize("short", [[], ["m-2|$8|$0.2|yes"]])
def test_a_table_whose_rows_are_wider_than_its_header_is_left_out(short: list[str]) -> None:
    shown, (problem,) = read(WHOLE, WHOLE, *short, header="Model|Output|Cached input|Notes")
    assert shown == []
    assert problem.endswith(": left out, a row is wider than the header, columns may have shifted")


@pytest.mark.parametrize("cut", ["|---|---|", "|---|---|---|---|"])
def test_a_markdown_table_with_a_delimiter_of_another_width_is_left_out(cut: str) -> None:
    problems: list[str] = []
    grids = markdown_grids(f"|Model|Input|Output|\n{cut}\n|m-1|$1|$2|\n|m-2|$1|$2|\n")
    assert offers_in(grids, Layout(unit=MTOK), problems) == []
    assert "columns may have shifted" in problems[0]


def test_of_a_markdown_table_only_the_wide_row_is_left_out() -> None:
    problems: list[str] = []
    rows = "|m-1|$1|$2|\n|m-2|$1|$1|$2|\n|m-3|$1|$2|\n"
    offers = offers_in(markdown_grids(f"|Model|Input|Output|\n|-|-|-|\n{rows}"), Layout(unit=MTOK), problems)
    assert [offer.model for offer in offers] == ["m-1", "m-3"]
    assert problems == ["table 1 (no heading), 'm-2': the row is wider than the header"]


def test_a_blank_name_beside_a_band_is_that_of_the_row_above() -> None:
    problems: list[str] = []
    rows = [["Model", "Condition", "Input", "Output"], ["m-1", "≤ 32k", "$1", "$2"], ["", "> 32k", "$3", "$4"]]
    grid = make_grid([[Cell(text) for text in row] for row in rows], 1)
    offers = offers_in([grid], Layout(unit=MTOK), problems)
    assert [(offer.model, offer.tier, offer.context_from_tokens) for offer in offers] == [
        ("m-1", "standard", None),
        ("m-1", "long-context", 32_000),
    ]
    assert problems == []

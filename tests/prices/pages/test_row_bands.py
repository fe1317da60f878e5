"""Rows that continue the row above, bands stated by their first lengths, and prices by the hours of the day."""

from dataclasses import replace
from typing import Any

import pytest

from assets.prices.pages.hours import rows_by_hours
from assets.prices.pages.row_bands import with_bands_from_starts, with_names_from_above
from assets.reading.grids import MISSING, Cell, Grid, make_grid

HEADER = "Model|Condition|Input price|Output price"


def grid(*rows: str, header: str = HEADER) -> Grid:
    lines = [[MISSING if text == "?" else Cell(text) for text in line.split("|")] for line in (header, *rows)]
    return make_grid(lines, 1)


def column(table: Grid, at: int) -> list[str]:
    return [row[at].text for row in table.rows]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("≤32k", ">32k"),
        ("[0, 32]", "(32, 128]"),
        ("Peak hours", "Off-peak hours"),
        ("高峰时段", "空闲时段"),
        ("[0, 32]", "[0, 32] 且输出 (0.2, 1]"),
    ],
)
def test_a_row_without_a_name_continues_a_row_of_the_band_or_hours_before(above: str, below: str) -> None:
    assert column(with_names_from_above(grid(f"a|{above}|1|2", f"|{below}|3|4"), bare=1000), 0) == ["a", "a"]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("-", ">32k"),
        ("≤64k", ">32k"),
        (">32k", ">32k"),
        ("Peak hours", "Peak hours"),
        ("-", "Peak hours"),
        ("-", "-"),
        ("x", "y"),
    ],
)
def test_a_row_whose_first_row_is_lost_gets_no_name(above: str, below: str) -> None:
    assert column(with_names_from_above(grid(f"a|{above}|1|2", f"|{below}|3|4")), 0) == ["a", ""]


def test_no_row_continues_one_that_is_cut_short() -> None:
    assert column(with_names_from_above(grid("≤32k|1|2|?", "|>32k|3|4")), 0) == ["≤32k", ""]


def test_a_table_that_cannot_be_bound_stays_as_it_is() -> None:
    table = grid("a|x|1|2", "|y|3|4", header="Model|Input|Input price|Output")
    assert with_names_from_above(table) == table
    assert with_bands_from_starts(table) == table


def test_lengths_that_start_at_zero_and_rise_are_the_starts_of_bands() -> None:
    table = grid(
        "a|0|1|2", "a|32K|3|4", "a|128K|5|6", "b|256K|7|8", header="Model|Input tokens per request|Input|Output"
    )
    assert column(with_bands_from_starts(table), 1) == ["0", "> 32K", "> 128K", "256K"]


@pytest.mark.parametrize(
    "rows", [("a|32K|1|2", "a|64K|1|2"), ("a|0|1|2", "a|x|1|2"), ("a|0|1|2", "b|32K|1|2"), ("a|0|1|2",)]
)
def test_other_lengths_stay_as_they_are(rows: tuple[str, ...]) -> None:
    table = grid(*rows, header="Model|Input tokens per request|Input|Output")
    assert with_bands_from_starts(table) == table


def test_lengths_that_fall_are_no_starts() -> None:
    table = grid("a|0|1|2", "a|64K|1|2", "a|32K|1|2", header="Model|Input tokens per request|Input|Output")
    assert column(with_bands_from_starts(table), 1) == ["0", "> 64K", "32K"]


def hours(*rows: str, header: str = HEADER, **about: Any) -> tuple[list[tuple[str, str, str, str]], list[str]]:
    """Section, condition, input and output of every row, and the messages."""
    problems: list[str] = []
    table = rows_by_hours(replace(grid(*rows, header=header), **about), problems)
    lines = [
        (section, row[1].text, row[2].text, row[3].text)
        for row, section in zip(table.rows, table.sections, strict=True)
    ]
    return lines, problems


def test_a_column_of_hours_names_the_tier_and_leaves_the_band() -> None:
    rows, problems = hours("a|Off-peak hours|1|2", "b|(32, 128], Peak hours|3|4", "b|-|5|6")
    assert rows == [("off-peak", "", "1", "2"), ("peak", "(32, 128]", "3", "4"), ("", "-", "5", "6")]
    assert problems == []


@pytest.mark.parametrize(
    "cells",
    [
        "Busy hours: $2 Idle hours: $1|Busy hours: $4 Idle hours: $3",
        "高峰时段（8:00-24:00）：$2\n空闲时段：$1|高峰：$4，空闲：$3",
    ],
)
def test_a_cell_of_two_prices_becomes_two_rows(cells: str) -> None:
    rows, _ = hours(f"a|-|{cells}")
    assert rows == [("peak", "-", "$2", "$4"), ("standard", "-", "$1", "$3")]


def test_a_price_without_hours_holds_at_all_of_them() -> None:
    assert hours("a|-|$1|Peak: $4 Off-peak: $3")[0] == [("peak", "-", "$1", "$4"), ("standard", "-", "$1", "$3")]


@pytest.mark.parametrize("cell", ["$2 busy hours $1", "Peak: $2 Peak: $1", "Peak: Off-peak: $1", "$2 at peak"])
def test_a_cell_whose_labels_do_not_each_come_before_an_amount_stays_whole(cell: str) -> None:
    assert hours(f"a|-|{cell}|$4")[0] == [("", "-", cell, "$4")]


def test_a_word_in_another_column_names_no_hours() -> None:
    assert hours("a|Peak performance|1|2", header="Model|Description|Input price|Output price")[0] == [
        ("", "Peak performance", "1", "2")
    ]


@pytest.mark.parametrize(
    "about", [{"path": ("Batch",)}, {"tabs": ("Flex",)}, {"sections": ("Priority",)}, {"caption": "Batch and flex"}]
)
def test_hours_of_another_tier_are_left_out(about: dict[str, Any]) -> None:
    assert hours("a|Peak hours|1|2", **about) == ([], ["'a': left out, hours of another tier than the standard one"])


def test_the_off_peak_price_is_the_standard_one_where_there_are_only_prices_by_hours() -> None:
    rows, _ = hours(
        "a|Peak|3|4", "a|Off-peak|1|2", "b|Idle hours|1|2", "c|-|3|4", "c|Idle hours|1|2", "c|Busy hours|5|6"
    )
    assert [section for section, *_ in rows] == ["peak", "standard", "off-peak", "", "off-peak", "peak"]


def test_a_length_without_a_unit_is_no_band() -> None:
    table = grid("a|0|1|2", "a|32.5|3|4", header="Model|Input tokens per request|Input|Output")
    assert with_bands_from_starts(table) == table
    assert column(with_names_from_above(grid("a|≤32|1|2", "|>32|3|4")), 0) == ["a", ""]

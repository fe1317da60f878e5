"""Tables of one form that differ by tier: an unknown label is an unknown tier, 'Standard' wins."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from assets.prices.pages.columns import bind
from assets.prices.pages.tables import Layout, offers_in
from assets.reading.grids import Cell, Grid, make_grid
from assets.reading.units import MTOK

HEADER = "Model|Input|Output"
Read = tuple[list[tuple[str, str, Decimal | None]], list[str]]


def table(*rows: str, header: str = HEADER, heading: str = "", tab: str = "", line: str = "") -> Grid:
    cells = [[Cell(text) for text in row.split("|")] for row in (header, *rows)]
    path, tabs = tuple(filter(None, ("Prices", heading))), tuple(filter(None, (tab,)))
    return replace(make_grid(cells, 1), path=path, tabs=tabs, before=line)


def read(*grids: Grid) -> Read:
    problems: list[str] = []
    offers = offers_in(grids, Layout(unit=MTOK), problems)
    return [(offer.model, offer.tier, offer.input_per_mtok) for offer in offers], problems


ONE, TWO, THREE = Decimal(1), Decimal(2), Decimal(3)
STANDARD = table("m-1|$2|$4", "m-2|$3|$6", heading="Standard pricing data")
BATCH = table("m-1|$1|$2", heading="Batch pricing data")
LISTED = [("m-1", "standard", TWO), ("m-2", "standard", THREE), ("m-1", "batch", ONE)]


def test_a_table_with_other_prices_than_the_standard_one_is_of_an_unknown_tier() -> None:
    offers, problems = read(STANDARD, BATCH, table("m-1|$5|$9", "m-3|$6|$9", heading="Turbo"))
    assert offers == LISTED
    assert problems == [
        "table 3 (Prices > Turbo): 2 offers left out, other prices than the table labelled standard: an unknown tier"
    ]


def test_a_table_that_agrees_with_the_standard_one_is_standard() -> None:
    offers, problems = read(STANDARD, BATCH, table("m-1|$2|$4", "m-3|$1|$2", heading="Cyber models"))
    assert (offers[3:], problems) == ([("m-1", "standard", TWO), ("m-3", "standard", ONE)], [])


@pytest.mark.parametrize(
    "odd",
    [
        table("m-3|$6|$9", heading="Turbo pricing data"),
        table("m-3|$6|$9", heading="Mode cepat pricing data"),
    ],
)
def test_a_label_in_the_place_of_a_tier_names_an_unknown_one(odd: Grid) -> None:
    offers, problems = read(STANDARD, BATCH, odd)
    assert offers == LISTED
    assert problems == [
        f"table 3 (Prices > {odd.path[-1]}): 1 offers left out, {odd.path[-1]!r} is no known tier, and tables like it "
        "are labelled with tiers"
    ]


def test_a_label_of_two_tiers_leaves_its_table_out() -> None:
    offers, problems = read(STANDARD, BATCH, table("m-3|$6|$9", heading="Batch and flex pricing data"))
    assert offers == LISTED
    assert problems == [
        "table 3 (Prices > Batch and flex pricing data): left out, two tiers in 'Batch and flex pricing data'"
    ]


def test_a_tab_beside_tabs_of_tiers_is_one() -> None:
    flex, other = table("m-1|$1|$2", tab="Flex"), table("m-1|$8|$9", tab="Harga mode cepat")
    assert read(flex, other)[0] == [("m-1", "flex", ONE)]


@pytest.mark.parametrize(
    ("label", "tier"), [("Our legacy models", "standard"), ("", "standard"), ("Batch", "batch"), ("Rapid", None)]
)
def test_only_a_label_as_short_as_a_tier_is_taken_for_one(label: str, tier: str | None) -> None:
    tables = [table("m-1|$1|$2", line="Batch"), table("m-1|$2|$4", line="Standard"), table("m-9|$8|$9", line=label)]
    assert read(*tables)[0][2:] == ([("m-9", tier, Decimal(8))] if tier else [])


def test_beside_a_single_labelled_table_a_heading_is_no_tier() -> None:
    tables = [table("m-1|$1|$2", heading="Batch"), table("m-1|$2|$4", heading="Text models")]
    assert read(*tables)[0] == [("m-1", "batch", ONE), ("m-1", "standard", TWO)]


def test_one_price_of_a_table_of_another_form_gives_way_to_the_standard_one() -> None:
    other = table("m-1|x|$7|$9", "m-3|x|$1|$2", header="Model|Notes|Input|Output")
    offers, problems = read(STANDARD, other)
    assert offers == [*LISTED[:2], ("m-3", "standard", ONE)]
    assert problems == ["m-1: left out, the table labelled standard has another price"]


def test_two_tables_without_a_tier_that_contradict_each_other_are_both_left_out() -> None:
    first = table("m-1|$2|$4", "m-2|$3|$6", heading="Harga standar")
    second = table("m-1|$4|$8", "m-2|$6|$12", "m-3|$1|$2", heading="Harga mode cepat")
    offers, problems = read(first, second)
    assert offers == []
    assert len(problems) == 2
    assert "neither names a tier" in problems[0]


def test_a_table_that_agrees_with_the_standard_one_in_part_is_left_out_whole() -> None:
    offers, problems = read(STANDARD, table("m-1|$2|$4", "m-2|$9|$9", "m-3|$1|$2"))
    assert offers == LISTED[:2]
    assert problems[0].endswith("3 offers left out, other prices than the table labelled standard: an unknown tier")


def test_a_single_shared_model_is_enough_to_doubt_both_tables() -> None:
    assert read(table("m-1|$2|$4", "m-2|$3|$6"), table("m-1|$4|$8", "m-3|$1|$2"))[0] == []


def test_one_contradiction_among_many_models_leaves_the_rest() -> None:
    first = table("m-1|$2|$4", "m-2|$3|$6", "m-3|$1|$2")
    second = table("m-1|$2|$4", "m-2|$3|$6", "m-3|$2|$4")
    assert len(read(first, second)[0]) == 6


def test_columns_of_an_unknown_tier_beside_standard_ones_are_left_out() -> None:
    header = "Model|Standard / Input|Standard / Output|Turbo / Input|Turbo / Output"
    offers, problems = read(table("m-1|$1|$2|$3|$4", header=header))
    assert offers == [("m-1", "standard", ONE)]
    assert problems == [
        f"table 1 (Prices): 'Turbo / {side}' left out, an unknown tier beside standard" for side in ("Input", "Output")
    ]
    plain = bind(("Model", "Input", "Output", "Batch / Input", "Batch / Output"))
    assert (len(plain.prices), plain.unknown) == (4, ())


def test_bands_in_headers_pair_input_and_output() -> None:
    header = "Model|≤ 200K tokens / Input|≤ 200K tokens / Output|> 200K tokens / Input|> 200K tokens / Output"
    assert read(table("m-1|$1|$2|$3|$4", header=header))[0] == [
        ("m-1", "standard", ONE),
        ("m-1", "long-context", THREE),
    ]

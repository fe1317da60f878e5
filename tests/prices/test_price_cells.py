"""Price cells of a page: each is in an offer, or a line says why not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assets.prices.price_cells import count_price_cells
from assets.prices.price_page import PageOffer, PageReading, PricePage

HEAD = "<tr><th>Model</th><th>Input / MTok</th><th>Cache writes</th><th>Output / MTok</th></tr>"


def page(body: str) -> PricePage:
    return PricePage(f"<!DOCTYPE html><html><body>{body}</body></html>".encode(), date(2026, 10, 1))


def offer(model: str, given: str, taken: str, quote: str = "", cached: str | None = None) -> PageOffer:
    return PageOffer(
        model, "standard", "USD", Decimal(given), None if cached is None else Decimal(cached), Decimal(taken), quote
    )


def counted(body: str, *offers: PageOffer, problems: tuple[str, ...] = ()) -> PageReading:
    return count_price_cells(page(body), PageReading(offers, problems))


def counts(reading: PageReading) -> tuple[int | None, int | None]:
    return reading.price_cells_seen, reading.price_cells_used


def row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def test_every_price_cell_without_an_offer_has_a_line() -> None:
    table = (
        f"<h2>Models</h2><table>{HEAD}{row('Alpha 1', '$5', '$6.25', '$25')}{row('Beta 2', '$2', '-', '$8')}</table>"
    )
    reading = counted(table, offer("Alpha 1", "5", "25"))
    assert counts(reading) == (5, 2)  # 3 cells of Alpha and 2 of Beta; input and output of Alpha are in the offer
    assert reading.problems == (
        "table 1 (Models), 'Alpha 1': '$6.25': no offer came of it: its column is 'Cache writes'",
        "table 1 (Models), 'Beta 2': '$2', '$8': no offer came of it",
    )


def test_a_line_of_the_reader_about_the_row_or_the_table_is_enough() -> None:
    table = f"<h2>Models</h2><table>{HEAD}{row('Beta 2', '$2', '-', '$8')}</table>"
    for line in (
        "table 1 (Models), 'Beta 2': the row is shorter than the table",
        "table 4 (Models): left out, no tier",
    ):
        reading = counted(table, problems=(line,))
        assert (counts(reading), reading.problems) == ((2, 0), (line,))


def test_the_same_amount_of_another_model_does_not_make_a_cell_used() -> None:
    table = f"<table>{HEAD}{row('Alpha 1', '$5', '-', '$25')}{row('Beta 2', '$5', '-', '$25')}</table>"
    assert counts(counted(table, offer("Alpha 1", "5", "25"))) == (4, 2)


def test_tables_of_other_things_are_not_counted_and_prices_per_thousand_tokens_are() -> None:
    other = "<table><tr><th>Size</th><th>Price</th></tr>" + row("1024x1024", "$0.04 per image") + "</table>"
    per_thousand = "<table><tr><th>Model</th><th>Input per 1K tokens</th><th>Output</th></tr>"
    body = other + per_thousand + row("Alpha 1", "$0.005", "$0.025") + "</table>"
    assert counts(counted(body, offer("Alpha 1", "5", "25"))) == (2, 2)


def test_a_card_that_is_not_read_is_seen() -> None:
    card = "<h3>{}</h3><p>Input: ${} / 1M tokens</p><p>Output: ${} / 1M tokens</p>"
    body = (
        card.format("Alpha 1", "5", "25")
        + "<p>We were founded in the year 2019 with $90 in cash.</p>"
        + card.format("Beta 2", "2", "8")
    )
    reading = counted(body, offer("Alpha 1", "5", "25"))
    assert counts(reading) == (4, 2)
    assert len(reading.problems) == 2
    assert all("no offer came of it" in line and "Beta 2" in line for line in reading.problems)


def test_prices_that_only_the_data_hold_count_as_seen_and_used() -> None:
    assert counts(counted("<p>See below.</p>", offer("Alpha 1", "5", "25", cached="0.5"))) == (3, 3)


def test_a_table_of_models_across_is_read_by_its_columns() -> None:
    table = "<table><tr><th>Kind</th><th>Alpha-1</th><th>Beta-2</th></tr>"
    body = table + row("Input price", "5", "2") + row("Output price", "25", "8") + "</table>"
    reading = counted(body, offer("alpha-1", "5", "25"))
    assert counts(reading) == (4, 2)
    assert len(reading.problems) == 2


def test_the_cells_of_a_price_list_in_json_are_what_was_read_and_left_out() -> None:
    body = PricePage(b'{"products": []}', date(2026, 10, 1))
    reading = count_price_cells(body, PageReading((offer("Alpha 1", "5", "25"),), ("a meter without its other side",)))
    assert counts(reading) == (2, 1)


@pytest.mark.parametrize("name", ["Alpha 1 (legacy)", "alpha-1"])
def test_a_name_that_the_reader_repaired_is_known_by_the_quoted_cell(name: str) -> None:
    table = f"<table>{HEAD}{row('Alpha-1', '$5', '-', '$25')}</table>"
    assert counts(counted(table, offer(name, "5", "25", quote="Input: $5 | Output: $25"))) == (2, 2)

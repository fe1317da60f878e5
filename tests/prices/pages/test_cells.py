"""The prices of single cells: no price, zero, and what is refused because it could be read two ways."""

from decimal import Decimal

import pytest

from assets.prices.pages.cells import CellContext, NotPerToken, read_prices
from assets.reading.money import MoneyError
from assets.reading.units import MTOK

AROUND = CellContext(("Input",), MTOK, "USD", yen="CNY")


@pytest.mark.parametrize("text", ["", "-", "\\", "N/A", "Free", "ContactSales", "限时免费", "$0", "¥0.0(限免)"])
def test_a_cell_without_a_price(text: str) -> None:
    assert read_prices(text, AROUND) == ()


@pytest.mark.parametrize(
    "text", ["$1 input$2 output", "€0,15", "$5^99", "$5M", "from $5", "$5 CAD", "1.25x", "$2 - $4", "-$5", "soon 5?"]
)
def test_a_cell_that_can_be_read_two_ways_is_refused(text: str) -> None:
    with pytest.raises(MoneyError):
        read_prices(text, AROUND)


def test_bands_of_prompt_lengths_keep_their_prices_apart() -> None:
    short, long = read_prices("$2.00, prompts <= 200k tokens\n$4.00, prompts > 200k tokens", AROUND)
    assert (short.per_mtok, short.band and short.band.from_tokens) == (Decimal("2.00"), None)
    assert (long.per_mtok, long.band and long.band.from_tokens) == (Decimal("4.00"), 200_000)


def test_a_price_of_something_else_than_tokens_is_refused() -> None:
    with pytest.raises(NotPerToken, match="image"):
        read_prices("$0.04 / image", AROUND)

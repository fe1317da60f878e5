"""What the shared ground refuses: tabs that do not close, a discount beside a list price, a note glued to a name."""

import re
from datetime import date
from decimal import Decimal

import pytest

from assets.prices.pages.cells import CellContext, read_prices
from assets.prices.pages.opening import open_page
from assets.prices.pages.validation import only_named
from assets.prices.price_page import PageOffer, PageRefused, PricePage
from assets.reading.money import MoneyError
from assets.reading.units import MTOK


def test_markdown_whose_tabs_do_not_close_is_refused() -> None:
    text = '# Pricing\n<Tab title="Priority">\n| Model | Input |\n' + "| a | $1 |\n" * 20
    with pytest.raises(PageRefused, match="1 <Tab> but 0 </Tab>"):
        open_page(PricePage(text.encode(), date(2026, 10, 1), "page.md"), ())
    assert open_page(PricePage((text + "</Tab>").encode(), date(2026, 10, 1), "page.md"), ()).endswith("</Tab>")


@pytest.mark.parametrize("text", ["原价12元（限时5折）", "$2.4 (50% off)", "12元 8.5折"])
def test_a_list_price_with_a_discount_is_no_price(text: str) -> None:
    with pytest.raises(MoneyError, match="discount"):
        read_prices(text, CellContext(("Input",), MTOK, None))


def test_a_name_with_a_note_glued_on_is_left_out() -> None:
    offers = [PageOffer(name, "standard", "USD", Decimal(1), None, Decimal(2), "q") for name in ("a-1", "a-2半价")]
    problems: list[str] = []
    assert [offer.model for offer in only_named(offers, re.compile(r"[\w-]+", re.ASCII), problems)] == ["a-1"]
    assert problems == ["'a-2半价': left out, not the name of a model here"]

"""What makes a page's bytes a page, and what is refused before any table is read."""

from datetime import date

import pytest

from assets.prices.pages.opening import open_page
from assets.prices.price_page import PageRefused, PricePage

BODY = b"<html><body><p>price</p>" + b"<p>text</p>" * 400 + b"</body></html>"


def test_a_stray_nul_is_marked_as_damage_and_many_are_refused() -> None:
    one = BODY.replace(b"price", b"pri\0ce tag", 1)
    assert "pri\ufffdce" in open_page(PricePage(one, date(2026, 7, 17)), ("tag",))
    with pytest.raises(PageRefused, match="damaged"):
        open_page(PricePage(BODY.replace(b"text", b"te\0xt"), date(2026, 7, 17)), ("price",))

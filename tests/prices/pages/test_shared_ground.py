"""What every page's reader builds on: which bytes are a page, which amounts a cell states, which offers make sense."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assets.prices.pages.cells import CellContext, CellPrice, NotPerToken, read_prices
from assets.prices.pages.opening import open_page, stated_unit
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import validate_offers
from assets.prices.price_page import PageOffer, PageRefused, PricePage
from assets.reading.context import Band
from assets.reading.dates import Period
from assets.reading.grids import Cell, make_grid
from assets.reading.money import MoneyError
from assets.reading.units import MTOK, UnitError

TEXT = "<p>What a token costs.</p>" * 20


def page(body: str | bytes) -> PricePage:
    return PricePage(body if isinstance(body, bytes) else body.encode(), date(2026, 10, 1), "page.html")


# --- bytes ---


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<html>short</html>", "18 bytes is no price page"),
        (f"<html><body>{TEXT}", "it is cut off before its end"),
        (f"<html><title>Log in</title>{TEXT}</html>", "it is a login wall"),
        (f"<html><table>{TEXT}</html>", "1 <table> but 0 </table>: tags are lost"),
        (f"<html>{TEXT}</html>".encode() + b"\xff", "its bytes are not utf-8 text"),
        (f"<html><meta charset=klingon>{TEXT}</html>", "its bytes are not klingon text"),
        (b"\xff\xfe" + b"\x00\xd8" * 200, "its bytes are not utf-16 text"),
        (f"<html>{TEXT}</html>", "not the expected page, it does not name the seller ("),
    ],
)
def test_what_is_not_a_whole_page_is_refused_with_the_reason(body: str | bytes, reason: str) -> None:
    with pytest.raises(PageRefused) as refused:
        open_page(page(body), ("per token",))
    assert str(refused.value).startswith(f"page.html: {reason}")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "gb18030"])
def test_a_page_is_read_in_the_encoding_it_declares(encoding: str) -> None:
    declared = "<meta charset=gb18030>" if encoding == "gb18030" else ""
    text = f"<html>{declared}价格{TEXT}</html>"
    assert open_page(page(text.encode(encoding)), ("价格",)) == text


def test_a_unit_is_the_page_s_only_when_it_states_one() -> None:
    assert stated_unit("Prices per 1M tokens") == MTOK
    assert stated_unit("Prices per 1M tokens. Prices per 1K tokens.") is None
    assert stated_unit("Prices", assumed=MTOK) == MTOK


# --- cells ---


def read(text: str, **around: Any) -> tuple[CellPrice, ...]:
    return read_prices(text, replace(CellContext(("Input",), MTOK, None), **around))


@pytest.mark.parametrize(
    ("text", "around", "price"),
    [
        ("$3", {}, CellPrice(Decimal(3), "USD")),
        ("0.003", {"headers": ("Input (USD per 1K tokens)",), "unit": None}, CellPrice(Decimal(3), "USD")),
        ("3", {"currency": "CNY"}, CellPrice(Decimal(3), "CNY")),
        ("¥3", {"yen": "CNY"}, CellPrice(Decimal(3), "CNY")),
        ("$3 (> 200K)", {}, CellPrice(Decimal(3), "USD", Band(200_000, None, ""))),
        ("$3 from 2026-01-01", {}, CellPrice(Decimal(3), "USD", None, Period(valid_from=date(2026, 1, 1)))),
    ],
)
def test_a_cell_is_read_with_its_context(text: str, around: dict[str, Any], price: CellPrice) -> None:
    (read_price,) = read(text, **around)
    assert (read_price.per_mtok, read_price.currency, read_price.period) == (
        price.per_mtok,
        price.currency,
        price.period,
    )
    assert (read_price.band and read_price.band.from_tokens) == (price.band and price.band.from_tokens)


@pytest.mark.parametrize("text", ["-", "soon", "$0"])
def test_a_cell_without_a_price_has_none(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "around", "error", "reason"),
    [
        ("tier 2", {}, MoneyError, "no amount in 'tier 2'"),
        ("$1 or $2", {}, MoneyError, "2 amounts without a stated difference"),
        ("$1", {"unit": None}, UnitError, "no unit of tokens is stated"),
        ("$1 per image", {}, NotPerToken, "priced per image"),
        ("$1 (audio)", {}, NotPerToken, "not a price of text tokens"),
        ("$1 (prompts of 9 words)", {}, MoneyError, "a prompt length that cannot be read"),
        ("¥1", {}, MoneyError, "'¥' may be yuan or yen here"),
        ("$1", {"headers": ("Input (EUR)",)}, MoneyError, "the header says ['EUR'], the cell USD"),
        ("1", {}, MoneyError, "a currency that is not read here: none named"),
        ("HK$1", {}, MoneyError, "a currency that is not read here: HKD"),
    ],
)
def test_a_cell_that_is_not_clear_is_refused(
    text: str, around: dict[str, Any], error: type[ValueError], reason: str
) -> None:
    with pytest.raises(error) as refused:
        read(text, **around)
    assert reason in str(refused.value)


def test_of_several_amounts_those_of_other_kinds_are_passed_over() -> None:
    (price,) = read("$1 (text)\n$2 (audio)\n$3 per image\n$0 (cache)")
    assert (price.per_mtok, price.currency) == (Decimal(1), "USD")


# --- tables ---


def rows(header: str, row: str) -> tuple[list[tuple[str, str, int | None]], list[str]]:
    problems: list[str] = []
    cells = [[Cell(text) for text in line.split("|")] for line in (header, row)]
    offers = offers_in([make_grid(cells, 1)], Layout(unit=MTOK), problems)
    return [(offer.model, offer.tier, offer.context_from_tokens) for offer in offers], problems


def test_a_long_context_column_without_a_threshold_has_none() -> None:
    header = "Model|Input|Output|Long context / Input|Long context / Output"
    assert rows(header, "m-1|$1|$2|$3|$4")[0] == [("m-1", "standard", None), ("m-1", "long-context", None)]
    assert rows(header, "m-1 (<272K)|$1|$2|$3|$4")[0][1] == ("m-1", "long-context", 272_000)


def test_a_row_of_two_currencies_is_left_out() -> None:
    assert rows("Model|Input|Output", "m-1|$1|€2") == (
        [],
        ["table 1 (no heading), 'm-1': two currencies in one row: ['EUR', 'USD']"],
    )


def test_two_columns_of_one_role_leave_the_table_out() -> None:
    offers, (problem,) = rows("Model|Input price|Input cost|Output", "m-1|$1|$2|$3")
    assert offers == []
    assert "two columns read as input: 'Input price' and 'Input cost'" in problem


def test_a_caption_of_two_units_states_none() -> None:
    problems: list[str] = []
    grid = make_grid([[Cell("Model"), Cell("Input"), Cell("Output")], [Cell("m-1"), Cell("$1"), Cell("$2")]], 1)
    captioned = type(grid)(grid.header, grid.rows, caption="per 1M tokens or per 1K tokens", sections=grid.sections)
    assert offers_in([captioned], Layout(), problems) == []
    assert problems == ["table 1 (no heading), 'm-1': two units in 'per 1M tokens or per 1K tokens'"]


# --- offers together ---


def offer(
    model: str = "m-1", paid: str | None = "1", cached: str | None = None, received: str | None = "2"
) -> PageOffer:
    prices = [None if amount is None else Decimal(amount) for amount in (paid, cached, received)]
    return PageOffer(model, "standard", "USD", prices[0], prices[1], prices[2], "quote")


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        (offer("m-2", paid="0.0001"), "input 0.0001 USD per million tokens is out of bounds"),
        (offer("m-2", received="2001"), "output 2001 USD per million tokens is out of bounds"),
        (offer("m-2", paid=None), "input None USD per million tokens is out of bounds"),
        (offer("m-2", cached="1.5"), "a cached token"),
    ],
)
def test_an_implausible_offer_is_left_out_and_named(odd: PageOffer, reason: str) -> None:
    reading = validate_offers(page(""), [offer(), odd], [], ("m-",))
    assert [kept.model for kept in reading.offers] == ["m-1"]
    assert reason in reading.problems[0]


def test_a_contradicted_offer_is_left_out_and_a_repeated_one_kept_once() -> None:
    twice = [offer(), offer(), offer(cached="0.5"), offer("m-2"), offer("m-2", received="3")]
    reading = validate_offers(page(""), twice, [], ("m-",))
    assert [(kept.model, kept.cached_input_per_mtok) for kept in reading.offers] == [("m-1", Decimal("0.5"))]
    assert reading.problems == ("m-2 (standard): left out, the page states different prices: 'quote'",)


def test_a_page_without_its_must_have_is_refused_with_the_first_problem() -> None:
    with pytest.raises(PageRefused, match=r"no price of a model like 'gpt' \(1 left out, first: lost\)"):
        validate_offers(page(""), [offer()], ["lost"], ("gpt",))


def test_parts_of_a_page_that_agree_are_witnesses_of_one_price() -> None:
    seen, held = offer(cached="0.5"), replace(offer(), witness="data", linked_id="m-1-id")
    (kept,) = validate_offers(page(""), [seen, held, seen], [], ("m-",)).offers
    assert (kept.witness, kept.witnesses, kept.linked_id) == ("data+page", 2, "m-1-id")
    assert (kept.cached_input_per_mtok, kept.quote) == (Decimal("0.5"), "quote")
    assert validate_offers(page(""), [offer(), offer()], [], ("m-",)).offers[0].witnesses == 1


def test_parts_of_a_page_that_differ_are_left_out_with_both_quotes() -> None:
    shown, held = offer("m-2"), replace(offer("m-2", received="3"), witness="data", quote="3 in the data")
    reading = validate_offers(page(""), [offer(), shown, held], [], ("m-",))
    assert [kept.model for kept in reading.offers] == ["m-1"]
    assert reading.problems == (
        "m-2 (standard): left out, the page states different prices: 'quote' (page) and '3 in the data' (data)",
    )


def test_parts_that_differ_only_in_the_cached_price_agree_on_the_rest() -> None:
    shown, held = offer(cached="0.5"), replace(offer(cached="0.1"), witness="data", quote="0.1 in the data")
    reading = validate_offers(page(""), [shown, held], [], ("m-",))
    assert [(kept.cached_input_per_mtok, kept.witnesses) for kept in reading.offers] == [(None, 2)]
    assert reading.problems == (
        "m-1 (standard): cached price left out, parts of the page differ: 'quote' (page) and '0.1 in the data' (data)",
    )

"""Mistral's price pages: cards that hold prices as JSON and as text, and tables on older and docs pages.

Every price comes in dollars and in euros, neither converted from the other: dollars are taken, euros only where a page
has nothing else. Batch, priority, regional and cached prices are multipliers for the whole page and are not computed.
Built from the page of 2026-09-23 as stored copies show it; run on a fragment of it only (one card, priced per page).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from bs4 import Tag

from assets.html_page import parse_page
from assets.prices.pages.identity import ENGLISH
from assets.prices.pages.opening import looks_like_html, open_page, page_grids, stated_unit, visible_text
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import validate_offers
from assets.prices.price_page import PageOffer, PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.grids import Cell, Grid, make_grid
from assets.reading.html_cells import clean
from assets.reading.money import MoneyError, amounts, currencies

CARD = "mistral-block-card-model"
NAME = re.compile(r"(?=.*(?:\d|[sx]tral)).{2,40}(?<!\.)$", re.I)


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not a price page of Mistral's.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    layout = Layout(unit=stated_unit(text), ignore=re.compile(r"€|\bEUR\b", re.I))
    offers = offers_in(map(_without_euros, page_grids(text)), layout, problems)
    offers += offers_in(_cards(text, problems), Layout(), problems) if looks_like_html(text) else []
    return validate_offers(page, _in_dollars(offers, text, problems), problems, SOURCE.must_have)


def _in_dollars(offers: list[PageOffer], text: str, problems: list[str]) -> list[PageOffer]:
    if currencies(visible_text(text)) == {"EUR"}:
        return offers
    problems += [f"{offer.model}: left out, in {offer.currency} beside dollars" for offer in offers if not _usd(offer)]
    return list(filter(_usd, offers))


def _usd(offer: PageOffer) -> bool:
    return offer.currency == "USD"


def _without_euros(grid: Grid) -> Grid:
    """The table with the dollars only of cells that state dollars and euros."""
    return replace(grid, rows=tuple(tuple(map(_dollars, row)) for row in grid.rows))


def _dollars(cell: Cell) -> Cell:
    try:
        by_currency = {amount.currency: amount for amount in amounts(cell.text)}
    except MoneyError:
        return cell
    if set(by_currency) != {"USD", "EUR"}:
        return cell
    dollars = by_currency["USD"]
    return replace(cell, text=f"{dollars.before}${dollars.value}{dollars.after}")


def _cards(text: str, problems: list[str]) -> Iterator[Grid]:
    """Every model's card as a table of one row, once from its data and once, where it shows dollars, from its text."""
    for card in parse_page(text, only=CARD).find_all(CARD):
        name = next((line for p in card.find_all("p") if (line := clean(p.get_text()))), "")
        prices = card.find_all("mistral-atom-text-price")
        if not prices:
            continue
        try:
            if not NAME.match(name):
                raise ValueError("it shows no model's name")
            labels = [Cell("Model"), *(Cell(_label(price)) for price in prices)]
            held, drawn = zip(*map(_price, prices), strict=True)
            yield replace(make_grid([labels, [Cell(name), *map(Cell, held)]], 1), witness="data")
            if all(drawn):
                yield replace(make_grid([labels, [Cell(name), *map(Cell, drawn)]], 1), witness="text")
        except ValueError as error:
            problems.append(f"card {name[:40]!r}: left out, {error}")


def _label(price: Tag) -> str:
    previous = price.find_previous_sibling()
    return clean(previous.get_text()) if previous is not None and previous.name == "p" else ""


def _price(price: Tag) -> tuple[str, str]:
    """Return the price in dollars with its unit that the data hold, and the one that is displayed; '' for one in euros.

    Raises ValueError when the data are of another kind, or do not hold the euros that are displayed.
    """
    held = json.loads(str(price.get("data-prices") or ""), parse_float=Decimal, parse_int=Decimal)
    if not isinstance(held, dict) or price.get("data-multiplier", "1") != "1" or held.get("prefix"):
        raise ValueError("its data are not of the known kind")
    drawn = [(amount.value, amount.currency) for amount in amounts(price.get_text())]
    shown = str(price.get("data-currency", ""))
    in_euros = shown != "usd" and drawn == [(held.get(f"price{shown.capitalize()}"), shown.upper())]
    in_dollars = shown == "usd" and [currency for _, currency in drawn] == ["USD"]
    if not (in_euros or in_dollars) or held.get("priceUsd") is None:
        raise ValueError(f"it draws {drawn}, its data say {held}")
    suffix = held.get("suffix") or ""
    return f"${held['priceUsd']} {suffix}".strip(), f"${drawn[0][0]} {suffix}".strip() if in_dollars else ""


SOURCE = PriceSource(
    name="mistral",
    urls=(
        "https://mistral.ai/pricing/api",
        "https://docs.mistral.ai/inference/pricing",
        "https://docs.mistral.ai/models",
    ),
    signature=(r"\bmistral\b|^models (?:mistral|ministral|mixtral|codestral)$", ENGLISH),
    must_have=(r"mistral|mixtral|ministral|codestral|devstral|magistral",),
    read=read,
    aliases=("mistral-ai", "mistralai"),
)

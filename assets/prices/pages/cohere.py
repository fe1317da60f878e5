"""Cohere's price page: cards whose prices are data for a script, sentences on older models, tables on older pages.

A card of 1M tokens with the labels Input and Output is a price of text tokens; search units and instances are not.
The data carry no currency: the page's own sentences must price in nothing but dollars.
Built from a capture of 2026-10 as stored copies show it; not yet run on a whole capture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from assets.prices.json_body import NotAnAmount, amount
from assets.prices.pages.columns import role_of
from assets.prices.pages.identity import ENGLISH
from assets.prices.pages.opening import looks_like_html, open_page, page_grids, stated_unit
from assets.prices.pages.sentences import prose, sentence_grids
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import validate_offers
from assets.prices.price_page import PageOffer, PageReading, PageRefused, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.embedded import objects_with, script_data
from assets.reading.grids import Cell, Grid, make_grid
from assets.reading.money import currencies
from assets.reading.units import find_units

MODEL = re.compile(r"(?:command|aya|c4ai|north)\b", re.I)
NAME = r"\b(?:Command|Aya|North|C4AI)[\w+.-]*(?: [A-Z0-9][\w+.-]*){0,4}"


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not Cohere's price page.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    data = f"{prose(text)}\n{script_data(text)}" if looks_like_html(text) else text
    offers = offers_in(page_grids(text), Layout(unit=stated_unit(text)), problems)
    offers += offers_in(_cards(data, problems), Layout(), problems)
    sentences = (replace(grid, witness="text") for grid in sentence_grids(data, NAME, problems))
    offers += offers_in(sentences, Layout(), problems)
    return validate_offers(page, [offer for offer in offers if _is_text(offer, problems)], problems, SOURCE.must_have)


def _is_text(offer: PageOffer, problems: list[str]) -> bool:
    if MODEL.match(offer.model):
        return True
    problems.append(f"{offer.model!r}: left out, not a model of text")
    return False


def _cards(data: str, problems: list[str]) -> Iterator[Grid]:
    """A table of one row for every card with an input and an output price."""
    cards = list(objects_with(data, "modelName"))
    if cards and currencies(" ".join(re.findall(r"\S{1,20} ?/ ?1M tokens", data))) - {"USD"}:
        raise PageRefused("its sentences do not price in dollars alone; look at the page, then correct its reader")
    for card in cards:
        for price in card.get("pricings") or []:
            labels = [str(price.get(field) or "").strip() for field in ("inputLabel", "outputLabel")]
            amounts = [_amount(price.get(field)) for field in ("inputPrice", "outputPrice")]
            unit = str(price.get("overridePer") or card.get("per"))
            if [role_of(label) for label in labels] != ["input", "output"] or not _is_of_tokens(unit):
                problems.append(f"{card['modelName']}: left out, priced per {unit!r} as {labels}")
            elif None in amounts:
                problems.append(f"{card['modelName']}: left out, not two prices above zero")
            else:
                header = [Cell("Model"), *map(Cell, labels), Cell("Unit")]
                row = [Cell(str(card["modelName"])), *(Cell(f"${amount:f}") for amount in amounts), Cell(unit)]
                yield replace(make_grid([header, row], 1), witness="data")


def _is_of_tokens(unit: str) -> bool:
    units = find_units(unit)
    return len(units) == 1 and units[0].is_token


def _amount(value: object) -> Decimal | None:
    try:
        price = amount(str(value))
    except NotAnAmount:
        return None
    return price if price and price > 0 else None


SOURCE = PriceSource(
    name="cohere",
    urls=("https://cohere.com/pricing",),
    signature=(r"\bcohere\b", ENGLISH),
    must_have=(r"^command\b",),
    read=read,
)

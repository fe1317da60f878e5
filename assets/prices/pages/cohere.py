"""Cohere's price page: cards whose prices are data for a script, sentences on older models, tables on older pages.

A card of 1M tokens with the labels Input and Output is a price of text tokens; search units and instances are not.
The data carry no currency: the page's own sentences must price in dollars.
Built from a capture of 2026-10 as stored copies show it; not yet run on a whole capture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assets.prices.pages.identity import ENGLISH
from assets.prices.pages.opening import looks_like_html, open_page, page_grids, stated_unit, visible_text
from assets.prices.pages.tables import Layout, offers_in
from assets.prices.pages.validation import validate_offers
from assets.prices.price_page import PageOffer, PageReading, PageRefused, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.embedded import objects_with, script_data
from assets.reading.grids import Cell, make_grid
from assets.reading.money import currencies

MODEL = re.compile(r"(?:command|aya|c4ai|north)\b", re.I)
SENTENCE = re.compile(
    r"(?P<name>\bCommand[\w+.-]*(?: [A-Z0-9][\w+.-]*){0,4}) pricing is "
    r"(?P<input>\S{1,20}) ?/ ?1M tokens for input and (?P<output>\S{1,20}) ?/ ?1M tokens for output"
)
UNIT = "1M tokens"


def read(page: PricePage) -> PageReading:
    """Return the offers of one page.

    Raises:
        PageRefused: It is not Cohere's price page.
    """
    text = open_page(page, SOURCE.signature)
    problems: list[str] = []
    data = f"{visible_text(text)}\n{script_data(text)}" if looks_like_html(text) else text
    rows = [*_cards(data, problems), *_sentences(data)]
    offers = offers_in(page_grids(text), Layout(unit=stated_unit(text)), problems)
    for name, paid, received in dict.fromkeys(rows):
        header = [Cell("Model"), Cell(f"Input / {UNIT}"), Cell(f"Output / {UNIT}")]
        grid = make_grid([header, [Cell(name), Cell(paid), Cell(received)]], 1)
        offers += offers_in([grid], Layout(), problems)
    return validate_offers(page, [offer for offer in offers if _is_text(offer, problems)], problems, SOURCE.must_have)


def _is_text(offer: PageOffer, problems: list[str]) -> bool:
    if MODEL.match(offer.model):
        return True
    problems.append(f"{offer.model!r}: left out, not a model of text")
    return False


def _cards(data: str, problems: list[str]) -> Iterator[tuple[str, str, str]]:
    """Name, input and output price of every card, as text with its sign."""
    cards = list(objects_with(data, "modelName"))
    if cards and currencies(" ".join(re.findall(r"\S{1,20} ?/ ?1M tokens", data))) != {"USD"}:
        raise PageRefused("its sentences do not price in dollars alone; look at the page, then correct its reader")
    for card in cards:
        for price in card.get("pricings") or []:
            labels = [str(price.get(field) or "").strip().lower() for field in ("inputLabel", "outputLabel")]
            amounts = [price.get("inputPrice"), price.get("outputPrice")]
            if card.get("per") != UNIT or labels != ["input", "output"]:
                problems.append(f"{card['modelName']}: left out, priced per {card.get('per')!r} as {labels}")
            elif all(isinstance(amount, Decimal) and amount > 0 for amount in amounts):
                yield str(card["modelName"]), f"${amounts[0]}", f"${amounts[1]}"


def _sentences(text: str) -> Iterator[tuple[str, str, str]]:
    """What the page's answers say of older models: 'Command R+ pricing is $2.50/1M tokens for input and ...'."""
    for match in SENTENCE.finditer(text):
        yield match["name"], match["input"], match["output"]


SOURCE = PriceSource(
    name="cohere",
    urls=("https://cohere.com/pricing",),
    signature=(r"\bcohere\b", ENGLISH),
    must_have=(r"^command\b",),
    read=read,
)

"""Cohere's cards: prices held as data, in other forms and units, and a page that prices in another currency."""

from __future__ import annotations

import json
from datetime import date

import pytest

from assets.prices.pages.cohere import read
from assets.prices.price_page import PageReading, PageRefused, PricePage

CARD = {"modelName": "Command Z", "per": "1M tokens"}
PRICING = {"inputLabel": "Input", "inputPrice": 0.5, "outputLabel": "Output", "outputPrice": 1.5}


def parsed(*cards: object, text: str = "Cohere pricing per 1M tokens of Command models") -> PageReading:
    pushed = json.dumps(json.dumps({"models": cards}))
    body = f"<html><p>{text}</p><script>self.__next_f.push([1,{pushed}])</script></html>{' ' * 200}</html>"
    return read(PricePage(body.encode(), date(2026, 10, 1), "pricing"))


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"inputPrice": "0.50", "outputPrice": "1.5"},
        {"inputLabel": "Input tokens", "outputLabel": "Output tokens"},
        {"overridePer": "1K tokens", "inputPrice": "0.0005", "outputPrice": 0.0015},
    ],
)
def test_the_forms_of_a_card_give_the_same_price(change: dict[str, object]) -> None:
    (offer,) = parsed({**CARD, "pricings": [{**PRICING, **change}]}).offers
    assert (str(offer.input_per_mtok.normalize()) if offer.input_per_mtok else "", offer.witness) == ("0.5", "data")


@pytest.mark.parametrize(
    "change",
    [
        {"overridePer": "1K searches"},
        {"overridePer": "instance"},
        {"outputLabel": "Image cost"},
        {"outputPrice": 0},
        {"outputPrice": None},
        {"outputPrice": "Contact us"},
    ],
)
def test_a_card_without_two_prices_of_tokens_is_left_out_and_named(change: dict[str, object]) -> None:
    reading = parsed(
        {**CARD, "pricings": [PRICING]},
        {"modelName": "Command Q", "per": "1M tokens", "pricings": [{**PRICING, **change}]},
    )
    assert [offer.model for offer in reading.offers] == ["Command Z"]
    assert reading.problems[0].startswith("Command Q: left out, ")


def test_a_page_that_prices_in_another_currency_is_refused() -> None:
    with pytest.raises(PageRefused, match="do not price in dollars alone"):
        parsed({**CARD, "pricings": [PRICING]}, text="Cohere pricing: Command is €1/1M tokens")

"""A page that states prices twice gives the offers of both witnesses; those that disagree are not believed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from assets.prices.pages import mistral, volcengine
from assets.prices.pages.registry import PRICE_SOURCES
from assets.prices.price_page import PricePage

HERE = Path(__file__).parent
CARD = "<mistral-block-card-model><p>Mistral Large 9</p>{}</mistral-block-card-model>"


def price(label: str, held: str, drawn: str, currency: str = "usd") -> str:
    data = json.dumps({"priceUsd": float(held), "priceEur": 1.5, "prefix": None, "suffix": None})
    return (
        f"<div><p>{label} (/M tokens)</p><mistral-atom-text-price data-currency='{currency}' data-prices='{data}'>"
        f"<span>{drawn}</span></mistral-atom-text-price></div>"
    )


def cards(*prices: str) -> list[tuple[str, str, str]]:
    """Witness, input and output of every table that a card of Mistral gives."""
    grids = mistral._cards(CARD.format("".join(prices)), [])
    return [(grid.witness, grid.rows[0][1].text, grid.rows[0][2].text) for grid in grids]


def test_a_card_s_data_and_its_text_are_two_witnesses() -> None:
    agreeing = cards(price("Input", "2", "$2"), price("Output", "6", "$6"))
    assert agreeing == [("data", "$2.0", "$6.0"), ("text", "$2", "$6")]
    assert cards(price("Input", "2", "$2"), price("Output", "6", "$9"))[1] == ("text", "$2", "$9")


def test_a_text_in_euros_is_no_witness_of_dollars() -> None:
    assert cards(price("Input", "2", "€1.50", "eur"), price("Output", "6", "$6")) == [("data", "$2.0", "$6.0")]
    assert cards(price("Input", "2", "€9", "eur"), price("Output", "6", "$6")) == []


def test_the_table_and_the_data_of_a_page_are_read_apart() -> None:
    table = (HERE / "volcengine" / "byteplus.md").read_text(encoding="utf-8")
    problems: list[str] = []
    shown = volcengine._offers(volcengine.markdown_grids(table), table, problems)
    script = f"<script>window._ROUTER_DATA = {json.dumps({'doc': table})}</script>"
    (embedded,) = volcengine._embedded(script)
    assert volcengine._offers(volcengine.markdown_grids(embedded), embedded, problems) == shown


@pytest.mark.parametrize(
    ("provider", "name", "witnesses"),
    [
        ("openai", "components.html", {"page", "data"}),
        ("cohere", "data.html", {"data", "text"}),
        ("cohere", "table.html", {"page"}),
        ("volcengine", "router.html", {"data"}),
        ("volcengine", "document.json", {"data"}),
        ("perplexity", "exported.md", {"data"}),
        ("perplexity", "page.md", {"page"}),
        ("cerebras", "models.json", {"api"}),
        ("xai", "data.html", {"data"}),
    ],
)
def test_an_offer_names_where_it_was_read(provider: str, name: str, witnesses: set[str]) -> None:
    page = PricePage((HERE / provider / name).read_bytes(), date(2026, 10, 1), name)
    offers = PRICE_SOURCES[provider].read(page).offers
    assert {part for offer in offers for part in offer.witness.split("+")} == witnesses

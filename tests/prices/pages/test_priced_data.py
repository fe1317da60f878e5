"""Prices carried as data: which keys are prices, of which model, tier, unit and currency, and what is left out."""

from decimal import Decimal
from typing import Any

import pytest

from assets.prices.pages.priced_data import data_grids
from assets.prices.pages.tables import Layout, offers_in
from assets.reading.units import MTOK, Unit

PER_TOKEN = Unit("token")


def read(
    value: object, unit: Unit | None = MTOK, currency: str | None = "USD"
) -> tuple[list[tuple[str, ...]], list[str]]:
    """Model, tier, currency, input, cached input and output of every offer, and the messages."""
    problems: list[str] = []
    offers = offers_in(data_grids(value, "data", problems), Layout(currency=currency, unit=unit), problems)
    assert {offer.witness for offer in offers} <= {"data"}
    return [
        (
            *(offer.model, offer.tier, offer.currency),
            *(str(p) for p in (offer.input_per_mtok, offer.cached_input_per_mtok, offer.output_per_mtok)),
        )
        for offer in offers
    ], problems


def offer(
    model: str = "m-1", tier: str = "standard", currency: str = "USD", prices: str = "1 None 4"
) -> tuple[str, ...]:
    return (model, tier, currency, *prices.split())


@pytest.mark.parametrize(
    "value",
    [
        {"id": "m-1", "name": "Model 1", "input": 1, "output": 4},
        {"models": [[{"model": "m-1", "pricing": {"prompt": "1", "completion": "4"}}]]},
        {"m-1": {"inputPrice": Decimal("1"), "outputPrice": 4}},
        {"modelName": "m-1", "pricings": [{"input": "$1", "output": "$4"}]},
        {"slug": "m-1", "cost": {"input_tokens": "1", "output_tokens": "4", "input_audio": 9}},
        {"id": "m-1", "input": 1, "output": 4, "request": {"low": 5, "high": 12}, "search": {"per1k": 5}},
        {"id": "m-1", "pricing_per_1m_tokens": {"prompt": 1, "completion": 4}},
        {"id": "m-1", "inputPer1K": "0.001", "outputPer1K": "0.004"},
        {"id": "m-1", "unit": "1K tokens", "prices": {"input": "0.001", "output": "0.004"}},
        {"unit": "per_token", "models": [{"id": "m-1", "prompt": "0.000001", "completion": Decimal("4e-06")}]},
        {"unit": "token", "models": [{"id": "m-1", "prompt": "0.000001", "completion": "4E-6"}]},
    ],
)
def test_renamed_keys_nesting_and_units_give_the_same_price(value: object) -> None:
    ((*named, paid, cached, received),), _ = read(value)
    assert (named, Decimal(paid), cached, Decimal(received)) == (["m-1", "standard", "USD"], 1, "None", 4)


def test_every_key_of_a_unit_and_of_a_currency_is_read() -> None:
    for key in ("unit", "per", "billingUnit", "pricing_unit", "priceUnit", "unitOfMeasure"):
        rows, _ = read({"id": "m-1", key: "1K tokens", "prices": {"input": "0.001", "output": "0.004"}})
        assert (key, [Decimal(rows[0][3]), Decimal(rows[0][5])]) == (key, [1, 4])
    for key in ("currency", "currencyCode"):
        rows, _ = read({"id": "m-1", key: "EUR", "prices": {"input": "1", "output": "4"}}, currency=None)
        assert (key, rows) == (key, [offer(currency="EUR")])


def test_a_price_per_token_is_exact() -> None:
    rows, _ = read({"id": "m-1", "pricing": {"prompt": "0.00000099", "completion": Decimal("1.49e-06")}}, PER_TOKEN)
    assert [Decimal(p) for p in (rows[0][3], rows[0][5])] == [Decimal("0.99"), Decimal("1.49")]


def test_the_currency_of_the_data_holds_against_the_readers() -> None:
    value = {
        "currency": "CNY",
        "models": [{"id": "m-1", "input": 1, "output": 4}, {"id": "m-2", "inputUsd": 1, "output": 4}],
    }
    rows, problems = read(value)
    assert rows == [offer(currency="CNY")]
    assert problems == ["table 2 (no heading), 'm-2': a currency that is not read here: none named"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"id": "m-1", "unit": "furlong", "input": 1, "output": 4}, "its unit 'furlong' is not a known one"),
        ({"id": "m-1", "currency": "credits", "input": 1, "output": 4}, "its currency 'credits' is not a known one"),
        ({"id": "m-1", "input": 1, "output": 4, "pricing": {"input": 2}}, "it states a price twice"),
        ({"id": "m-1", "input": 1, "output": 0}, "'output' left out, a price of zero is absence"),
        ({"id": "m-1", "input": "-1", "output": "-1"}, "no amount in '-1'"),
        ({"id": "m-1", "input": 1, "output": 4, "unit": "1K searches"}, "priced per request"),
        ([{"input": 1, "output": 4}], "it names no model"),
        ({"id": "m-1", "regions": {"tokyo": {"input": 1, "output": 4}}}, "'tokyo' names no tier of 'm-1'"),
    ],
)
def test_what_is_not_certain_is_left_out_and_named(value: object, message: str) -> None:
    rows, problems = read(value)
    assert rows == []
    assert any(message in problem for problem in problems), problems


def test_a_price_of_an_unknown_kind_is_named_beside_the_known_ones() -> None:
    rows, problems = read({"id": "m-1", "input": 1, "output": 4, "longInput": 2, "inputAudio": 9, "maxOutput": 4096})
    assert rows == [offer()]
    assert problems == ["data of 'm-1': 'long input' left out, an unknown kind of price"]


@pytest.mark.parametrize(
    "value",
    [
        {"id": "m-1", "prompt_tokens": 12, "completion_tokens": 34},
        {"id": "m-1", "modalities": {"input": ["text"], "output": ["text"]}},
        {"id": "m-1", "input": None, "output": None},
        {"id": "m-1", "pricing": None},
        {"id": "m-1", "input": True, "output": False},
        {"id": "m-1", "input": "text", "output": "text"},
        ["input", "output"],
        None,
    ],
)
def test_counts_kinds_and_blanks_are_no_prices(value: object) -> None:
    assert read(value) == ([], [])


def test_prices_under_the_name_of_a_tier_are_of_that_tier() -> None:
    value: dict[str, Any] = {
        "id": "m-1",
        "standard": {"input": 1, "output": 4},
        "batch": {"input": "0.5", "output": 2},
        "batchInput": "0.5",
    }
    assert read(value)[0] == [offer(), offer(tier="batch", prices="0.5 None 2")]


def test_a_tier_in_the_key_is_the_tier_of_the_price() -> None:
    value = {"id": "m-1", "input": 1, "output": 4, "batch_input": "0.5", "batch_output": 2, "cached_input": "0.1"}
    assert sorted(read(value)[0]) == [offer(tier="batch", prices="0.5 None 2"), offer(prices="1 0.1 4")]

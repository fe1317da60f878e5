"""Cerebras' list of models: variants of its form, and lists of others and other units, which are refused."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from assets.prices.pages.cerebras import read
from assets.prices.price_page import PageReading, PageRefused, PricePage

LIMITS = {"limits": {"max_context_length": 131072}, "hugging_face_id": "meta/llama-9"}


def model(
    name: str = "llama-9", prompt: object = "0.0000001", completion: object = "0.0000002", **more: object
) -> object:
    return {"id": name, "object": "model", **LIMITS, "pricing": {"prompt": prompt, "completion": completion, **more}}


def parsed(body: object) -> PageReading:
    return read(PricePage(json.dumps(body).encode(), date(2026, 10, 1), "models"))


def prices(reading: PageReading) -> dict[str, tuple[Decimal | None, ...]]:
    return {o.model: (o.input_per_mtok, o.cached_input_per_mtok, o.output_per_mtok) for o in reading.offers}


@pytest.mark.parametrize(
    "body",
    [
        {"object": "list", "data": [model()]},
        {"models": [model()]},
        [model()],
        {"data": [model(prompt=1e-7, completion=2e-7)]},
        {"data": [model(prompt="1e-07", completion="0.00000020", request="0", image=None)]},
        {"data": [model(), {"id": "glm-9"}], "currency": "USD"},
        {"data": [{"id": "llama-9", **LIMITS, "pricing": {"unit": "1M tokens", "input": 0.1, "output": 0.2}}]},
        {"data": [{"id": "llama-9", **LIMITS, "pricing": {"inputPer1K": "0.0001", "outputPer1K": "0.0002"}}]},
    ],
)
def test_the_forms_of_a_list_give_the_same_price(body: object) -> None:
    assert prices(parsed(body)) == {"llama-9": (Decimal("0.1"), None, Decimal("0.2"))}


def test_a_cached_price_is_read_and_a_write_is_not() -> None:
    (priced,) = prices(parsed([model(input_cache_read="0.00000001", input_cache_write="0.000001")])).values()
    assert priced == (Decimal("0.1"), Decimal("0.01"), Decimal("0.2"))


def test_what_is_free_or_not_priced_is_named_or_blank() -> None:
    reading = parsed([model(), model("glm-9", "0", "0"), model("kimi-9", None, None), model("qwen-9", "-1", "-1")])
    assert list(prices(reading)) == ["llama-9"]
    assert [problem for problem in reading.problems if "glm-9" in problem] == [
        "data of 'glm-9': 'prompt' left out, a price of zero is absence",
        "data of 'glm-9': 'completion' left out, a price of zero is absence",
    ]
    assert any("no amount in '-1'" in problem for problem in reading.problems)


def test_prices_that_are_no_longer_per_token_are_left_out() -> None:
    reading = parsed([model(), model("glm-9", "0.0001", "0.0005"), model("qwen-9", "0.4", "0.8")])
    assert list(prices(reading)) == ["llama-9"]
    assert "too high for a price per token" in reading.problems[0]


@pytest.mark.parametrize(
    "body",
    [
        {"data": []},
        {"data": [{"id": "meta/llama-9", "pricing": {"prompt": "0.0000001", "completion": "0.0000002"}}]},
        {"object": "list", "data": [{"id": "llama-9", "owned_by": "x", "pricing": {"prompt": "1", "completion": "2"}}]},
        {"error": "rate limited"},
        [],
        "llama",
    ],
)
def test_another_list_of_models_is_refused(body: object) -> None:
    with pytest.raises(PageRefused):
        parsed(body)

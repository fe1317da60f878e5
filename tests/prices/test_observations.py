"""The price data of the installed package: each price with the model of that day, and every refusal with its reason."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assets.prices.feeds.genai_prices import FeedPrice, read_listed
from assets.prices.observations import sort_listed
from warehouse.bundle import midnight

SEEN = midnight(date(2026, 11, 23))
LISTED = FeedPrice(
    *("genai-prices", "x-ai", "xai", "grok-1", "standard"),
    *(Decimal(2), None, Decimal("10.5")),
    *("https://example.org", "grok-1: input_mtok: 2, output_mtok: 10.5"),
)


def find_model(provider: str, name: str, day: date) -> str | None:
    """The model of grok-1 changed on New Year's Day."""
    new = day >= date(2027, 1, 1)
    return {("xai", "grok-1"): "grok-new" if new else "grok-one"}.get((provider, name))


def test_an_undated_price_holds_from_the_day_it_was_seen() -> None:
    ((row,), refused) = sort_listed([LISTED], find_model, SEEN)
    assert refused == []
    assert (row["provider"], row["model_id"], row["provider_model_id"]) == ("xai", "grok-one", "grok-1")
    assert (row["stated_from"], row["date_basis"]) == (date(2026, 11, 23), "observed")
    assert (row["input_usd_per_mtok"], row["output_usd_per_mtok"]) == (Decimal(2), Decimal("10.5"))


def test_a_dated_price_holds_from_its_date() -> None:
    ((row,), _) = sort_listed([replace(LISTED, starts_on=date(2027, 1, 1))], find_model, SEEN)
    assert (row["stated_from"], row["date_basis"], row["observed_at"]) == (date(2027, 1, 1), "announced", SEEN)
    assert row["model_id"] == "grok-new"


@pytest.mark.parametrize("changes", [{"model": "grok-1-fast"}, {"provider": "openrouter"}])
def test_a_price_of_an_unknown_model_is_kept_without_a_model(changes: dict[str, str]) -> None:
    ((row,), refused) = sort_listed([replace(LISTED, **changes)], find_model, SEEN)
    assert (row["model_id"], row["provider_model_id"], refused) == (None, changes.get("model", "grok-1"), [])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"input_usd_per_mtok": None}, "not priced per input and output token"),
        ({"output_usd_per_mtok": None}, "not priced per input and output token"),
        ({"input_usd_per_mtok": Decimal(0)}, "a price of zero is not a price"),
        ({"output_usd_per_mtok": Decimal(-1)}, "a price of zero is not a price"),
    ],
)
def test_what_is_no_token_price_is_refused(changes: dict[str, Decimal | None], reason: str) -> None:
    rows, ((row, why),) = sort_listed([replace(LISTED, **changes)], find_model, SEEN)
    assert (rows, why, json.loads(row)["provider_model_id"]) == ([], reason, "grok-1")


def test_the_installed_package_is_read_in_dollars_per_million() -> None:
    """Read from the package itself: GPT-4o's launch price and the one of October 2024 are in it."""
    by_model = {(price.seller, price.model): price for price in read_listed() if price.starts_on is None}
    gpt4o = by_model["openai", "gpt-4o"]
    assert (gpt4o.input_usd_per_mtok, gpt4o.output_usd_per_mtok) == (Decimal("2.5"), Decimal(10))
    assert {type(price.input_usd_per_mtok) for price in by_model.values()} == {Decimal, type(None)}

"""llm-prices' history: what its dates mean, long prompts by name, what is no history."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assets.prices.feeds.feed_price import FeedPrice, FeedReading
from assets.prices.feeds.llm_prices import URL, read
from assets.prices.price_page import PageRefused
from tests.prices.feeds.conftest import page, problems

PLAIN = {
    "id": '"o3"',
    "vendor": '"openai"',
    "name": '"o3"',
    "input": "10.00",
    "output": "40",
    "input_cached": "2.5",
    "from_date": "null",
    "to_date": "null",
}


def price(**values: str) -> str:
    return "{" + ", ".join(f'"{key}": {value}' for key, value in {**PLAIN, **values}.items()) + "}"


def of(*prices: str) -> FeedReading:
    return read(page('{"prices": [' + ", ".join(prices) + "]}"))


def test_a_row_has_every_field_and_to_date_is_the_first_day_after() -> None:
    assert of(price(from_date='"2025-06-01"', to_date='"2025-06-13"')).listed == (
        FeedPrice(
            feed="llm-prices",
            seller="openai",
            provider="openai",
            model="o3",
            tier="standard",
            input_usd_per_mtok=Decimal(10),
            cached_input_usd_per_mtok=Decimal("2.5"),
            output_usd_per_mtok=Decimal(40),
            source_url=URL,
            quote="o3: input: 10.00, input_cached: 2.5, output: 40",
            starts_on=date(2025, 6, 1),
            ends_on=date(2025, 6, 13),
        ),
    )


def test_the_prices_before_and_after_a_change_are_both_rows() -> None:
    before = price(input="50", output="200", from_date='"2025-06-01"', to_date='"2025-06-13"')
    reading = of(before, price(from_date='"2025-06-13"'))
    assert [(row.starts_on, row.ends_on, row.input_usd_per_mtok) for row in reading.listed] == [
        (date(2025, 6, 1), date(2025, 6, 13), 50),
        (date(2025, 6, 13), None, 10),
    ]


@pytest.mark.parametrize(
    ("name", "tier", "context"),
    [
        ("Grok 4 >128k", "long-context", 128_000),
        ("Gemini 2.5 Pro > 200K", "long-context", 200_000),
        ("Grok 4 \u2264128k", "standard", None),
        ("GPT-4 32k", "standard", None),
    ],
)
def test_a_long_prompts_price_is_known_by_its_name(name: str, tier: str, context: int | None) -> None:
    row = of(price(name=f'"{name}"')).listed[0]
    assert (row.tier, row.context_from_tokens) == (tier, context)


@pytest.mark.parametrize(
    ("vendor", "provider"),
    [
        ("amazon", "aws-bedrock"),
        ("meta-ai", "meta"),
        ("moonshot-ai", "moonshot"),
        ("qwen", "alibaba"),
        ("z.ai", "zai"),
        ("xai", "xai"),
        ("new", "new"),
    ],
)
def test_a_vendor_is_ours_by_an_exact_name(vendor: str, provider: str) -> None:
    assert of(price(vendor=f'"{vendor}"')).listed[0].provider == provider


def test_no_cached_price_is_none() -> None:
    assert of(price(input_cached="null")).listed[0].cached_input_usd_per_mtok is None


def test_a_model_entered_twice_is_one_row() -> None:
    assert len(of(price(), price(name='"o3 again"')).listed) == 1
    assert of(price(), price(input="11")).listed == ()


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"from_date": '"soon"'}, "are no days"),
        ({"from_date": '"2025-06-13"', "to_date": '"2025-06-13"'}, "before it starts"),
        ({"input": "0"}, "absence"),
        ({"output": "null"}, "not priced per input and output token"),
        ({"id": "null"}, "not a readable name"),
    ],
)
def test_what_is_no_price_is_counted(values: dict[str, str], reason: str) -> None:
    reading = of(price(**values))
    assert reading.listed == ()
    assert reason in problems(reading)[0]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html></html>",
        "[]",
        '{"prices": []}',
        '{"prices": [{"id": "o3", "vendor": "openai", "name": "o3", "input": 10, "output": 40}], "updated_at": "x"}',
        '{"prices": [{"id": "o3"',
    ],
)
def test_what_is_not_the_history_is_refused(body: str) -> None:
    with pytest.raises(PageRefused, match="the file: "):
        read(page(body))

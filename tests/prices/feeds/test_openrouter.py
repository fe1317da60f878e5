"""OpenRouter's list: every trap that was seen in it, and the two real lists."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from assets.prices.feeds.feed_price import FeedPrice
from assets.prices.feeds.openrouter import URL, read
from assets.prices.price_page import PageRefused, PricePage
from tests.conftest import SHARED
from tests.prices.feeds.conftest import page, problems, rows

REAL = [("2025-06-01", 323, 253), ("2026-01-15", 339, 311)]


def model(name: str, pricing: str, more: str = "") -> str:
    return f'{{"id": "{name}", "pricing": {{{pricing}}}{more}}}'


def of(*models: str) -> PricePage:
    return page(f'{{"data": [{model("maker/other", PLAIN)}, {", ".join(models)}]}}')


PLAIN = '"prompt": "0.000001", "completion": "0.000002"'


def test_a_row_has_every_field() -> None:
    pricing = '"prompt": "0.000000075", "completion": "0.0000003", "input_cache_read": "0.00000001875", "image": "0.1"'
    assert read(of(model("maker/one", pricing))).listed[1] == FeedPrice(
        feed="openrouter",
        seller="openrouter",
        provider="openrouter",
        model="maker/one",
        tier="standard",
        input_usd_per_mtok=Decimal("0.075"),
        cached_input_usd_per_mtok=Decimal("0.01875"),
        output_usd_per_mtok=Decimal("0.3"),
        source_url=URL,
        quote="maker/one: prompt: 0.000000075, input_cache_read: 0.00000001875, completion: 0.0000003",
    )


def test_a_price_written_as_a_json_number_is_as_exact_as_text() -> None:
    reading = read(of(model("maker/one", '"prompt": 1.5e-07, "completion": 0.0000006')))
    assert rows(reading)["openrouter", "maker/one", "standard", None] == ("0.15", "-", "0.6")


@pytest.mark.parametrize(
    ("name", "pricing", "reason"),
    [
        ("openrouter/auto", '"prompt": "-1", "completion": "-1"', "a negative price means a variable price"),
        ("maker/one:free", '"prompt": "0", "completion": "0"', "absence, not a price"),
        ("maker/one:free", PLAIN, "absence, not a price"),
        ("maker/one", '"prompt": "0", "completion": "0"', "absence, not a price"),
        ("maker/one", '"prompt": "0", "completion": "0.1"', "absence, not a price"),
        ("maker/one", '"prompt": "0.000001", "request": "0.01"', "not priced per input and output token"),
        ("maker/one", '"prompt": "0.000001", "completion": null', "not priced per input and output token"),
        ("maker/one", '"prompt": "free", "completion": "0.1"', "'free' is not a number"),
        ("maker/one", '"prompt": "$0.1", "completion": "0.1"', "is not a number"),
        ("maker/one", '"prompt": NaN, "completion": "0.1"', "is not a number"),
        ("maker/one", '"prompt": true, "completion": "0.1"', "is not a number"),
        ("maker/one", '"prompt": "1e999999", "completion": "0.1"', "is not a number"),
        ("maker/one", PLAIN + ', "discount": 0.25', "a discount is stated"),
        ("maker/\u200bone", PLAIN, "not a readable name"),
    ],
)
def test_what_is_no_price_is_counted_and_is_no_row(name: str, pricing: str, reason: str) -> None:
    reading = read(of(model(name, pricing)))
    assert [row.model for row in reading.listed] == ["maker/other"]
    assert len(reading.problems) == 1
    assert reason in problems(reading)[0]


def test_a_discount_of_zero_is_none() -> None:
    assert len(read(of(model("maker/one", PLAIN + ', "discount": 0'))).listed) == 2


def test_a_cached_price_of_zero_is_absent_while_its_row_stays() -> None:
    reading = read(of(model("maker/one", PLAIN + ', "input_cache_read": "0"')))
    assert rows(reading)["openrouter", "maker/one", "standard", None] == ("1", "-", "2")
    assert problems(reading) == ["maker/one: standard: cached input: a price of zero is absence, not a price"]


@pytest.mark.parametrize("variant", ["thinking", "beta", "extended", "exacto"])
def test_a_variant_keeps_its_own_id(variant: str) -> None:
    reading = read(
        of(model("maker/one", PLAIN), model(f"maker/one:{variant}", '"prompt": "3e-6", "completion": "4e-6"'))
    )
    assert rows(reading)["openrouter", "maker/one", "standard", None] == ("1", "-", "2")
    assert rows(reading)["openrouter", f"maker/one:{variant}", "standard", None] == ("3", "-", "4")


def test_a_model_that_writes_no_text_has_no_token_price() -> None:
    pictures = ', "architecture": {"output_modalities": ["image"]}'
    assert problems(read(of(model("maker/one", PLAIN, pictures)))) == ["maker/one: it does not write text"]


def test_a_long_prompts_price_inherits_what_it_does_not_state() -> None:
    over = ', "input_cache_read": "1e-7", "overrides": [{"min_prompt_tokens": 200000, "prompt": "0.000003"}]'
    reading = read(of(model("maker/one", PLAIN + over)))
    assert rows(reading)["openrouter", "maker/one", "standard", None] == ("1", "0.1", "2")
    assert rows(reading)["openrouter", "maker/one", "long-context", 200_000] == ("3", "0.1", "2")


@pytest.mark.parametrize("and_also", ["", '"min_prompt_tokens": 200000, '])
def test_a_price_of_some_hours_is_left_out(and_also: str) -> None:
    over = f', "overrides": [{{{and_also}"utc_start": 100, "utc_end": 400, "prompt": "0.0000005"}}]'
    reading = read(of(model("maker/one", PLAIN + over)))
    assert len(reading.listed) == 2
    assert [problem.endswith("utc_end, utc_start") for problem in problems(reading)] == [True]


def test_a_model_listed_twice_at_one_price_is_one_row_and_at_two_prices_none() -> None:
    assert len(read(of(model("maker/one", PLAIN), model("maker/one", PLAIN))).listed) == 2
    reading = read(of(model("maker/one", PLAIN), model("maker/one", '"prompt": "3e-6", "completion": "4e-6"')))
    assert [row.model for row in reading.listed] == ["maker/other"]
    assert problems(reading) == ["maker/one: standard: stated more than once with different prices"]


@pytest.mark.parametrize(("day", "models", "priced"), REAL)
@pytest.mark.shared
def test_every_model_of_the_real_lists_is_a_row_or_a_problem(day: str, models: int, priced: int) -> None:
    reading = read(PricePage((SHARED / f"feeds/openrouter_models_{day}.json").read_bytes(), date.fromisoformat(day)))
    left_out = [problem for problem in reading.problems if "cached input" not in problem.reason]
    assert len(reading.listed) == priced
    assert len(reading.listed) + len(left_out) == models


@pytest.mark.parametrize(("day", "agree", "differ"), [("2025-06-01", 64, 0), ("2026-01-15", 88, 2)])
@pytest.mark.shared
def test_the_real_lists_against_the_curated_facts(day: str, agree: int, differ: int) -> None:
    counts = Counter(compared(day).values())
    assert (counts["agrees"], counts["differs"]) == (agree, differ)


def compared(day: str) -> dict[str, str]:
    """Each OpenRouter model priced in the facts on a day -> agrees, differs, or absent from the list of that day."""
    reading = read(PricePage((SHARED / f"feeds/openrouter_models_{day}.json").read_bytes(), date.fromisoformat(day)))
    listed = {row.model: (row.input_usd_per_mtok, row.output_usd_per_mtok) for row in reading.listed}
    facts: dict[str, tuple[Decimal, Decimal] | None] = {}
    with (SHARED / "facts/price_changes.csv").open(encoding="utf-8") as file:
        changes = [row for row in csv.DictReader(file) if row["provider"] == "openrouter" and row["tier"] == "standard"]
    for row in sorted(changes, key=lambda row: row["effective_from"]):
        if row["effective_from"] <= day:
            asked, given = row["input_usd_per_mtok"], row["output_usd_per_mtok"]
            facts[row["provider_model_id"]] = (Decimal(asked), Decimal(given)) if asked else None
    return {
        model: "absent" if model not in listed else "agrees" if listed[model] == price else "differs"
        for model, price in facts.items()
        if price
    }


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<!doctype html><html><title>Just a moment...</title></html>",
        '{"data": [{"id": "maker/one", "pricing": {"prompt": "0.1", "comple',
        "[" * 100_000,
        "[]",
        "null",
        '{"data": []}',
        '{"data": [{"id": "gpt-4o", "object": "model"}]}',
        '{"data": [{"id": "gpt-4o", "pricing": {"prompt": "1", "completion": "1"}}]}',
        '{"gpt-4o": {"litellm_provider": "openai", "input_cost_per_token": 1e-06}}',
        b"\xff\xfe\x00",
        b"\x80\x81",
    ],
)
def test_what_is_not_the_list_is_refused_in_one_line(body: str | bytes) -> None:
    with pytest.raises(PageRefused, match="the file: ") as refusal:
        read(page(body))
    assert "\n" not in str(refusal.value)

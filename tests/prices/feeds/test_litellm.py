"""LiteLLM's map: tiers by suffix, bands, routes, modes that are no text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assets.prices.feeds.feed_price import FeedPrice, FeedReading
from assets.prices.feeds.litellm import URL, own_id, provider_of, read
from assets.prices.price_page import PageRefused
from tests.prices.feeds.conftest import page, problems, rows

COSTS = '"input_cost_per_token": 1.5e-07, "output_cost_per_token": 6e-07'


def one(costs: str, key: str = "gpt-4o-mini", seller: str = "openai", mode: str = "chat") -> FeedReading:
    return read(page(f'{{"{key}": {{"litellm_provider": "{seller}", "mode": "{mode}", {costs}}}}}'))


def test_a_row_has_every_field_and_no_number_passes_through_float() -> None:
    costs = COSTS + ', "cache_read_input_token_cost": 7.5e-08, "source": "https://example.org/pricing"'
    assert one(costs).listed == (
        FeedPrice(
            feed="litellm",
            seller="openai",
            provider="openai",
            model="gpt-4o-mini",
            tier="standard",
            input_usd_per_mtok=Decimal("0.15"),
            cached_input_usd_per_mtok=Decimal("0.075"),
            output_usd_per_mtok=Decimal("0.6"),
            source_url="https://example.org/pricing",
            quote="gpt-4o-mini: input_cost_per_token: 1.5e-07, cache_read_input_token_cost: 7.5e-08, "
            "output_cost_per_token: 6e-07",
        ),
    )


def test_the_map_itself_is_the_source_where_an_entry_names_none() -> None:
    assert one(COSTS).listed[0].source_url == URL


def test_the_noise_of_a_float_division_is_rounded_off() -> None:
    costs = '"input_cost_per_token": 1.0000000000000001e-07, "output_cost_per_token": 2.0000000000000003e-07'
    assert rows(one(costs)) == {("openai", "gpt-4o-mini", "standard", None): ("0.1", "-", "0.2")}
    assert "1.0000000000000001e-07" in one(costs).listed[0].quote, "the quote keeps what is written"


@pytest.mark.parametrize(
    ("suffix", "tier", "context"),
    [
        ("", "standard", None),
        ("_batches", "batch", None),
        ("_flex", "flex", None),
        ("_priority", "priority", None),
        ("_above_200k_tokens", "long-context", 200_000),
        ("_above_128k_tokens", "long-context", 128_000),
        ("_above_272k_tokens_priority", "priority", 272_000),
        ("_above_272k_tokens_batches", "batch", 272_000),
    ],
)
def test_a_suffix_is_a_tier_with_its_own_cached_price(suffix: str, tier: str, context: int | None) -> None:
    costs = ", ".join(
        f'"{name}{suffix}": {price}'
        for name, price in {
            "input_cost_per_token": "2e-06",
            "output_cost_per_token": "8e-06",
            "cache_read_input_token_cost": "5e-07",
        }.items()
    )
    found = rows(one(costs))
    assert found["openai", "gpt-4o-mini", tier, context] == ("2", "0.5", "8")


def test_all_tiers_of_one_model_stay_apart() -> None:
    costs = COSTS + (
        ', "input_cost_per_token_batches": 7.5e-08, "output_cost_per_token_batches": 3e-07'
        ', "input_cost_per_token_above_200k_tokens": 3e-07, "output_cost_per_token_above_200k_tokens": 9e-07'
    )
    assert rows(one(costs)) == {
        ("openai", "gpt-4o-mini", "standard", None): ("0.15", "-", "0.6"),
        ("openai", "gpt-4o-mini", "batch", None): ("0.075", "-", "0.3"),
        ("openai", "gpt-4o-mini", "long-context", 200_000): ("0.3", "-", "0.9"),
    }


@pytest.mark.parametrize("suffix", ["ultrafast", "balanced", "decisions"])
def test_a_tier_that_is_not_ours_is_counted(suffix: str) -> None:
    costs = COSTS + f', "input_cost_per_token_{suffix}": 1e-06, "output_cost_per_token_{suffix}": 2e-06'
    assert len(one(costs).listed) == 1
    assert problems(one(costs)) == [f"gpt-4o-mini: the tier {suffix!r} is not one we know"]


def test_bands_of_prompt_lengths_give_a_standard_and_a_long_context_row() -> None:
    bands = (
        '"tiered_pricing": [{"range": [0, 256000.0], "input_cost_per_token": 5e-08, "output_cost_per_token": 4e-07,'
        ' "cache_read_input_token_cost": 1e-08}, {"range": [256000.0, 1000000.0], "input_cost_per_token": 2.5e-07,'
        ' "output_cost_per_token": 2e-06}]'
    )
    assert rows(one(bands, "dashscope/qwen-flash", "dashscope")) == {
        ("alibaba", "qwen-flash", "standard", None): ("0.05", "0.01", "0.4"),
        ("alibaba", "qwen-flash", "long-context", 256_000): ("0.25", "-", "2"),
    }


def test_a_band_without_a_range_is_counted() -> None:
    bands = '"tiered_pricing": [{"input_cost_per_token": 5e-08, "output_cost_per_token": 4e-07}]'
    assert problems(one(bands)) == ["gpt-4o-mini: a price band without a range of prompt lengths"]


def test_the_first_band_that_repeats_the_plain_price_is_the_same_row_and_one_that_differs_is_none() -> None:
    band = ', "tiered_pricing": [{"range": [0, 9], "input_cost_per_token": X, "output_cost_per_token": 6e-07}]'
    assert len(one(COSTS + band.replace("X", "1.5e-07")).listed) == 1
    assert one(COSTS + band.replace("X", "1.6e-07")).listed == ()


def test_a_model_with_off_peak_hours_has_a_peak_and_an_off_peak_price() -> None:
    hours = ', "off_peak_pricing": {"input_cost_per_token": 1e-07, "output_cost_per_token": 3e-07, "windows": []}'
    assert rows(one(COSTS + hours, "deepseek/deepseek-flash", "deepseek")) == {
        ("deepseek", "deepseek-flash", "peak", None): ("0.15", "-", "0.6"),
        ("deepseek", "deepseek-flash", "off-peak", None): ("0.1", "-", "0.3"),
    }


def test_a_cache_hit_price_is_the_older_name_of_a_cached_price() -> None:
    older = ', "input_cost_per_token_cache_hit": 2e-08'
    newer = ', "cache_read_input_token_cost": 3e-08'
    assert next(iter(rows(one(COSTS + older)).values())) == ("0.15", "0.02", "0.6")
    for both in (older + newer, newer + older):
        assert next(iter(rows(one(COSTS + both)).values())) == ("0.15", "0.03", "0.6")


@pytest.mark.parametrize(
    ("costs", "reason"),
    [
        ('"input_cost_per_token": 0.0, "output_cost_per_token": 0.0', "a price of zero is absence"),
        ('"input_cost_per_token": 1e-07, "output_cost_per_token": 0', "a price of zero is absence"),
        ('"output_cost_per_token": 7.5e-06, "input_cost_per_video_per_second": 0.0004', "not priced per input and"),
        ('"input_cost_per_character": 1e-06, "output_cost_per_character": 2e-06', "not priced per input and"),
        ('"input_cost_per_second": 0.01, "output_cost_per_second": 0.01', "not priced per input and"),
        ('"input_cost_per_query": 0.01', "not priced per input and"),
        ('"input_cost_per_token": "free", "output_cost_per_token": 1e-06', "is not a number"),
    ],
)
def test_what_is_no_token_price_is_counted(costs: str, reason: str) -> None:
    assert one(costs).listed == ()
    assert reason in problems(one(costs))[0]


@pytest.mark.parametrize("mode", ["embedding", "image_generation", "audio_transcription", "rerank", "realtime", "ocr"])
def test_a_mode_that_is_not_text_gives_no_row(mode: str) -> None:
    assert one(COSTS, mode=mode).listed == ()
    assert problems(one(COSTS, mode=mode)) == [f"gpt-4o-mini: mode {mode}: not a price of text tokens"]


@pytest.mark.parametrize("mode", ["chat", "completion", "responses"])
def test_a_mode_of_text_gives_a_row(mode: str) -> None:
    assert len(one(COSTS, mode=mode).listed) == 1


def test_an_entry_without_a_mode_is_a_size_class_and_no_model() -> None:
    body = f'{{"fireworks-ai-above-16b": {{"litellm_provider": "fireworks_ai", {COSTS}}}}}'
    assert read(page(body)).listed == ()


def test_the_sample_and_the_rules_are_not_models() -> None:
    sample = '"sample_spec": {"litellm_provider": "one of", "mode": "chat", "input_cost_per_token": 0.1}'
    rules = '"fallback_generalizations": {"rules": []}'
    model = f'"m": {{"litellm_provider": "openai", "mode": "chat", {COSTS}}}'
    reading = read(page(f"{{{sample}, {rules}, {model}}}"))
    assert [row.model for row in reading.listed] == ["m"]
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("key", "seller", "provider", "model"),
    [
        ("gemini/gemini-2.5-pro", "gemini", "google", "gemini-2.5-pro"),
        ("gemini-2.5-pro", "vertex_ai-language-models", "google-vertex", "gemini-2.5-pro"),
        ("vertex_ai/claude-opus-5", "vertex_ai-anthropic_models", "google-vertex", "claude-opus-5"),
        ("azure/eu/gpt-4o", "azure", "azure", "eu/gpt-4o"),
        ("bedrock/us-east-1/anthropic.claude-v1", "bedrock", "aws-bedrock", "us-east-1/anthropic.claude-v1"),
        ("us.amazon.nova-pro-v1:0", "bedrock_converse", "aws-bedrock", "us.amazon.nova-pro-v1:0"),
        ("bedrock_mantle/openai.gpt-6", "bedrock_mantle", "aws-bedrock", "bedrock_mantle/openai.gpt-6"),
        ("fireworks_ai/accounts/fireworks/models/x", "fireworks_ai", "fireworks", "accounts/fireworks/models/x"),
        ("together_ai/Qwen/Qwen3", "together_ai", "together", "Qwen/Qwen3"),
        ("ft:gpt-4o", "openai", "openai", "ft:gpt-4o"),
        ("a-new-seller/model", "a-new-seller", "a-new-seller", "model"),
    ],
)
def test_a_seller_is_ours_by_an_exact_name_and_its_id_loses_only_the_route(
    key: str, seller: str, provider: str, model: str
) -> None:
    assert (provider_of(seller), own_id(key, seller)) == (provider, model)
    assert next(iter(rows(one(COSTS, key, seller)))) == (provider, model, "standard", None)


def test_regions_do_not_fall_together() -> None:
    entry = f'{{"litellm_provider": "bedrock", "mode": "chat", {COSTS}}}'
    body = f'{{"us.amazon.nova": {entry}, "eu.amazon.nova": {entry}, "bedrock/us-west-2/amazon.nova": {entry}}}'
    assert [row.model for row in read(page(body)).listed] == [
        "us.amazon.nova",
        "eu.amazon.nova",
        "us-west-2/amazon.nova",
    ]


def test_a_price_of_a_search_is_left_out_as_no_price_of_tokens() -> None:
    reading = one('"input_cost_per_query": 0.008', "tavily/search", "tavily", "search")
    assert reading.listed == ()
    assert problems(reading) == ["tavily/search: mode search: not a price of text tokens"]


@pytest.mark.parametrize(
    "body",
    ["", "<html>404</html>", "[]", "{}", '{"data": []}', '{"openai": {"id": "openai", "models": {}}}', '{"a": {"litel'],
)
def test_what_is_not_the_map_is_refused(body: str) -> None:
    with pytest.raises(PageRefused, match="LiteLLM's price map"):
        read(page(body))

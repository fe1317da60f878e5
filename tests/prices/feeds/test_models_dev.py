"""models.dev's api.json: providers, long prompts in two spellings, what has no column."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assets.prices.feeds.feed_price import FeedPrice, FeedReading
from assets.prices.feeds.models_dev import URL, read
from assets.prices.price_page import PageRefused
from tests.prices.feeds.conftest import page, problems, rows


def one(cost: str, more: str = "", seller: str = "google") -> FeedReading:
    model = f'{{"id": "m-1", "name": "M 1"{more}, "cost": {{{cost}}}}}'
    return read(page(f'{{"{seller}": {{"id": "{seller}", "models": {{"m-1": {model}}}}}}}'))


def test_a_row_has_every_field() -> None:
    assert one('"input": 1.25, "output": 10, "cache_read": 0.31, "cache_write": 2').listed == (
        FeedPrice(
            feed="models.dev",
            seller="google",
            provider="google",
            model="m-1",
            tier="standard",
            input_usd_per_mtok=Decimal("1.25"),
            cached_input_usd_per_mtok=Decimal("0.31"),
            output_usd_per_mtok=Decimal(10),
            source_url=URL,
            quote="m-1: input: 1.25, cache_read: 0.31, output: 10",
        ),
    )


def test_a_price_over_200k_is_a_long_context_row() -> None:
    cost = '"input": 1.25, "output": 10, "context_over_200k": {"input": 2.5, "output": 15, "cache_read": 0.625}'
    assert rows(one(cost)) == {
        ("google", "m-1", "standard", None): ("1.25", "-", "10"),
        ("google", "m-1", "long-context", 200_000): ("2.5", "0.625", "15"),
    }


def test_tiers_state_the_length_and_the_older_spelling_beside_them_repeats_the_price() -> None:
    cost = (
        '"input": 5, "output": 30, "tiers": [{"input": 10, "output": 45, "tier": {"type": "context", "size": 272000}}],'
        ' "context_over_200k": {"input": 10, "output": 45}'
    )
    assert rows(one(cost)) == {
        ("google", "m-1", "standard", None): ("5", "-", "30"),
        ("google", "m-1", "long-context", 272_000): ("10", "-", "45"),
    }


def test_a_tier_of_another_kind_is_counted() -> None:
    cost = '"input": 5, "output": 30, "tiers": [{"input": 1, "output": 2, "tier": {"type": "hours", "size": 8}}]'
    assert problems(one(cost)) == ["google/m-1: a tier that is not a length of the prompt"]


@pytest.mark.parametrize(("reasoning", "counted"), [("4", 1), ("3", 0)])
def test_a_price_of_reasoning_that_differs_from_output_is_counted(reasoning: str, counted: int) -> None:
    reading = one(f'"input": 1, "output": 3, "reasoning": {reasoning}')
    assert rows(reading) == {("google", "m-1", "standard", None): ("1", "-", "3")}
    assert len(reading.problems) == counted


@pytest.mark.parametrize(
    ("seller", "provider"),
    [
        ("amazon-bedrock", "aws-bedrock"),
        ("fireworks-ai", "fireworks"),
        ("google-vertex-anthropic", "google-vertex"),
        ("llama", "meta"),
        ("moonshotai", "moonshot"),
        ("moonshotai-cn", "moonshotai-cn"),
        ("novita-ai", "novita"),
        ("togetherai", "together"),
        ("a-new-one", "a-new-one"),
    ],
)
def test_a_provider_is_ours_by_an_exact_name(seller: str, provider: str) -> None:
    row = one('"input": 1, "output": 3', seller=seller).listed[0]
    assert (row.seller, row.provider) == (seller, provider)


@pytest.mark.parametrize("cost", ['"input": 0, "output": 0', '"input": 1, "output": 0', ""])
def test_free_and_unpriced_models_are_counted(cost: str) -> None:
    assert (one(cost).listed, len(one(cost).problems)) == ((), 1)


def test_a_model_that_writes_no_text_has_no_token_price() -> None:
    pictures = ', "modalities": {"input": ["text"], "output": ["image"]}'
    assert problems(one('"input": 1, "output": 3', pictures)) == ["google/m-1: it does not write text"]


@pytest.mark.parametrize(
    "body", ["", "<html></html>", "[]", "{}", '{"gpt": {"litellm_provider": "openai"}}', '{"google']
)
def test_what_is_not_api_json_is_refused(body: str) -> None:
    with pytest.raises(PageRefused, match="the file: "):
        read(page(body))

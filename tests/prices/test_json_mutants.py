"""Broken bodies of every JSON reader: cut off, or one value replaced by an odd one. No crash, and no new price."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from assets.prices.feeds.feed_price import FeedReading
from assets.prices.feeds.registry import FEEDS
from assets.prices.pages.registry import PRICE_SOURCES
from assets.prices.price_page import PageReading, PageRefused, PricePage
from tests.prices.pages.test_aws_bedrock import PAIR as BEDROCK_PAIR
from tests.prices.pages.test_aws_bedrock import marketplace, offer_file
from tests.prices.pages.test_azure import PAIR as AZURE_PAIR

Body = Mapping[str, object]
TODAY = date(2026, 9, 23)
ODD = (None, True, "", "x", "-1", "0", "1e400", "\u200b", -1, 0, [], {}, [[]], {"a": []}, ["text"], 10**400)
MUTANTS = 400

OPENROUTER = {
    "data": [
        {
            "id": f"maker/model-{number}",
            "architecture": {"output_modalities": ["text"]},
            "pricing": {
                "prompt": "0.000001",
                "completion": "0.000002",
                "input_cache_read": "0.0000001",
                "overrides": [{"min_prompt_tokens": 200000, "prompt": "0.000003"}],
            },
        }
        for number in range(4)
    ]
}
LITELLM = {
    f"model-{number}": {
        "litellm_provider": "openai",
        "mode": "chat",
        "source": "https://example.org",
        "input_cost_per_token": 1e-06,
        "output_cost_per_token": 2e-06,
        "input_cost_per_token_batches": 5e-07,
        "output_cost_per_token_batches": 1e-06,
        "tiered_pricing": [{"range": [1000, 2000], "input_cost_per_token": 3e-06, "output_cost_per_token": 4e-06}],
        "off_peak_pricing": {"input_cost_per_token": 5e-07, "output_cost_per_token": 1e-06},
    }
    for number in range(3)
} | {"exa/search": {"litellm_provider": "exa", "mode": "search", "input_cost_per_query": 0.005}}
MODELS_DEV = {
    "google": {
        "id": "google",
        "models": {
            "m": {
                "modalities": {"output": ["text"]},
                "cost": {
                    "input": 1,
                    "output": 2,
                    "reasoning": 3,
                    "cache_read": 0.1,
                    "tiers": [{"input": 2, "output": 4, "tier": {"type": "context", "size": 200000}}],
                },
            },
            "n": {"cost": {"input": 1, "output": 2, "context_over_200k": {"input": 2, "output": 4}}},
        },
    },
    "openai": {"id": "openai", "models": {"m": {"cost": {"input": 5, "output": 6}}}},
}
LLM_PRICES = {
    "prices": [
        {
            "id": f"m-{number}",
            "vendor": "openai",
            "name": "M >128k",
            "input": 1,
            "output": 2,
            "input_cached": 0.5,
            "from_date": "2025-01-01",
            "to_date": "2025-02-01",
        }
        for number in range(3)
    ]
}
BEDROCK = json.loads(
    offer_file(*BEDROCK_PAIR, marketplace("InputTokenCount", "5.5"), marketplace("OutputTokenCount", "27.5"))
)
CEREBRAS = {
    "object": "list",
    "data": [
        {
            "id": f"llama-{number}",
            "hugging_face_id": "meta/llama",
            "pricing": {"prompt": "0.000001", "completion": "0.000002", "input_cache_read": "0.0000001"},
            "limits": {"max_context_length": 131072, "max_completion_tokens": 40960},
            "deprecated": False,
        }
        for number in range(4)
    ],
}
AZURE = {"Items": list(AZURE_PAIR), "NextPageLink": None}

READERS: dict[str, tuple[Callable[[PricePage], FeedReading | PageReading], Body]] = {
    "openrouter": (FEEDS["openrouter"].read, OPENROUTER),
    "litellm": (FEEDS["litellm"].read, LITELLM),
    "models.dev": (FEEDS["models.dev"].read, MODELS_DEV),
    "llm-prices": (FEEDS["llm-prices"].read, LLM_PRICES),
    "aws-bedrock": (PRICE_SOURCES["aws-bedrock"].read, BEDROCK),
    "azure": (PRICE_SOURCES["azure"].read, AZURE),
    "cerebras": (PRICE_SOURCES["cerebras"].read, CEREBRAS),
}


def amounts(reading: FeedReading | PageReading) -> set[object]:
    if isinstance(reading, PageReading):
        return {amount for offer in reading.offers for amount in (offer.input_per_mtok, offer.output_per_mtok)}
    return {amount for price in reading.listed for amount in (price.input_usd_per_mtok, price.output_usd_per_mtok)}


def places(value: object) -> Iterator[tuple[Any, int | str]]:
    """Every place in a body that holds a value."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield value, key
        yield from places(child)


def mutants(body: Body, seed: str) -> Iterator[bytes]:
    """Bodies with one value replaced by an odd one, taken away, or swapped for another value of the same body."""
    chance = random.Random(seed)
    for _ in range(MUTANTS):
        broken = copy.deepcopy(body)
        parent, key = chance.choice(list(places(broken)))
        if chance.random() < 0.2:
            del parent[key]
        else:
            parent[key] = chance.choice(ODD)
        yield json.dumps(broken).encode()


@pytest.mark.parametrize("source", READERS)
def test_a_body_with_one_odd_value_is_refused_or_gives_only_prices_of_the_whole_body(source: str) -> None:
    read, body = READERS[source]
    whole = amounts(read(PricePage(json.dumps(body).encode(), TODAY)))
    assert whole
    for mutant in mutants(body, source):
        try:
            given = amounts(read(PricePage(mutant, TODAY)))
        except PageRefused:
            continue
        assert given <= whole, mutant.decode()


@pytest.mark.parametrize("source", READERS)
def test_a_body_that_is_cut_off_anywhere_is_refused(source: str) -> None:
    read, body = READERS[source]
    written = json.dumps(body).encode()
    for end in range(0, len(written), max(1, len(written) // 100)):
        with pytest.raises(PageRefused):
            read(PricePage(written[:end], TODAY))


@pytest.mark.parametrize("source", READERS)
def test_the_body_of_another_source_is_refused(source: str) -> None:
    for other, (_, body) in READERS.items():
        if other != source:
            with pytest.raises(PageRefused):
                READERS[source][0](PricePage(json.dumps(body).encode(), TODAY))


@pytest.mark.parametrize("source", READERS)
def test_a_body_of_fifty_megabytes_is_refused_unread(source: str) -> None:
    with pytest.raises(PageRefused, match=r"too large|no price page"):
        READERS[source][0](PricePage(b" " * 50_000_000, TODAY))

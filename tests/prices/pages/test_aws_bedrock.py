"""Bedrock's offer files: which meters are on-demand prices of text tokens in the base region, and which are not."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from assets.prices.pages.aws_bedrock import read
from assets.prices.price_page import PageOffer, PageReading, PageRefused, PricePage

Row = tuple[dict[str, object], str, str]


def own(usage: str, usd: str, unit: str = "1K tokens", **attributes: object) -> Row:
    """A product of AmazonBedrock: attributes, price, unit."""
    base = {"servicecode": "AmazonBedrock", "regionCode": "us-east-1", "model": "Nova Lite", "usagetype": usage}
    return {**base, **attributes}, usd, unit


def marketplace(usage: str, usd: str, unit: str = "1M tokens", **attributes: object) -> Row:
    """A product of AmazonBedrockFoundationModels."""
    name = "Claude Opus 5 (Amazon Bedrock Edition)"
    base = {"servicecode": "AmazonBedrockFoundationModels", "regionCode": "us-east-1", "servicename": name}
    return {**base, "usagetype": f"USE1-MP:USE1_{usage}-Units", **attributes}, usd, unit


def offer_file(*rows: Row, code: str = "AmazonBedrock") -> bytes:
    products, terms = {}, {}
    for number, (attributes, usd, unit) in enumerate(rows):
        sku = f"SKU{number}"
        products[sku] = {"sku": sku, "attributes": attributes}
        dimension = {"unit": unit, "beginRange": "0", "endRange": "Inf", "pricePerUnit": {"USD": usd}}
        terms[sku] = {f"{sku}.T": {"effectiveDate": "2026-09-01T00:00:00Z", "priceDimensions": {"D": dimension}}}
    body = {"formatVersion": "v1.0", "offerCode": code, "products": products, "terms": {"OnDemand": terms}}
    return json.dumps(body).encode()


def parsed(*rows: Row) -> PageReading:
    return read(PricePage(offer_file(*rows), date(2026, 9, 23), "index.json"))


def prices(reading: PageReading) -> dict[tuple[str, str], tuple[str, ...]]:
    return {
        (one.model, one.tier): tuple(
            "-" if amount is None else str(amount)
            for amount in (one.input_per_mtok, one.cached_input_per_mtok, one.output_per_mtok)
        )
        for one in reading.offers
    }


PAIR = (own("USE1-NovaLite-input-tokens", "0.0000600000"), own("USE1-NovaLite-output-tokens", "0.0002400000"))


def test_two_meters_make_one_offer_with_every_field() -> None:
    kind = {"feature": "On-demand Inference"}
    reading = parsed(
        own("USE1-NovaLite-input-tokens", "0.0000600000", inferenceType="Input tokens", **kind),
        own("USE1-NovaLite-cache-read-input-token-count", "0.000015", inferenceType="Prompt cache read input tokens"),
        own("USE1-NovaLite-output-tokens", "0.0002400000", inferenceType="Output tokens", **kind),
    )
    assert reading == PageReading(
        (
            PageOffer(
                model="Nova Lite",
                tier="standard",
                currency="USD",
                input_per_mtok=Decimal("0.06"),
                cached_input_per_mtok=Decimal("0.015"),
                output_per_mtok=Decimal("0.24"),
                quote="USE1-NovaLite-input-tokens: 0.0000600000 USD per 1K tokens; "
                "USE1-NovaLite-cache-read-input-token-count: 0.000015 USD per 1K tokens; "
                "USE1-NovaLite-output-tokens: 0.0002400000 USD per 1K tokens",
            ),
        )
    )


def test_the_day_of_a_term_is_the_lists_and_not_the_prices() -> None:
    assert parsed(*PAIR).offers[0].valid_from is None


@pytest.mark.parametrize("tier", ["batch", "flex", "priority"])
def test_a_tier_is_the_last_word_and_never_the_standard_price(tier: str) -> None:
    reading = parsed(
        *PAIR, own(f"USE1-NovaLite-input-tokens-{tier}", "0.03"), own(f"USE1-NovaLite-output-tokens-{tier}", "0.12")
    )
    assert prices(reading) == {
        ("Nova Lite", "standard"): ("0.06", "-", "0.24"),
        ("Nova Lite", tier): ("30", "-", "120"),
    }


@pytest.mark.parametrize(
    "end",
    [
        "cross-region-global",
        "cross-region-geo",
        "cross-region-global-batch",
        "priority-cross-region-global",
        "latency-optimized",
        "custom-model",
        "something-new",
    ],
)
def test_a_price_of_another_kind_is_counted_and_not_read(end: str) -> None:
    reading = parsed(
        *PAIR, own(f"USE1-NovaLite-input-tokens-{end}", "9"), own(f"USE1-NovaLite-output-tokens-{end}", "9")
    )
    assert prices(reading) == prices(parsed(*PAIR))
    assert [problem.endswith("is not an on-demand tier") for problem in reading.problems] == [True, True]


@pytest.mark.parametrize(
    "row",
    [
        own("USE1-NovaLite-reserved-1-month-input-tokens-per-minute", "9"),
        own("USE1-NovaLite-ProvisionedThroughput-NoCommit-ModelUnits", "24.5", "hour"),
        own("USE1-CustomModelUnit-v1-Copy-Minutes", "0.0785", "minutes"),
        own("USE1-NovaLite-cache-write-input-token-count", "9"),
        own("USE1-NovaLite-input-image-token-count", "9"),
        own("USE1-NovaSonic-speech-input-tokens", "9"),
        own("USE1-NovaLite-input-tokens", "9", inferenceType="Input Audio Token Count"),
        own("USE1-NovaLite-input-tokens", "9", inferenceType="Output tokens"),
        own("USE1-NovaLite-input-tokens", "9", inferenceType="Input tokens batch"),
        own("USE1-NovaLite-input-tokens", "9", feature="Model Customization"),
        own("USE1-NovaLite-input-tokens", "9", feature="Batch Inference"),
        own("USE1-NovaLite-input-tokens", "9", service_tier="priority"),
        own("USE1-NovaLite-input-tokens", "9", "1B tokens"),
        own("USE1-NovaLite-input-tokens", "9", "Units"),
        own("USE1-NovaLite-input-tokens", "9", "image"),
        own("USE1-NovaLite-input-tokens", "0.0000000000"),
        own("USE1-NovaLite-input-tokens", "-1"),
        own("USE1-NovaLite-input-tokens", "nine"),
        own("USE1-" + "x" * 500 + "-input-tokens", "9"),
        own("USE2-NovaLite-input-tokens", "9"),
        own("", "9"),
        marketplace("InputTokenCount_Global", "9"),
        marketplace("InputTokenCount_Batch_Global", "9"),
        marketplace("input_tokens_global_standard", "9"),
        marketplace("InputTokenCount", "9", servicename="Something else"),
    ],
)
def test_a_product_that_is_not_certain_changes_no_offer_and_is_counted(row: Row) -> None:
    reading = parsed(*PAIR, row)
    assert reading.offers == parsed(*PAIR).offers
    assert len(reading.problems) == 1


def test_prices_per_million_are_not_multiplied_again() -> None:
    reading = parsed(
        own("USE1-xai.grok-4.3-mantle-input-tokens-standard", "1.25", "1M tokens", service_tier="standard"),
        own("USE1-xai.grok-4.3-mantle-output-tokens-standard", "2.50", "1m tokens", service_tier="standard"),
    )
    assert prices(reading) == {("xai.grok-4.3", "standard"): ("1.25", "-", "2.5")}


def test_the_second_endpoint_is_an_offer_of_its_own_under_its_api_id() -> None:
    name = {"model": "Qwen3 Next 80B"}
    reading = parsed(
        own("USE1-Qwen3-Next-80B-input-tokens", "0.00018", **name),
        own("USE1-Qwen3-Next-80B-output-tokens", "0.00141", **name),
        own("USE1-qwen.qwen3-next-80b-mantle-input-tokens-standard", "0.000168", **name),
        own("USE1-qwen.qwen3-next-80b-mantle-output-tokens-standard", "0.00144", **name),
    )
    assert prices(reading) == {
        ("Qwen3 Next 80B", "standard"): ("0.18", "-", "1.41"),
        ("qwen.qwen3-next-80b", "standard"): ("0.168", "-", "1.44"),
    }


def test_an_input_of_one_endpoint_is_not_joined_with_an_output_of_the_other() -> None:
    reading = parsed(
        own("USE1-Mistral-Large-3-output-tokens", "0.0015"),
        own("USE1-mistral.mistral-large-3-mantle-input-tokens-standard", "0.0005"),
    )
    assert reading.offers == ()
    assert [problem.endswith("no meter of the other side matches it") for problem in reading.problems] == [True, True]


def test_text_tokens_of_a_speech_model_are_read_under_the_models_name() -> None:
    name = {"model": "Nova 2.5 Sonic"}
    reading = parsed(
        own("USE1-NovaSonic2.5-text-input-tokens", "0.00033", "1k tokens", inferenceType="Text Input Token", **name),
        own("USE1-NovaSonic2.5-text-output-tokens", "0.00275", "1k tokens", inferenceType="Text Output Token", **name),
    )
    assert prices(reading) == {("Nova 2.5 Sonic", "standard"): ("0.33", "-", "2.75")}


@pytest.mark.parametrize(
    ("asked", "cached", "given", "tier"),
    [
        ("InputTokenCount", "CacheReadInputTokenCount", "OutputTokenCount", "standard"),
        ("InputTokenCount_Batch", "CacheReadInputTokenCount_Batch", "OutputTokenCount_Batch", "batch"),
        ("input_tokens_standard", "cache_read_tokens_standard", "output_tokens_standard", "standard"),
        ("input_tokens_batch", "cache_read_tokens_batch", "output_tokens_batch", "batch"),
        (
            "input_tokens_long_ctx_standard",
            "cache_read_tokens_long_ctx_standard",
            "output_tokens_long_ctx_standard",
            "long-context",
        ),
    ],
)
def test_marketplace_meters_take_the_model_from_the_service_name(
    asked: str, cached: str, given: str, tier: str
) -> None:
    reading = parsed(marketplace(asked, "5.5"), marketplace(cached, "0.55"), marketplace(given, "27.5"))
    assert prices(reading) == {("Claude Opus 5", tier): ("5.5", "0.55", "27.5")}


def test_long_context_does_not_overwrite_the_standard_price() -> None:
    reading = parsed(
        marketplace("input_tokens_long_ctx_standard", "22"),
        marketplace("output_tokens_long_ctx_standard", "82.5"),
        marketplace("input_tokens_standard", "11"),
        marketplace("output_tokens_standard", "55"),
    )
    assert prices(reading) == {
        ("Claude Opus 5", "long-context"): ("22", "-", "82.5"),
        ("Claude Opus 5", "standard"): ("11", "-", "55"),
    }


def test_other_regions_are_counted_and_not_read() -> None:
    west = own("USW2-NovaLite-input-tokens", "9", regionCode="us-west-2")
    reading = parsed(*PAIR, west, west)
    assert prices(reading) == prices(parsed(*PAIR))
    assert reading.problems == ("2 products of other regions than us-east-1",)


def test_one_meter_with_two_prices_gives_no_offer() -> None:
    reading = parsed(*PAIR, own("USE1-NovaLite-input-tokens-standard", "0.00007"))
    assert reading.offers == ()
    assert "two prices for one meter" in reading.problems[0]


def test_one_meter_published_twice_at_one_price_is_one_offer() -> None:
    assert prices(parsed(*PAIR, *PAIR)) == prices(parsed(*PAIR))


def test_one_model_under_two_names_with_different_prices_gives_no_offer() -> None:
    other = (own("USE1-NovaLite2-input-tokens", "0.001"), own("USE1-NovaLite2-output-tokens", "0.002"))
    reading = parsed(*PAIR, *other)
    assert reading.offers == ()
    assert reading.problems == ("Nova Lite: standard: stated twice with different prices",)


def test_an_input_alone_is_no_offer() -> None:
    reading = parsed(PAIR[0])
    assert reading.offers == ()
    assert len(reading.problems) == 1


def test_a_volume_discount_and_a_second_dimension_are_not_read() -> None:
    body = json.loads(offer_file(*PAIR))
    dimensions = body["terms"]["OnDemand"]["SKU0"]["SKU0.T"]["priceDimensions"]
    dimensions["E"] = {**dimensions["D"], "beginRange": "1000"}
    assert "2 on-demand price dimensions" in read(PricePage(json.dumps(body).encode(), date(2026, 9, 23))).problems[0]
    del dimensions["D"]
    assert "a volume discount" in read(PricePage(json.dumps(body).encode(), date(2026, 9, 23))).problems[0]


@pytest.mark.parametrize("code", ["AmazonBedrock", "AmazonBedrockFoundationModels", "AmazonBedrockService"])
def test_every_offer_file_of_bedrock_is_read(code: str) -> None:
    assert len(read(PricePage(offer_file(*PAIR, code=code), date(2026, 9, 23))).offers) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>AccessDenied</body></html>",
        offer_file(*PAIR)[:300],
        b"[]",
        b'{"offerCode": "AmazonBedrock", "products": {}, "terms": {}}',
        b'{"offerCode": ["AmazonBedrock"], "products": {"A": 1}, "terms": {"OnDemand": {"A": 1}}}',
        offer_file(({"servicecode": "AmazonEC2", "regionCode": "us-east-1"}, "1", "Hrs"), code="AmazonEC2"),
        offer_file(own("EUC1-NovaLite-input-tokens", "9", regionCode="eu-central-1")),
        b'{"Items": [], "NextPageLink": null}',
    ],
)
def test_what_is_no_offer_file_of_the_base_region_is_refused_in_one_line(body: bytes) -> None:
    with pytest.raises(PageRefused, match="index") as refusal:
        read(PricePage(body, date(2026, 9, 23), "index.json"))
    assert "\n" not in str(refusal.value)

"""Azure's meters: what their names state, what they do not state, and when an input and an output belong together."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from assets.prices.pages.azure import read
from assets.prices.price_page import PageOffer, PageReading, PageRefused, PricePage
from tests.conftest import SHARED

SAMPLE = SHARED / "feeds" / "azure_retail_prices_2026-09-23_sample.json"
TODAY = date(2026, 9, 23)


def item(name: str, price: float, unit: str = "1K", **more: object) -> dict[str, object]:
    return {
        "currencyCode": "USD",
        "tierMinimumUnits": 0.0,
        "retailPrice": price,
        "unitPrice": price,
        "armRegionName": "eastus2",
        "effectiveStartDate": "2024-10-01T00:00:00Z",
        "meterName": name,
        "productName": "Azure OpenAI",
        "serviceName": "Foundry Models",
        "unitOfMeasure": unit,
        "type": "Consumption",
        **more,
    }


def parsed(*listed: dict[str, object], link: str | None = None) -> PageReading:
    body = {"BillingCurrency": "USD", "Items": list(listed), "NextPageLink": link, "Count": len(listed)}
    return read(PricePage(json.dumps(body).encode(), TODAY, "azure.json"))


def prices(reading: PageReading) -> dict[tuple[str, str], tuple[str, ...]]:
    return {
        (offer.model, offer.tier): tuple(
            "-" if amount is None else str(amount)
            for amount in (offer.input_per_mtok, offer.cached_input_per_mtok, offer.output_per_mtok)
        )
        for offer in reading.offers
    }


PAIR = (item("gpt 4o 0806 Inp glbl Tokens", 0.0025), item("gpt 4o 0806 Outp glbl Tokens", 0.01))


def test_three_meters_make_one_offer_with_every_field() -> None:
    later = item("gpt 4o 0806 cached Inp glbl Tokens", 0.00125, effectiveStartDate="2025-01-01T00:00:00Z")
    assert parsed(*PAIR, later) == PageReading(
        (
            PageOffer(
                model="gpt 4o 0806 global",
                tier="standard",
                currency="USD",
                input_per_mtok=Decimal("2.5"),
                cached_input_per_mtok=Decimal("1.25"),
                output_per_mtok=Decimal(10),
                quote="gpt 4o 0806 Inp glbl Tokens: 0.0025 USD per 1K in eastus2; "
                "gpt 4o 0806 cached Inp glbl Tokens: 0.00125 USD per 1K in eastus2; "
                "gpt 4o 0806 Outp glbl Tokens: 0.01 USD per 1K in eastus2",
                valid_from=date(2024, 10, 1),
            ),
        )
    )


def test_an_offer_starts_when_its_later_side_does() -> None:
    later = item("gpt 4o 0806 Outp glbl Tokens", 0.01, effectiveStartDate="2024-12-01T00:00:00Z")
    assert parsed(PAIR[0], later).offers[0].valid_from == date(2024, 12, 1)


@pytest.mark.parametrize(
    ("asked", "given", "model", "tier"),
    [
        ("gpt 4.1 Inp glbl Tokens", "gpt 4.1 Outp glbl Tokens", "gpt 4.1 global", "standard"),
        ("gpt 4o 0513 Input global Tokens", "gpt 4o 0513 Output global Tokens", "gpt 4o 0513 global", "standard"),
        ("gpt 4.1 Inp Data Zone Tokens", "gpt 4.1 Outp Data Zone Tokens", "gpt 4.1 data zone", "standard"),
        ("V3.1 Inp DZone Tokens", "V3.1 Outp DZone Tokens", "V3.1 data zone", "standard"),
        ("gpt 4.1 Inp regnl Tokens", "gpt 4.1 Outp regnl Tokens", "gpt 4.1 regional", "standard"),
        ("gpt-5-codex-inp-glbl Tokens", "gpt-5-codex-outp-glbl Tokens", "gpt 5 codex global", "standard"),
        ("GPT 5 Mini Inpt Glbl Tokens", "GPT 5 Mini outpt Glbl Tokens", "GPT 5 Mini global", "standard"),
        ("gpt 5 pro inp glbl Tokens", "gpt 5 pro out glbl Tokens", "gpt 5 pro global", "standard"),
        ("5.4 mini Batch Inp Gl Tokens", "5.4 mini Batch Opt Gl Tokens", "5.4 mini global", "batch"),
        ("5.4 pp inp Gl Tokens", "5.4 pp opt Gl Tokens", "5.4 global", "priority"),
        ("54 mini Inp Flex Gl Tokens", "54 mini Opt Flex Gl Tokens", "54 mini global", "flex"),
        ("6-sol ShortCo Inp Std Gl Tokens", "6-sol ShortCo Opt Std Gl Tokens", "6 sol global", "standard"),
        ("6-sol LongCo Inp Std Gl Tokens", "6-sol LongCo Opt Std Gl Tokens", "6 sol global", "long-context"),
        (
            "Phi-3.5-Mini-Instruct-Input Tokens",
            "Phi-3.5-Mini-Instruct-Output Tokens",
            "Phi 3.5 Mini Instruct",
            "standard",
        ),
    ],
)
def test_the_words_of_a_meter_give_side_deployment_and_tier(asked: str, given: str, model: str, tier: str) -> None:
    assert prices(parsed(item(asked, 0.002), item(given, 0.008))) == {(model, tier): ("2", "-", "8")}


@pytest.mark.parametrize(
    "name",
    [
        "gpt 4.1 cached Inp glbl Tokens",
        "gpt 4.1 cchd Inp glbl Tokens",
        "gpt-4.1-ccchd-inp-glbl Tokens",
        "gpt 4.1 cd inp Gl Tokens",
        "gpt 4.1 cached glbl Tokens",
    ],
)
def test_a_cached_input_is_recognised_in_every_spelling(name: str) -> None:
    reading = parsed(
        item("gpt 4.1 Inp glbl Tokens", 0.002), item("gpt 4.1 Outp glbl Tokens", 0.008), item(name, 0.0005)
    )
    assert prices(reading) == {("gpt 4.1 global", "standard"): ("2", "0.5", "8")}


@pytest.mark.parametrize(
    "odd",
    [
        item("gpt 4o 0806 FT Inp glbl Tokens", 9),
        item("gpt-4o-0806-FT-outp-glbl Tokens", 9),
        item("gpt 4o 0806 Inp glbl Finetuned Tokens", 9),
        item("gpt 4o 0806 ft grader Inp glbl Tokens", 9),
        item("gpt 4o 0806 aud Inp glbl Tokens", 9),
        item("gpt 4o 0806 rt txt Inp glbl Tokens", 9),
        item("gpt 4o 0806 Img Inp glbl Tokens", 9),
        item("gpt 4o 0806 Cd Wr glbl Tokens", 9),
        item("gpt 4o 0806 Provisioned Inp glbl Tokens", 9),
        item("gpt 4o 0806 PTU glbl Tokens", 9),
        item("gpt 4o 0806 LongCo Flex Inp glbl Tokens", 9),
        item("gpt 4o 0806 Inp glbl DZ Tokens", 9),
        item("gpt 4o 0806 Inp Outp glbl Tokens", 9),
        item("gpt 4o 0806 cached Outp glbl Tokens", 9),
        item("gpt 4o 0806 glbl Tokens", 9),
        item("Inp glbl Tokens", 9),
        item("4.6 Inp DZ L Tokens", 9),
        item("gpt 4o 0806 Inp glbl", 9),
        item("gpt 4o 0806 Inp glbl Images", 9),
        item("gpt 4o 0806 Inp glbl 1M Tokens", 9, "1K"),
        item("gpt 4o 0806 Inp glbl Tokens", 9, "1 Hour"),
        item("gpt 4o 0806 Inp glbl Tokens", 9, "100"),
        item("gpt 4o 0806 Inp glbl Tokens", 9, tierMinimumUnits=1000.0),
        item("gpt 4o 0806 Inp glbl Tokens", 9, type="Reservation"),
        item("gpt 4o 0806 Inp glbl Tokens", 9, currencyCode="INR"),
        item("gpt 4o 0806 Inp glbl Tokens", 9, armRegionName="usgovvirginia"),
        item("gpt 4o 0806 Inp glbl Tokens", 9, effectiveStartDate="2026-10-01T00:00:00Z"),
        item("gpt 4o 0806 Inp glbl Tokens", 9, effectiveEndDate="2025-01-31T23:59:59Z"),
        item("gpt 4o 0806 Inp glbl Tokens", 9, effectiveStartDate="soon"),
        item("gpt 4o 0806 Inp glbl Tokens", 0),
        item("gpt 4o 0806 Inp glbl Tokens", -1),
        item("gpt 4o 0806 Inp glbl\u200b Tokens", 9),
    ],
)
def test_a_meter_that_is_not_certain_changes_no_offer_and_is_counted(odd: dict[str, object]) -> None:
    reading = parsed(*PAIR, odd)
    assert reading.offers == parsed(*PAIR).offers
    assert len(reading.problems) == 1


@pytest.mark.parametrize(
    "other",
    [
        item("gpt 4o 0513 Outp glbl Tokens", 0.01),
        item("gpt 4o 0806 Batch Outp glbl Tokens", 0.01),
        item("gpt 4o 0806 Outp DZ Tokens", 0.01),
        item("gpt 4o 0806 Outp Tokens", 0.01),
        item("gpt 4o 0806 Outp glbl Tokens", 0.01, armRegionName="westeurope"),
        item("gpt 4o 0806 Outp glbl Tokens", 0.01, productName="Azure Grok Models"),
        item("gpt 4o 0806 Outp glbl Tokens", 0.01, currencyCode="EUR"),
    ],
    ids=["model", "tier", "deployment", "no deployment", "region", "product", "currency"],
)
def test_an_input_and_an_output_that_differ_in_one_thing_are_not_joined(other: dict[str, object]) -> None:
    reading = parsed(PAIR[0], other)
    assert reading.offers == ()
    assert [problem.endswith("no meter of the other side matches it") for problem in reading.problems] == [True, True]


OTHER_PRODUCTS = [
    *("ft", "finetuned", "finetune", "finetuning", "tuned", "tuning", "training", "trng", "train", "rft", "hosting"),
    *("hstng", "grader", "grdr", "dev", "ptu", "provisioned", "reserved", "session", "storage", "aud", "audio", "img"),
    *("image", "images", "video", "vid", "rt", "realtime", "speech", "voice", "transcribe", "tts", "whisper", "embed"),
    *("embedding", "embeddings", "emb", "rerank", "wr", "write", "wrt", "search", "ocr", "txt", "text", "l"),
]


def test_each_word_of_another_product_keeps_a_pair_from_being_an_offer() -> None:
    for word in OTHER_PRODUCTS:
        reading = parsed(
            item(f"gpt 4o {word} Inp glbl Tokens", 0.0025), item(f"gpt 4o {word.title()} Outp glbl Tokens", 0.01)
        )
        assert (word, reading.offers) == (word, ())
        assert [f"{word!r} makes it another price" in problem for problem in reading.problems] == [True, True]


def test_a_price_per_million_is_not_multiplied_again() -> None:
    reading = parsed(item("5.4 inp Gl 1M Tokens", 2.5, "1M"), item("5.4 opt Gl 1M Tokens", 15, "1M"))
    assert prices(reading) == {("5.4 global", "standard"): ("2.5", "-", "15")}


def test_an_input_per_thousand_and_an_output_per_million_are_one_offer() -> None:
    reading = parsed(item("5.4 inp Gl Tokens", 0.0025), item("5.4 opt Gl 1M Tokens", 15, "1M"))
    assert prices(reading) == {("5.4 global", "standard"): ("2.5", "-", "15")}


def test_a_cloud_of_its_own_has_no_offer_here() -> None:
    apart = [{**meter, "armRegionName": "usgovvirginia"} for meter in PAIR]
    assert parsed(*apart).offers == ()


def test_one_price_in_all_regions_is_one_offer() -> None:
    europe = [{**meter, "armRegionName": "westeurope"} for meter in PAIR]
    assert prices(parsed(*PAIR, *europe)) == prices(parsed(*PAIR))


def test_where_regions_differ_the_base_regions_price_is_the_offer() -> None:
    europe = [{**meter, "armRegionName": "northeurope", "retailPrice": 0.02} for meter in PAIR]
    assert prices(parsed(*europe, *PAIR)) == prices(parsed(*PAIR))


def test_where_regions_differ_without_the_base_region_there_is_no_offer() -> None:
    north = [{**meter, "armRegionName": "northeurope", "retailPrice": 0.02} for meter in PAIR]
    west = [{**meter, "armRegionName": "westeurope"} for meter in PAIR]
    reading = parsed(*north, *west)
    assert reading.offers == ()
    assert reading.problems == ("gpt 4o 0806 global: standard: different prices in different regions or products",)


def test_two_prices_for_one_meter_are_no_offer() -> None:
    reading = parsed(*PAIR, item("gpt 4o 0806 Input global Tokens", 0.003))
    assert reading.offers == ()
    assert "two prices for one meter" in reading.problems[0]


def test_pages_may_come_together_and_a_missing_page_is_named() -> None:
    first = {"Items": [PAIR[0]], "NextPageLink": "https://prices.example/?skip=1"}
    both = json.dumps([first, {"Items": [PAIR[1]], "NextPageLink": None}]).encode()
    assert read(PricePage(both, TODAY)) == parsed(*PAIR)
    assert parsed(*PAIR, link="https://prices.example/?skip=1").problems == (
        "more pages follow this answer (NextPageLink): what they hold is not here",
    )


@pytest.mark.shared
def test_the_real_sample_has_no_pair_and_names_each_of_its_five_meters() -> None:
    reading = read(PricePage(SAMPLE.read_bytes(), TODAY))
    assert reading.offers == ()
    assert len(reading.problems) == 5
    assert sum("'ft' makes it another price" in problem for problem in reading.problems) == 1
    assert sum("its tier or its model is not certain" in problem for problem in reading.problems) == 1, "LoCo and Fl"
    assert sum("no meter of the other side" in problem for problem in reading.problems) == 3


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>502 Bad Gateway</html>",
        b'{"Items": [{"currencyCode": "USD", "retailP',
        b"[]",
        b"null",
        b'{"Items": []}',
        b'{"Items": [{"name": "x"}]}',
        b'{"Items": [1, 2]}',
        b'{"Error": {"Code": "BadRequest"}}',
        b'{"products": {}, "terms": {}}',
    ],
)
def test_what_is_no_answer_of_the_api_is_refused_in_one_line(body: bytes) -> None:
    with pytest.raises(PageRefused, match="azure") as refusal:
        read(PricePage(body, TODAY, "azure.json"))
    assert "\n" not in str(refusal.value)

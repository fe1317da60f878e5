"""Azure's Retail Prices API: token meters of the models that Azure itself sells, pay-as-you-go.

The name of a meter holds every attribute: `gpt 4o 0806 Inp Data Zone Tokens`. Words for side, deployment and tier come
from fixed lists; the remaining words name the model. The deployment is appended to the model, because each deployment
has its own price. A meter with a word of another product (fine-tuned, audio, provisioned), or with two words of one
kind, is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal

from assets.prices.facts import Tier
from assets.prices.json_body import NotAnAmount, amount, items, label, members, open_json, per_mtok, refuse
from assets.prices.pages.meters import Key, NotTokenPrice, Side, TokenMeter, join, rivals
from assets.prices.price_page import PageOffer, PageReading, PricePage
from assets.prices.price_source import PriceSource

WHAT = "an answer of Azure's Retail Prices API"
CURRENCIES = ("USD", "EUR", "CNY")
BASE_REGION = "eastus2"
APART = ("usgov", "usdod", "china")
"""Regions of clouds of their own, with prices of their own."""

UNITS = {"1K": 1_000, "1M": 1_000_000}
NAME = re.compile(r"(?P<words>.+?)[ -](?:(?P<unit>1K|1M)[ -])?Tokens", re.IGNORECASE)
SIDES: dict[str, Side] = {
    **dict.fromkeys(("inp", "inpt", "input", "in"), "input"),
    **dict.fromkeys(("outp", "outpt", "output", "opt", "out"), "output"),
}
CACHED = ("cached", "cchd", "ccchd", "cd", "cache")
DEPLOYMENTS = {
    **dict.fromkeys(("gl", "glbl", "global"), "global"),
    **dict.fromkeys(("dz", "dzone", "datazone", "datazn"), "data zone"),
    **dict.fromkeys(("regnl", "rgnl", "regional"), "regional"),
}
TIERS: dict[str, Tier] = {
    **dict.fromkeys(("std", "standard", "shortco"), "standard"),
    "batch": "batch",
    **dict.fromkeys(("flex", "fl"), "flex"),
    **dict.fromkeys(("pp", "priority", "prty"), "priority"),
    **dict.fromkeys(("longco", "loco"), "long-context"),
}
"""pp is priority processing; shortco, longco and loco are context lengths without a stated threshold."""

OTHER = {
    *("ft", "finetuned", "finetune", "finetuning", "tuned", "tuning", "training", "trng", "train", "rft"),
    *("hosting", "hstng", "grader", "grdr", "dev", "ptu", "provisioned", "reserved", "session", "storage"),
    *("aud", "audio", "img", "image", "images", "video", "vid", "rt", "realtime", "speech", "voice", "transcribe"),
    *("tts", "whisper", "embedding", "embeddings", "embed", "emb", "rerank", "wr", "write", "wrt", "search", "ocr"),
    *("txt", "text", "l"),
}
"""Words of another product, or of a price that is not one of plain text tokens."""


def read(page: PricePage) -> PageReading:
    """Return the offers of one answer, or of a list of answers.

    Raises:
        PageRefused: The body is something else.
    """
    body = open_json(page, WHAT)
    answers = [members(answer) for answer in (body if isinstance(body, list) else [body])]
    listed = [members(item) for answer in answers for item in items(answer.get("Items"))]
    if not listed or not all(item.keys() >= set(SOURCE.signature) for item in listed):
        raise refuse(page, WHAT, f"no Items with {', '.join(sorted(SOURCE.signature))}")
    meters, problems = [], []
    for item in listed:
        try:
            meters.append(_meter(item, page.captured_on))
        except (NotTokenPrice, NotAnAmount) as error:
            problems.append(f"{label(item.get('meterName')) or 'a meter'}: {error}")
    if answers[-1].get("NextPageLink"):
        problems.append("more pages follow this answer (NextPageLink): what they hold is not here")
    joined, unmatched = join(meters)
    offers, differing = _over_regions(joined)
    return PageReading(tuple(offers), (*problems, *unmatched, *differing))


def _meter(item: dict[str, object], today: date) -> TokenMeter:
    _check(item)
    name, region = str(item["meterName"]), str(item.get("armRegionName"))
    words, unit = _words(name)
    if unit and unit.upper() != str(item["unitOfMeasure"]).upper():
        raise NotTokenPrice(f"its name says {unit} and its unitOfMeasure {item['unitOfMeasure']}")
    side, tier, deployment, left = _sorted(words)
    model = " ".join([*left, deployment]).strip()
    starts = _day(item.get("effectiveStartDate"))
    if (starts and starts > today) or item.get("effectiveEndDate"):
        raise NotTokenPrice("not in force on the day of the capture, or a price with an end")
    price = per_mtok(_price(item), UNITS[str(item["unitOfMeasure"]).upper()])
    quote = f"{name}: {item['retailPrice']} {item['currencyCode']} per {item['unitOfMeasure']} in {region}"
    key = (str(item.get("productName")), model.casefold(), region)
    return TokenMeter(key, model, tier, side, str(item["currencyCode"]), price, quote, starts)


def _check(item: dict[str, object]) -> None:
    """Check the fields of a row other than its name."""
    if str(item.get("type") or "Consumption") != "Consumption":
        raise NotTokenPrice(f"{item['type']} is not pay-as-you-go")
    if str(item["unitOfMeasure"]).upper() not in UNITS:
        raise NotTokenPrice(f"priced per {item['unitOfMeasure']!r}")
    if amount(item.get("tierMinimumUnits")):
        raise NotTokenPrice("a volume discount")
    if item["currencyCode"] not in CURRENCIES:
        raise NotTokenPrice(f"priced in {item['currencyCode']!r}")
    if str(item.get("armRegionName")).startswith(APART):
        raise NotTokenPrice("a region of a cloud of its own")


def _price(item: dict[str, object]) -> Decimal:
    price = amount(item["retailPrice"])
    if not price or price < 0:
        raise NotTokenPrice("a price of zero is absence, not a price")
    return price


def _words(name: str) -> tuple[list[str], str | None]:
    match = NAME.fullmatch(name.strip()) if label(name) else None
    if not match:
        raise NotTokenPrice("its name does not end with 'Tokens'")
    text = re.sub(r"\bdata[ -]zone\b", "datazone", match["words"], flags=re.IGNORECASE)
    return [word for word in re.split(r"[ -]+", text) if word], match["unit"]


def _sorted(words: list[str]) -> tuple[Side, Tier, str, list[str]]:
    """Return side, tier, deployment ("" = not stated) and the words of the model."""
    low = [word.lower() for word in words]
    if other := sorted(OTHER.intersection(low)):
        raise NotTokenPrice(f"{other[0]!r} makes it another price than that of plain text tokens")
    sides = [SIDES[word] for word in low if word in SIDES]
    cached = [word for word in low if word in CACHED]
    deployments = [DEPLOYMENTS[word] for word in low if word in DEPLOYMENTS]
    tiers = [TIERS[word] for word in low if word in TIERS]
    known = {*SIDES, *CACHED, *DEPLOYMENTS, *TIERS}
    left = [word for word, as_low in zip(words, low, strict=True) if as_low not in known]
    if len(sides) + len(cached) == 0 or len(sides) > 1 or len(cached) > 1 or (cached and "output" in sides):
        raise NotTokenPrice("it does not say, once, whether it is input, cached input or output")
    if len(deployments) > 1 or len(set(tiers) - {"standard"}) > 1 or not left:
        raise NotTokenPrice("its deployment, its tier or its model is not certain")
    tier = next((tier for tier in tiers if tier != "standard"), "standard")
    return ("cached" if cached else sides[0]), tier, (deployments or [""])[0], left


def _over_regions(joined: list[tuple[Key, PageOffer]]) -> tuple[list[PageOffer], list[str]]:
    """Return one offer per model and tier: the price that all regions share, else that of the base region."""
    groups: defaultdict[tuple[str, Tier], list[tuple[Key, PageOffer]]] = defaultdict(list)
    for key, offer in joined:
        groups[key[1], offer.tier].append((key, offer))
    offers, problems = [], []
    for group in groups.values():
        alike = [offer for _, offer in group]
        if rivals(alike):
            alike = [offer for key, offer in group if key[2] == BASE_REGION]
        if not alike or rivals(alike):
            problems.append(
                f"{group[0][1].model}: {group[0][1].tier}: different prices in different regions or products"
            )
        else:
            offers.append(alike[0])
    return offers, problems


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError as error:
        raise NotTokenPrice(f"{str(value)[:30]!r} is no day") from error


SOURCE = PriceSource(
    name="azure",
    urls=(
        "https://prices.azure.com/api/retail/prices?$filter=serviceName%20eq%20%27Foundry%20Models%27"
        "%20and%20armRegionName%20eq%20%27eastus2%27",
    ),
    signature=("meterName", "retailPrice", "unitOfMeasure", "currencyCode"),
    read=read,
)

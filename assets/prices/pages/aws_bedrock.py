"""Amazon Bedrock's offer files (AWS price list JSON): on-demand prices in us-east-1, the base region.

A product is one meter, named by its `usagetype`: `USE1-NovaLite-input-tokens-batch` (AmazonBedrock),
`USE1-vendor.model-mantle-input-tokens-standard` (its second endpoint) or `USE1-MP:USE1_InputTokenCount-Units` with the
model in `servicename` (AmazonBedrockFoundationModels). A meter whose name has an unknown part is left out: it
is another price, such as cross-region, latency optimized, custom-model, reserved or provisioned. A term's effectiveDate
is not used: it is the first of the month of publication, not the day a price began.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from decimal import Decimal

from assets.prices.facts import Tier
from assets.prices.json_body import NotAnAmount, amount, label, members, open_json, per_mtok, refuse
from assets.prices.pages.meters import NotTokenPrice, Side, TokenMeter, join, rivals
from assets.prices.price_page import PageOffer, PageReading, PricePage
from assets.prices.price_source import PriceSource
from assets.reading.units import find_units

WHAT = "an offer file of Amazon Bedrock"
OFFERS = ("AmazonBedrock", "AmazonBedrockFoundationModels", "AmazonBedrockService")
REGION, PREFIX = "us-east-1", "USE1"
EDITION = " (Amazon Bedrock Edition)"
OWN = re.compile(
    r"(?P<model>[A-Za-z0-9][\w.: -]*?)(?P<mantle>-mantle)?(?:-text)?-(?P<side>input-tokens|output-tokens|"
    r"cache-read-input-token-count|cache-read-tokens)(?:-(?P<terms>[\w-]+))?",
    re.ASCII,
)
MARKETPLACE = re.compile(
    rf"MP:{PREFIX}_(?P<side>InputTokenCount|OutputTokenCount|CacheReadInputTokenCount|"
    r"input_tokens|output_tokens|cache_read_tokens)(?:_(?P<terms>\w+))?-Units",
    re.ASCII,
)
OTHER_TOKENS = re.compile(r"speech|audio|image|video|embed|rerank|train|grounding", re.IGNORECASE)
TIERS: dict[str, Tier] = {
    "": "standard",
    "standard": "standard",
    "batch": "batch",
    "flex": "flex",
    "priority": "priority",
    "long-context": "long-context",
    "long-ctx": "long-context",
    "long-ctx-standard": "long-context",
}


def read(page: PricePage) -> PageReading:
    """Return the on-demand offers of the base region.

    Raises:
        PageRefused: The body is not a Bedrock offer file.
    """
    body = members(open_json(page, WHAT))
    products, terms = (members(body.get(member)) for member in SOURCE.signature)
    on_demand = members(terms.get("OnDemand"))
    codes = {
        str(body.get("offerCode")),
        *(str(_attributes(product).get("servicecode")) for product in products.values()),
    }
    if not products or not on_demand or not codes & set(OFFERS):
        raise refuse(page, WHAT, "no products and on-demand terms of " + ", ".join(OFFERS))
    regions = Counter(_region(product) for product in products.values())
    if not regions[REGION]:
        raise refuse(page, WHAT, f"no product in {REGION}")
    meters, problems = _meters(products, on_demand)
    elsewhere = sum(regions.values()) - regions[REGION]
    if elsewhere:
        problems.append(f"{elsewhere} products of other regions than {REGION}")
    joined, unmatched = join(meters)
    offers, differing = _once([offer for _, offer in joined])
    return PageReading(tuple(offers), (*problems, *unmatched, *differing))


def _meters(products: dict[str, object], terms: dict[str, object]) -> tuple[list[TokenMeter], list[str]]:
    meters, problems = [], []
    for sku, product in products.items():
        if _region(product) != REGION:
            continue
        attributes = _attributes(product)
        try:
            meters.append(_meter(attributes, terms.get(sku)))
        except (NotTokenPrice, NotAnAmount) as error:
            problems.append(f"{label(attributes.get('usagetype')) or label(sku) or 'a product'}: {error}")
    return meters, problems


def _meter(attributes: dict[str, object], term: object) -> TokenMeter:
    usage = str(attributes.get("usagetype"))
    prefix, _, name = usage.partition("-")
    match = len(usage) < 200 and (OWN.fullmatch(name) or MARKETPLACE.fullmatch(name))
    if prefix != PREFIX or not match:
        raise NotTokenPrice("not a meter of text tokens that can be read with certainty")
    parts = match.groupdict()
    words = (parts["terms"] or "").replace("_", "-").lower()
    if words not in TIERS:
        raise NotTokenPrice(f"{words!r} is not an on-demand tier")
    side, tier = _side(parts["side"]), TIERS[words]
    _check(attributes, side, tier)
    deployment = "mantle" if parts.get("mantle") else "runtime"
    stem = parts.get("model") or _edition(attributes)
    model = stem if deployment == "mantle" else label(attributes.get("model")) or stem
    price, written = _price(term)
    quote = f"{usage}: {written}"
    return TokenMeter((stem, deployment, REGION), model, tier, side, "USD", price, quote)


def _side(word: str) -> Side:
    if word.lower().startswith("cache"):
        return "cached"
    return "input" if word.lower().startswith("input") else "output"


def _edition(attributes: dict[str, object]) -> str:
    name = label(attributes.get("servicename"))
    if not name or not name.endswith(EDITION):
        raise NotTokenPrice(f"its servicename does not end with {EDITION!r}")
    return name.removesuffix(EDITION)


def _check(attributes: dict[str, object], side: Side, tier: Tier) -> None:
    """Raise an error where other attributes of the product contradict its name."""
    kind = str(attributes.get("inferenceType") or "").lower()
    feature = str(attributes.get("feature") or "On-demand Inference")
    service_tier = str(attributes.get("service_tier") or tier).lower()
    says = "cached" if "cache" in kind else "input" if "input" in kind else "output" if "output" in kind else side
    tiers_said = {word for word in ("batch", "flex", "priority") if word in kind}
    if OTHER_TOKENS.search(f"{kind} {attributes.get('usagetype')} {attributes.get('model')}") or "write" in kind:
        raise NotTokenPrice("not a price of plain text tokens")
    if says != side or tiers_said - {tier}:
        raise NotTokenPrice(f"its name and its inferenceType {kind!r} disagree")
    if not feature.startswith("On-demand") and not (feature.startswith("Batch") and tier == "batch"):
        raise NotTokenPrice(f"the feature {feature!r} is not this tier on demand")
    if service_tier not in {tier, "standard" if tier == "long-context" else tier}:
        raise NotTokenPrice(f"its name and its service_tier {service_tier!r} disagree")


def _price(term: object) -> tuple[Decimal, str]:
    """USD per million tokens of a product's only on-demand term and only dimension, and its text."""
    dimensions = [
        members(dimension)
        for offer in members(term).values()
        for dimension in members(members(offer).get("priceDimensions")).values()
    ]
    if len(dimensions) != 1:
        raise NotTokenPrice(f"{len(dimensions)} on-demand price dimensions, not one")
    unit, written = str(dimensions[0].get("unit")), members(dimensions[0].get("pricePerUnit")).get("USD")
    units, price = find_units(f"per {unit}"), amount(written)
    if len(units) != 1 or not units[0].is_token or units[0].count not in (1, 1_000, 1_000_000):
        raise NotTokenPrice(f"priced per {unit!r}")
    if dimensions[0].get("beginRange") not in (None, "0"):
        raise NotTokenPrice("a volume discount")
    if not price or price < 0:
        raise NotTokenPrice("no price in USD, or a price of zero")
    return per_mtok(price, int(units[0].count)), f"{written} USD per {unit}"


def _once(offers: list[PageOffer]) -> tuple[list[PageOffer], list[str]]:
    """Keep one of equal offers under two names; drop a model and tier with two prices."""
    same: defaultdict[tuple[str, Tier], list[PageOffer]] = defaultdict(list)
    for offer in offers:
        same[offer.model, offer.tier].append(offer)
    differing = [
        f"{model}: {tier}: stated twice with different prices" for (model, tier), o in same.items() if rivals(o)
    ]
    return [group[0] for group in same.values() if not rivals(group)], differing


def _attributes(product: object) -> dict[str, object]:
    return members(members(product).get("attributes"))


def _region(product: object) -> str:
    attributes = _attributes(product)
    usage_region = REGION if str(attributes.get("usagetype")).startswith(f"{PREFIX}-") else "another"
    return str(attributes.get("regionCode") or usage_region)


SOURCE = PriceSource(
    name="aws-bedrock",
    urls=tuple(
        f"https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/{offer}/current/us-east-1/index.json"
        for offer in OFFERS
    ),
    signature=("products", "terms"),
    read=read,
    aliases=("aws", "bedrock"),
)

"""llm-prices' `historical-v1.json`: dated prices of vendors' own models, USD per million tokens, kept by hand.

It derives from the vendors' pages and announcements. By its documentation `from_date` is the first day of a price and
`to_date` the first day after it (exclusive); null = unknown start, still valid.
"""

from __future__ import annotations

import re
from datetime import date

from assets.prices.facts import Tier
from assets.prices.feeds.collector import FeedCollector, RawPrice
from assets.prices.feeds.feed import Feed
from assets.prices.feeds.feed_price import FeedReading
from assets.prices.json_body import items, members, open_json, refuse
from assets.prices.price_page import PricePage

NAME = "llm-prices"
URL = "https://www.llm-prices.com/historical-v1.json"
WHAT = "llm-prices' historical-v1.json"
PRICES = ("input", "input_cached", "output")
NEEDED = {"id", "vendor", "input", "output", "from_date", "to_date"}
LONG = re.compile(r">\s*([0-9]{1,9})k\b", re.IGNORECASE)
"""A long prompt's price is a separate entry, marked only by its name ("Grok 4 >128k")."""

PROVIDERS = {
    "amazon": "aws-bedrock",
    "meta-ai": "meta",
    "moonshot-ai": "moonshot",
    "qwen": "alibaba",
    "z.ai": "zai",
}
"""Where llm-prices' vendor is not our id."""


def read(page: PricePage) -> FeedReading:
    """Return every dated price.

    Raises:
        PageRefused: The body is not the history (the current list has no dates).
    """
    prices = [members(price) for price in items(members(open_json(page, WHAT)).get("prices"))]
    whole = [price for price in prices if price.keys() >= NEEDED]
    if not whole or 2 * len(whole) < len(prices):
        raise refuse(page, WHAT, f"no prices with {', '.join(sorted(NEEDED))}")
    collector = FeedCollector(NAME, URL)
    for price in prices:
        _add(collector, price)
    return collector.reading()


def _add(collector: FeedCollector, price: dict[str, object]) -> None:
    try:
        starts_on, ends_on = _day(price.get("from_date")), _day(price.get("to_date"))
    except ValueError:
        collector.leave_out(price.get("id"), f"dates {price.get('from_date')}..{price.get('to_date')} are no days")
        return
    if starts_on and ends_on and ends_on <= starts_on:
        collector.leave_out(price.get("id"), f"it ends on {ends_on}, before it starts on {starts_on}")
        return
    tier, above = _tier(str(price.get("name")))
    vendor = str(price.get("vendor"))
    raw = RawPrice(*(price.get(key) for key in PRICES), 1_000_000, {key: price.get(key) for key in PRICES})
    provider = PROVIDERS.get(vendor, vendor)
    collector.add(
        *(vendor, provider, price.get("id"), raw, tier),
        context_from_tokens=above,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _tier(name: str) -> tuple[Tier, int | None]:
    match = LONG.search(name)
    return ("long-context", int(match[1]) * 1000) if match else ("standard", None)


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


FEED = Feed(NAME, URL, read)

"""One offer that a feed states twice: the prices count where they agree."""

from __future__ import annotations

from assets.prices.feeds.collector import FeedCollector, RawPrice
from tests.prices.feeds.conftest import problems, rows


def stated(*cached: object) -> FeedCollector:
    """One offer, stated once with each of these prices of a cached token."""
    collector = FeedCollector("feed", "https://example.org")
    for price in cached:
        collector.add("acme", "acme", "m-1", RawPrice("1", price, "2", 1_000_000, {}))
    return collector


def test_a_cached_price_of_one_statement_holds_for_both() -> None:
    reading = stated("0.5", None).reading()
    assert rows(reading) == {("acme", "m-1", "standard", None): ("1", "0.5", "2")}
    assert problems(reading) == []


def test_two_cached_prices_are_none_and_named() -> None:
    reading = stated("0.5", "0.25").reading()
    assert rows(reading) == {("acme", "m-1", "standard", None): ("1", "-", "2")}
    assert problems(reading) == ["m-1: standard: cached input: stated more than once with different prices"]

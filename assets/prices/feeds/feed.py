"""The declaration of a feed, a machine-readable list of many providers' prices. `registry.py` lists the feeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assets.prices.feeds.feed_price import FeedReading
from assets.prices.price_page import PricePage


@dataclass(frozen=True)
class Feed:
    """One feed: its name, the address of its body, and the function that reads it or raises PageRefused.

    `trust.py` states its trust, and `families.py` its family.
    """

    name: str
    url: str
    read: Callable[[PricePage], FeedReading]

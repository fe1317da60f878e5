"""What every feed gives: one row per price it lists, and one line for each price it does not count and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assets.prices.facts import Tier


@dataclass(frozen=True)
class FeedPrice:
    """One price as a feed lists it, USD per million tokens; None = the feed gives no such price.

    `seller` and `model` are the feed's own words, `provider` is our id where the seller is known and else the seller.
    `context_from_tokens` is the prompt length above which the price holds. `starts_on` is inclusive, `ends_on`
    exclusive; None = the feed does not say. `quote` is the text the numbers came from.
    """

    feed: str
    seller: str
    provider: str
    model: str
    tier: Tier
    input_usd_per_mtok: Decimal | None
    cached_input_usd_per_mtok: Decimal | None
    output_usd_per_mtok: Decimal | None
    source_url: str
    quote: str
    context_from_tokens: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Omission:
    """One price that is in the feed and not among the rows."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


@dataclass(frozen=True)
class FeedReading:
    """All that a feed's body holds: its rows, and what was left out."""

    listed: tuple[FeedPrice, ...]
    problems: tuple[Omission, ...]

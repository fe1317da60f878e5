"""The reading of a feed: one row per price, and one line with the reason for each price that is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assets.prices.facts import Tier


@dataclass(frozen=True)
class FeedPrice:
    """One price as a feed lists it, USD per million tokens; None = the feed states no such price.

    `seller` and `model` are the feed's own words, `provider` is our id where the seller is known and else the seller.
    `context_from_tokens` is the prompt length above which the price holds. `starts_on` is inclusive, `ends_on`
    exclusive; None = the feed does not state it. `quote` is the text that the numbers came from. `linked_id` is the id
    by which the feed says the model is known elsewhere, such as at Hugging Face.
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
    linked_id: str | None = None


@dataclass(frozen=True)
class Omission:
    """One price that is in the feed and not among the rows."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


@dataclass(frozen=True)
class FeedReading:
    """The contents of a feed's body: its rows, and the prices that were left out."""

    listed: tuple[FeedPrice, ...]
    problems: tuple[Omission, ...]

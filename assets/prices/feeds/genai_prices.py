"""The price data of the installed `genai-prices` package, read as observations without its network or matching code.

Its maintainers copy prices from the sellers' pages by hand, so it is an independent source, except for its copies of
OpenRouter's prices.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from assets.prices.feeds.feed_price import FeedPrice

NAME = "genai-prices"
PROVIDERS = {"x-ai": "xai", "moonshotai": "moonshot", "aws": "aws-bedrock"}
"""Where the package's seller id is not ours."""


def read_listed() -> Iterator[FeedPrice]:
    """Yield every price of every model in the package: undated prices, and one row per start date.

    Prices that hold at some hours only (peak and off-peak) are left to the provider's own page.
    """
    from genai_prices import data  # a megabyte of literals

    for seller in data.providers:
        for model in seller.models:
            for starts_on, price in _dated(model.prices):
                yield FeedPrice(
                    feed=NAME,
                    seller=seller.id,
                    provider=PROVIDERS.get(seller.id, seller.id),
                    model=model.id,
                    tier="standard",
                    input_usd_per_mtok=_base(price.input_mtok),
                    cached_input_usd_per_mtok=_base(price.cache_read_mtok),
                    output_usd_per_mtok=_base(price.output_mtok),
                    source_url=(seller.pricing_urls or [""])[0],
                    quote=f"{model.id}: input_mtok: {price.input_mtok}, output_mtok: {price.output_mtok}",
                    starts_on=starts_on,
                )


def _dated(prices: Any) -> Iterator[tuple[date | None, Any]]:  # noqa: ANN401 - the package's own union
    if not isinstance(prices, list):
        yield None, prices
        return
    for conditional in prices:
        if conditional.constraint is None:
            yield None, conditional.prices
        elif start := getattr(conditional.constraint, "start_date", None):
            yield start, conditional.prices


def _base(price: Any) -> Decimal | None:  # noqa: ANN401 - Decimal, or tiers that start at a base price
    return getattr(price, "base", price)

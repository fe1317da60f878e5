"""What the tests of all feeds share: a body as a page, and one row of a reading as text that is easy to read."""

from __future__ import annotations

from datetime import date

from assets.prices.feeds.feed_price import FeedReading
from assets.prices.price_page import PricePage

TODAY = date(2026, 1, 15)


def page(body: str | bytes) -> PricePage:
    return PricePage(body if isinstance(body, bytes) else body.encode(), TODAY, "the file")


def rows(reading: FeedReading) -> dict[tuple[str, str, str, int | None], tuple[str, str, str]]:
    """(provider, model, tier, context) -> input, cached input and output as text, '-' for none."""
    return {
        (row.provider, row.model, row.tier, row.context_from_tokens): (
            f"{row.input_usd_per_mtok}",
            f"{row.cached_input_usd_per_mtok or '-'}",
            f"{row.output_usd_per_mtok}",
        )
        for row in reading.listed
    }


def problems(reading: FeedReading) -> list[str]:
    return [str(problem) for problem in reading.problems]

"""genai-prices (MIT), a dependency of tokenfall: prices with the day from which the package dates them.

A price without a day is left out: the package does not carry the day of its last check, so that it proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from assets.prices.compile.shown_price import ShownPrice
from assets.prices.feeds.families import family_of
from assets.prices.feeds.genai_prices import NAME, read_listed


def read_installed() -> tuple[str, list[ShownPrice]]:
    """Return name and version of the installed package, and the prices that it dates."""
    source = f"{NAME} {version(NAME)}"
    return source, list(_dated(source))


def _dated(source: str) -> Iterator[ShownPrice]:
    for price in read_listed():
        if price.starts_on and price.input_usd_per_mtok and price.output_usd_per_mtok:
            yield ShownPrice(
                provider=price.provider,
                seller_id=price.model,
                input=price.input_usd_per_mtok,
                cached_input=price.cached_input_usd_per_mtok,
                output=price.output_usd_per_mtok,
                day=price.starts_on,
                basis="observed",
                family=family_of(NAME, price.provider),
                source=source,
                source_url="https://github.com/pydantic/genai-prices",
            )

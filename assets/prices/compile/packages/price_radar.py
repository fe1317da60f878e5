"""model-price-radar-mcp (MIT): OpenRouter's list of models on 31 days since 2023, as a web archive keeps it.

Each list is full: an offer of one list that the next one lacks had ended by then. It may also be free by then, which is
no paid offer either.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from assets.prices.compile.packages.data_file import day_of, open_data, usd_per_mtok
from assets.prices.compile.packages.package import Package
from assets.prices.compile.shown_price import ShownPrice
from assets.prices.feeds.families import OPENROUTER
from assets.prices.json_body import items, members


def read(path: Path, source: str) -> Iterator[ShownPrice]:
    """Yield the prices of every list, and the end of each offer that a list no longer has."""
    before: set[str] = set()
    lists = [members(item) for item in items(open_data(path).get("snapshots"))]
    dated = [(day, members(item.get("prices"))) for item in lists if (day := day_of(item.get("date")))]
    for day, listed in sorted(dated, key=lambda pair: pair[0]):
        prices = {seller_id: tuple(map(usd_per_mtok, items(pair))) for seller_id, pair in listed.items()}
        paid = {seller_id: pair for seller_id, pair in prices.items() if len(pair) == 2 and all(pair)}
        for seller_id, (given, taken) in paid.items():
            yield _shown(seller_id, (given, taken), day, source)
        for seller_id in sorted(before - paid.keys()):
            yield _shown(seller_id, (None, None), day, source)
        before = set(paid)


def _shown(seller_id: str, pair: tuple, day: date, source: str) -> ShownPrice:
    url = f"https://web.archive.org/web/{day:%Y%m%d}/https://openrouter.ai/api/v1/models"
    given, taken = pair
    return ShownPrice(OPENROUTER, seller_id, given, None, taken, day, "listed", OPENROUTER, source, url)


PACKAGE = Package("model-price-radar-mcp", "model_price_radar/data/history.json.gz", read)

"""What the captures of this machine show: the believed readings of pages and feeds, from the published file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assets.prices.compile.shown_price import Basis, ShownPrice
from assets.prices.trust import PAGE
from warehouse import query
from warehouse.query import Row

if TYPE_CHECKING:
    import duckdb

QUERY = Path(__file__).with_name("list_captured_prices.sql")


def read_captures(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, list[ShownPrice]]]:
    """Return name and prices of each captured source."""
    by_source: defaultdict[str, list[ShownPrice]] = defaultdict(list)
    for row in query.rows(connection, QUERY):
        by_source[row["source"]] += _shown(row)
    return sorted(by_source.items())


def _shown(row: Row) -> Iterator[ShownPrice]:
    """Yield the price on its first day, and on the last day on which the source was seen to show it."""
    days: dict[date, Basis] = {row["valid_from"]: _basis(row)}
    if row["input_usd_per_mtok"] is not None and row["last_seen_on"] > row["valid_from"]:
        days[row["last_seen_on"]] = "listed"
    for day, basis in days.items():
        yield ShownPrice(
            provider=row["provider"],
            seller_id=row["provider_model_id"],
            input=row["input_usd_per_mtok"],
            cached_input=row["cached_input_usd_per_mtok"],
            output=row["output_usd_per_mtok"],
            day=day,
            basis=basis,
            family=row["family"],
            source=row["source"],
            source_url=row["source_url"],
        )


def _basis(row: Row) -> Basis:
    """A feed's date is the day on which it recorded a price; the first capture of a source shows a state."""
    if row["date_basis"] == "import":
        return "listed"
    return "announced" if row["date_basis"] == "announced" and row["family"].startswith(PAGE) else "observed"

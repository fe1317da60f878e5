"""The moments at which a source reported a change of an offer, found a batch of sources at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from assets.prices.trust import FULL_LISTS
from assets.table_build import TableBuild
from warehouse import query
from warehouse.bundle import COMPILED_ON

HERE = Path(__file__).parent
LISTED = "_listed_change"
BATCH = 2_000_000
"""Observations of one batch: the windows over all of 10^8 do not fit into 2 GB."""
IMPORT_DAYS = (
    *(date(2025, 6, 5) + timedelta(days) for days in range(18)),
    date(2025, 8, 21),
    date(2026, 1, 13),
    date(2026, 3, 3),
    date(2026, 8, 26),
    date(2026, 8, 28),
    date(2026, 11, 23),
)
"""Days on which a dataset was filled in bulk: a price first seen then did not change then (facts README)."""

ABSENCES = 3
"""Captures in a row without an offer that mean it was withdrawn."""

CHANGE_SETTINGS: dict[str, object] = {
    "absences": ABSENCES,
    "compiled_on": COMPILED_ON,
    "import_days": list(IMPORT_DAYS),
    "full_lists": list(FULL_LISTS),
}
"""Parameters of the queries."""


def find_changes(build: TableBuild, settings: Mapping[str, object], most: int = BATCH) -> None:
    """Fill the table with the changes that every source reported.

    The changes of a listing depend on no other source, so that batches give what one query over all of them gives. A
    build that fails is undone, and with it the temporary table.

    Args:
        build: The build of the table.
        settings: Parameters of the two queries.
        most: Largest number of observations of a batch, where one source does not have more.
    """
    connection = build.warehouse.connection
    listings = query.tuples(connection, HERE / "count_listed_rows.sql")
    fill = query.create_temporary
    for sources in batches(listings, most):
        fill(connection, LISTED, HERE / "find_listed_changes.sql", {**settings, "sources": sources})
        fill = query.insert_temporary
    build.from_sql("find_price_changes", settings)
    query.drop_temporary(connection, LISTED)


def batches(listings: Iterable[tuple[str, int]], most: int) -> Iterator[list[str]]:
    """Yield sources in batches that have at most `most` observations in all, or one source; at least one batch.

    >>> list(batches([("a", 3), ("b", 2), ("c", 9), ("d", 1)], most=5))
    [['a', 'b'], ['c'], ['d']]
    """
    batch: list[str] = []
    total = 0
    for source, observations in listings:
        if batch and total + observations > most:
            yield batch
            batch, total = [], 0
        batch.append(source)
        total += observations
    yield batch

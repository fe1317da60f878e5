"""Vintages of the price history: what was known of each price on each day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from assets.table_build import TableBuild
from warehouse import query

HERE = Path(__file__).parent
CLAIMS, CONFIRMATIONS, HISTORY = "core_price_observation", "core_price_confirmation", "_known_history"
NO_END = datetime(9999, 12, 29)  # noqa: DTZ001 - the warehouse stores UTC without a zone
"""Confirmation of a claim that nothing known ends; two days after it are dates as well."""


def merge_vintages(build: TableBuild, settings: Mapping[str, object]) -> None:
    """Fill the table with the price history as it was known on each day on which an offer brought news.

    The history of every such day is made by the same SQL as out_price_history. It reads temporary tables that have the
    names of its inputs and hold, for each day, the claims that had been observed by then.

    Args:
        build: The build of the table.
        settings: Parameters of `compact_price_history.sql`, without `as_of`.
    """
    connection = build.warehouse.connection
    parameters = {**settings, "as_of": build.as_of, "no_end": NO_END}
    try:
        query.create_temporary(connection, CLAIMS, HERE / "select_known_claims.sql", parameters)
        query.create_temporary(connection, CONFIRMATIONS, HERE / "select_known_confirmations.sql")
        query.create_temporary(connection, HISTORY, HERE / "compact_price_history.sql", parameters)
        build.from_sql("merge_price_vintages", parameters)
    finally:
        query.drop_temporary(connection, CLAIMS, CONFIRMATIONS, HISTORY)

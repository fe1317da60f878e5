"""The three tables of the backtest: scored forecasts, event forecasts and tallies.

A new home starts with the rows that are shipped with the facts. A row is valid while its fingerprint is that of a
current origin. Rows from other data or other code are deleted, and their origins are forecast again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assets.trends.backtest import Origin, ScoredOrigin, backtest, columns_of
from assets.trends.backtest_summary import Columns, passage_columns
from assets.trends.methods.panel import Panel
from assets.trends.record import BASELINE, Tally
from warehouse import query
from warehouse.bundle import FACTS

if TYPE_CHECKING:
    import duckdb

    from warehouse.store import Writer

HERE = Path(__file__).parent
SHIPPED = FACTS / "backtest"
TABLES = {
    "out_backtest": "select_forecasts",
    "_backtest_chance": "select_chances",
    "_backtest_tally": "select_tallies",
}
"""The tables of the backtest, and the query that gives each as it is shipped."""


def update_backtest(warehouse: Writer, origins: list[Origin], shipped: Path = SHIPPED) -> int:
    """Bring the tables up to date with these origins; return how many origins had to be forecast.

    Args:
        warehouse: The warehouse with the three tables.
        origins: Every origin that can be scored.
        shipped: Folder of the record that is shipped with the facts.
    """
    needed = [origin.fingerprint for origin in origins]
    for table in TABLES:
        _keep(warehouse, table, needed, shipped / f"{table}.parquet")
    drawn = 0
    for scored in backtest(origins, kept_tallies(warehouse.connection)):
        _insert(warehouse, scored)
        drawn += 1
    return drawn


def kept_tallies(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Tally]]:
    """Return the tallies of every origin in the tables, by fingerprint."""
    tallies: dict[str, list[Tally]] = {}
    for *values, fingerprint in query.tuples(connection, HERE / "list_tallies.sql"):
        tallies.setdefault(fingerprint, []).append(Tally(*values))
    return tallies


def forecast_columns(connection: duckdb.DuckDBPyConnection) -> Columns:
    """Return every scored forecast beside the score of no-change, as arrays by column name."""
    return query.arrays(connection, HERE / "list_forecasts.sql", {"baseline": BASELINE})


def event_columns(connection: duckdb.DuckDBPyConnection, panel: Panel) -> Columns:
    """Return every event forecast of which something is known by now, with its passage, as arrays by column name."""
    events = query.tuples(connection, HERE / "list_events.sql")
    connection.register("_passage", passage_columns(events, panel))
    try:
        return query.arrays(connection, HERE / "list_chances.sql")
    finally:
        connection.unregister("_passage")


def ship_backtest(warehouse: Writer, folder: Path = SHIPPED) -> None:
    """Write the three tables as the Parquet files that are shipped with the facts."""
    folder.mkdir(exist_ok=True)
    for table, name in TABLES.items():
        warehouse.export(query.read_sql(HERE / f"{name}.sql"), folder / f"{table}.parquet")


def _keep(warehouse: Writer, table: str, needed: list[str], shipped: Path) -> None:
    """Delete the rows of other origins, and insert the shipped rows of origins that have none."""
    warehouse.retain(table, "data_sha256", needed)
    present = set(query.distinct_values(warehouse.connection, table, "data_sha256"))
    if shipped.exists():
        missing = [fingerprint for fingerprint in needed if fingerprint not in present]
        parameters = {"file": str(shipped), "fingerprints": missing}
        warehouse.insert_select(table, query.read_sql(HERE / "select_shipped_rows.sql"), parameters)


def _insert(warehouse: Writer, scored: ScoredOrigin) -> None:
    fingerprints = np.full(len(scored.tallies), scored.fingerprint, dtype=object)
    for table, columns in (
        ("out_backtest", columns_of(scored.forecasts)),
        ("_backtest_chance", columns_of(scored.events)),
        ("_backtest_tally", columns_of(scored.tallies) | {"data_sha256": fingerprints}),
    ):
        warehouse.insert_arrays(table, columns)

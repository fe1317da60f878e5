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
from warehouse.bundle import FACTS

if TYPE_CHECKING:
    import duckdb

    from warehouse.store import Writer

SHIPPED = FACTS / "backtest"
ROUNDED = {
    "out_backtest": ("log10_actual", "log10_median", "crps", "pinball", "pit"),
    "_backtest_chance": ("log10_threshold", "p"),
    "_backtest_tally": (),
}
"""The columns of each table that have six decimals: as decimals the shipped files take a third of the bytes."""


def update_backtest(warehouse: Writer, origins: list[Origin], shipped: Path = SHIPPED) -> int:
    """Bring the tables up to date with these origins; return how many origins had to be forecast.

    Args:
        warehouse: The warehouse with the three tables.
        origins: Every origin that can be scored.
        shipped: Folder of the record that is shipped with the facts.
    """
    needed = [origin.fingerprint for origin in origins]
    for table in ROUNDED:
        _keep(warehouse.connection, table, needed, shipped / f"{table}.parquet")
    drawn = 0
    for scored in backtest(origins, kept_tallies(warehouse.connection)):
        _insert(warehouse, scored)
        drawn += 1
    return drawn


def kept_tallies(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Tally]]:
    """Return the tallies of every origin in the tables, by fingerprint."""
    tallies: dict[str, list[Tally]] = {}
    for *values, fingerprint in connection.execute(
        """SELECT method, origin, horizon_months, target, n, crps, baseline_crps, in_50, in_80, in_95,
                  data_sha256
           FROM _backtest_tally ORDER BY origin, method, horizon_months"""
    ).fetchall():
        tallies.setdefault(fingerprint, []).append(Tally(*values))
    return tallies


def forecast_columns(connection: duckdb.DuckDBPyConnection) -> Columns:
    """Return every scored forecast beside the score of no-change, as arrays by column name."""
    return connection.execute(_sql("list_forecasts"), {"baseline": BASELINE}).fetchnumpy()


def event_columns(connection: duckdb.DuckDBPyConnection, panel: Panel) -> Columns:
    """Return every event forecast of which something is known by now, with its passage, as arrays by column name."""
    events = connection.execute(
        "SELECT DISTINCT bar, workload, origin, log10_threshold FROM _backtest_chance"
    ).fetchall()
    connection.register("_passage", passage_columns(events, panel))
    try:
        return connection.execute(_sql("list_chances")).fetchnumpy()
    finally:
        connection.unregister("_passage")


def ship_backtest(connection: duckdb.DuckDBPyConnection, folder: Path = SHIPPED) -> None:
    """Write the three tables as the Parquet files that are shipped with the facts."""
    folder.mkdir(exist_ok=True)
    for table, rounded in ROUNDED.items():
        packed = ", ".join(f"{name}::DECIMAL(9, 6) AS {name}" for name in rounded)
        columns = f"* REPLACE ({packed})" if packed else "*"
        file = str(folder / f"{table}.parquet").replace("'", "''")
        connection.execute(
            f"COPY (SELECT {columns} FROM \"{table}\" ORDER BY ALL) TO '{file}' "
            "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19, PARQUET_VERSION v2, ROW_GROUP_SIZE 1000000)"
        )


def _sql(name: str) -> str:
    return Path(__file__).with_name(f"{name}.sql").read_text(encoding="utf-8")


def _keep(connection: duckdb.DuckDBPyConnection, table: str, needed: list[str], shipped: Path) -> None:
    connection.execute(f'DELETE FROM "{table}" WHERE data_sha256 NOT IN (SELECT unnest($1::VARCHAR[]))', [needed])
    if shipped.exists():
        connection.execute(
            f"""INSERT INTO "{table}" BY NAME SELECT * FROM read_parquet($1)
                WHERE data_sha256 IN (SELECT unnest($2::VARCHAR[]))
                  AND data_sha256 NOT IN (SELECT data_sha256 FROM "{table}")""",
            [str(shipped), needed],
        )


def _insert(warehouse: Writer, scored: ScoredOrigin) -> None:
    fingerprints = np.full(len(scored.tallies), scored.fingerprint, dtype=object)
    for table, columns in (
        ("out_backtest", columns_of(scored.forecasts)),
        ("_backtest_chance", columns_of(scored.events)),
        ("_backtest_tally", columns_of(scored.tallies) | {"data_sha256": fingerprints}),
    ):
        warehouse.insert_arrays(table, columns)

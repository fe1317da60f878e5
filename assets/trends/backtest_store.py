"""Where scored forecasts are kept: three tables, begun from the record of the bundled facts that is shipped with them.

Rows are trusted by their fingerprint alone: what was made of other data, or by other methods, is deleted and made anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assets.trends.backtest import Origin, Scored, backtest, columns_of
from assets.trends.record import Tally
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
"""The columns of each table that have six decimals, so that a third of the bytes will do to ship them."""


def update_backtest(warehouse: Writer, origins: list[Origin], shipped: Path = SHIPPED) -> int:
    """Make the tables hold all that these origins can score; return how many of them had to be forecast."""
    needed = [one.fingerprint for one in origins]
    for table in ROUNDED:
        _keep(warehouse.connection, table, needed, shipped / f"{table}.parquet")
    drawn = 0
    for scored in backtest(origins, kept_tallies(warehouse.connection)):
        _insert(warehouse, scored)
        drawn += 1
    return drawn


def kept_tallies(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Tally]]:
    """The tallies of every origin in the tables, by fingerprint."""
    found: dict[str, list[Tally]] = {}
    for *values, fingerprint in connection.execute(
        """SELECT method, origin, horizon_months, target, n, crps, baseline_crps, in_50, in_80, in_95,
                  data_sha256
           FROM _backtest_tally ORDER BY origin, method, horizon_months"""
    ).fetchall():
        found.setdefault(fingerprint, []).append(Tally(*values))
    return found


def ship_backtest(connection: duckdb.DuckDBPyConnection, folder: Path = SHIPPED) -> None:
    """Write the tables as the record to ship."""
    folder.mkdir(exist_ok=True)
    for table, rounded in ROUNDED.items():
        packed = ", ".join(f"{one}::DECIMAL(9, 6) AS {one}" for one in rounded)
        columns = f"* REPLACE ({packed})" if packed else "*"
        file = str(folder / f"{table}.parquet").replace("'", "''")
        connection.execute(
            f"COPY (SELECT {columns} FROM \"{table}\" ORDER BY ALL) TO '{file}' "
            "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19, PARQUET_VERSION v2, ROW_GROUP_SIZE 1000000)"
        )


def _keep(connection: duckdb.DuckDBPyConnection, table: str, needed: list[str], shipped: Path) -> None:
    connection.execute(f'DELETE FROM "{table}" WHERE data_sha256 NOT IN (SELECT unnest($1::VARCHAR[]))', [needed])
    if shipped.exists():
        connection.execute(
            f"""INSERT INTO "{table}" BY NAME SELECT * FROM read_parquet($1)
                WHERE data_sha256 IN (SELECT unnest($2::VARCHAR[]))
                  AND data_sha256 NOT IN (SELECT data_sha256 FROM "{table}")""",
            [str(shipped), needed],
        )


def _insert(warehouse: Writer, scored: Scored) -> None:
    fingerprints = np.full(len(scored.tallies), scored.fingerprint, dtype=object)
    for table, columns in (
        ("out_backtest", columns_of(scored.forecasts)),
        ("_backtest_chance", columns_of(scored.chances)),
        ("_backtest_tally", columns_of(scored.tallies) | {"data_sha256": fingerprints}),
    ):
        warehouse.insert_arrays(table, columns)

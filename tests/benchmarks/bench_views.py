"""Time of the questions that most readers ask, of a file with many rows of price history.

Run from the repository root: `python -m tests.benchmarks.bench_views [ROWS] [HOME]`, by default with 100,000 rows
beside those of a home of its own, made in a temporary folder first (half a minute); 10,000,000 take minutes to store.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from tests.pipelines.conftest import call
from warehouse.home import Home
from warehouse.store import open_published

ROUNDS = 20
CHANGES = 2_000
"""Prices of one offer, one a day; a model has two offers."""
HISTORY = """
INSERT INTO out_price_history BY NAME
SELECT
    'seller-' || (number % 20) AS provider,
    'model-' || (number // 2) AS model_id,
    model_id || '-' || (number % 2) AS provider_model_id,
    'standard' AS tier,
    1 + hash(number, change) % 900 / 100 AS input_usd_per_mtok,
    2 * input_usd_per_mtok AS output_usd_per_mtok,
    DATE '2026-11-20' - (2000 - change) AS valid_from,
    CASE WHEN change < 1999 THEN valid_from + 1 END AS valid_to,
    CASE WHEN change < 1999 THEN 'price change' END AS ended_by,
    valid_from::TIMESTAMP AS observed_at,
    valid_from AS last_confirmed_on,
    valid_to IS NULL AS in_force,
    false AS is_stale,
    'observed' AS date_basis,
    1 AS n_sources,
    'page/' || provider AS source,
    'https://example.org/pricing' AS source_url,
    md5(source || change) || md5(change::VARCHAR) AS capture_sha256
FROM (
    SELECT (i // $changes)::INTEGER AS number, (i % $changes)::INTEGER AS change FROM range($rows) AS rows (i)
)
ORDER BY in_force, model_id, provider, provider_model_id, valid_from
"""
QUESTIONS = {
    "headline": "FROM headline",
    "price_now": "FROM price_now",
    "price_now of one model": "FROM price_now WHERE model_id = 'model-7'",
    "offer_now": "FROM offer_now",
    "verdict_plain": "FROM verdict_plain",
    "out_price_history of one model": "FROM out_price_history WHERE model_id = 'model-7' ORDER BY valid_from",
}


def quantiles(connection: duckdb.DuckDBPyConnection, select: str) -> tuple[int, float, float]:
    """Return the number of rows of a query, and the median and 95th percentile of its milliseconds, warm."""
    count, spent = len(connection.execute(select).fetchall()), []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        connection.execute(select).fetchall()
        spent.append(1_000 * (time.perf_counter() - start))
    spent.sort()
    return count, spent[ROUNDS // 2], spent[ROUNDS * 95 // 100 - 1]


def main() -> None:
    """Print a table with one line for each question."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        if len(sys.argv) > 2:
            shutil.copytree(sys.argv[2], home)
        else:
            call(home, "run", "--offline")
        with duckdb.connect(str(Home(home).published)) as connection:
            connection.execute(HISTORY, {"rows": rows, "changes": CHANGES})
        print(f"| question, {rows:,} rows of history | rows | median | p95 |\n| --- | --- | --- | --- |")
        with open_published(Home(home)) as connection:
            for name, select in QUESTIONS.items():
                count, median, p95 = quantiles(connection, select)
                print(f"| {name} | {count:,} | {median:.1f} ms | {p95:.1f} ms |")


if __name__ == "__main__":
    main()

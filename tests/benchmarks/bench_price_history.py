"""Time and memory of finding price changes among many observations, beside the query of before, pandas and polars.

Run from the repository root: `python -m tests.benchmarks.bench_price_history [OBSERVATIONS ...] [--before FILE]`, by
default with 100,000 and 1,000,000 observations; 10,000,000 and 100,000,000 take minutes and spill to disk. FILE is an
earlier `find_price_changes.sql`. pandas and polars calculate less: which prices differ from the one before, no more.
Each measurement runs in a process of its own, with 2 threads and a memory limit of 2 GB.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from assets.prices.changes import CHANGE_SETTINGS, find_changes
from assets.table_build import TableBuild
from tests.conftest import ASSETS
from warehouse.bundle import COMPILED_ON, Bundle
from warehouse.home import Home
from warehouse.query import bound
from warehouse.store import SEARCH_PATH, SETTINGS, open_writer

FOLDER = ASSETS / "prices"
LIMITS = "SET memory_limit = '2GB'; SET threads = 2"
CAPTURES = 500
"""Captures of each of 25 sources; an offer misses one in fifty, and keeps a price for 10 to 30 of them."""
OBSERVATIONS = """
INSERT INTO _price_seen BY NAME
SELECT
    CASE WHEN seller >= 20 THEN 'feed/' ELSE 'page/' END || seller AS source,
    source AS family,
    CASE WHEN seller >= 20 THEN 3 ELSE 1 END AS trust,
    true AS is_listing,
    'seller-' || (seller % 20) AS provider,
    'model-' || (number // 25) AS model_id,
    model_id AS provider_model_id,
    'standard' AS tier,
    cents / 100 AS input_usd_per_mtok,
    cents / 25 AS output_usd_per_mtok,
    'USD' AS currency,
    TIMESTAMP '2026-11-24 06:00' + to_days(capture) AS observed_at,
    'observed' AS date_basis,
    1 AS n_sources,
    'https://example.org/pricing' AS source_url,
    md5(source || capture) || md5(capture::VARCHAR) AS capture_sha256,
    model_id || ' $' || cents || ' per 1M' AS quote
FROM (
    SELECT
        number,
        capture,
        number % 25 AS seller,
        50 + (hash(number) % 950 + hash(number, capture // (10 + (hash(number) % 21)::INTEGER)) % 100)::INTEGER AS cents
    FROM (SELECT (i % $offers)::INTEGER AS number, (i // $offers)::INTEGER AS capture FROM range($rows) AS rows (i))
    WHERE hash(number, capture) % 50 > 0
)
"""
PRICES = ["input_usd_per_mtok", "cached_input_usd_per_mtok", "output_usd_per_mtok"]
OFFER = ["source", "provider", "model_id", "provider_model_id", "tier", "context_from_tokens"]


def with_batches(home: Path, _: Path) -> None:
    """Fill _price_change as a run does, in a transaction that is undone."""
    with open_writer(Home(home)) as writer:
        writer.connection.execute(LIMITS)
        writer.connection.begin()
        find_changes(TableBuild("_price_change", writer, COMPILED_ON, Bundle(), FOLDER), CHANGE_SETTINGS)
        writer.connection.rollback()


def with_one_query(home: Path, file: Path) -> None:
    """Fill _price_change by an earlier query, in a transaction that is undone."""
    with duckdb.connect(str(Home(home).database)) as connection:
        connection.execute(f"{SETTINGS}; {SEARCH_PATH}; {LIMITS}")
        select = file.read_text(encoding="utf-8")
        connection.begin()
        connection.execute(f"INSERT INTO _price_change BY NAME {select}", bound(select, CHANGE_SETTINGS))
        connection.rollback()


def with_pandas(home: Path, _: Path) -> None:
    """Keep the rows whose price differs from the one before, by pandas."""
    with duckdb.connect(str(Home(home).database), read_only=True) as connection:
        table = connection.execute("SELECT * FROM internal._price_seen").df()
    table = table.sort_values([*OFFER, "observed_at"])
    before = table.groupby(OFFER, dropna=False, sort=False)[PRICES].shift()
    same = (before == table[PRICES]) | (before.isna() & table[PRICES].isna())
    table[~same.all(axis=1)].copy()


def with_polars(home: Path, _: Path) -> None:
    """Keep the rows of a Parquet file whose price differs from the one before, by polars."""
    polars = importlib.import_module("polars")
    changed = [polars.col(price).ne_missing(polars.col(price).shift(1).over(OFFER)) for price in PRICES]
    rows = polars.scan_parquet(home / "price_seen.parquet").sort([*OFFER, "observed_at"])
    rows.filter(polars.any_horizontal(changed)).collect()


WAYS = {"now": with_batches, "before": with_one_query, "pandas": with_pandas, "polars": with_polars}


def fill(home: Path, rows: int) -> None:
    """Store made observations in a warehouse and in a Parquet file."""
    with open_writer(Home(home)) as writer:
        writer.connection.execute("SET memory_limit = '2GB'")
        writer.connection.execute(OBSERVATIONS, {"offers": max(rows // CAPTURES, 1), "rows": rows})
        writer.connection.execute(f"COPY _price_seen TO '{home / 'price_seen.parquet'}' (FORMAT parquet)")


def measure(way: str, home: Path, file: Path) -> str:
    """Return seconds of wall clock and processor, and the peak of memory, of one way in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_price_history", "--child", way, str(home), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or f"failed: {done.stderr.strip().splitlines()[-1][:60]} | |"


def child(way: str, home: Path, file: Path) -> None:
    """Run one way once and print what it took."""
    start, spent = time.perf_counter(), time.process_time()
    WAYS[way](home, file)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.perf_counter() - start:.2f} s | {time.process_time() - spent:.2f} s | {peak:,.0f} MB")


def main() -> None:
    """Print a table with one line for each number of observations and way."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="*", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--before", type=Path)
    parser.add_argument("--child", nargs=3)
    given = parser.parse_args()
    if given.child:
        child(given.child[0], Path(given.child[1]), Path(given.child[2]))
        return
    print("| observations | way | wall clock | processor | peak memory |\n| --- | --- | --- | --- | --- |")
    ways = ["now", *(["before"] if given.before else []), "pandas"]
    ways += ["polars"] if importlib.util.find_spec("polars") else []
    for rows in given.rows:
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder), rows)
            for way in ways:
                print(f"| {rows:,} | {way} | {measure(way, Path(folder), given.before or FOLDER)} |")


if __name__ == "__main__":
    main()

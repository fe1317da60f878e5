"""Time of one price on one date, as known on one date, in a file with many rows of what was known of prices.

Run from the repository root: `python -m tests.benchmarks.bench_price_at [ROWS] [HOME]`, by default with 10,000,000 rows
in a home of its own (some minutes to store).
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import duckdb

from warehouse.home import Home
from warehouse.store import open_published, open_writer

ROWS, QUESTIONS = 10_000_000, 500
CHANGES = 2_000
"""Prices of one offer, one a day: each has one row from its day on and one from the day of the next price on."""
FIRST = date(2021, 6, 1)
VINTAGES = """
INSERT INTO out_price_vintage BY NAME
SELECT
    $names[number // 2 + 1] AS model,
    md5_number_lower(model) AS model_number,
    'seller-' || number % 20 AS provider,
    model AS model_id,
    model || '@' || provider AS provider_model_id,
    'standard' AS tier,
    true AS is_lowest_band,
    is_ended AND change = $changes - 1 AS in_force,
    1 + hash(number, change) % 900 / 100 AS input_usd_per_mtok,
    2 * input_usd_per_mtok AS output_usd_per_mtok,
    $first::DATE + change AS valid_from,
    CASE WHEN is_ended THEN valid_from + 1 END AS valid_to,
    valid_from + CASE WHEN is_ended THEN 1 ELSE 0 END AS known_from,
    CASE WHEN NOT is_ended THEN valid_from + 1 END AS known_to,
    coalesce(valid_to, DATE '9999-12-31') AS valid_before,
    coalesce(known_to, DATE '9999-12-31') AS known_before,
    valid_from::TIMESTAMP AS observed_at,
    valid_from AS last_confirmed_on,
    'observed' AS date_basis,
    1 AS n_sources,
    'page/' || provider AS source,
    'https://example.org/pricing' AS source_url,
    md5(source || change) || md5(change::VARCHAR) AS capture_sha256
FROM (
    SELECT i // (2 * $changes) AS number, (i // 2 % $changes)::INTEGER AS change, i % 2 = 1 AS is_ended
    FROM range($rows) AS rows (i)
)
"""
"""The rows come in the order of the table: to sort them takes an hour with the memory of the writer."""
NAMES = """
SELECT list(name ORDER BY md5_number_lower(name))
FROM (SELECT 'maker-' || n % 40 || '/model-' || n AS name FROM range($models) AS models (n))
"""
QUESTION = "SELECT * FROM price_at($model, $seller, 'standard', $at, $known)"


def store(home: Home, rows: int) -> None:
    """Publish a file with this many rows of out_price_vintage."""
    with open_writer(home) as writer:
        (names,) = writer.connection.execute(NAMES, {"models": rows // (4 * CHANGES)}).fetchone() or ([],)
        writer.connection.execute(VINTAGES, {"rows": rows, "changes": CHANGES, "names": names, "first": FIRST})
        writer.publish()


def milliseconds(connection: duckdb.DuckDBPyConnection) -> tuple[list[float], list[float]]:
    """Return the times of random questions and their processor times, shortest first; each must have one row."""
    draw, times, busy = random.Random(1), [], []
    offers = connection.execute("SELECT DISTINCT model, provider FROM out_price_vintage ORDER BY ALL").fetchall()
    for _ in range(QUESTIONS):
        model, provider = offers[draw.randrange(len(offers))]
        day = draw.randrange(CHANGES - 1)
        at, known = FIRST + timedelta(day), FIRST + timedelta(draw.randrange(day, CHANGES))
        start, before = time.perf_counter(), time.process_time()
        (row,) = connection.execute(QUESTION, {"model": model, "seller": provider, "at": at, "known": known}).fetchall()
        times.append(1000 * (time.perf_counter() - start))
        busy.append(1000 * (time.process_time() - before))
        assert row[8] == at, row
    return sorted(times), sorted(busy)


def main() -> None:
    """Print the median and the 95th percentile; the processor time is nearly the same on a busy machine."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder))
        if not home.published.exists():
            store(home, rows)
        with open_published(home) as connection:
            measured = milliseconds(connection)
    for name, times in zip(("time", "processor time"), measured, strict=True):
        median, late = times[len(times) // 2], times[len(times) * 95 // 100]
        print(f"price_at, {rows:,} rows: {name} median {median:.1f} ms, p95 {late:.1f} ms")


if __name__ == "__main__":
    main()

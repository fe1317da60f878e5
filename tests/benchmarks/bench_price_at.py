"""Time of one price on one date, as known on one date, in a file with many rows of what was known of prices.

Run from the repository root: `python -m tests.benchmarks.bench_price_at [ROWS] [HOME]`, by default with 10,000,000 rows
in a home of its own (two minutes to store).
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
    'maker-' || (number // 2) % 40 || '/model-' || (number // 2) AS model,
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
ORDER BY model, provider, provider_model_id, tier, valid_from, known_from
"""
QUESTION = "SELECT * FROM price_at($model, $seller, 'standard', $at, $known)"


def store(home: Home, rows: int) -> None:
    """Publish a file with this many rows of out_price_vintage."""
    with open_writer(home) as writer:
        writer.connection.execute(VINTAGES, {"rows": rows, "changes": CHANGES, "first": FIRST})
        writer.publish()


def milliseconds(connection: duckdb.DuckDBPyConnection, rows: int) -> list[float]:
    """Return the times of random questions, shortest first; each must have one row."""
    draw, times = random.Random(1), []
    for _ in range(QUESTIONS):
        number, day = draw.randrange(rows // (2 * CHANGES)), draw.randrange(CHANGES - 1)
        asked = {"model": f"maker-{number // 2 % 40}/model-{number // 2}", "seller": f"seller-{number % 20}"}
        at, known = FIRST + timedelta(day), FIRST + timedelta(draw.randrange(day, CHANGES))
        start = time.perf_counter()
        (row,) = connection.execute(QUESTION, {**asked, "at": at, "known": known}).fetchall()
        times.append(1000 * (time.perf_counter() - start))
        assert row[8] == at, row
    return sorted(times)


def main() -> None:
    """Print the median and the 95th percentile."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder))
        if not home.published.exists():
            store(home, rows)
        with open_published(home) as connection:
            times = milliseconds(connection, rows)
    print(
        f"price_at, {rows:,} rows: median {times[len(times) // 2]:.1f} ms, p95 {times[len(times) * 95 // 100]:.1f} ms"
    )


if __name__ == "__main__":
    main()

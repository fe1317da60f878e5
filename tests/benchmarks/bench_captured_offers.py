"""Processor time of listing every offer of every capture, beside the query of before, as the days pass.

Run from the repository root: `python -m tests.benchmarks.bench_captured_offers [DAYS ...] [--before FILE]`, by default
with 75, 150 and 300 days. FILE is an earlier `find_captured_offers.sql`. Eighteen sources are captured once a day and
show 80 offers each; their content changes every tenth day, or every day. Rows of both queries are compared.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import duckdb

from tests.conftest import ASSETS
from warehouse.home import Home
from warehouse.query import bound, read_sql
from warehouse.store import open_writer

NOW = ASSETS / "prices" / "find_captured_offers.sql"
SOURCES = 18
OFFERS = 80
"""Offers that each source shows: 18 x 80 = 1,440 a day, as in the simulated year."""
FILL = (
    """INSERT INTO raw_page_capture BY NAME
    SELECT 'page/' || s AS source, 'https://example.org/' || s AS url, url AS asked_url, url AS final_url,
        'live' AS via, TIMESTAMP '2025-08-01 06:00' + to_days(d::INTEGER) AS captured_at,
        captured_at AS fetched_at, 200 AS status,
        '{}' AS headers, md5(s || '/' || (d // $kept)) || md5('') AS capture_sha256, 1 AS bytes, 'w' AS warc_file,
        0 AS warc_offset, 'w' AS body_warc_file, 0 AS body_warc_offset, true AS counts
    FROM range($sources) AS a (s), range($days) AS b (d)""",
    """INSERT INTO _captured_offer BY NAME
    SELECT DISTINCT 'page/' || s AS source, md5(s || '/' || (d // $kept)) || md5('') AS capture_sha256,
        'seller-' || s AS provider, 'page' AS family, 1 AS trust, 'model-' || m AS model, 'standard' AS tier,
        1 + m / 100 AS input_per_mtok, 4 + m / 100 AS output_per_mtok, 'USD' AS currency, 'model-' || m || ' $' AS quote
    FROM range($sources) AS a (s), range($days) AS b (d), range($offers) AS c (m)""",
    """INSERT INTO core_model_link BY NAME
    SELECT 'seller-' || s AS provider, 'model-' || m AS provider_model_id, 'm-' || m AS model_id
    FROM range($sources) AS a (s), range($offers) AS c (m)""",
)


def measure(days: int, kept: int, file: Path) -> tuple[float, str]:
    """Return processor seconds of a query for the offers of some days, and a digest of its rows."""
    with tempfile.TemporaryDirectory() as folder, open_writer(Home(Path(folder))) as writer:
        connection = writer.connection
        given = {"days": days, "kept": kept, "sources": SOURCES, "offers": OFFERS}
        for statement in FILL:
            connection.execute(statement, bound(statement, given))
        started = time.process_time()
        writer.insert_select("_price_seen", read_sql(file), {"as_of": _last_day(connection)})
        return time.process_time() - started, writer.content_version("_price_seen")[0]


def _last_day(connection: duckdb.DuckDBPyConnection) -> object:
    row = connection.execute("SELECT max(captured_at)::DATE FROM raw_page_capture").fetchone()
    return row[0] if row else None


def main() -> None:
    """Print a table with one line for each number of days and each frequency of change."""
    parser = argparse.ArgumentParser()
    parser.add_argument("days", nargs="*", type=int, default=[75, 150, 300])
    parser.add_argument("--before", type=Path)
    given = parser.parse_args()
    print("| days | content changes every | now, s | before, s | before / now | same rows |\n|---|---|---|---|---|---|")
    for kept in (10, 1):
        for days in given.days:
            seconds, rows = measure(days, kept, NOW)
            line = f"| {days} | {kept} days | {seconds:.2f} |"
            if given.before:
                spent, other = measure(days, kept, given.before)
                line += f" {spent:.2f} | {spent / seconds:.1f} | {'yes' if rows == other else 'NO'} |"
            print(line, flush=True)


if __name__ == "__main__":
    main()

"""Time of finding the frontier with 1, 4 and 16 times as many offers as a published file has.

Run from the repository root: `python -m tests.benchmarks.bench_frontier [HOME] [--before FILE]`; without HOME, a
home of its own is made in a temporary folder first (half a minute). FILE is an earlier `find_frontier.sql`, which is
compared up to 4 times and must give the same rows.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from assets.prices.trust import STALE_DAYS
from tests.conftest import ASSETS
from tests.pipelines.conftest import call
from warehouse.home import Home
from warehouse.query import bound
from warehouse.store import SEARCH_PATH

NOW = ASSETS / "trends" / "find_frontier.sql"
READ = ("core_bar_member", "core_workload", "internal._bar_reading", "internal._offer_cost")
COPIES = """
INSERT INTO _offer_cost
SELECT offer.* REPLACE (
    provider || '-' || copy AS provider,
    usd_per_query * (0.9 + hash(provider, model_id, provider_model_id, copy) % 1000 / 1000 * 1.5) AS usd_per_query,
    valid_from + (hash(provider, model_id, copy) % 60)::INTEGER AS valid_from,
    valid_to + (hash(provider, model_id, copy) % 60)::INTEGER AS valid_to
)
FROM published.internal._offer_cost AS offer, range(1, $times) AS copies (copy)
"""
DIGEST = "SELECT count(*), sum(hash(step)::HUGEINT) FROM step"


def lines(published: Path, before: Path | None) -> Iterator[str]:
    """Yield one line of the table for each number of offers and query."""
    for times, runs in ((1, 5), (4, 3), (16, 1)):
        with duckdb.connect(config={"memory_limit": "2GB", "threads": 2}) as connection:
            copy(connection, published, times)
            count = connection.execute("SELECT count(*) FROM _offer_cost").fetchall()[0][0]
            ways = {"now": NOW, **({"before": before} if before and times <= 4 else {})}
            digests = set()
            for name, file in ways.items():
                wall, spent = min(seconds(connection, file) for _ in range(runs))
                digests |= set(connection.execute(DIGEST).fetchall())
                yield f"| {times} | {count:,} | {name} | {wall:.2f} s | {spent:.2f} s |"
            assert len(digests) == 1, "the two queries give different rows"


def copy(connection: duckdb.DuckDBPyConnection, published: Path, times: int) -> None:
    """Copy what the query reads, its offers several times under other sellers, days and costs."""
    connection.execute(f"ATTACH '{published}' AS published (READ_ONLY); CREATE SCHEMA internal; {SEARCH_PATH}")
    for table in READ:
        schema = "" if "." in table else "main."
        connection.execute(f"CREATE TABLE {table} AS FROM published.{schema}{table}")
    connection.execute(COPIES, {"times": times})


def seconds(connection: duckdb.DuckDBPyConnection, file: Path) -> tuple[float, float]:
    """Return the wall clock and processor seconds of one run of a query."""
    select = file.read_text(encoding="utf-8")
    as_of = connection.execute("SELECT max(price_valid_from) FROM _offer_cost").fetchall()[0][0]
    parameters = bound(select, {"as_of": as_of, "stale_days": STALE_DAYS})
    start, spent = time.perf_counter(), time.process_time()
    connection.execute(f"CREATE OR REPLACE TEMP TABLE step AS {select}", parameters)
    return time.perf_counter() - start, time.process_time() - spent


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", nargs="?", type=Path)
    parser.add_argument("--before", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder)
        if not given.home:
            call(home, "run", "--offline")
        print("| times | offers | query | wall clock | processor |\n| --- | --- | --- | --- | --- |")
        for line in lines(Home(home).published, given.before):
            print(line, flush=True)


if __name__ == "__main__":
    main()

"""How long 100,000 observations of listings take on their way to price history, step by step, in a real DuckDB file.

Run from the repository root: `python -m tests.benchmarks.bench_price_history [OFFERS] [CAPTURES]`.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from assets.prices.assets import ABSENCES, IMPORT_DAYS, QUORUM_DAYS, SAME_PRICE
from assets.prices.claims import QUORUM, PriceClaim, flagged_rows
from assets.prices.trust import CURATED, STALE_DAYS
from tests.conftest import ASSETS, fill
from warehouse import query
from warehouse.bundle import COMPILED_ON
from warehouse.home import Home
from warehouse.store import Writer, open_writer

Row = dict[str, object]
SELLERS = 25
LAST_DAY = date(2027, 12, 31)
CHANGED = 0.05
"""Share of the captures at which a price has changed."""
ABSENT = 0.02


def list_captures(offers: int, captures: int) -> Iterator[Row]:
    """Daily listings of 20 price pages and five feeds: most repeat the price, some change it, some miss the offer."""
    chance = random.Random(1)
    common: Row = {"is_listing": True, "tier": "standard", "currency": "USD", "date_basis": "observed", "n_sources": 1}
    cents = [chance.randint(50, 1000) for _ in range(offers)]
    for capture in range(captures):
        seen_at = datetime.combine(COMPILED_ON, datetime.min.time()) + timedelta(capture, hours=6)
        for number in range(offers):
            seller, model = number % SELLERS, f"model-{number // SELLERS}"
            is_feed = seller >= SELLERS - 5
            if chance.random() < CHANGED:
                cents[number] = max(20, round(cents[number] * chance.uniform(0.6, 1.2)))
            if chance.random() < ABSENT:
                continue
            source = f"feed/{seller}" if is_feed else f"page/{seller}"
            yield {
                **common,
                "source": source,
                "family": source,
                "trust": 3 + seller % 5 if is_feed else 1,
                "provider": f"seller-{seller % (SELLERS - 5)}",
                "model_id": model,
                "provider_model_id": model,
                "input_usd_per_mtok": f"{cents[number] / 100:.2f}",
                "output_usd_per_mtok": f"{cents[number] / 25:.2f}",
                "observed_at": seen_at,
                "source_url": "https://example.org",
                "capture_sha256": f"{source} {capture}",
            }


def insert(writer: Writer, table: str, name: str, **parameters: object) -> None:
    """Fill a table from one of the SQL files of prices, kept as a run would keep it."""
    with writer.transaction():
        writer.insert_select(table, (ASSETS / "prices" / f"{name}.sql").read_text(encoding="utf-8"), parameters)


def flag(writer: Writer) -> None:
    """Check every claim against those before it."""
    file = ASSETS / "prices" / "list_claims_to_check.sql"
    claims = query.rows_as(writer.connection, PriceClaim, file, {"days": QUORUM_DAYS})
    with writer.transaction():
        writer.insert_rows("_price_doubt", flagged_rows(claims, {}))


def steps(writer: Writer) -> dict[str, tuple[str, Callable[[], None]]]:
    """What a run does, in order: its name, the table it fills, and how."""
    known: Row = {"compiled_on": COMPILED_ON}
    changes: Row = {**known, "absences": ABSENCES, "import_days": list(IMPORT_DAYS)}
    history: Row = {**known, "trusted": CURATED, "quorum": QUORUM, "as_of": LAST_DAY}
    history |= {"stale_days": STALE_DAYS, "same": SAME_PRICE}
    return {
        "find_price_changes": (
            "_price_change",
            lambda: insert(writer, "_price_change", "find_price_changes", **changes),
        ),
        "list_claims_to_check + flagged_rows": ("_price_doubt", lambda: flag(writer)),
        "select_accepted_changes": (
            "core_price_observation",
            lambda: insert(writer, "core_price_observation", "select_accepted_changes", days=QUORUM_DAYS),
        ),
        "compact_price_history": (
            "out_price_history",
            lambda: insert(writer, "out_price_history", "compact_price_history", **history),
        ),
        "list_price_events": (
            "out_price_event",
            lambda: insert(writer, "out_price_event", "list_price_events", as_of=LAST_DAY),
        ),
    }


def count(writer: Writer, table: str) -> int:
    """How many rows a table has."""
    row = writer.connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
    return int(row[0]) if row else 0


def main() -> None:
    """Print the seconds and rows of each step, and of all."""
    offers, captures = (int(given) for given in sys.argv[1:3]) if len(sys.argv) > 2 else (1500, 70)
    with tempfile.TemporaryDirectory() as folder, open_writer(Home(Path(folder))) as writer:
        names = [f"model-{number}" for number in range(offers // SELLERS + 1)]
        fill(writer, "core_model", *({"model_id": name, "active_params_b": None} for name in names))
        rows = list(list_captures(offers, captures))
        dull: Row = {"note": None, "quote": None, "stated_from": None, "stated_to": None}
        with writer.transaction():
            writer.insert_rows("_price_seen", [{**dull, **row} for row in rows])
        sys.stdout.write(f"{count(writer, '_price_seen'):,} observations\n")
        began = time.perf_counter()
        for name, (table, step) in steps(writer).items():
            start = time.perf_counter()
            step()
            sys.stdout.write(f"{name:36} {time.perf_counter() - start:6.2f} s  {count(writer, table):7,} rows\n")
        sys.stdout.write(f"{'all':36} {time.perf_counter() - began:6.2f} s\n")


if __name__ == "__main__":
    main()

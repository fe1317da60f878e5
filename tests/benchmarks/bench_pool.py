"""The pool beside the first pool, beside its members with their own noise, and beside every method on equal terms.

Run from the repository root: `python -m tests.benchmarks.bench_pool`, on the published file of TOKENFALL_HOME, or on a
new home where it has none. It takes two minutes of processor time.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import numpy as np

from assets.trends.backtest import EventForecast, ScoredForecast, backtest, origins_of, tally
from assets.trends.backtest_summary import Row, observed_frequency, passage_columns
from assets.trends.comparison_summary import FIRST_ORIGINS, comparison_rows
from assets.trends.methods.panel import Panel
from assets.trends.methods.pool import MEMBERS
from assets.trends.record import BASELINE, HORIZONS, POOL
from tests.benchmarks.first_pool import FirstOrigin
from tests.benchmarks.published_panel import any_home, published_panel
from warehouse import query
from warehouse.home import Home
from warehouse.store import open_published

RENAMED = {POOL: "first-pool", **{name: f"{name}-own-noise" for name in MEMBERS}}
"""What the forecasts of the first pool are called here; its other methods are those of the record."""
EVENT_HORIZONS = (3, 6, 12, 24)


class FirstPool(NamedTuple):
    """The forecasts of the first pool and of its members."""

    forecasts: list[ScoredForecast]
    events: list[EventForecast]


def remake(origins: Iterable[FirstOrigin]) -> FirstPool:
    """Forecast from every origin as the first pool would have, with the record that it had then."""
    forecasts, events = [], []
    for scored in backtest(origins):
        forecasts.extend(row._replace(method=RENAMED[row.method]) for row in scored.forecasts if row.method in RENAMED)
        events.extend(row for row in scored.events if row.method == POOL)
    return FirstPool(forecasts, events)


def compare(home: Home, first: FirstPool) -> list[Row]:
    """Return rows of out_backtest_comparison: the published ones, and those of the first pool and its members."""
    columns = ", ".join(ScoredForecast._fields)
    with open_published(home) as connection:
        select = f"SELECT {columns} FROM out_backtest WHERE method IN ('{POOL}', '{BASELINE}')"
        published = [ScoredForecast._make(row) for row in connection.execute(select).fetchall()]
        rows = query.rows_of(query.run(connection, "SELECT * FROM out_backtest_comparison"))
    by_origin: dict[date, list[ScoredForecast]] = defaultdict(list)
    for row in (*published, *first.forecasts):
        by_origin[row.origin].append(row)
    tallies = [sums for day in sorted(by_origin) for sums in tally(by_origin[day])]
    names = set(RENAMED.values())
    return [*(row for row in comparison_rows(tallies) if row["method"] in names), *rows]


def chances(events: Iterable[EventForecast], panel: Panel, first_origin: date, horizon: int) -> tuple[float, float]:
    """Return the mean probability of falls within a horizon, and how often they came."""
    due = [event for event in events if event.origin >= first_origin and event.horizon_months == horizon]
    keys = [(event.bar, event.workload, event.origin, event.log10_threshold) for event in due]
    columns = passage_columns(keys, panel)
    days = [day.item().date() for day in columns["origin"]]
    known = zip(columns["bar"], columns["workload"], days, columns["log10_threshold"], strict=True)
    p = dict(zip(keys, (event.p for event in due), strict=True))
    given = float(np.mean([p[key] for key in known]))
    return given, observed_frequency(np.column_stack([columns["happened"], columns["followed"]]), horizon)


def published_chances(home: Home) -> list[EventForecast]:
    """Return the published event forecasts of the pool."""
    columns = ", ".join(EventForecast._fields)
    with open_published(home) as connection:
        rows = connection.execute(f"SELECT {columns} FROM _backtest_chance WHERE method = '{POOL}'").fetchall()
    return [EventForecast._make(row) for row in rows]


def print_scores(rows: list[Row], first_origin: date) -> None:
    """Print the CRPS of each method, that of the pool on the same cases, their ratio and difference; by horizon."""
    sys.stdout.write(
        f"\nOrigins since {first_origin:%Y-%m}: CRPS, CRPS of the pool, ratio, difference (90% interval)\n\n"
    )
    sys.stdout.write(f"| method | {' | '.join(map(str, HORIZONS))} |\n|---|{'---:|' * len(HORIZONS)}\n")
    cells: dict[str, dict[int, str]] = defaultdict(dict)
    for row in rows:
        if row["first_origin"] == first_origin:
            cells[str(row["method"])][int(str(row["horizon_months"]))] = _cell(row)
    for method, by_horizon in cells.items():
        sys.stdout.write(f"| {method} | {' | '.join(by_horizon.get(ahead, '') for ahead in HORIZONS)} |\n")


def _cell(row: Row) -> str:
    crps, pooled, difference, low, high = (
        None if row[name] is None else float(str(row[name]))
        for name in ("crps", "crps_pool", "difference", "difference_low", "difference_high")
    )
    interval = "" if low is None else f" ({low:+.3f} to {high:+.3f})"
    return f"{crps:.3f}, {pooled:.3f}, {pooled / crps if crps and pooled else 0:.2f}, {difference:+.3f}{interval}"


def main() -> None:
    """Print both tables of scores, and how often falls came beside how likely they were said to be."""
    with any_home() as home:
        panel, vintages = published_panel(home)
        first = remake(
            FirstOrigin(origin.day, origin.known, origin.panel, origin.published)
            for origin in origins_of(panel, vintages)
        )
        rows, published = compare(home, first), published_chances(home)
    for first_origin in FIRST_ORIGINS:
        print_scores(rows, first_origin)
    sys.stdout.write("\nFalls to 1/2, 1/5 and 1/10: given, came\n\n")
    sys.stdout.write("| origins since | pool | 3 | 6 | 12 | 24 |\n|---|---|---|---|---|---|\n")
    for first_origin in FIRST_ORIGINS:
        for name, events in (("first-pool", first.events), (POOL, published)):
            cells = (chances(events, panel, first_origin, horizon) for horizon in EVENT_HORIZONS)
            shown = " | ".join(f"{given:.0%}, {came:.0%}" for given, came in cells)
            sys.stdout.write(f"| {first_origin:%Y-%m} | {name} | {shown} |\n")


if __name__ == "__main__":
    main()

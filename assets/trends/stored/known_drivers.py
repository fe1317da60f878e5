"""Reading what is known of the drivers in the database, up to a day, as looked at on some days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets.trends.driver_estimates import FormatGain, ModelPrice, Rental, Speed, serving_size
from assets.trends.drivers import Cost, DriverHistory, Evidence
from assets.trends.paths import month_end

if TYPE_CHECKING:
    import duckdb

WORKLOAD = "chat"
LEAST_MEMORY_GB = 80
"""Memory of the smallest chip that large models were served on in these years, the A100."""
FIRST_QUARTER = date(2023, 3, 31)
BITS = {"fp8": 8, "fp4": 4}
Row = Mapping[str, Any]


def known_costs(connection: duckdb.DuckDBPyConnection, as_of: date) -> dict[str, list[Cost]]:
    """What an answer cost at each bar on the days between which its fall is split."""
    costs: dict[str, list[Cost]] = defaultdict(list)
    for row in _rows(connection, "find_driver_periods", as_of=as_of, workload=WORKLOAD):
        costs[row["bar"]].append((row["day"], row["usd"]))
    return costs


def known_drivers(connection: duckdb.DuckDBPyConnection, as_of: date, days: Sequence[date]) -> DriverHistory:
    """GPU-hours and open models as of `days`, and speeds, gains and prices of unchanged weights up to `as_of`."""
    rentals = _rows(connection, "find_driver_rentals", days=days, least_memory_gb=LEAST_MEMORY_GB)
    speeds = _rows(connection, "find_driver_speeds", as_of=as_of, least_memory_gb=LEAST_MEMORY_GB)
    gains = _rows(connection, "find_format_gains", as_of=as_of)
    weights = _rows(connection, "find_same_weights_prices", as_of=as_of, workload=WORKLOAD)
    evidence = Evidence(
        tuple(Rental(r["day"], r["provider"], r["chip"], r["usd_per_gpu_hour"], r["stated"]) for r in rentals),
        tuple(_speed(row) for row in speeds),
        tuple(FormatGain(row["bits"], row["factor"], row["known_on"]) for row in gains),
        tuple(ModelPrice(row["day"], row["model_id"], row["usd"]) for row in weights),
    )
    models = open_models(connection, as_of, days)
    return DriverHistory(evidence, {bar: prices for (bar, bound), prices in models.items() if bound == "central"})


def open_models(
    connection: duckdb.DuckDBPyConnection, as_of: date, days: Sequence[date]
) -> dict[tuple[str, str], tuple[ModelPrice, ...]]:
    """Open models on sale as of `days`, by bar and by the reading of it (see the view `_bar_reading`)."""
    models: dict[tuple[str, str], list[ModelPrice]] = defaultdict(list)
    for row in _rows(connection, "find_open_models", as_of=as_of, workload=WORKLOAD, days=days):
        size = serving_size(row["active_params_b"], row["total_params_b"])
        models[row["bar"], row["bound"]].append(ModelPrice(row["day"], row["model_id"], row["usd"], size))
    return {reading: tuple(prices) for reading, prices in models.items()}


def quarters(as_of: date) -> list[date]:
    """The ends of all quarters up to a day, on which forecasts look at GPU-hours and open models."""
    days, day = [], FIRST_QUARTER
    while day <= as_of:
        days.append(day)
        day = month_end(day, 3)
    return days


def _rows(connection: duckdb.DuckDBPyConnection, name: str, **parameters: object) -> list[Row]:
    query = (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
    result = connection.execute(query, parameters)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _speed(row: Row) -> Speed:
    bits = BITS.get(row["number_format"]) if row["format_stated"] else None
    named = f"{row['benchmark']} {row['scenario']}", row["chip"], row["number_format"]
    return Speed(row["release"], row["released_on"], *named, bits, row["generative"], row["speed"])

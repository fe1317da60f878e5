"""Reads the evidence about the drivers of prices: what was known up to a day, as of chosen days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assets.trends.driver_checks import CheckEvidence, ScoredAmount
from assets.trends.driver_evidence import DriverHistory, Evidence, FormatGain, ModelPrice, Rental, Speed, serving_size
from assets.trends.drivers import Cost
from assets.trends.model_sizes import QualifyingModel
from assets.trends.paths import month_end
from assets.trends.typical_speeds import SweepPoint
from warehouse import query

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).parent
WORKLOAD = "chat"
LEAST_MEMORY_GB = 80
"""Memory of the smallest chip that large models were served on in these years, the A100."""
FIRST_QUARTER = date(2023, 3, 31)
BITS = {"fp8": 8, "fp4": 4}


def known_costs(connection: duckdb.DuckDBPyConnection, as_of: date) -> dict[str, list[Cost]]:
    """Return the cost of an answer at each bar on the days between which its fall is split."""
    costs: dict[str, list[Cost]] = defaultdict(list)
    for row in query.rows(connection, HERE / "find_driver_periods.sql", {"as_of": as_of, "workload": WORKLOAD}):
        costs[row["bar"]].append((row["day"], row["usd"]))
    return costs


def known_drivers(connection: duckdb.DuckDBPyConnection, as_of: date, days: Sequence[date]) -> DriverHistory:
    """Return rents and open models as of `days`, and speeds, gains and prices of unchanged weights up to `as_of`."""
    known = {"as_of": as_of, "days": days, "workload": WORKLOAD, "least_memory_gb": LEAST_MEMORY_GB}
    rentals = query.rows(connection, HERE / "find_driver_rentals.sql", known)
    speeds = query.rows(connection, HERE / "find_driver_speeds.sql", known)
    gains = query.rows(connection, HERE / "find_format_gains.sql", known)
    weights = query.rows(connection, HERE / "find_same_weights_prices.sql", known)
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
    """Return the open models on sale as of `days`, by bar and by the reading of the bar (see `_bar_reading`)."""
    models: dict[tuple[str, str], list[ModelPrice]] = defaultdict(list)
    known = {"as_of": as_of, "days": days, "workload": WORKLOAD}
    for row in query.rows(connection, HERE / "find_open_models.sql", known):
        size = serving_size(row["active_params_b"], row["total_params_b"])
        models[row["bar"], row["bound"]].append(ModelPrice(row["day"], row["model_id"], row["usd"], size))
    return {reading: tuple(prices) for reading, prices in models.items()}


def known_sizes(
    connection: duckdb.DuckDBPyConnection, as_of: date, days: Sequence[date]
) -> dict[str, list[QualifyingModel]]:
    """Return the models that qualify for each bar, with their costs and sizes, at `days` and at every new frontier."""
    models: dict[str, list[QualifyingModel]] = defaultdict(list)
    known = {"as_of": as_of, "days": days, "workload": WORKLOAD}
    for row in query.rows(connection, HERE / "find_qualifying_models.sql", known):
        size = row["size_low_b"], row["size_high_b"], row["total_b"]
        models[row["bar"]].append(QualifyingModel(row["day"], row["model_id"], row["usd"], *size))
    return models


def known_sweeps(connection: duckdb.DuckDBPyConnection, as_of: date) -> list[SweepPoint]:
    """Return the points of all sweeps up to `as_of`."""
    return query.rows_as(connection, SweepPoint, HERE / "find_sweep_points.sql", {"as_of": as_of})


def known_checks(connection: duckdb.DuckDBPyConnection, as_of: date, days: Sequence[date]) -> CheckEvidence:
    """Return what the checks beside the drivers are measured from, as known on `as_of`."""
    known = {"as_of": as_of, "workload": WORKLOAD}
    sizes = query.rows(connection, HERE / "find_scored_models.sql", known)
    prices = query.rows(connection, HERE / "find_scored_prices.sql", known)
    return CheckEvidence(
        known_drivers(connection, as_of, days),
        known_sizes(connection, as_of, days),
        known_sweeps(connection, as_of),
        [_scored(row) for row in sizes],
        [_scored(row) for row in prices if row["is_first"]],
        [_scored(row) for row in prices if not row["is_first"]],
    )


def quarters(as_of: date) -> list[date]:
    """Return the ends of all quarters up to a day: forecasts sample GPU-hours and open models on them."""
    days, day = [], FIRST_QUARTER
    while day <= as_of:
        days.append(day)
        day = month_end(day, 3)
    return days


def _scored(row: query.Row) -> ScoredAmount:
    return ScoredAmount(*(row[name] for name in ScoredAmount._fields))


def _speed(row: query.Row) -> Speed:
    bits = BITS.get(row["number_format"]) if row["format_stated"] else None
    named = f"{row['benchmark']} {row['scenario']}", row["chip"], row["number_format"]
    return Speed(row["release"], row["released_on"], *named, bits, row["generative"], row["speed"])

"""Everything the page says, read from the tables in one place; rows are mappings by column name.

How it is worded does not belong here; see `sentences.py` and `page.html.j2`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from assets.forecasts import headline
from assets.hardware.serving_chart import CLAIMED_USD_PER_MTOK

Row = dict[str, Any]
FOLDER = Path(__file__).parent
OPEN_TARGET = "classic-search-electricity"
"""The lowest yardstick: the one question that GPT-4-class prices leave open."""
AS_OF = """SELECT coalesce((SELECT max(as_of) FROM out_verdict), (SELECT max(inputs ->> 'as_of')::DATE FROM _made))"""
FORECAST = """SELECT date, quantile, usd_per_query FROM out_forecast
              WHERE bar = $bar AND workload = $workload AND method = $method ORDER BY date, quantile"""
CHANCES = """SELECT method, date, p_first_passage FROM out_crossing
             WHERE bar = $bar AND workload = $workload AND target = $target ORDER BY method, date"""
BACKTEST = """SELECT * FROM out_backtest_summary ORDER BY horizon_months, crps, method"""
RELIABILITY = """SELECT horizon_months, forecast, observed, n FROM out_calibration
                 WHERE kind = 'event' AND method = $method ORDER BY horizon_months, bin_low"""
ELECTRICITY = """SELECT what, p_1y, p_3y, p_5y FROM out_sensitivity
                 WHERE kind = 'target' AND bar = $bar AND workload = $workload AND target = $target
                 ORDER BY what <> 'all', what <> 'search-of-today', what"""
TRENDS = "SELECT * FROM out_trend WHERE bar = $bar AND workload = $workload ORDER BY span, factor_per_year"


@dataclass(frozen=True)
class Findings:
    """What is known as of a date (None: no table says); any list may be empty."""

    as_of: date | None
    verdicts: list[Row]
    steps: list[Row]
    today: list[Row]
    forecast: list[Row]
    chances: list[Row]
    methods: list[Row]
    trends: list[Row]
    drivers: list[Row]
    spreads: list[Row]
    throughput: list[Row]
    rentals: list[Row]
    serving: list[Row]
    chip_gains: list[Row]
    software_gains: list[Row]
    techniques: list[Row]
    claims: list[Row]
    points: list[Row]
    breaks: list[Row]
    left_out: list[Row]
    readings: list[Row]
    electricity: list[Row]
    energy: list[Row]
    backtest: list[Row]
    reliability: list[Row]
    weights: list[Row]
    ended: list[Row]
    rates: list[Row]
    sources: list[Row]
    refusals: list[Row]

    def verdict(self, target: str) -> Row | None:
        """The verdict on a target for the headline's bar and workload."""
        asked = (headline.BAR, headline.WORKLOAD, target)
        return next((row for row in self.verdicts if (row["bar"], row["workload"], row["target"]) == asked), None)


def gather(connection: duckdb.DuckDBPyConnection) -> Findings:
    """Read what the page needs from a published file, or from the writer's own."""
    series = {"bar": headline.BAR, "workload": headline.WORKLOAD}
    still_open = {**series, "target": OPEN_TARGET}
    found = connection.execute(AS_OF).fetchone()
    return Findings(
        as_of=found[0] if found else None,
        verdicts=_rows(connection, _sql("list_verdicts")),
        steps=_rows(connection, _sql("list_steps"), series),
        today=_rows(connection, _sql("list_cost_today"), {"workload": headline.WORKLOAD, "level": headline.LEVEL}),
        forecast=_rows(connection, FORECAST, {**series, "method": headline.METHOD}),
        chances=_rows(connection, CHANCES, still_open),
        methods=_rows(connection, _sql("compare_methods"), still_open),
        trends=_rows(connection, TRENDS, series),
        backtest=_rows(connection, BACKTEST),
        reliability=_rows(connection, RELIABILITY, {"method": headline.METHOD}),
        weights=_rows(
            connection, "SELECT method, weight FROM out_pool_weight WHERE weight > 0 ORDER BY weight DESC, method"
        ),
        ended=_rows(connection, _sql("list_ended")),
        drivers=_rows(connection, _sql("list_drivers"), series),
        spreads=_rows(connection, _sql("list_spreads"), series),
        throughput=_rows(connection, _sql("show_throughput")),
        rentals=_rows(connection, _sql("list_rental_index")),
        serving=_rows(connection, _sql("compare_serving_claim"), {"claimed_usd_per_mtok": CLAIMED_USD_PER_MTOK}),
        chip_gains=_rows(connection, _sql("list_chip_gains")),
        software_gains=_rows(connection, _sql("list_software_gains")),
        techniques=_rows(connection, "SELECT * FROM out_technique_gain ORDER BY technique, metric"),
        claims=_rows(connection, "SELECT * FROM out_claim ORDER BY position"),
        points=_rows(connection, _sql("list_price_points")),
        breaks=_rows(connection, _sql("list_breaks"), {**still_open, "method": headline.METHOD}),
        left_out=_rows(
            connection,
            _sql("list_left_out"),
            {"workload": headline.WORKLOAD, "target": headline.TARGET, "still_open": OPEN_TARGET},
        ),
        readings=_rows(connection, _sql("list_readings"), {"workload": headline.WORKLOAD, "target": headline.TARGET}),
        electricity=_rows(connection, ELECTRICITY, still_open),
        energy=_rows(connection, "SELECT * FROM out_energy_comparison ORDER BY subject"),
        rates=_rows(connection, _sql("list_rates")),
        sources=_rows(connection, "SELECT * FROM out_source ORDER BY source"),
        refusals=_rows(connection, _sql("count_refusals")),
    )


def _sql(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _rows(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None
) -> list[Row]:
    found = connection.execute(query, parameters)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

"""Read everything that the report page shows from the tables; rows are mappings by column name.

The wording is in `sentences.py` and `page.html.j2`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from assets.forecasts import headline
from assets.formats import visible
from assets.hardware.serving_chart import CLAIMED_USD_PER_MTOK
from assets.reports.explorer import gather_explorer
from warehouse import query
from warehouse.query import Row

FOLDER = Path(__file__).parent
OPEN_TARGET = "classic-search-electricity"
"""The lowest target: the only question that GPT-4-class prices leave open."""


@dataclass(frozen=True)
class ReportData:
    """The rows that the page shows, as of a date (None: no table was built); any list may be empty."""

    as_of: date | None
    verdicts: list[Row]
    history: list[Row]
    steps: list[Row]
    today: list[Row]
    held: list[Row]
    newest_score: date | None
    forecast: list[Row]
    methods: list[Row]
    trends: list[Row]
    drivers: list[Row]
    driver_checks: list[Row]
    spreads: list[Row]
    throughput: list[Row]
    rentals: list[Row]
    serving: list[Row]
    chip_gains: list[Row]
    software_gains: list[Row]
    techniques: list[Row]
    claims: list[Row]
    points: list[Row]
    price_series: list[Row]
    breaks: list[Row]
    left_out: list[Row]
    readings: list[Row]
    electricity: list[Row]
    energy: list[Row]
    missing: list[Row]
    backtest: list[Row]
    reliability: list[Row]
    falls_within_a_year: list[Row]
    registered: list[Row]
    weights: list[Row]
    ended: list[Row]
    rates: list[Row]
    sources: list[Row]
    refusals: list[Row]
    explorer: Row | None

    def verdict(self, target: str) -> Row | None:
        """Return the verdict on a target for the headline's bar and workload, or None."""
        asked = (headline.BAR, headline.WORKLOAD, target)
        return next((row for row in self.verdicts if (row["bar"], row["workload"], row["target"]) == asked), None)


def gather(connection: duckdb.DuckDBPyConnection) -> ReportData:
    """Read what the page needs from a published file, or from the writer's own."""
    series = {
        "bar": headline.BAR,
        "workload": headline.WORKLOAD,
        "level": headline.LEVEL,
        "method": headline.METHOD,
        "claimed_usd_per_mtok": CLAIMED_USD_PER_MTOK,
    }
    still_open = {**series, "target": OPEN_TARGET}
    of_headline = {**series, "target": headline.TARGET, "still_open": OPEN_TARGET}

    def rows(name: str, parameters: Mapping[str, object] = series) -> list[Row]:
        return [_legible(row) for row in query.rows(connection, FOLDER / f"{name}.sql", parameters)]

    as_of = query.value(connection, FOLDER / "find_as_of.sql")
    return ReportData(
        as_of=as_of,
        verdicts=rows("list_verdicts"),
        history=rows("list_verdict_history"),
        steps=rows("list_steps"),
        today=rows("list_cost_today"),
        held=rows("list_held_prices"),
        newest_score=query.value(connection, FOLDER / "find_newest_score.sql", series),
        forecast=rows("list_forecast_quantiles"),
        methods=rows("compare_methods", still_open),
        trends=rows("list_trends"),
        backtest=rows("list_backtest_scores"),
        reliability=rows("list_reliability"),
        falls_within_a_year=rows("find_falls_within_a_year"),
        registered=rows("score_registered"),
        weights=rows("list_pool_weights"),
        ended=rows("list_ended"),
        drivers=rows("list_drivers"),
        driver_checks=rows("list_driver_checks"),
        spreads=rows("list_spreads"),
        throughput=rows("show_throughput"),
        rentals=rows("list_rental_index"),
        serving=rows("compare_serving_claim"),
        chip_gains=rows("list_chip_gains"),
        software_gains=rows("list_software_gains"),
        techniques=rows("list_techniques"),
        claims=rows("list_claims"),
        points=rows("list_price_points"),
        price_series=rows("list_price_series"),
        breaks=rows("list_breaks", still_open),
        left_out=rows("list_left_out", of_headline),
        readings=rows("list_readings", of_headline),
        electricity=rows("list_electricity_chances", still_open),
        energy=rows("list_energy"),
        missing=rows("find_most_telling_score"),
        rates=rows("list_rates"),
        sources=rows("list_sources"),
        refusals=rows("count_refusals"),
        explorer=gather_explorer(connection, as_of),
    )


def _legible(row: Row) -> Row:
    """Return a row without control characters: a page would not show them, and a picture could not be read."""
    return {name: visible(cell) if isinstance(cell, str) else cell for name, cell in row.items()}

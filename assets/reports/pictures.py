"""The page's pictures: which rows each chart is given, and its two sizes, for a desk and for a phone.

How a chart looks does not belong here; see `assets/*/charts.py`.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from assets.charts import TargetLine, to_svg
from assets.forecasts import headline
from assets.forecasts.charts import Chance, Quantiles, methods_chart, outlook_chart, verdict_cells, verdict_chart
from assets.formats import day
from assets.reports.gather import OPEN_TARGET, Findings, Row
from assets.trends.backtest_chart import Reliability, reliability_chart
from assets.trends.charts import Step

OUTLOOK_SIZES, METHOD_SIZES = ((900, 500), (262, 420)), ((780, 280), (190, 230))
RELIABILITY_SIZES = (420, 320), (200, 220)
"""Plotted pixels across and down: within a column of 1,000, and within a phone's 360."""


class Picture(NamedTuple):
    """A chart as SVG: the one to keep as a file, and a narrow one for a phone (empty: none is needed)."""

    wide: str
    narrow: str = ""


def draw_pictures(found: Findings) -> dict[str, Picture]:
    """The pictures by name; one whose rows are missing is left out."""
    pictures = {}
    if found.steps and found.as_of:
        pictures["frontier"] = _outlook(found, found.as_of)
    if found.chances:
        pictures["methods"] = _methods(found)
    if found.reliability:
        pictures["reliability"] = _reliability(found)
    at_level = f">={headline.LEVEL}"
    if rows := [r for r in found.verdicts if r["workload"] == headline.WORKLOAD and r["bar"].endswith(at_level)]:
        title = f"When a GPT-4-class answer cost what a search costs, as of {day(rows[0]['as_of'])}"
        label = f"{title}: a matrix of three bars and every cost of a search, all in the first table of verdicts."
        pictures["verdict"] = Picture(to_svg(verdict_chart(verdict_cells(rows), title), "verdict", label))
    return pictures


def chart_targets(found: Findings) -> list[TargetLine]:
    """The searches drawn as lines: the headline's, the cheapest search one can buy now, and the open one's."""
    rows = [row for row in found.verdicts if (row["bar"], row["workload"]) == (headline.BAR, headline.WORKLOAD)]
    on_sale = [row for row in rows if row["target_kind"] == "market-price" and not row["target_ended_on"]]
    cheapest = min(on_sale, key=lambda row: row["now_target_usd_per_query"], default=None)
    shown = [found.verdict(headline.TARGET), cheapest, found.verdict(OPEN_TARGET)]
    return [TargetLine(_short(row), float(row["now_target_usd_per_query"])) for row in shown if row]


def _outlook(found: Findings, as_of: date) -> Picture:
    steps = [Step(row["valid_from"], float(row["usd_per_query"]), row["model"].split(" (")[0]) for row in found.steps]
    title = "The cheapest answer at GPT-4's level, and what a search costs"
    charts = [
        outlook_chart(steps, _quantiles(found.forecast), chart_targets(found), origin=as_of, title=title, size=size)
        for size in OUTLOOK_SIZES
    ]
    label = (
        f"{title}: a step line in dollars per answer from {day(steps[0].day)} to {day(as_of)}, its forecast as a fan, "
        "and search costs as dashed lines. The steps are listed in a table below."
    )
    return Picture(*(to_svg(chart, f"frontier-{n}", label) for n, chart in enumerate(charts)))


def _methods(found: Findings) -> Picture:
    chances = [Chance(row["method"], row["date"], row["p_first_passage"]) for row in found.chances]
    title = "Will an answer cost as little as a search's electricity?"
    charts = [methods_chart(chances, headline.METHOD, title, size) for size in METHOD_SIZES]
    label = f"{title} One line for each method; the values are in the table below."
    return Picture(*(to_svg(chart, f"methods-{n}", label) for n, chart in enumerate(charts)))


def _reliability(found: Findings) -> Picture:
    bins = [Reliability(**row) for row in found.reliability]
    title = f"Did what {headline.METHOD} called likely come?"
    charts = [reliability_chart(bins, title, size) for size in RELIABILITY_SIZES]
    label = (
        f"{title} The share of events that came against the chance they were given; the figures are in out_calibration."
    )
    return Picture(*(to_svg(chart, f"reliability-{n}", label) for n, chart in enumerate(charts)))


def _quantiles(rows: list[Row]) -> Quantiles:
    by_date: dict[date, dict[float, float]] = defaultdict(dict)
    for row in rows:
        by_date[row["date"]][row["quantile"]] = row["usd_per_query"]
    return by_date


def _short(row: Row) -> str:
    return row["target_label"].split(" (")[0].removesuffix(" per query")

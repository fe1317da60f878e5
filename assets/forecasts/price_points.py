"""Compute out_price_point: since when an application is viable, or how likely it becomes viable by when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from assets.forecasts import headline
from assets.forecasts.ahead import (
    CHANCES,
    GROUNDED,
    YEARS,
    CostPaths,
    UseCost,
    chances_and_dates,
    costs_ahead,
    reference,
    sustained_costs,
)
from warehouse.query import Row


def price_points(applications: Iterable[Row], ratios: Mapping[tuple[str, str], CostPaths]) -> Iterator[Row]:
    """Yield rows of `compare_with_budgets.sql` with their chances; a viable application has chance 1 and no date."""
    for row in applications:
        followed = reference(row["reasoning"], row["search_usd"])
        yield {**row, "workload": followed, "method": headline.METHOD, **_outlook(row, ratios)}


def _outlook(row: Row, ratios: Mapping[tuple[str, str], CostPaths]) -> Mapping[str, object]:
    unknown = dict.fromkeys(CHANCES)
    if row["status"] == "viable":
        return {f"p_{years}y": 1.0 for years in YEARS} | unknown
    alone = ratios.get((row["bar"], reference(row["reasoning"], 0)))
    if alone is None:
        return {f"p_{years}y": None for years in YEARS} | unknown
    search, other = float(row["search_usd"]), float(row["other_usd"])
    use = UseCost(float(row["usd_per_task"]) - search - other, search, other)
    costs = costs_ahead(use, alone, ratios.get((row["bar"], GROUNDED)))
    days = row["days_within_budget"] if row["holds_now"] else None
    since = row["as_of"] - timedelta(days=days or 0)
    return chances_and_dates(sustained_costs(costs, days), [float(row["budget_usd"])], row["as_of"], since)[0]

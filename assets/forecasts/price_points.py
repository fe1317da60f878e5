"""Rows of out_price_point: since when an application is viable, or how likely it becomes so by when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from assets.forecasts import headline
from assets.forecasts.ahead import (
    CHANCES,
    GROUNDED,
    YEARS,
    Ratios,
    Use,
    chances_and_dates,
    costs_ahead,
    reference,
    sustained_starts,
)

Row = dict[str, Any]


def price_points(judged: Iterable[Row], ratios: Mapping[tuple[str, str], Ratios]) -> Iterator[Row]:
    """Rows of `judge_applications.sql` with their chances; what is viable is certain and needs no date."""
    for row in judged:
        followed = reference(row["reasoning"], row["search_usd"])
        yield {**row, "workload": followed, "method": headline.METHOD, **_outlook(row, ratios)}


def _outlook(row: Row, ratios: Mapping[tuple[str, str], Ratios]) -> Mapping[str, object]:
    unknown = dict.fromkeys(CHANCES)
    if row["status"] == "viable":
        return {f"p_{years}y": 1.0 for years in YEARS} | unknown
    alone = ratios.get((row["bar"], reference(row["reasoning"], 0)))
    if alone is None:
        return {f"p_{years}y": None for years in YEARS} | unknown
    search, other = float(row["search_usd"]), float(row["other_usd"])
    use = Use(float(row["usd_per_task"]) - search - other, search, other)
    costs = costs_ahead(use, alone, ratios.get((row["bar"], GROUNDED)))
    days = row["days_within_budget"] if row["holds_now"] else None
    starts = sustained_starts(costs, float(row["budget_usd"]), days)
    return chances_and_dates(starts, row["as_of"], row["as_of"] - timedelta(days=days or 0))

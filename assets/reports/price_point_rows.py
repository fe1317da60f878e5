"""Put price points into rows of a table: cost and budget as people say them, and where the cost is on a scale."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal

from assets.formats import everyday_money, factor, month, seller
from warehouse.query import Row

DECADES = (-5, 2)
"""Ends of the scale: powers of ten of the cost over the budget."""
CHANCES = (10, 50, 90)
STEP_PX, EDGE_PX = 18, 12
"""Pixels of a factor of ten, and of both margins together."""


def price_point_rows(points: Iterable[Row]) -> list[Row]:
    """Return rows of out_price_point with five columns in words, from `cost` to `sellers`, and places on a `scale`."""
    return [
        {
            **row,
            "cost": everyday_money(row["usd_per_task"], "uses"),
            "budget": everyday_money(row["budget_usd"], "uses"),
            "compared": compare_with_budget(row["usd_per_task"], row["budget_usd"]),
            "reached": reach_dates(row),
            "sellers": " + ".join(seller(provider) for provider in row["provider"].split(" + ")),
            "scale": _scale(row["usd_per_task"], row["budget_usd"]),
        }
        for row in points
    ]


def compare_with_budget(cost: Decimal, budget: Decimal) -> str:
    """Return a cost as a multiple or a fraction of its budget.

    >>> compare_with_budget(Decimal("0.5"), Decimal(1)), compare_with_budget(Decimal(3), Decimal(1))
    ('1/2.0 of the budget', '3.0 times the budget')
    """
    if cost == 0:
        return "free of charge"
    ratio = float(cost / budget)
    return f"{factor(ratio)} times the budget" if ratio > 1 else f"1/{factor(1 / ratio)} of the budget"


def reach_dates(row: Row) -> str:
    """Return by when a use fits its budget with a chance of 10, 50 and 90%, as far as the forecasts go."""
    dates = [(chance, row[f"date_p{chance}"]) for chance in CHANCES]
    return ", ".join(f"{chance}% by {month(when)}" for chance, when in dates if when)


def _scale(cost: Decimal, budget: Decimal) -> Row:
    low, high = DECADES
    power = math.log10(float(cost / budget)) if cost else low
    end = (high - low) * STEP_PX
    return {
        "width": end + EDGE_PX,
        "end": end,
        "ticks": [step * STEP_PX for step in range(high - low + 1)],
        "budget": -low * STEP_PX,
        "cost": round((min(max(power, low), high) - low) * STEP_PX, 1),
    }

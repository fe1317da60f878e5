"""Compute a bar's frontier without a source of prices, and the day on which its cost first reached a target.

Money stays Decimal. The published frontiers are computed in SQL (`trends/find_frontier.sql`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np

Steps = list[tuple[date, Decimal | None]]
"""The cost in force from each day on; None where nothing is on sale."""


class AnswerPrice(NamedTuple):
    """The cost of an answer by an offer over an interval; `valid_to` None = still on sale."""

    offer: str
    valid_from: date
    valid_to: date | None
    usd: Decimal
    source: str
    n_sources: int


def without(prices: Iterable[AnswerPrice], source: str) -> list[AnswerPrice]:
    """Return the prices without those that only one source lists: the price before such a price stays in force.

    Args:
        prices: In the order of offer and day.
        source: The source to leave out.
    """
    kept: list[AnswerPrice] = []
    for _, of_offer in groupby(prices, key=lambda price: price.offer):
        last: AnswerPrice | None = None
        for price in of_offer:
            if price.source != source or price.n_sources > 1:
                kept.append(price)
                last = price
            elif last is not None and last.valid_to == price.valid_from:
                last = kept[-1] = last._replace(valid_to=price.valid_to)
    return kept


def cheapest(prices: Sequence[AnswerPrice], as_of: date) -> Steps:
    """Return the lowest cost on sale from each day up to `as_of` on which it changed."""
    days = sorted({day for price in prices for day in (price.valid_from, price.valid_to) if day and day <= as_of})
    starts = np.array([price.valid_from.toordinal() for price in prices])
    ends = np.array([(price.valid_to or date.max).toordinal() for price in prices])
    at = np.array([day.toordinal() for day in days])[:, None]
    costs = np.where((starts <= at) & (at < ends), np.array([float(price.usd) for price in prices]), np.inf)
    steps: Steps = []
    for day, row in zip(days, costs, strict=True):
        place = int(np.argmin(row))
        usd = prices[place].usd if np.isfinite(row[place]) else None
        if not steps or steps[-1][1] != usd:
            steps.append((day, usd))
    return steps


def target_steps(rows: Iterable[Mapping[str, Any]]) -> dict[str, Steps]:
    """Return the steps of each target from rows in the order of target and day."""
    return {
        target: [(row["valid_from"], row["usd_per_query"]) for row in of_target]
        for target, of_target in groupby(rows, key=lambda row: row["target"])
    }


def frontier_steps(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Steps]:
    """Return the steps of each frontier by bar and reading, from rows in the order of the frontier."""
    frontiers: dict[tuple[str, str], Steps] = {}
    for key, group in groupby(rows, key=lambda row: (row["bar"], row["bound"])):
        steps: Steps = []
        ended = None
        for row in group:
            if ended is not None and ended < row["valid_from"]:
                steps.append((ended, None))
            steps.append((row["valid_from"], row["usd_per_query"]))
            ended = row["valid_to"]
        frontiers[key] = steps if ended is None else [*steps, (ended, None)]
    return frontiers


def first_reached(costs: Steps, targets: Steps) -> date | None:
    """Return the first day on which the cost in force is at or below the target in force; None where it never was."""
    for day in sorted({day for day, _ in (*costs, *targets)}):
        cost, target = _in_force(costs, day), _in_force(targets, day)
        if cost is not None and target is not None and cost <= target:
            return day
    return None


def _in_force(steps: Steps, day: date) -> Decimal | None:
    return next((usd for start, usd in reversed(steps) if start <= day), None)

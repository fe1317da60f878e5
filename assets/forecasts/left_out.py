"""The frontier of one bar when one source of prices is left out, and when its cost first met a target.

Money stays Decimal; the frontiers of all bars are made by SQL (`trends/find_frontier.sql`), this one to ask what if.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np

Steps = list[tuple[date, Decimal | None]]
"""What is in force from each day on; None where nothing is on sale."""


class Price(NamedTuple):
    """What one answer cost at one offer over one interval; `valid_to` None = still on sale."""

    offer: str
    valid_from: date
    valid_to: date | None
    usd: Decimal
    source: str
    n_sources: int


def without(prices: Iterable[Price], source: str) -> list[Price]:
    """Prices, in the order of offer and day, without what that source alone told: the price before it stands on."""
    kept: list[Price] = []
    for _, told in groupby(prices, key=lambda one: one.offer):
        last: Price | None = None
        for price in told:
            if price.source != source or price.n_sources > 1:
                kept.append(price)
                last = price
            elif last is not None and last.valid_to == price.valid_from:
                last = kept[-1] = last._replace(valid_to=price.valid_to)
    return kept


def cheapest(prices: Sequence[Price], as_of: date) -> Steps:
    """The lowest cost on sale at each day up to `as_of` on which it changed."""
    days = sorted({day for one in prices for day in (one.valid_from, one.valid_to) if day and day <= as_of})
    starts = np.array([one.valid_from.toordinal() for one in prices])
    ends = np.array([(one.valid_to or date.max).toordinal() for one in prices])
    at = np.array([day.toordinal() for day in days])[:, None]
    costs = np.where((starts <= at) & (at < ends), np.array([float(one.usd) for one in prices]), np.inf)
    steps: Steps = []
    for day, row in zip(days, costs, strict=True):
        place = int(np.argmin(row))
        usd = prices[place].usd if np.isfinite(row[place]) else None
        if not steps or steps[-1][1] != usd:
            steps.append((day, usd))
    return steps


def target_steps(rows: Iterable[Mapping[str, Any]]) -> dict[str, Steps]:
    """The steps of each target, of rows in the order of target and day."""
    return {
        target: [(row["valid_from"], row["usd_per_query"]) for row in found]
        for target, found in groupby(rows, key=lambda row: row["target"])
    }


def frontier_steps(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Steps]:
    """The steps of each frontier by bar and reading, of rows in their order; None from where nothing is on sale."""
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


def first_met(costs: Steps, targets: Steps) -> date | None:
    """First day on which the cost in force is at or below the target in force; None where it never was."""
    for day in sorted({day for day, _ in (*costs, *targets)}):
        cost, target = _in_force(costs, day), _in_force(targets, day)
        if cost is not None and target is not None and cost <= target:
            return day
    return None


def _in_force(steps: Steps, day: date) -> Decimal | None:
    return next((usd for start, usd in reversed(steps) if start <= day), None)

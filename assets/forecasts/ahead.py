"""Forecast the cost of any use from the pool's paths of a few workloads.

The paths are drawn in `forecast.py`; the cost of a use today is computed in SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from assets.forecasts import headline
from assets.trends.paths import add_months
from assets.trends.series import Floats

SUSTAINED_DAYS = 90
SUSTAINED_MONTHS = 3
"""The same on the monthly grid, where each point represents its month."""
GROUNDED, REASONING = "grounded", "reasoning"
"""With the headline's, the workloads whose paths represent all others."""
YEARS = (1, 3, 5)
CHANCES = {"date_p10": 0.1, "date_p50": 0.5, "date_p90": 0.9}


@dataclass(frozen=True)
class UseCost:
    """The cost of one use today in USD: tokens, searches, and other costs, which stay constant."""

    tokens: float
    search: float = 0.0
    other: float = 0.0


@dataclass(frozen=True, eq=False)
class CostPaths:
    """Paths (paths, months) of the log10 ratio of a workload's cost to today's, and the share of searches in it."""

    log10: Floats
    search_share: float = 0.0


def read_ratios(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], CostPaths]:
    """Return the paths in rows of `find_paths.sql`, by bar and workload."""
    return {
        (row["bar"], row["workload"]): CostPaths(
            np.frombuffer(row["log10_ratio"], dtype="<f4").reshape(row["n_paths"], row["n_months"]).astype(np.float64),
            row["search_share"],
        )
        for row in rows
    }


def reference(reasoning: bool, search: Decimal | float) -> str:
    """Return the workload whose paths a use follows, by whether its cheapest model reasons and it buys searches."""
    return REASONING if reasoning else GROUNDED if search else headline.WORKLOAD


def costs_ahead(use: UseCost, alone: CostPaths, grounded: CostPaths | None = None) -> Floats:
    """Return paths (paths, months) of the log10 USD of a use.

    As many tokens and searches as are in the proportion of `grounded` follow its paths together. The remaining tokens
    follow `alone`; the remaining searches, and other costs, stay constant. So a use in that proportion is `grounded`.
    """
    share = grounded.search_share if grounded else 0.0
    if not grounded or not use.search or not 0 < share < 1:
        if not use.search and not use.other:
            return np.log10(use.tokens) + alone.log10
        return np.log10(use.tokens * 10**alone.log10 + use.search + use.other)
    together = min(use.search / share, use.tokens / (1 - share))
    tokens, search = use.tokens - together * (1 - share), use.search - together * share
    if tokens <= 1e-9 * use.tokens and search <= 1e-9 * use.search and not use.other:
        return np.log10(together) + grounded.log10
    paths = min(len(grounded.log10), len(alone.log10))
    moving = together * 10 ** grounded.log10[:paths] + tokens * 10 ** alone.log10[:paths]
    return np.log10(moving + search + use.other)


def sustained_starts(costs: Floats, budget_usd: float, days_so_far: int | None = None) -> Floats:
    """Return the month in which each path begins SUSTAINED_MONTHS at or below the budget; infinite where none does.

    Args:
        costs: Log10 USD (paths, months).
        budget_usd: The budget of one use.
        days_so_far: Length of the current interval within the budget; None where today's cost is above it. Month 0
            is the start of that interval. The last months are assumed to continue.

    Returns:
        Months (paths,).
    """
    within = costs <= np.log10(budget_usd)
    held = within.copy()
    for ahead in range(1, SUSTAINED_MONTHS):
        held[:, :-ahead] &= within[:, ahead:]
    starts = np.where(held.any(axis=1), held.argmax(axis=1) + 1.0, np.inf)
    if days_so_far is not None:
        missing = -(-max(SUSTAINED_DAYS - days_so_far, 0) // 30)
        starts[within[:, :missing].all(axis=1)] = 0.0
    return starts


def chances_and_dates(months: Floats, origin: date, since: date) -> dict[str, float | date | None]:
    """Return the shares of paths that have begun within YEARS, and the dates by which CHANCES of them have.

    Args:
        months: Month (paths,) in which each path begins; infinite where none does.
        origin: The date that months are counted from.
        since: The date of month 0.

    Returns:
        `p_1y`, ... and `date_p10`, ...; a date past the end of the paths is None.
    """
    ordered = np.sort(months)
    outlook: dict[str, float | date | None] = {f"p_{years}y": float(np.mean(months <= 12 * years)) for years in YEARS}
    for name, chance in CHANCES.items():
        month = ordered[max(int(np.ceil(chance * len(ordered))) - 1, 0)]
        outlook[name] = (add_months(origin, int(month)) if month else since) if np.isfinite(month) else None
    return outlook

"""Forecast the cost of any use from the pool's paths of a few workloads.

The paths are drawn in `forecast.py`; the cost of a use today is computed in SQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from assets.forecasts import headline
from assets.trends.paths import add_months, months_reaching, simulation
from assets.trends.series import Floats

SUSTAINED_DAYS = 90
SUSTAINED_MONTHS = 3
"""The same on the monthly grid, where each point represents its month."""
GROUNDED, REASONING = "grounded", "reasoning"
"""With the headline's, the workloads whose paths represent all others."""
YEARS = (1, 3, 5)
NEVER = 400.0
"""Log10 USD above every budget, and with a minus sign below: a float holds up to 10^308."""
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


def sustained_costs(costs: Floats, days_so_far: int | None = None) -> Floats:
    """Return the highest cost of the SUSTAINED_MONTHS that begin with each month: within any budget at or above it.

    Args:
        costs: Log10 USD (paths, months). The last months are assumed to continue.
        days_so_far: Length of the current interval within the budget; None where today's cost is above it.

    Returns:
        Log10 USD (paths, 1 + months). Month 0 is the start of the current interval, which needs only the days that it
        lacks; without such an interval it is NEVER within a budget.
    """
    highest = np.full((len(costs), 1 + costs.shape[1]), NEVER)
    highest[:, 1:] = costs
    for ahead in range(1, SUSTAINED_MONTHS):
        highest[:, 1:-ahead] = np.maximum(highest[:, 1:-ahead], costs[:, ahead:])
    if days_so_far is not None:
        missing = -(-max(SUSTAINED_DAYS - days_so_far, 0) // 30)
        highest[:, 0] = costs[:, :missing].max(axis=1, initial=-NEVER)
    return highest


def chances_and_dates(
    highest: Floats, budgets_usd: Sequence[float], origin: date, since: date
) -> list[dict[str, float | date | None]]:
    """Return, for each budget, the chance that it is sustained from within YEARS on, and the dates of CHANCES.

    The paths are searched once for all budgets.

    Args:
        highest: Log10 USD (paths, 1 + months) by `sustained_costs`.
        budgets_usd: Budgets of one use, in USD.
        origin: The date that months are counted from.
        since: The date of month 0.

    Returns:
        `p_1y`, ... and `date_p10`, ... by budget; a date past the end of the paths is None.
    """
    passage = simulation(highest).p_first_passage(budgets_usd)
    dates = [since, *(add_months(origin, month) for month in range(1, passage.shape[1])), None]
    reached = months_reaching(passage, np.arange(passage.shape[1]), tuple(CHANCES.values()))
    return [
        {f"p_{years}y": float(chances[12 * years]) for years in YEARS}
        | {name: dates[-1 if month is None else month] for name, month in zip(CHANCES, months, strict=True)}
        for chances, months in zip(passage, reached, strict=True)
    ]

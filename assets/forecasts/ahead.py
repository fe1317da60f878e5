"""How the cost of any use goes on from today: read off the pool's paths of a few workloads.

Drawing those paths does not belong here; see `forecast.py`. What a use costs today is found in SQL.
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
"""The same on the monthly grid, where each point stands for its month."""
GROUNDED, REASONING = "grounded", "reasoning"
"""With the headline's, the workloads whose paths stand for all others."""
YEARS = (1, 3, 5)
CHANCES = {"date_p10": 0.1, "date_p50": 0.5, "date_p90": 0.9}


@dataclass(frozen=True)
class Use:
    """What one use costs today in USD: tokens, searches, and what is neither and stays as it is."""

    tokens: float
    search: float = 0.0
    other: float = 0.0


@dataclass(frozen=True, eq=False)
class Ratios:
    """Paths (paths, months) of log10 of a workload's cost over today's, and the share of that which buys searches."""

    log10: Floats
    search_share: float = 0.0


def read_ratios(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Ratios]:
    """Rows of `find_paths.sql` by bar and workload."""
    return {
        (row["bar"], row["workload"]): Ratios(
            np.frombuffer(row["log10_ratio"], dtype="<f4").reshape(row["n_paths"], row["n_months"]).astype(np.float64),
            row["search_share"],
        )
        for row in rows
    }


def reference(reasoning: bool, search: Decimal | float) -> str:
    """The workload whose paths a use follows: as its cheapest model reasons or not, and as it buys searches or not."""
    return REASONING if reasoning else GROUNDED if search else headline.WORKLOAD


def costs_ahead(use: Use, alone: Ratios, grounded: Ratios | None = None) -> Floats:
    """Paths (paths, months) of log10 USD of a use.

    As much of tokens and searches as stand in the proportion of `grounded` follow it together. Tokens that are left
    follow `alone`; searches that are left, and other costs, stay. So a use in that proportion is `grounded` itself.
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
    """Month (paths,) in which each path begins SUSTAINED_MONTHS at or below the budget; infinite where it never does.

    `costs` are (paths, months) of log10 USD. `days_so_far` is how long today's stretch within the budget is already,
    None where today is above it: month 0 stands for that stretch. What the last months hold is taken to last.
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
    """The shares of paths that are there within YEARS, and the dates by which CHANCES of them are.

    `since` is the date of month 0. A date past the end of the paths is None.
    """
    ordered = np.sort(months)
    found: dict[str, float | date | None] = {f"p_{years}y": float(np.mean(months <= 12 * years)) for years in YEARS}
    for name, chance in CHANCES.items():
        month = ordered[max(int(np.ceil(chance * len(ordered))) - 1, 0)]
        found[name] = (add_months(origin, int(month)) if month else since) if np.isfinite(month) else None
    return found

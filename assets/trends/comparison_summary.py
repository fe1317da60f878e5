"""Every method beside the pool on the same forecasts, also with the pool's noise and recalibration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np

from assets.trends.backtest import FIRST_ORIGIN
from assets.trends.backtest_summary import SKILL_LEVEL, Row, block_sums
from assets.trends.paths import seed_for
from assets.trends.record import POOL, Tally

FIRST_ORIGINS = (FIRST_ORIGIN, date(2024, 7, 31))
"""All origins, and those since the fast fall of prices had ended."""


def comparison_rows(tallies: Iterable[Tally]) -> Iterator[Row]:
    """Yield the rows of out_backtest_comparison: one method at one horizon, over all origins or the later ones.

    The interval of the difference resamples blocks of consecutive origins as long as the horizon.
    """
    groups: dict[tuple[str, int], list[Tally]] = {}
    for tally in sorted(tallies):
        groups.setdefault((tally.method, tally.horizon_months), []).append(tally)
    for (method, horizon), tallies_of_group in groups.items():
        for first_origin in FIRST_ORIGINS:
            known = [tally for tally in tallies_of_group if tally.origin >= first_origin]
            if known and method != POOL:
                yield {"method": method, "first_origin": first_origin, "horizon_months": horizon} | _compared(known)


def _compared(tallies: list[Tally]) -> Row:
    """Mean scores of one method and of the pool on the same forecasts, and their difference."""
    sums = np.array([(tally.n, tally.crps, tally.pool_crps) for tally in tallies])
    n, crps, of_pool = sums.sum(axis=0).tolist()
    low, high = _interval(sums, tallies[0])
    covers = {f"cover_{level}": sum(getattr(tally, f"in_{level}") for tally in tallies) / n for level in (50, 80, 95)}
    return {
        "n": int(n),
        "n_origins": len(tallies),
        "crps": crps / n,
        "crps_pool": of_pool / n,
        "difference": (crps - of_pool) / n,
        "difference_low": low,
        "difference_high": high,
        "interval_level": SKILL_LEVEL,
        **covers,
    }


def _interval(sums: np.ndarray, first: Tally) -> tuple[float | None, float | None]:
    resampled = block_sums(sums, first.horizon_months, seed_for(first.method, str(first.horizon_months)))
    if resampled is None:
        return None, None
    n, crps, of_pool = resampled.T
    low, high = np.quantile((crps - of_pool) / n, [0.5 - SKILL_LEVEL / 2, 0.5 + SKILL_LEVEL / 2])
    return float(low), float(high)

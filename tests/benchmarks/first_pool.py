"""The first pool, remade on any facts: all methods with their own noise, and weights learnt from their record.

It was the headline until version 0.5 and is kept for comparison only; `bench_pool.py` runs it. Its weights are votes of
groups of methods that learn from the same evidence, times (CRPS relative to no-change) to the power of -10.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from assets.trends.backtest import PATHS, Origin
from assets.trends.methods import pool
from assets.trends.methods.draws import share_out
from assets.trends.methods.drivers import DriverWalk
from assets.trends.methods.interface import NO_FIT, Fit
from assets.trends.methods.market_walk import MarketWalk
from assets.trends.methods.parts import SummedFit, fit_method
from assets.trends.methods.registry import METHODS
from assets.trends.paths import seed_for
from assets.trends.record import HORIZONS, LINEAR_POOL, POOL, MethodRecord, relative_crps, spreads_of
from assets.trends.series import Floats, FrontierSeries, monthly_log10

GROUPS = (
    ("no-change", "ten-x-per-year"),
    ("record-ols", "drift", "drift-ma", "damped-trend", "regimes", "jumps"),
    ("lifecycle",),
    ("frontier-quantile", "hedonic"),
    ("drivers",),
)
VOTES = {name: 1 / len(group) / len(GROUPS) for group in GROUPS for name in group}
FLOOR, KEPT_GAIN, SHARPNESS = 0.05, 0.5, 10.0
"""Least weight of a method that is kept, least gain over no-change beside that of the best, and the power."""
MINIMUM_STEPS = 4


@dataclass(frozen=True)
class FirstOrigin(Origin):
    """An origin from which the first pool forecasts, under the ids of the pool and of its methods."""

    def _draw(self, frontier: FrontierSeries, record: MethodRecord) -> dict[str, Floats]:
        if len(monthly_log10(frontier.series)[1]) <= MINIMUM_STEPS:
            return {}
        names, day = (frontier.bar, frontier.workload), self.day.isoformat()
        fits = {}
        for name, method in METHODS.items():
            try:
                fits[name] = with_own_noise(fit_method(method, frontier, self.known), frontier)
            except NO_FIT:
                continue
        walks = {name: fit.draw(seed_for(*names, name, day), max(HORIZONS), PATHS).T for name, fit in fits.items()}
        weights = learnt_weights({name: relative_crps(record, name) for name in METHODS})
        shares = {name: weight for name, weight in weights.items() if name in fits} or {
            name: VOTES[name] for name in fits
        }
        for name in (LINEAR_POOL, POOL):
            walks[name] = draw_shares(fits, shares, seed_for(*names, name, day))
        last, spreads = float(np.log10(frontier.series.usd[-1])), spreads_of(record)
        for walk, of_month in zip(walks[POOL], spreads, strict=True):
            pool.recalibrate(walk, np.array(of_month), last)
        return walks


def learnt_weights(scores: Mapping[str, float | None]) -> dict[str, float]:
    """Return weights that sum to 1 from scores relative to no-change; without any score, the votes."""
    known = {name: score for name, score in scores.items() if score is not None}
    if not known:
        return VOTES
    worst = 1 - KEPT_GAIN * (1 - min(*known.values(), 1.0))
    raw = {name: VOTES[name] * score**-SHARPNESS for name, score in known.items() if score <= worst}
    total = sum(raw.values())
    return {name: FLOOR + (1 - FLOOR * len(raw)) * weight / total for name, weight in raw.items()}


def with_own_noise(fit: Fit, frontier: FrontierSeries) -> Fit:
    """Return a market walk with the mean square of its series' own monthly differences as its variance."""
    if isinstance(fit, SummedFit):
        return replace(fit, tokens=with_own_noise(fit.tokens, frontier.tokens()))
    if isinstance(fit, DriverWalk):
        walk = with_own_noise(fit.walk, frontier)
        return replace(fit, walk=walk) if isinstance(walk, MarketWalk) else fit
    if not isinstance(fit, MarketWalk):
        return fit
    steps = np.diff(monthly_log10(frontier.series)[1])
    drift, moves = min(fit.rate.slope, fit.rate.ceiling), np.count_nonzero(steps)
    variance = float(np.mean((steps - drift) ** 2))
    return replace(fit, variance=variance, df=len(steps), moving=(moves + 0.5) / (len(steps) + 0.5))


def draw_shares(fits: Mapping[str, Fit], shares: Mapping[str, float], rng: np.random.Generator) -> Floats:
    """Draw log10 USD (months, PATHS) in proportion to the shares, member after member."""
    names, weights = sorted(shares), np.array([shares[name] for name in sorted(shares)])
    counts = share_out(PATHS, weights / weights.sum())
    drawn = [fits[name].draw(rng, max(HORIZONS), count).T for name, count in zip(names, counts, strict=True) if count]
    return np.ascontiguousarray(np.concatenate(drawn, axis=1))

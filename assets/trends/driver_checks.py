"""Published rates of the same drivers beside ours, and how much of the fall is left over with other sizes of models.

Rates are natural logarithms per year: the estimate, then DRAWS draws (or a few less) that resample families of models.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np

from assets.trends.chip_costs import DriverEstimates
from assets.trends.driver_estimates import DRAWS, LogEstimate, frontier_sizes
from assets.trends.driver_evidence import DriverHistory, serving_size
from assets.trends.driver_rows import INTERVAL_LEVEL, interval_of
from assets.trends.drivers import Cost, DriverSplit, split_all
from assets.trends.model_sizes import QualifyingModel, qualifying_sizes
from assets.trends.paths import seed_for
from assets.trends.series import RATE_YEAR_DAYS, Floats
from assets.trends.typical_speeds import SweepPoint, measure_typical

PER_YEAR = "times per year"
LEAST_MODELS = 12
"""Fewest models of a regression on date and score."""
METHODS = {
    "densing-law": "score on log size and release date: the date's gain over that of the size, open models",
    "price-of-progress": "log first price on date and score, open models, over the hardware of our split",
    "price-of-progress-on-sale": "log price in every month on sale on date and score, open models, over our hardware",
    "hardware-per-dollar": "hardware of our split: rent per work of the cheapest chip at one number format",
    "algorithms-of-the-split": "software, number formats and active parameters of our split",
    "market-of-the-split": "the market of our split: price of unchanged weights over the cost of serving them",
    "market-without-software": "the same, with no gain of software: as if hosts had none of what submissions show",
    "residual-share": "the residual with active parameters, those of closed models as published estimates",
    "residual-share-open-sizes": "the residual with the sizes of open models near the frontier alone",
    "residual-share-all-parameters": "the residual with the mean of log active and log all parameters",
}
CLAIMS = {
    "densing-law": "densing-law-2025",
    "price-of-progress": "price-of-progress-2025-algorithmic",
    "price-of-progress-on-sale": "price-of-progress-2025-algorithmic",
    "hardware-per-dollar": "epoch-ml-hardware-2024",
    "algorithms-of-the-split": "price-of-progress-2025-algorithmic",
}
"""The published rate that a check is beside, a key of core_published_rate."""


class ScoredAmount(NamedTuple):
    """An amount of a model on a day, 10^9 parameters or USD, with the model's score and its family."""

    model_id: str
    family: str
    day: date
    score: float
    amount: float


class Check(NamedTuple):
    """What one check measured, the estimate and its draws, or None; `n` is the number of models of a regression."""

    check_id: str
    unit: str
    values: Floats | None
    period: tuple[date | None, date | None]
    bar: str | None = None
    n: int | None = None


@dataclass(frozen=True)
class CheckEvidence:
    """What the checks are measured from, beside the costs."""

    history: DriverHistory
    qualifying: Mapping[str, Sequence[QualifyingModel]]
    sweeps: Sequence[SweepPoint]
    sizes: Sequence[ScoredAmount]
    first_prices: Sequence[ScoredAmount]
    prices: Sequence[ScoredAmount]


def density_gain(models: Sequence[ScoredAmount]) -> Floats | None:
    """Return the log gain per year of the size that a given score needs (Xiao et al. 2025, densing law).

    The score is fitted on log size and date; a year's gain in score, over the gain by log size, is the capability per
    parameter gained. It is the average gain; the law is about the largest capability per parameter.
    """

    def slope(rows: Floats) -> float:
        year, log, score = rows.T
        _, by_year, by_log = np.linalg.lstsq(_with_constant(year, log), score, rcond=None)[0]
        return float(by_year / by_log) if by_log > 0 else math.nan

    return _resampled("density", models, slope)


def price_fall(prices: Sequence[ScoredAmount]) -> Floats | None:
    """Return the log fall per year of the price at a score: log price on date and score (Gundlach et al. 2025)."""

    def slope(rows: Floats) -> float:
        year, log, score = rows.T
        return -float(np.linalg.lstsq(_with_constant(year, score), log, rcond=None)[0][1])

    return _resampled("price", prices, slope)


def check_rows(
    costs: Mapping[str, Sequence[Cost]], known: CheckEvidence, published: Mapping[str, Mapping[str, object]]
) -> Iterator[dict[str, object]]:
    """Return the rows of out_driver_check.

    Args:
        costs: Costs by bar and day.
        known: Everything else that the checks are measured from.
        published: Rows of core_published_rate by claim_id.
    """
    estimates = measure_typical(known.history.evidence, known.sweeps)
    wholes = {bar: _whole(at, qualifying_sizes(known.qualifying.get(bar, [])), estimates) for bar, at in costs.items()}
    longest = max((whole for whole in wholes.values() if whole), key=_years, default=None)
    for check in (*_rates(known, longest), *_markets(costs, longest, estimates), *_shares(costs, known, estimates)):
        yield {**_numbers(check), **_study(published.get(CLAIMS.get(check.check_id, "")))}


def _rates(known: CheckEvidence, longest: DriverSplit | None) -> Iterator[Check]:
    """Yield the checks of rates; those that divide by hardware use the split of the longest period."""
    drivers = longest.drivers if longest else {}
    falls = {name: -drivers[name].logs / _years(longest) for name in drivers if longest}
    hardware = falls.get("hardware")
    yield _rate("densing-law", density_gain(known.sizes), known.sizes)
    for name, prices in (("price-of-progress", known.first_prices), ("price-of-progress-on-sale", known.prices)):
        fall = price_fall(prices)
        yield _rate(name, None if fall is None or hardware is None else fall - hardware[: len(fall)], prices)
    period = (longest.before[0], longest.after[0]) if longest else (None, None)
    for name, driver in (("hardware-per-dollar", "hardware"), ("algorithms-of-the-split", "algorithms")):
        yield Check(name, PER_YEAR, np.exp(falls[driver]) if driver in falls else None, period)


def _markets(
    costs: Mapping[str, Sequence[Cost]], longest: DriverSplit | None, estimates: DriverEstimates
) -> Iterator[Check]:
    """Yield the market over the longest period, and as it would be if hosts had no better software than at its start.

    The market does not depend on sizes, so that none are given here.
    """
    if longest is None:
        return
    at = next(at for at in costs.values() if (at[0], at[-1]) == (longest.before, longest.after))
    untuned = _whole(at, LogEstimate({}, 0), replace(estimates, software=LogEstimate({}, 0)))
    for name, split in (("market-of-the-split", longest), ("market-without-software", untuned)):
        market = split.drivers.get("market") if split else None
        values = None if market is None else np.exp(-market.logs / _years(split))
        yield Check(name, PER_YEAR, values, (longest.before[0], longest.after[0]))


def _shares(costs: Mapping[str, Sequence[Cost]], known: CheckEvidence, estimates: DriverEstimates) -> Iterator[Check]:
    for bar, at in costs.items():
        models = known.qualifying.get(bar, [])
        sizes = {
            "residual-share": qualifying_sizes(models),
            "residual-share-open-sizes": frontier_sizes(known.history.models.get(bar, ())),
            "residual-share-all-parameters": qualifying_sizes([_with_all(model) for model in models]),
        }
        for name, estimate in sizes.items():
            whole = _whole(at, estimate, estimates)
            if whole and whole.observed:
                period = whole.before[0], whole.after[0]
                yield Check(name, "share of the fall", whole.residual / whole.observed, period, bar)


def _with_all(model: QualifyingModel) -> QualifyingModel:
    """Return the model with the geometric mean of active and all parameters, as in `serving_size`."""
    ends = (serving_size(size, model.total_b) for size in (model.size_low_b, model.size_high_b))
    return QualifyingModel(model.day, model.model_id, model.usd, *ends)


def _whole(at: Sequence[Cost], sizes: LogEstimate[date], estimates: DriverEstimates) -> DriverSplit | None:
    splits = split_all(at, sizes, estimates) if len(at) > 1 else ()
    return next((split for split in splits if split.span == "whole"), None)


def _years(split: DriverSplit | None) -> float:
    return (split.after[0] - split.before[0]).days / RATE_YEAR_DAYS if split else math.nan


def _rate(name: str, logs: Floats | None, amounts: Sequence[ScoredAmount]) -> Check:
    days = [amount.day for amount in amounts]
    period = (min(days), max(days)) if days else (None, None)
    models = len({amount.model_id for amount in amounts})
    return Check(name, PER_YEAR, None if logs is None else np.exp(logs), period, n=models)


def _numbers(check: Check) -> dict[str, object]:
    ends = (None, None) if check.values is None else interval_of(check.values)
    return {
        "check_id": check.check_id,
        "bar": check.bar,
        "unit": check.unit,
        "measured": None if check.values is None else float(check.values[0]),
        "low": ends[0],
        "high": ends[1],
        "interval_level": INTERVAL_LEVEL,
        "period_from": check.period[0],
        "period_to": check.period[1],
        "n": check.n,
        "method": METHODS[check.check_id],
    }


def _study(claim: Mapping[str, object] | None) -> dict[str, object]:
    if claim is None:
        return dict.fromkeys(("claim_id", "published", "study", "source_url"))
    study = f"{claim['author']}, {claim['title']}"
    rate = {"claim_id": claim["claim_id"], "published": claim["factor_per_year"], "study": study}
    return {**rate, "source_url": claim["source_url"]}


def _resampled(name: str, amounts: Sequence[ScoredAmount], slope: Callable[[Floats], float]) -> Floats | None:
    """Return the slope of (year, log amount, score) and its draws; None for fewer than LEAST_MODELS models."""
    if len({amount.model_id for amount in amounts}) < LEAST_MODELS:
        return None
    first = min(amount.day for amount in amounts)
    rows = np.array([((a.day - first).days / RATE_YEAR_DAYS, math.log(a.amount), a.score) for a in amounts])
    families, family_of = np.unique([amount.family for amount in amounts], return_inverse=True)
    places = [np.flatnonzero(family_of == number) for number in range(len(families))]
    rng = seed_for("driver checks", name)
    chosen = (np.concatenate([places[i] for i in rng.integers(len(places), size=len(places))]) for _ in range(DRAWS))
    slopes = np.array([slope(rows), *(slope(rows[drawn]) for drawn in chosen)])
    # A draw of few families may hold no model that is better for being larger.
    return slopes[np.isfinite(slopes)] if np.isfinite(slopes[0]) else None


def _with_constant(*columns: Floats) -> Floats:
    return np.column_stack([np.ones(len(columns[0])), *columns])

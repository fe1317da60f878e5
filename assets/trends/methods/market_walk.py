"""A random walk whose drift is the rate of the whole market, and whose noise is shrunk to that of all series.

`frontier-quantile`, `hedonic` and `drivers` share it: they differ in how they measure the rate.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assets.trends.methods.draws import add_up, happens, normals
from assets.trends.methods.interface import Trend, UnfittedError, trend_of_slopes
from assets.trends.methods.panel import Panel, PanelOffer
from assets.trends.paths import add_months, seed_for
from assets.trends.series import TIE_DECIMALS, CostSeries, Floats, monthly_log10

MONTHS, APART = 24, 3
"""Offers are sampled every third month over two years: older market rates are of another era."""
MINIMUM_OFFERS, MINIMUM_MONTHS = 20, 2
RESAMPLES = 8
HALF_LIFE_MONTHS = 12.0
PANEL_MONTHS = 6.0
"""The number of months of its own that a series needs for its variance to count as much as that of the panel."""


@dataclass(frozen=True, eq=False)
class OfferSample:
    """Offers on sale on chosen days, one row each: months before the origin (<= 0), score, log10 USD, and names."""

    months: Floats
    scores: Floats
    logs: Floats
    families: NDArray[np.str_]
    sellers: NDArray[np.str_]
    offers: NDArray[np.str_]


@dataclass(frozen=True)
class MarketRate:
    """Log10 USD per month of the market with its standard error, never above `ceiling`, from n rows of offers."""

    slope: float
    error: float
    ceiling: float
    n: int


@dataclass(frozen=True)
class PanelSteps:
    """Monthly differences x of all series of a panel with weights w: sum of w, of w x and of w x^2."""

    weight: float
    first: float
    second: float

    def variance_about(self, drift: float) -> float:
        """Return the weighted mean of (x - drift)^2."""
        return (self.second - 2 * drift * self.first) / self.weight + drift**2


@dataclass(frozen=True)
class MarketWalk:
    """The walk of one series along the market's rate, in log10 USD.

    `last` is its cost at the origin, `variance` that of one monthly step with `df` degrees of freedom, `moving` the
    share of months in which the cost moves, and `n` the number of monthly differences between the window dates.
    """

    last: float
    rate: MarketRate
    variance: float
    df: int
    moving: float
    n: int
    window_from: date
    window_to: date

    def trend(self, interval: float) -> Trend:
        """Return the rate of the market, with a normal interval from its bootstrap error."""
        slopes = 12 * self._slopes(np.random.default_rng(0), 4000)
        return trend_of_slopes(slopes, interval, self.n, (self.window_from, self.window_to))

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw (paths, months) log10 USD, each path with its own rate and its own variance.

        A list price is constant in most months and then moves far: with a share p of months moving, a move has mean
        slope / p, and the variance that leaves K^2 for a month as a whole. With p = 1 this is a plain random walk.
        """
        share = self.moving
        slopes = self._slopes(rng, paths)
        variance = self.variance * self.df / rng.chisquare(self.df, paths)
        sigma = np.sqrt(np.maximum(variance / share - slopes**2 * (1 - share) / share**2, 0.0))
        walk, moves = normals(rng, months, paths), slopes / share
        for row, moved in zip(walk, happens(rng, share, months, paths), strict=True):
            np.multiply(row * sigma + moves, moved, out=row)
        return add_up(walk, self.last).T

    def _slopes(self, rng: np.random.Generator, paths: int) -> Floats:
        return np.minimum(self.rate.slope + self.rate.error * rng.standard_normal(paths), self.rate.ceiling)


def along(rate: MarketRate, series: CostSeries, panel: Panel) -> MarketWalk:
    """Return the walk of a series along the market's rate; its noise is shrunk to that of the panel.

    With the own monthly differences x_i, i = 1..n, weights w_i = 2^(-(n - i) / 12), n_e = (sum w)^2 / sum w^2 and the
    drift d = min(slope, ceiling): s^2 = sum w (x - d)^2 / sum w is the own variance, p^2 that of all series of the
    panel about the same drift. The variance is (n_e s^2 + 6 p^2) / (n_e + 6), with n_e + 6 degrees of freedom.

    Args:
        rate: The rate of the market.
        series: The series to forecast.
        panel: All series of token costs known at the origin.

    Raises:
        UnfittedError: The series, or every series of the panel, spans a single calendar month.
    """
    ends, levels = monthly_log10(series)
    others = faded_steps(panel)
    if len(levels) < MINIMUM_MONTHS or not others.weight:
        raise UnfittedError("a market walk needs 2 calendar months of the series, and of one series of its panel")
    steps, drift = np.diff(levels), min(rate.slope, rate.ceiling)
    weights = fading(len(steps))
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    own = float(weights @ (steps - drift) ** 2 / weights.sum())
    known = effective + PANEL_MONTHS
    # Half a month is added to the moves: a cost that never moved may still move, and one that always did always does.
    moves = effective * float(weights[steps != 0].sum() / weights.sum())
    return MarketWalk(
        last=float(levels[-1]),
        rate=rate,
        variance=(effective * own + PANEL_MONTHS * others.variance_about(drift)) / known,
        df=round(round(known, TIE_DECIMALS)),
        moving=(moves + 0.5) / (effective + 0.5),
        n=len(steps),
        window_from=ends[0],
        window_to=ends[-1],
    )


@lru_cache(maxsize=4)
def faded_steps(panel: Panel) -> PanelSteps:
    """Return the sums over the monthly differences of all series of a panel, each weighted by its age."""
    weighted = [(fading(len(steps)), steps) for steps in panel.steps]
    sums = (sum(float(weights @ steps**power) for weights, steps in weighted) for power in range(3))
    return PanelSteps(*sums)


def fading(count: int) -> Floats:
    """Return the weights (count,) of monthly differences, the last one 1: a difference counts half after a year."""
    return 0.5 ** (np.arange(count - 1, -1, -1) / HALF_LIFE_MONTHS)


def sample_offers(offers: Sequence[PanelOffer], origin: date) -> OfferSample:
    """Sample offers on the origin and every third month before it, two years back.

    Raises UnfittedError when there are fewer than MINIMUM_OFFERS rows.
    """
    rows = [row for ago in range(0, MONTHS + 1, APART) for row in _on_sale(offers, add_months(origin, -ago), -ago)]
    if len(rows) < MINIMUM_OFFERS:
        raise UnfittedError(f"a market rate needs at least {MINIMUM_OFFERS} offers, got {len(rows)}")
    months, scores, logs, families, sellers, names = zip(*rows, strict=True)
    numbers = (np.array(column, dtype=np.float64) for column in (months, scores, logs))
    return OfferSample(*numbers, np.array(families), np.array(sellers), np.array(names))


def resampled_error(sample: OfferSample, slope: Callable[[OfferSample], float]) -> float:
    """Return the standard error of a slope by resampling whole families of models: one maker's offers move together."""
    rng = seed_for("families")
    names = np.unique(sample.families)
    places = [np.flatnonzero(sample.families == name) for name in names]
    slopes = []
    for _ in range(RESAMPLES):
        chosen = np.concatenate([places[i] for i in rng.integers(len(names), size=len(names))])
        slopes.append(slope(_rows(sample, chosen)))
    if not np.isfinite(slopes).all():
        raise UnfittedError("a market rate needs offers by several families at several dates")
    return float(np.std(slopes, ddof=1))


def _rows(sample: OfferSample, chosen: np.ndarray) -> OfferSample:
    return OfferSample(
        sample.months[chosen],
        sample.scores[chosen],
        sample.logs[chosen],
        sample.families[chosen],
        sample.sellers[chosen],
        sample.offers[chosen],
    )


def _on_sale(offers: Sequence[PanelOffer], day: date, month: int) -> Iterator[tuple[int, float, float, str, str, str]]:
    for offer in offers:
        if offer.valid_from <= day and (offer.valid_to is None or offer.valid_to > day):
            name = f"{offer.provider}/{offer.model_id}"
            yield month, offer.score, math.log10(offer.usd), offer.family, offer.provider, name

"""A random walk whose drift is the rate of the whole market, and whose noise is that of the series itself.

`frontier-quantile` and `hedonic` share it: they differ in how they measure the market.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assets.trends.methods.draws import add_up, happens, normals
from assets.trends.methods.interface import Trend, UnfittedError, trend_of_slopes
from assets.trends.methods.panel import PanelOffer
from assets.trends.methods.random_walk import RandomWalk, walk_with_known_drift
from assets.trends.paths import add_months, seed_for
from assets.trends.series import CostSeries, Floats, monthly_log10

MONTHS, APART = 24, 3
"""Offers are sampled every third month over two years: older market rates are of another era."""
MINIMUM_OFFERS = 20
RESAMPLES = 8


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
class MarketWalk:
    """The walk of one series along the market's rate; `noise` is its own, moving in a share `moving` of months."""

    noise: RandomWalk
    rate: MarketRate
    moving: float

    def trend(self, interval: float) -> Trend:
        """Return the rate of the market, with a normal interval from its bootstrap error."""
        slopes = 12 * self._slopes(np.random.default_rng(0), 4000)
        return trend_of_slopes(slopes, interval, self.noise.n, (self.noise.window_from, self.noise.window_to))

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw (paths, months) log10 USD, each path with its own rate and its own variance.

        A list price is constant in most months and then moves far: with a share p of months moving, a move has mean
        slope / p, and the variance that leaves K^2 for a month as a whole. With p = 1 this is a plain random walk.
        """
        df, share = self.noise.df, self.moving
        slopes = self._slopes(rng, paths)
        variance = self.noise.variance * df / rng.chisquare(df, paths)
        sigma = np.sqrt(np.maximum(variance / share - slopes**2 * (1 - share) / share**2, 0.0))
        walk, moves = normals(rng, months, paths), slopes / share
        for row, moved in zip(walk, happens(rng, share, months, paths), strict=True):
            np.multiply(row * sigma + moves, moved, out=row)
        return add_up(walk, self.noise.last).T

    def _slopes(self, rng: np.random.Generator, paths: int) -> Floats:
        return np.minimum(self.rate.slope + self.rate.error * rng.standard_normal(paths), self.rate.ceiling)


def along(rate: MarketRate, series: CostSeries) -> MarketWalk:
    """Return the walk of a series along the market's rate with its own noise about that rate.

    Raises UnfittedError when the series spans a single calendar month.
    """
    moves = np.count_nonzero(np.diff(monthly_log10(series)[1]))
    noise = walk_with_known_drift(series, min(rate.slope, rate.ceiling))
    # Add half a move: a cost that never moved may still move. A cost that moved every month keeps a share of 1.
    return MarketWalk(noise, rate, (moves + 0.5) / (noise.n + 0.5))


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

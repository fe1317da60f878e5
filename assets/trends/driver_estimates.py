"""Estimates of each factor of the price: GPU-hours, speeds, software, formats, model sizes, list prices.

Every estimate is an array (1 + DRAWS,) of natural logarithms: the estimate itself, then bootstrap draws of it.
`drivers.py` combines the factors into drivers.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from assets.trends.driver_evidence import FormatGain, ModelPrice, Rental, Speed
from assets.trends.paths import seed_for
from assets.trends.series import TIE_DECIMALS, Floats

Key = TypeVar("Key", bound=Hashable)
DRAWS = 1000
LEAST_MODELS = 3
"""Fewest models priced at both ends of a month; with fewer, a single seller's decision would determine the index."""
NEAR_FRONTIER = 2.0
"""Largest ratio to the cheapest cost at which a model counts for the model size at the frontier."""
HOST_RATIOS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)
"""Candidates for the variance between the prices of one host over the variance between hosts."""


@dataclass(frozen=True, eq=False)
class LogEstimate(Generic[Key]):
    """A quantity by key, each an array (1 + DRAWS,) of logarithms, and the number of figures behind it."""

    logs: Mapping[Key, Floats]
    n: int


def rental_levels(rentals: Sequence[Rental]) -> LogEstimate[tuple[date, str]]:
    """Return log USD per GPU-hour by (day, series), adjusted for the hosts that are listed on that day.

    Each host has a random effect, the same on every day and for every chip. Errors come from resampling hosts and
    residuals.
    """
    if not rentals:
        return LogEstimate({}, 0)
    cells, cell_of = _numbered((rental.day, rental.series) for rental in rentals)
    hosts, host_of = _numbered(rental.host for rental in rentals)
    logs = np.log([rental.usd_per_gpu_hour for rental in rentals])
    fitted = _mixed(logs, cell_of, len(cells), host_of, len(hosts))
    rng = seed_for("drivers", "hosts")
    spread, noise = fitted.between * _unit(fitted.effects), fitted.within * _unit(fitted.left)
    drawn_hosts = rng.choice(spread, (DRAWS, len(hosts)))[:, host_of]
    errors = (drawn_hosts + rng.choice(noise, (DRAWS, len(rentals)))) @ fitted.weights.T
    return LogEstimate(_by_key(cells, fitted.levels, errors), len(rentals))


def chip_speeds(speeds: Sequence[Speed], reference: str) -> LogEstimate[str]:
    """Return the log speed of each chip over that of `reference`, compared within one benchmark, format and release.

    Chips that no chain of such comparisons connects to the reference are left out.
    """
    rows = [
        ((speed.release, speed.benchmark, speed.number_format), speed.chip, math.log(speed.per_s)) for speed in speeds
    ]
    return _two_way(rows, reference, seed_for("drivers", "submissions"))


def software_levels(speeds: Sequence[Speed]) -> LogEstimate[date]:
    """Return the log speed by release date over the first release, of the same chip, benchmark and format.

    Releases are chained without extrapolation, so the level is flat where chips stop gaining.
    """
    generative = [speed for speed in speeds if speed.generative]
    if not generative:
        return LogEstimate({}, 0)
    rows = [
        ((speed.benchmark, speed.chip, speed.number_format), speed.released_on, math.log(speed.per_s))
        for speed in generative
    ]
    return _two_way(rows, min(speed.released_on for speed in generative), seed_for("drivers", "releases"))


def format_gains(gains: Sequence[FormatGain]) -> LogEstimate[int]:
    """Return the log gain of computing in 8 and in 4 bits over 16: means of all measurements, resampled for errors."""
    rng = seed_for("drivers", "formats")
    levels: dict[int, Floats] = {16: np.zeros(1 + DRAWS)}
    for bits in (8, 4):
        logs = np.log([gain.factor for gain in gains if gain.bits == bits])
        if not len(logs):
            break
        drawn = rng.choice(logs, (DRAWS, len(logs))).mean(axis=1)
        levels[bits] = levels[2 * bits] + np.concatenate(([logs.mean()], drawn))
    return LogEstimate(levels, len(gains))


def frontier_sizes(models: Sequence[ModelPrice]) -> LogEstimate[date]:
    """Return the mean log size by day of the open models that cost at most NEAR_FRONTIER times the cheapest.

    Models of unknown size are left out. Errors come from resampling models, whose spread is pooled over all days.
    """
    near: dict[date, list[float]] = {}
    for day in sorted({price.day for price in models}):
        sized = [(price.usd, price.size_b) for price in models if price.day == day and price.size_b is not None]
        limit = NEAR_FRONTIER * min((usd for usd, _ in sized), default=0.0)
        near[day] = [math.log(size) for usd, size in sized if usd <= limit]
    near = {day: logs for day, logs in near.items() if logs}
    if not near:
        return LogEstimate({}, 0)
    apart = np.concatenate([np.array(logs) - np.mean(logs) for logs in near.values()])
    pool = _rescaled(apart, len(apart) - len(near))
    rng = seed_for("drivers", "models")
    errors = np.array([rng.choice(pool, (DRAWS, len(logs))).mean(axis=1) for logs in near.values()])
    levels = np.array([np.mean(logs) for logs in near.values()])
    return LogEstimate(_by_key(list(near), levels, errors.T), sum(map(len, near.values())))


def same_weights_levels(prices: Sequence[ModelPrice]) -> LogEstimate[date]:
    """Return the log price of unchanged open weights by month end: a matched-model index.

    A month's change is the mean over models sold at both of its ends. The index begins with the first month from which
    on at least LEAST_MODELS are matched. Errors come from resampling models.
    """
    months, month_of = _numbered(price.day for price in prices)
    models, model_of = _numbered(price.model_id for price in prices)
    table = np.full((len(models), len(months)), np.nan)
    table[model_of, month_of] = np.log([price.usd for price in prices])
    table = table[:, np.argsort(np.array(months, dtype="datetime64[D]"))]
    changes = np.diff(table, axis=1)
    matched = np.isfinite(changes).sum(axis=0)
    thin = np.flatnonzero(matched < LEAST_MODELS)
    first = int(thin[-1]) + 1 if len(thin) else 0
    if first >= changes.shape[1]:
        return LogEstimate({}, 0)
    changes = changes[:, first:]
    rng = seed_for("drivers", "weights")
    # Weights: 1 in the estimate, the number of times drawn in a draw; a tiny addition keeps every month's sum above 0.
    times = rng.multinomial(len(models), np.full(len(models), 1 / len(models)), DRAWS) + 1e-6
    times = np.concatenate((np.ones((1, len(models))), times))
    present = np.isfinite(changes)
    means = (times @ np.where(present, changes, 0.0)) / (times @ present)
    levels = np.concatenate((np.zeros((1 + DRAWS, 1)), np.cumsum(means, axis=1)), axis=1)
    return LogEstimate(dict(zip(sorted(months)[first:], levels.T, strict=True)), int(matched[first:].sum()))


class _Mixed(NamedTuple):
    """Levels (cells,) as `weights` @ logs, host effects, residuals, and the two standard deviations."""

    levels: Floats
    weights: Floats
    effects: Floats
    left: Floats
    between: float
    within: float


def _mixed(logs: Floats, cell_of: np.ndarray, cells: int, host_of: np.ndarray, hosts: int) -> _Mixed:
    """Cell levels with a random effect per host, the ratio of variances by restricted likelihood."""
    design, counts = np.eye(cells)[cell_of], np.bincount(host_of, minlength=hosts)
    fits = []
    for ratio in HOST_RATIOS:
        shrink = 1 / (counts + ratio)

        def whitened(values: Floats, shrink: Floats = shrink) -> Floats:
            """Multiply by the inverse of the covariance I + Z Z' / ratio, which is block-diagonal by host."""
            sums = np.zeros((hosts, *values.shape[1:]))
            np.add.at(sums, host_of, values)
            return values - (sums.T * shrink).T[host_of]

        known = design.T @ whitened(design)
        weights = np.linalg.solve(known, whitened(design).T)
        levels = weights @ logs
        apart = logs - design @ levels
        df = max(len(logs) - cells, 1)
        within = max(float(apart @ whitened(apart)) / df, 1e-12)
        likelihood = np.log1p(counts / ratio).sum() + np.linalg.slogdet(known)[1] + df * math.log(within)
        effects = shrink * np.bincount(host_of, apart, hosts)
        mixed = _Mixed(levels, weights, effects, apart - effects[host_of], math.sqrt(within / ratio), math.sqrt(within))
        fits.append((round(float(likelihood), TIE_DECIMALS), mixed))
    return min(fits, key=lambda fit: fit[0])[1]


def _two_way(rows: Sequence[tuple[Hashable, Key, float]], reference: Key, rng: np.random.Generator) -> LogEstimate[Key]:
    """Level of each column over the reference column when every (row, column, log) is row + column + error."""
    rows = _tied(rows, reference)
    columns, column_of = _numbered([reference, *(column for _, column, _ in rows)])
    if len(columns) < 2:
        return LogEstimate({}, 0)
    groups, group_of = _numbered(group for group, _, _ in rows)
    logs = np.array([log for _, _, log in rows])
    # After subtracting the mean of each row, only the columns remain to be solved for.
    member = np.eye(len(groups))[group_of]
    centre = member @ (member / member.sum(axis=0)).T
    design = np.eye(len(columns))[column_of[1:], 1:]
    design = design - centre @ design
    solve = np.linalg.pinv(design)
    levels = solve @ logs
    left = logs - centre @ logs - design @ levels
    errors = rng.choice(_rescaled(left, len(rows) - len(groups) - len(levels)), (DRAWS, len(rows))) @ solve.T
    return LogEstimate({reference: np.zeros(1 + DRAWS), **_by_key(columns[1:], levels, errors)}, len(rows))


def _tied(rows: Sequence[tuple[Hashable, Key, float]], reference: Key) -> list[tuple[Hashable, Key, float]]:
    """Return the rows that a chain of shared groups connects to the reference column."""
    columns = {reference}
    while True:
        groups = {group for group, column, _ in rows if column in columns}
        more = {column for group, column, _ in rows if group in groups}
        if more <= columns:
            return [row for row in rows if row[0] in groups]
        columns |= more


def _numbered(keys: Iterable[Key]) -> tuple[list[Key], np.ndarray]:
    places: dict[Key, int] = {}
    numbers = [places.setdefault(key, len(places)) for key in keys]
    return list(places), np.array(numbers, dtype=np.int64)


def _by_key(keys: Sequence[Key], levels: Floats, errors: Floats) -> dict[Key, Floats]:
    """Estimates (k,) and their drawn errors (DRAWS, k) as one array per key."""
    return {key: np.concatenate(([levels[place]], levels[place] + errors[:, place])) for place, key in enumerate(keys)}


def _rescaled(left: Floats, df: int) -> Floats:
    """Return the residuals scaled up for the degrees of freedom that the fit used."""
    return left * math.sqrt(len(left) / df) if df > 0 else left


def _unit(values: Floats) -> Floats:
    """Values centred and scaled to variance 1; zeros where they do not vary."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-12 else np.zeros(len(values))

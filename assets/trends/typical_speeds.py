"""Software as a typical engine runs it: sweeps over concurrency, compared at one speed per user.

MLPerf shows what submitters tune a benchmark to over its releases. Sweeps of one engine on one chip show what its
users get. Over days that sweeps of at least LEAST_SERIES engines and chips cover, the software level follows their
median; on other days it follows the submissions.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from assets.trends.chip_costs import DriverEstimates, measure
from assets.trends.driver_estimates import DRAWS, LogEstimate
from assets.trends.driver_evidence import Evidence
from assets.trends.paths import seed_for
from assets.trends.series import Floats

LEAST_SERIES = 5
"""Fewest series of sweeps over the same days. Single ones say little: of those in the facts, an engine that was new on
its chip became twelve times faster in eleven weeks, and another 2.1 times slower in three.
"""


class SweepPoint(NamedTuple):
    """Tokens per second of one configuration at one concurrency: per accelerator, and for one user.

    `series` names the model, chip, number format, engine and lengths; `configuration` how the model is split.
    """

    series: str
    day: date
    configuration: str
    per_s: float
    user_per_s: float


class SpeedChange(NamedTuple):
    """The natural log-change per day of one series between two days."""

    since: date
    until: date
    per_day: float


def measure_typical(evidence: Evidence, points: Sequence[SweepPoint]) -> DriverEstimates:
    """Estimate all factors of the price, the software as a typical engine runs it."""
    estimates = measure(evidence)
    return replace(estimates, software=typical_software(estimates.software, points))


def typical_software(submitted: LogEstimate[date], points: Sequence[SweepPoint]) -> LogEstimate[date]:
    """Return the log software level by day: median of the sweeps where enough of them cover the days.

    Args:
        submitted: The log software level by release day, from submissions.
        points: Sweeps of any series.
    """
    rates = dict(_median_rates(list(speed_changes(points))))
    if not rates or not submitted.logs:
        return submitted
    days = sorted({*submitted.logs, *(day for stretch in rates for day in stretch)})
    level, logs = submitted.logs[min(submitted.logs)], {days[0]: np.zeros(1 + DRAWS)}
    for first, last in pairwise(days):
        known = [rate for (since, until), rate in rates.items() if since <= first and last <= until]
        step = known[0] * (last - first).days if known else _latest(submitted, last) - _latest(submitted, first)
        logs[last] = logs[first] + step
    return LogEstimate({day: level + log for day, log in logs.items()}, submitted.n + len(points))


def speed_changes(points: Sequence[SweepPoint]) -> Iterator[SpeedChange]:
    """Yield the change of each series from one day to the next, at a speed per user that both days reach."""
    by_series: dict[str, dict[date, list[SweepPoint]]] = defaultdict(lambda: defaultdict(list))
    for point in points:
        by_series[point.series][point.day].append(point)
    for _, by_day in sorted(by_series.items()):
        for first, last in pairwise(sorted(by_day)):
            change = _change(by_day[first], by_day[last])
            if change is not None:
                yield SpeedChange(first, last, change / (last - first).days)


def _change(before: Sequence[SweepPoint], after: Sequence[SweepPoint]) -> float | None:
    ends = [(min(speeds), max(speeds)) for speeds in ([math.log(p.user_per_s) for p in day] for day in (before, after))]
    low, high = max(end[0] for end in ends), min(end[1] for end in ends)
    if low >= high:
        return None
    levels = [_at_speed(day, (low + high) / 2) for day in (before, after)]
    return None if levels[0] is None or levels[1] is None else levels[1] - levels[0]


def _at_speed(points: Sequence[SweepPoint], log_speed: float) -> float | None:
    """Return the log throughput at a speed per user of the best configuration, between its own points."""
    by_configuration: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for point in points:
        by_configuration[point.configuration].append((math.log(point.user_per_s), math.log(point.per_s)))
    curves = [np.array(sorted(curve)) for curve in by_configuration.values()]
    levels = [float(np.interp(log_speed, *curve.T)) for curve in curves if curve[0, 0] <= log_speed <= curve[-1, 0]]
    return max(levels, default=None)


def _median_rates(changes: Sequence[SpeedChange]) -> Iterator[tuple[tuple[date, date], Floats]]:
    """Yield the stretches that enough changes cover, each with the median rate per day and its draws."""
    days = sorted({day for change in changes for day in (change.since, change.until)})
    rng = seed_for("drivers", "sweeps")
    for first, last in pairwise(days):
        rates = np.array([c.per_day for c in changes if c.since <= first and last <= c.until])
        if len(rates) >= LEAST_SERIES:
            drawn = np.median(rng.choice(rates, (DRAWS, len(rates))), axis=1)
            yield (first, last), np.concatenate(([np.median(rates)], drawn))


def _latest(submitted: LogEstimate[date], day: date) -> Floats:
    """Return the level of the latest release by a day, or of the first release where none was earlier."""
    known = [at for at in submitted.logs if at <= day]
    return submitted.logs[max(known) if known else min(submitted.logs)]

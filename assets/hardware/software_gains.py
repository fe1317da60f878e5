"""Gains of one accelerator over the releases of a benchmark: each release over the first, and the final gain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from assets.hardware.saturation import FEWEST, Floats, SaturationCurve, fit_saturation
from assets.hardware.spread import LEVEL, BenchmarkResult, SpeedEstimate, estimate_speed, interval_around, log_residuals
from assets.time_units import DAYS_PER_YEAR

Row = dict[str, Any]
SERIES = ("best", "median")
FITTED_DRAWS = 400
SATURATED = 0.9
"""Share of the final gain that the last release must have reached for a gain to count as saturated."""


@dataclass(frozen=True)
class SpeedHistory:
    """The speed of one accelerator on one benchmark in each release, in order; `series` is best or median."""

    accelerator: str
    benchmark: str
    scenario: str
    series: str
    estimates: Sequence[SpeedEstimate]

    @property
    def years(self) -> Floats:
        """Years since the first release."""
        days = [estimate.results[0].released_on for estimate in self.estimates]
        return np.array([(day - days[0]).days / DAYS_PER_YEAR for day in days])


def software_gains(results: Sequence[BenchmarkResult]) -> list[Row]:
    """Return all rows of `out_software_gain`: each later release over the first, and the fitted final gain."""
    return [row for history in find_speed_histories(results) for row in _rows_of(history)]


def find_speed_histories(results: Sequence[BenchmarkResult]) -> Iterator[SpeedHistory]:
    """Yield every accelerator, benchmark and scenario with two releases or more, as best and as median.

    A benchmark ending in `-any` combines the accuracy targets of a token benchmark.
    """
    groups: dict[tuple[str, str, str, str], dict[str, list[BenchmarkResult]]] = defaultdict(lambda: defaultdict(list))
    joined = [replace(result, benchmark=name) for result in results if (name := _any_target(result))]
    for result in [*results, *joined]:
        name = (result.accelerator, result.benchmark, result.scenario, result.metric_unit)
        groups[name][result.release].append(result)
    residuals = {
        scenario: log_residuals(
            group for name, releases in groups.items() if name[2] == scenario for group in releases.values()
        )
        for scenario in {name[2] for name in groups}
    }
    for (accelerator, benchmark, scenario, _), releases in sorted(groups.items()):
        in_order = sorted(releases.values(), key=lambda group: (group[0].released_on, group[0].release))
        for series in SERIES if len(in_order) > 1 else ():
            seed = ["software", accelerator, benchmark, scenario, series]
            estimates = [
                estimate_speed(group, residuals[scenario], [*seed, group[0].release], best=series == "best")
                for group in in_order
            ]
            yield SpeedHistory(accelerator, benchmark, scenario, series, estimates)


def _any_target(result: BenchmarkResult) -> str | None:
    """`llama2-70b-any` for a token benchmark with accuracy targets: there both run in the same format."""
    model, dash, target = result.benchmark.rpartition("-")
    is_target = dash and target in {"99", "99.9"} and result.metric_unit == "tokens/s"
    return f"{model}-any" if is_target else None


def _rows_of(history: SpeedHistory) -> Iterator[Row]:
    speeds = np.array([estimate.speed for estimate in history.estimates])
    log_draws = np.array([estimate.log_draws for estimate in history.estimates])
    curve = draws = None
    if len(speeds) >= FEWEST:
        curve = fit_saturation(history.years, speeds[None, :])
        draws = fit_saturation(history.years, np.exp(log_draws[:, :FITTED_DRAWS]).T)
    for place in range(1, len(history.estimates)):
        row = _row(history, history.estimates[: place + 1 : place], place)
        fitted = float(curve.at(history.years[place])[0]) if curve else None
        middle = float(np.log(speeds[place] / speeds[0]))
        bounds = interval_around(middle, log_draws[place] - log_draws[0])
        ratio, low, high = np.exp([middle, *bounds]).tolist()
        yield {**row, "kind": "release", "ratio": ratio, "low": low, "high": high, "fitted_ratio": fitted}
    if curve and draws:
        last = len(speeds) - 1
        yield {
            **_row(history, history.estimates, last),
            **_final_gain(curve, draws, history.years[-1]),
            "kind": "saturation",
        }


def _final_gain(curve: SaturationCurve, draws: SaturationCurve, observed: float) -> Row:
    """The final gain and its half time, with intervals over the bootstrapped fits."""
    low, high = interval_around(float(curve.gain[0]), draws.gain)
    half = float(curve.half_time[0])
    has_gain = bool(curve.gain[0] > 1)
    spread = draws.half_time[np.isfinite(draws.half_time)]
    half_low, half_high = interval_around(half, spread) if has_gain and len(spread) else (None, None)
    reached = float(curve.at(observed)[0]) - 1
    return {
        "ratio": float(curve.gain[0]),
        "low": low,
        "high": high,
        "fitted_ratio": 1 + reached,
        "half_time_years": half if has_gain else None,
        "half_time_low_years": half_low,
        "half_time_high_years": half_high,
        "is_saturated": not has_gain or reached >= SATURATED * (float(curve.gain[0]) - 1),
    }


def _row(history: SpeedHistory, estimates: Sequence[SpeedEstimate], last: int) -> Row:
    first, final = history.estimates[0], history.estimates[last]
    formats = (_format_of(first), _format_of(final))
    return {
        "accelerator": history.accelerator,
        "benchmark": history.benchmark,
        "scenario": history.scenario,
        "series": history.series,
        "release_from": first.results[0].release,
        "release_to": final.results[0].release,
        "years": float(history.years[last]),
        "interval_level": LEVEL,
        **dict.fromkeys(("fitted_ratio", "half_time_years", "half_time_low_years", "half_time_high_years")),
        "is_saturated": None,
        "n": sum(len(estimate.results) for estimate in estimates),
        "n_submitters": len({submitter for estimate in estimates for submitter in estimate.by_submitter}),
        "n_releases": last + 1,
        "metric_unit": first.results[0].metric_unit,
        "number_format_from": formats[0],
        "number_format_to": formats[1],
        "same_format": "unknown" if None in formats else "yes" if formats[0] == formats[1] else "no",
        "coverage": max(estimate.coverage for estimate in estimates),
    }


def _format_of(estimate: SpeedEstimate) -> str | None:
    """The formats of a release's results; None when any is unknown."""
    formats = {result.number_format for result in estimate.results}
    return None if None in formats else ", ".join(sorted(filter(None, formats)))

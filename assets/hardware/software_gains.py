"""The same accelerator over releases on each benchmark: how much faster than at first, and where that levels off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from assets.hardware.saturation import FEWEST, Curve, Floats, fit_saturation
from assets.hardware.spread import LEVEL, Result, Side, interval_around, log_residuals, side_of
from assets.time_units import DAYS_PER_YEAR

Row = dict[str, Any]
SERIES = ("best", "median")
FITTED_DRAWS = 400
SATURATED = 0.9
"""Share of the gain in the end that must be there by the last release before we say that it has levelled off."""


@dataclass(frozen=True)
class History:
    """One chip on one benchmark and scenario: its releases in order, each with its side (best or median)."""

    accelerator: str
    benchmark: str
    scenario: str
    series: str
    sides: Sequence[Side]

    @property
    def years(self) -> Floats:
        """Years since the first release."""
        days = [side.results[0].released_on for side in self.sides]
        return np.array([(day - days[0]).days / DAYS_PER_YEAR for day in days])


def software_gains(results: Sequence[Result]) -> list[Row]:
    """All rows of `out_software_gain`: each later release over the first, and the fitted gain in the end."""
    return [row for history in find_histories(results) for row in _rows_of(history)]


def find_histories(results: Sequence[Result]) -> Iterator[History]:
    """Every chip, benchmark and scenario of two releases or more; `-any` joins the targets of token benchmarks."""
    groups: dict[tuple[str, str, str, str], dict[str, list[Result]]] = defaultdict(lambda: defaultdict(list))
    joined = [replace(one, benchmark=name) for one in results if (name := _any_target(one))]
    for one in [*results, *joined]:
        groups[one.accelerator, one.benchmark, one.scenario, one.metric_unit][one.release].append(one)
    residuals = {
        scenario: log_residuals(
            cell for name, releases in groups.items() if name[2] == scenario for cell in releases.values()
        )
        for scenario in {name[2] for name in groups}
    }
    for (accelerator, benchmark, scenario, _), releases in sorted(groups.items()):
        in_order = sorted(releases.values(), key=lambda found: (found[0].released_on, found[0].release))
        for series in SERIES if len(in_order) > 1 else ():
            seed = ["software", accelerator, benchmark, scenario, series]
            sides = [
                side_of(found, residuals[scenario], [*seed, found[0].release], best=series == "best")
                for found in in_order
            ]
            yield History(accelerator, benchmark, scenario, series, sides)


def _any_target(result: Result) -> str | None:
    """`llama2-70b-any` for a token benchmark with accuracy targets: there both run in the same format."""
    model, dash, target = result.benchmark.rpartition("-")
    is_target = dash and target in {"99", "99.9"} and result.metric_unit == "tokens/s"
    return f"{model}-any" if is_target else None


def _rows_of(history: History) -> Iterator[Row]:
    speeds = np.array([side.estimate for side in history.sides])
    log_draws = np.array([side.log_draws for side in history.sides])
    curve = draws = None
    if len(speeds) >= FEWEST:
        curve = fit_saturation(history.years, speeds[None, :])
        draws = fit_saturation(history.years, np.exp(log_draws[:, :FITTED_DRAWS]).T)
    for place in range(1, len(history.sides)):
        row = _row(history, history.sides[: place + 1 : place], place)
        fitted = float(curve.at(history.years[place])[0]) if curve else None
        middle = float(np.log(speeds[place] / speeds[0]))
        bounds = interval_around(middle, log_draws[place] - log_draws[0])
        ratio, low, high = np.exp([middle, *bounds]).tolist()
        yield {**row, "kind": "release", "ratio": ratio, "low": low, "high": high, "fitted_ratio": fitted}
    if curve and draws:
        last = len(speeds) - 1
        yield {**_row(history, history.sides, last), **_ending(curve, draws, history.years[-1]), "kind": "saturation"}


def _ending(curve: Curve, draws: Curve, observed: float) -> Row:
    """The gain in the end and its half time, with intervals over the bootstrapped fits."""
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


def _row(history: History, sides: Sequence[Side], last: int) -> Row:
    first, final = history.sides[0], history.sides[last]
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
        "n": sum(len(side.results) for side in sides),
        "n_submitters": len({one for side in sides for one in side.by_submitter}),
        "n_releases": last + 1,
        "metric_unit": first.results[0].metric_unit,
        "number_format_from": formats[0],
        "number_format_to": formats[1],
        "same_format": "unknown" if None in formats else "yes" if formats[0] == formats[1] else "no",
        "coverage": max(side.coverage for side in sides),
    }


def _format_of(side: Side) -> str | None:
    """The formats of a release's results; None when any is unknown."""
    formats = {one.number_format for one in side.results}
    return None if None in formats else ", ".join(sorted(filter(None, formats)))

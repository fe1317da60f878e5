"""Our methods beside statsforecast and prophet: same series, origins and horizons, one run; CRPS, coverage, CPU time.

Run from the repository root in an environment that has our packages and `statsforecast`, `prophet`:
`python -m tests.benchmarks.bench_forecasts [WORKLOAD...]`, on the published file of TOKENFALL_HOME, or on a new home
where it has none. It takes an hour.
"""

import importlib.util
import logging
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable
from datetime import date

import numpy as np

from assets.trends.backtest import all_origins
from assets.trends.family import fit_family, fit_methods
from assets.trends.methods.panel import Panel
from assets.trends.methods.pool import MEMBERS
from assets.trends.methods.registry import METHODS
from assets.trends.paths import month_end, seed_for
from assets.trends.record import POOL, Tally, record_at
from assets.trends.scores import Score, score
from assets.trends.series import Floats, monthly_log10
from assets.trends.vintages import Vintages, known_then
from tests.benchmarks.published_panel import any_home, published_panel, published_tallies

HORIZONS = (3, 6, 12)
PATHS = 1000
CONFORMAL_MONTHS = 34
"""Two windows of twelve months are set aside, and the models refuse to be fitted to fewer than ten."""
Case = tuple[str, str, date]
Draws = Callable[[tuple[date, ...], Floats], Floats]
"""Month ends and log10 USD up to an origin -> draws (12 months, any number) of the months after it."""


def statsforecast_model(name: str) -> Draws:
    """AutoARIMA, AutoETS or AutoTheta with its own normal intervals, as equally likely quantiles."""
    from statsforecast import models  # ty: ignore[import-not-found]

    levels = list(range(2, 100, 4))

    def draws(_: tuple[date, ...], levels_so_far: Floats) -> Floats:
        model = getattr(models, name)(season_length=1)
        drawn = model.forecast(y=levels_so_far, h=max(HORIZONS), level=levels)
        return np.array([drawn[f"{side}-{level}"] for level in levels for side in ("lo", "hi")]).T

    return draws


def conformal_model(name: str) -> Draws:
    """The same with statsforecast's conformal intervals; series too short for two windows are left out."""
    from statsforecast import models  # ty: ignore[import-not-found]
    from statsforecast.utils import ConformalIntervals  # ty: ignore[import-not-found]

    levels = list(range(2, 100, 4))

    def draws(_: tuple[date, ...], levels_so_far: Floats) -> Floats:
        if len(levels_so_far) < CONFORMAL_MONTHS:
            raise ValueError("too short for two windows of twelve months")
        intervals = ConformalIntervals(h=max(HORIZONS), n_windows=2)
        model = getattr(models, name)(season_length=1, prediction_intervals=intervals)
        drawn = model.forecast(y=levels_so_far, h=max(HORIZONS), level=levels)
        return np.array([drawn[f"{side}-{level}"] for level in levels for side in ("lo", "hi")]).T

    return draws


def prophet_draws(ends: tuple[date, ...], levels: Floats) -> Floats:
    """Prophet without seasons, which monthly prices have not."""
    import pandas as pd  # slow to import
    from prophet import Prophet  # ty: ignore[import-not-found]

    model = Prophet(
        yearly_seasonality=False, weekly_seasonality=False, daily_seasonality=False, uncertainty_samples=300
    )
    model.fit(pd.DataFrame({"ds": pd.to_datetime(list(ends)), "y": levels}))
    later = [month_end(ends[-1], ahead) for ahead in range(1, max(HORIZONS) + 1)]
    return model.predictive_samples(pd.DataFrame({"ds": pd.to_datetime(later)}))["yhat"]


def compare(
    panel: Panel, vintages: Vintages, tallies: list[Tally], workloads: set[str], others: dict[str, Draws]
) -> None:
    """Score everything at every second origin and print one line per method; the pool has the published tallies."""
    scores: dict[str, dict[int, dict[Case, Score]]] = defaultdict(lambda: defaultdict(dict))
    times: dict[str, list[float]] = defaultdict(list)
    costs = {
        (frontier.bar, frontier.workload): dict(zip(*monthly_log10(frontier.series), strict=True))
        for frontier in panel.series
    }
    for origin in all_origins(panel.origin)[::2]:
        known = known_then(panel, vintages, origin)
        record = record_at(origin, tallies)
        for frontier in known.series:
            ends, levels = monthly_log10(frontier.series)
            due = [ahead for ahead in HORIZONS if month_end(origin, ahead) <= panel.origin]
            if frontier.workload not in workloads or len(levels) < 5 or not due:
                continue
            actual = np.array([costs[frontier.bar, frontier.workload][month_end(origin, ahead)] for ahead in due])
            start = time.process_time()
            fit_methods(MEMBERS, frontier, known)  # all that a forecast by the pool needs
            fitted = time.process_time() - start
            fits = fit_family(frontier, known, record)
            drawn: dict[str, Floats] = {}
            for name in (*METHODS, POOL):
                if name in fits:
                    start = time.process_time()
                    rng = seed_for(frontier.bar, frontier.workload, name, origin.isoformat())
                    drawn[name] = fits[name].draw(rng, max(HORIZONS), PATHS).T
                    times[name].append(time.process_time() - start + (fitted if name == POOL else 0.0))
            for name, draws in others.items():
                start = time.process_time()
                try:
                    drawn[name] = draws(ends, levels)
                except Exception:  # what a library cannot fit is left out and shows in n
                    continue
                times[name].append(time.process_time() - start)
            for name, draws in drawn.items():
                for ahead, one_score in zip(due, score(draws[[ahead - 1 for ahead in due]], actual), strict=True):
                    scores[name][ahead][frontier.bar, frontier.workload, origin] = one_score
    for name, by_horizon in scores.items():
        cells = " | ".join(_cell(ahead, drawn, scores[POOL][ahead]) for ahead, drawn in sorted(by_horizon.items()))
        sys.stdout.write(f"{name:22} {cells} | {1000 * float(np.mean(times[name])):6.1f} ms\n")


def _cell(ahead: int, cases: dict[Case, Score], pool: dict[Case, Score]) -> str:
    """What a method scored, and the pool on the same cases: some cannot forecast every series."""
    crps, in_80, in_95 = np.mean([(score_.crps, score_.in_80, score_.in_95) for score_ in cases.values()], axis=0)
    ours = float(np.mean([pool[case].crps for case in cases]))
    return f"{ahead:2} months: n {len(cases):4} CRPS {crps:.3f} (pool {ours:.3f}) 80% {in_80:4.0%} 95% {in_95:4.0%}"


def main() -> None:
    """Compare on the workloads named, by default chat, grounded and reasoning."""
    warnings.simplefilter("ignore")  # of the packages compared with, hundreds of lines; our own methods have none
    for noisy in ("cmdstanpy", "prophet"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    missing = [name for name in ("statsforecast", "prophet") if importlib.util.find_spec(name) is None]
    if missing:
        sys.stdout.write(f"not run: install {' and '.join(missing)} beside our packages, in another environment\n")
        return
    others: dict[str, Draws] = {name: statsforecast_model(name) for name in ("AutoARIMA", "AutoETS", "AutoTheta")}
    others |= {f"{name} conformal": conformal_model(name) for name in ("AutoARIMA", "AutoETS", "AutoTheta")}
    others["prophet"] = prophet_draws
    for draws in others.values():  # the first call of each compiles; it is not what a forecast takes
        ends = tuple(month_end(date(2024, 1, 31), month) for month in range(40))
        draws(ends, seed_for("warm").normal(size=40).cumsum())
    with any_home() as home:
        panel, vintages = published_panel(home)
        tallies = published_tallies(home)
    compare(panel, vintages, tallies, set(sys.argv[1:]) or {"chat", "grounded", "reasoning"}, others)


if __name__ == "__main__":
    main()

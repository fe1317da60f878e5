"""Drawing paths once per series and method, and reading every quantile, level and first passage off them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assets.trends.fits import FrontierSeries, FrontierStep, fit_all, read_series
from assets.trends.methods.interface import Fit
from assets.trends.paths import add_months, months_reaching, seed_for, simulation
from assets.trends.series import Floats

PATHS = 10_000
HORIZON_MONTHS = 60
THREADS = 2
PUBLISHED_MONTHS = (*range(1, 13), 15, 18, 21, 24, 30, 36, 42, 48, 54, 60)
QUANTILES = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)
CROSSING_PROBABILITIES = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Forecast:
    """One method's forecast of one series: USD (quantiles, months), probabilities (targets, months), months reached."""

    bar: str
    workload: str
    method: str
    usd: Floats
    p_level: Floats
    p_first_passage: Floats
    reached: tuple[tuple[int | None, ...], ...]


@lru_cache(maxsize=1)
def draw_forecasts(rows: tuple[FrontierStep, ...], as_of: date, targets: tuple[float, ...]) -> tuple[Forecast, ...]:
    """Every method's forecast of every series; the same series and names give the same numbers in any order.

    `rows` are (bar, workload, date, usd), `targets` USD per query. Kept once, because three tables are made of it.
    """
    return tuple(_forecasts(read_series(rows, as_of), targets))


def _forecasts(found: Iterable[FrontierSeries], targets: Sequence[float]) -> Iterator[Forecast]:
    fits = [(one, method, fit) for one in found for method, fit in fit_all(one.series)]
    # Drawing and sorting hold no lock, so two cores halve the wait. Each fit has its own seed, whoever draws it.
    with ThreadPoolExecutor(THREADS) as pool:
        yield from pool.map(lambda one: _forecast(*one, targets), fits)


def _forecast(one: FrontierSeries, method: str, fit: Fit, targets: Sequence[float]) -> Forecast:
    paths = draw(fit, one.bar, one.workload, method)
    published, monthly = simulation(paths, PUBLISHED_MONTHS), simulation(paths)
    passage = monthly.p_first_passage(targets)
    return Forecast(
        one.bar,
        one.workload,
        method,
        published.quantiles(QUANTILES),
        published.p_level(targets),
        passage[:, published.months - 1],
        tuple(months_reaching(row, monthly.months, CROSSING_PROBABILITIES) for row in passage),
    )


def draw(fit: Fit, *names: str) -> Floats:
    """The paths (paths, months) of log10 USD of one fit, seeded by its names."""
    return fit.draw(seed_for(*names), HORIZON_MONTHS, PATHS)


def published_dates(origin: date) -> list[date]:
    """The dates that forecasts are published for."""
    return [add_months(origin, months) for months in PUBLISHED_MONTHS]

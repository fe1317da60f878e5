"""Series made by each method's own model, and whether its interval held what came: shared by tests and benchmarks."""

from collections.abc import Callable
from datetime import date

import numpy as np

from assets.trends.driver_evidence import DriverHistory
from assets.trends.methods.panel import Panel, PanelOffer, known_at
from assets.trends.methods.registry import METHODS
from assets.trends.paths import month_end, seed_for
from assets.trends.series import CostSeries, Floats, FrontierSeries
from tests.trends.planted_drivers import plant

START = date(2022, 1, 31)
AHEAD = 12
Planted = tuple[FrontierSeries, Panel, float]
"""The series to forecast, the panel it belongs to, and its log10 cost AHEAD months later."""


def monthly_series(levels: Floats, bar: str = "own", origin: date | None = None) -> FrontierSeries:
    """One cost a month whose last is at `origin`, by default months after START."""
    count = len(levels)
    last = origin or month_end(START, count - 1)
    days = tuple(month_end(last, month - count + 1) for month in range(count))
    return FrontierSeries(bar, "chat", CostSeries(days, 10.0**levels, last))


def moving_average(rng: np.random.Generator) -> Planted:
    """Sixteen walks of 40 months whose surprises are half taken back a month later."""
    walks = []
    for _ in range(16):
        shocks = rng.normal(0, 0.1, 40 + AHEAD + 1)
        walks.append(np.cumsum(rng.normal(-0.05, 0.03) + shocks[1:] - 0.5 * shocks[:-1]))
    panel = Panel(tuple(monthly_series(levels[:40], str(bar)) for bar, levels in enumerate(walks)))
    return panel.series[0], panel, float(walks[0][39 + AHEAD])


def damped(rng: np.random.Generator) -> Planted:
    """Forty months of exponential smoothing with alpha 0.7, beta 0.1, phi 0.85."""
    level, slope, costs = 0.0, -0.1, []
    for _ in range(40 + AHEAD):
        noise = rng.normal(0, 0.1)
        costs.append(level + 0.85 * slope + noise)
        level, slope = level + 0.85 * slope + 0.7 * noise, 0.85 * slope + 0.1 * noise
    frontier = monthly_series(np.array(costs[:40]))
    return frontier, Panel((frontier,)), costs[39 + AHEAD]


def renewals(rng: np.random.Generator) -> Planted:
    """Four years of falls every two months or so (Weibull 1.4), mean 0.3, and two rises a year, mean 0.1."""
    moves = np.zeros(365 * 5)
    at = 0.0
    while (at := at + 2.2 * rng.weibull(1.4) * 365 / 12) < len(moves):
        moves[int(at)] -= rng.exponential(0.3)
    moves[rng.random(len(moves)) < 2 / 365] += rng.exponential(0.1)
    moves[0] = 0.0
    levels, days = np.cumsum(moves), np.flatnonzero(np.append(True, moves[1 : 365 * 4]))
    dates = tuple(date.fromordinal(START.toordinal() + int(day)) for day in days)
    as_of = date.fromordinal(START.toordinal() + 365 * 4 - 1)
    frontier = FrontierSeries("own", "chat", CostSeries(dates, 10.0 ** levels[days], as_of))
    return frontier, Panel((frontier,)), float(levels[-1])


def broken_drift(rng: np.random.Generator) -> Planted:
    """Six walks of 48 months that fell fast for two years and slowly since."""
    steps = rng.normal(0, 0.05, (6, 48 + AHEAD))
    steps += np.where(np.arange(48 + AHEAD) < 24, -0.2, -0.03)
    levels = np.cumsum(steps, axis=1)
    panel = Panel(tuple(monthly_series(row[:48], str(bar)) for bar, row in enumerate(levels)))
    return panel.series[0], panel, float(levels[0, 47 + AHEAD])


def flattening(rng: np.random.Generator) -> Planted:
    """Twenty-four elders of 60 months and one of 12, falling 0.15 a month when new and half as fast two years later."""
    ages = np.arange(60)
    steps = rng.normal(0, 0.1, (25, 60)) - 0.15 * 0.5 ** (ages / 24)
    levels = np.cumsum(steps, axis=1)
    origin = month_end(START, 59)
    elders = [monthly_series(row, f"elder {bar}", origin) for bar, row in enumerate(levels[1:])]
    frontier = monthly_series(levels[0, :12], "own", origin)
    return frontier, Panel((frontier, *elders)), float(levels[0, 11 + AHEAD])


def market(rng: np.random.Generator) -> Planted:
    """A market of 200 offers by 20 makers whose prices fall 0.03 a month at equal score, and a walk along it."""
    origin = month_end(START, 40)
    walk = np.cumsum(rng.normal(-0.03, 0.08, 41 + AHEAD))
    makers = rng.normal(0, 0.1, 20)
    offers = []
    for number in range(200):
        month, score = int(rng.integers(0, 40)), float(rng.normal(130, 8))
        log = -0.03 * month + 0.04 * (score - 130) + makers[number % 20] + rng.exponential(0.3)
        first, last = month_end(START, month), month_end(START, month + 3)
        offers.append(
            PanelOffer("chat", f"m{number}", f"seller {number % 7}", f"{number % 20}", score, first, last, 10**log)
        )
    frontier = monthly_series(walk[:41], "own", origin)
    return frontier, Panel((frontier,), tuple(offers)), float(walk[40 + AHEAD])


def small_panel() -> Panel:
    """Three series of two workloads, one with searches, and a market of offers around them."""
    rng = np.random.default_rng(5)
    _, panel, _ = market(rng)
    own = panel.series[0]
    young = monthly_series(-1 + np.cumsum(rng.normal(-0.1, 0.1, 15)), "young", own.series.as_of)
    search = CostSeries(own.series.dates, np.full(len(own.series.dates), 0.5), own.series.as_of)
    whole = CostSeries(own.series.dates, own.series.usd + 0.5, own.series.as_of)
    known = plant(np.random.default_rng(6))
    drivers = DriverHistory(known.evidence, {"own": tuple(known.open_models)})
    return known_at(
        Panel((own, young, FrontierSeries("own", "grounded", whole, search)), panel.offers, drivers), own.series.as_of
    )


PLANTED: dict[str, Callable[[np.random.Generator], Planted]] = {
    "drift-ma": moving_average,
    "damped-trend": damped,
    "jumps": renewals,
    "regimes": broken_drift,
    "lifecycle": flattening,
    "frontier-quantile": market,
    "hedonic": market,
}
"""The series on which each method is tested. A new method has an entry here."""


def coverage(name: str, runs: int, paths: int = 1000) -> float:
    """Return the share of runs in which the 90% interval AHEAD months on held the outcome."""
    held = 0
    for run in range(runs):
        frontier, panel, outcome = PLANTED[name](seed_for("planted", name, str(run)))
        draws = METHODS[name].fit(frontier, panel).draw(seed_for("drawn", name, str(run)), AHEAD, paths)[:, -1]
        low, high = np.quantile(draws, [0.05, 0.95])
        held += low <= outcome <= high
    return held / runs

"""Jumps: falls follow a renewal process, rises a Poisson process, and the cost is constant between them.

The waiting time of falls is Weibull, so the probability of a fall depends on the time since the last one. That wait is
censored. Rises and withdrawals are Poisson. Sizes are drawn from those observed.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from assets.trends.methods.draws import add_up, log_exponential_table, look_up, table_of
from assets.trends.methods.interface import Method, Trend, UnfittedError, of_series, trend_of_slopes
from assets.trends.series import RATE_YEAR_DAYS, CostSeries, Floats

SHAPES = np.array([0.5, 0.7, 1.0, 1.4, 2.0])
"""Weibull shapes tried: below 1 falls come in clusters, above 1 they come at regular distances."""
PRIOR_EVENTS = 1.0
PRIOR_WAIT_MONTHS = {"fall": 4.0, "rise": 12.0}
PRIOR_SIZE = {"fall": 0.3, "rise": 0.1}
"""Prior: a halving every four months (about ten times a year) and a small rise a year."""
HALF_LIFE_MONTHS = 9.0
"""Time after which a move counts half: the frequency of moves has changed before, and may change again."""
DAYS_PER_MONTH = RATE_YEAR_DAYS / 12
AT_ONCE = 6
"""Jumps of a path drawn per round: a compromise between jumps beyond the horizon and the number of rounds."""


@dataclass(frozen=True, eq=False)
class JumpProcess:
    """Falls or rises: `sizes` (n,) in log10 USD with their `chances`, and the posterior of the rate by Weibull shape.

    Given a shape k the rate of T^k is Gamma(`events`, `exposure`); `weights` (shapes,) are the shapes' probabilities.
    `waited` months have gone by since the last move.
    """

    sizes: Floats
    chances: Floats
    events: float
    shapes: Floats
    exposure: Floats
    weights: Floats
    waited: float


@dataclass(frozen=True, eq=False)
class Jumps:
    """The processes of falls and of rises from `last` log10 USD on."""

    last: float
    falls: JumpProcess
    rises: JumpProcess
    n: int
    window_from: date
    window_to: date

    def trend(self, interval: float) -> Trend:
        """Return the median rate and its interval over the posterior of rates and sizes, waits taken as memoryless."""
        rng = np.random.default_rng(0)
        slopes = 12 * (_mean_moves(self.rises, rng) - _mean_moves(self.falls, rng))
        return trend_of_slopes(slopes, interval, self.n, (self.window_from, self.window_to))

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw (paths, months) log10 USD: the sum of the jumps up to each month."""
        moved = np.zeros((months, paths))
        _draw_moves(self.rises, 1, rng, moved)
        _draw_moves(self.falls, -1, rng, moved)
        return add_up(moved, self.last).T


def fit(series: CostSeries) -> Jumps:
    """Split the steps of a series into falls and rises, each with the waits between them.

    Raises UnfittedError when the cost never moved: a prior alone is no forecast.
    """
    days = np.array([day.toordinal() for day in series.dates], dtype=np.float64)
    steps = np.diff(np.log10(series.usd))
    if not steps.any():
        raise UnfittedError("jumps needs at least 1 change of cost, got 0")
    return Jumps(
        last=float(np.log10(series.usd[-1])),
        falls=_process(series, days[1:][steps < 0], -steps[steps < 0], "fall", SHAPES),
        rises=_process(series, days[1:][steps > 0], steps[steps > 0], "rise", np.ones(1)),
        n=int(np.count_nonzero(steps)),
        window_from=series.dates[0],
        window_to=series.as_of,
    )


def _process(series: CostSeries, days: Floats, sizes: Floats, kind: str, shapes: Floats) -> JumpProcess:
    """Gamma posterior of each shape's rate: full waits count as events, the wait since the last one as exposure."""
    from scipy.special import gamma, gammaln  # slow to import

    marks = np.concatenate([[series.dates[0].toordinal()], days])
    waits = np.diff(marks) / DAYS_PER_MONTH
    waited = (series.as_of.toordinal() - marks[-1]) / DAYS_PER_MONTH
    prior = PRIOR_EVENTS * (PRIOR_WAIT_MONTHS[kind] / gamma(1 + 1 / shapes)) ** shapes
    fresh = 0.5 ** ((marks[-1] - marks[1:]) / DAYS_PER_MONTH / HALF_LIFE_MONTHS + waited / HALF_LIFE_MONTHS)
    # Fading weights leave as many moves as (sum w)^2 / sum w^2 would, which is twice their sum once there are many.
    scale = min(2.0, fresh.sum() / (fresh @ fresh)) if len(fresh) else 1.0
    events = PRIOR_EVENTS + scale * fresh.sum()
    exposure = prior + scale * np.array([(fresh * waits**shape).sum() + waited**shape for shape in shapes])
    evidence = (events - PRIOR_EVENTS) * np.log(shapes) + PRIOR_EVENTS * np.log(prior)
    evidence += scale * (shapes - 1) * (fresh * np.log(waits)).sum()
    evidence += gammaln(events) - events * np.log(exposure)
    weights = np.exp(evidence - evidence.max())
    # Two typical sizes are added, so that one or two observed sizes are not taken for all possible ones.
    typical = PRIOR_SIZE[kind] * np.array([0.3, 1.7])
    chances = np.concatenate([fresh, np.full(2, 0.5)])
    return JumpProcess(
        np.concatenate([sizes, typical]),
        chances / chances.sum(),
        events,
        shapes,
        exposure,
        weights / weights.sum(),
        waited,
    )


def _mean_moves(process: JumpProcess, rng: np.random.Generator, draws: int = 2000) -> Floats:
    """Draw the mean log10 USD moved per month, (draws,), from its posterior."""
    from scipy.special import gamma  # slow to import

    shape, rate, scale = _parameters(process, rng, draws)
    return scale * (process.chances @ process.sizes) * rate ** (1 / shape) / gamma(1 + 1 / shape)


def _parameters(process: JumpProcess, rng: np.random.Generator, paths: int) -> tuple[Floats, Floats, Floats]:
    """Shape, rate and scale of the sizes for each path: their uncertainty is the same in every month of a path."""
    place = look_up(rng, table_of(np.arange(len(process.shapes)), process.weights), paths)
    rate = rng.gamma(process.events, 1.0, paths) / process.exposure[place]
    count = 1 / (process.chances @ process.chances)
    return process.shapes[place], rate, count / rng.gamma(count, 1.0, paths)


def _draw_moves(process: JumpProcess, sign: int, rng: np.random.Generator, moved: Floats) -> None:
    """Add to `moved` (months, paths) the next few jumps of every path at a time, until all are past the horizon."""
    months, paths = moved.shape
    shape, rate, scale = _parameters(process, rng, paths)
    sizes, path, power = sign * table_of(process.sizes, process.chances), np.arange(paths), 1 / shape
    # The current wait: T given that T > waited, minus the `waited` months that have passed.
    at = (process.waited**shape + rng.standard_exponential(paths) / rate) ** power - process.waited
    unit = rate**-power
    while len(inside := np.flatnonzero(at < months)):
        at, path, power, unit, scale = (kept[inside] for kept in (at, path, power, unit, scale))
        waits = unit * np.exp(power * look_up(rng, log_exponential_table(), AT_ONCE, len(path)))
        times = add_up(np.vstack([at, waits]), 0.0)
        at = times[-1]
        jump, which = np.nonzero(times[:-1] < months)
        places = times[jump, which].astype(np.int64) * paths + path[which]
        np.add.at(moved.reshape(-1), places, look_up(rng, sizes, len(which)) * scale[which])


METHOD = Method("jumps", of_series(fit), needs="series")

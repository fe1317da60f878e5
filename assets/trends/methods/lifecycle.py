"""Lifecycle: a bar falls fast when it is new and then flattens, so its future is drawn from older bars at its age.

A block is half a year of monthly differences of some series, its own past included. Blocks near in age weigh more, and
a few blocks of a common prior represent ages that no series has reached.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from assets.trends.methods.draws import add_up, look_up, seldom_table, table_of
from assets.trends.methods.interface import Method, Trend, UnfittedError, trend_of_next_year
from assets.trends.methods.panel import Panel
from assets.trends.series import Floats, FrontierSeries, monthly_log10

BLOCK_MONTHS = 6
ROUNDS = 10
"""Blocks ahead that are weighted by age, five years; later blocks are drawn like the last."""
AGE_WIDTH = 0.2
"""Kernel width in the logarithm of (age + AGE_OFFSET): at two years, within about six months either way."""
AGE_OFFSET = 6.0
OTHER_WORKLOAD = 0.1
"""Weight of a block of another workload: other tokens and searches, but the same market."""
PRIOR_BLOCKS = 4.0
PRIOR_FALLS_A_YEAR, PRIOR_FALL = 3.0, 0.3
PRIOR_RISES_A_YEAR, PRIOR_RISE = 1.0, 0.1


@dataclass(frozen=True, eq=False)
class Blocks:
    """Every stretch of `changes` (n, BLOCK_MONTHS) in log10 USD, its age in months at the start, and its workload."""

    changes: Floats
    ages: Floats
    workloads: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Lifecycle:
    """Blocks to draw from at each age ahead: `chances` (rounds, n) sum to less than 1, the rest is the prior's."""

    last: float
    changes: Floats
    chances: Floats
    n: int
    window_from: date
    window_to: date

    def trend(self, interval: float) -> Trend:
        """Return the rate of the median path over the next year, without an interval: no rate is estimated."""
        return trend_of_next_year(self, self.last, interval, self.n, (self.window_from, self.window_to))

    def draw(self, rng: np.random.Generator, months: int, paths: int) -> Floats:
        """Draw (paths, months) log10 USD, one block after another, each from the age that the path has reached."""
        walk = np.empty((months, paths))
        # The prior's two blocks come last: one is constant, the other is drawn each time.
        by_month = np.pad(self.changes.T, ((0, 0), (0, 2)))
        blocks = np.arange(by_month.shape[1], dtype=np.int32)
        for turn, start in enumerate(range(0, months, BLOCK_MONTHS)):
            seen = self.chances[min(turn, ROUNDS - 1)]
            chances = np.append(seen, np.full(2, (1 - seen.sum()) / 2))
            place = look_up(rng, table_of(blocks, chances), paths)
            changes = np.take(by_month, place, axis=1)
            moving = np.flatnonzero(place == blocks[-1])
            changes[:, moving] = _prior_changes(rng, len(moving))
            walk[start : start + BLOCK_MONTHS] = changes[: months - start]
        return add_up(walk, self.last).T


def fit(frontier: FrontierSeries, panel: Panel) -> Lifecycle:
    """Weight the blocks of the panel by closeness in age and workload.

    Raises UnfittedError when no series of the panel is longer than a block.
    """
    ends, levels = monthly_log10(frontier.series)
    blocks = blocks_of(panel)
    if not len(blocks.ages):
        raise UnfittedError(f"lifecycle needs one series of at least {BLOCK_MONTHS + 1} calendar months, got none")
    related = np.where(np.array(blocks.workloads) == frontier.workload, 1.0, OTHER_WORKLOAD)
    chances = []
    for turn in range(ROUNDS):
        apart = np.log((len(levels) - 1 + BLOCK_MONTHS * turn + AGE_OFFSET) / (blocks.ages + AGE_OFFSET))
        weights = related * np.exp(-0.5 * (apart / AGE_WIDTH) ** 2)
        chances.append(weights / (weights.sum() + PRIOR_BLOCKS))
    return Lifecycle(float(levels[-1]), blocks.changes, np.array(chances), len(levels) - 1, ends[0], ends[-1])


@lru_cache(maxsize=4)
def blocks_of(panel: Panel) -> Blocks:
    """Return all stretches of BLOCK_MONTHS differences of every series of a panel."""
    changes, ages, workloads = [np.empty((0, BLOCK_MONTHS))], [], []
    for frontier, steps in zip(panel.series, panel.steps, strict=True):
        if len(steps) >= BLOCK_MONTHS:
            windows = np.lib.stride_tricks.sliding_window_view(steps, BLOCK_MONTHS)
            changes.append(windows)
            ages.extend(range(len(windows)))
            workloads.extend([frontier.workload] * len(windows))
    return Blocks(np.concatenate(changes), np.array(ages, dtype=np.float64), tuple(workloads))


def _prior_changes(rng: np.random.Generator, paths: int) -> Floats:
    """Monthly changes (BLOCK_MONTHS, paths) about tenfold a year: three halvings and one small rise, at random.

    With a constant block these are the two common rules of thumb, equally likely.
    """
    falls = look_up(rng, seldom_table(PRIOR_FALLS_A_YEAR / 12, PRIOR_FALL), BLOCK_MONTHS, paths)
    rises = look_up(rng, seldom_table(PRIOR_RISES_A_YEAR / 12, PRIOR_RISE), BLOCK_MONTHS, paths)
    return rises - falls


METHOD = Method("lifecycle", fit, needs="other-bars")

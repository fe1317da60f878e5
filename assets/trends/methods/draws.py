"""Draw paths month by month: random numbers from tables, sums of steps, and sums of costs.

A table holds 65,536 equally likely values; drawing from it takes a fifth of the time of an exact draw. Tables are used
for the numbers that are drawn every month. The constants of a path, such as its rate, are drawn exactly.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from assets.trends.series import TIE_DECIMALS, Floats

LEVELS = 65_536
"""Number of values of 16 random bits."""
CHUNK = 16_384
"""Values looked up at a time, so that they stay in the processor's cache."""
MIDDLES = (np.arange(LEVELS) + 0.5) / LEVELS
DECADES, CELLS_PER_DECADE = 9, 2048
"""Size of the table for adding costs: a cost nine decades lower adds nothing in the ninth digit."""


@cache
def normal_table() -> Floats:
    """Return standard normals, of variance 1 to the last digit; the largest is 4.3."""
    from scipy.special import ndtri  # slow to import

    normals_at_ranks = ndtri(MIDDLES)
    return normals_at_ranks / normals_at_ranks.std()


@cache
def log_exponential_table() -> Floats:
    """Return natural logarithms of standard exponentials."""
    return np.log(-np.log(MIDDLES))


@cache
def seldom_table(chance: float, mean: float) -> Floats:
    """Return exponentials of that mean with that probability, else 0."""
    return -mean * np.log(np.minimum(MIDDLES / chance, 1.0))


def table_of(values: np.ndarray, chances: Floats) -> np.ndarray:
    """Return a table with each value in proportion to its probability; the last value gets the rest up to 1."""
    return np.repeat(values, share_out(LEVELS, chances))


def share_out(count: int, shares: Floats) -> NDArray[np.int64]:
    """Return whole numbers (n,) that sum to `count` in proportion to `shares`; the last share is the rest up to 1.

    Halves are rounded to the same whole number on every machine.
    """
    ends = np.rint(np.round(np.cumsum(shares) * count, TIE_DECIMALS)).astype(np.int64)
    ends[-1] = count
    return np.diff(ends, prepend=0)


def look_up(rng: np.random.Generator, table: np.ndarray, *shape: int) -> np.ndarray:
    """Draw that many values of a table."""
    drawn = np.empty(shape, dtype=table.dtype)
    flat, ranks = drawn.reshape(-1), rng.integers(0, LEVELS, drawn.size, dtype=np.uint16)
    for start in range(0, drawn.size, CHUNK):
        # No rank lies outside the table, so "clip" changes no value: it only makes numpy skip its check of the range.
        np.take(table, ranks[start : start + CHUNK], out=flat[start : start + CHUNK], mode="clip")
    return drawn


def happens(rng: np.random.Generator, chance: float, months: int, paths: int) -> NDArray[np.bool_]:
    """Draw events (months, paths) of that probability."""
    return rng.integers(0, LEVELS, (months, paths), dtype=np.uint16) < round(round(chance * LEVELS, TIE_DECIMALS))


def normals(rng: np.random.Generator, months: int, paths: int) -> Floats:
    """Draw standard normals (months, paths)."""
    return look_up(rng, normal_table(), months, paths)


def add_up(steps: Floats, last: float) -> Floats:
    """Turn steps (months, paths), in place, into the levels they lead to from `last`."""
    steps[0] += last
    for month in range(1, len(steps)):  # whole rows at a time: twenty times faster than cumsum down the columns
        steps[month] += steps[month - 1]
    return steps


def add_costs(walks: Floats, others: Floats) -> Floats:
    """Turn log10 USD (months, paths), in place, into that of the sum with `others`, (months, paths) or (months,).

    log10(10^a + 10^b) = max(a, b) + log10(1 + 10^-|a - b|), so that no path overflows. The second term is read from a
    table, right to 2e-8: an exponential and a logarithm of every path would take longer, and in single precision they
    differ between processors in the seventh digit.
    """
    little, steps = sum_table()
    others = others if others.ndim == 2 else others[:, None]
    rows = max(CHUNK // walks.shape[1], 1)
    for start in range(0, len(walks), rows):  # so many values stay in the processor's cache
        walk, other = walks[start : start + rows], others[start : start + rows]
        apart = np.abs(walk - other)
        apart *= CELLS_PER_DECADE
        np.minimum(apart, len(steps) - 1, out=apart)
        cell = apart.astype(np.intp)
        apart -= cell
        apart *= np.take(steps, cell, mode="clip")
        apart += np.take(little, cell, mode="clip")
        np.add(np.maximum(walk, other), apart, out=walk)
    return walks


@cache
def sum_table() -> tuple[Floats, Floats]:
    """Return log10(1 + 10^-d) at d = 0, 1 / CELLS_PER_DECADE ... DECADES (there 0), and each step to the next."""
    little = np.log10(1 + 10.0 ** (-np.arange(DECADES * CELLS_PER_DECADE + 1) / CELLS_PER_DECADE))
    little[-1] = 0.0
    return little, np.diff(little, append=0.0)

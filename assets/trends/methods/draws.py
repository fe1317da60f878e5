"""Paths drawn by whole months: random numbers from tables, steps that add up, and costs that add up.

A table holds 65,536 equally likely values; to draw from it takes a fifth of the time of an exact draw. It is for what
is drawn anew every month. What a path keeps for good, such as its rate, is drawn exactly.
"""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assets.trends.series import Floats

LEVELS = 65_536
"""What 16 random bits tell apart."""
CHUNK = 16_384
"""Values looked up at a time, so that they stay in the processor's cache."""
MIDDLES = (np.arange(LEVELS) + 0.5) / LEVELS
LN10 = math.log(10.0)


@cache
def normal_table() -> Floats:
    """Standard normals, of variance 1 to the last digit; the largest is 4.3."""
    from scipy.special import ndtri  # noqa: PLC0415 - slow to import

    found = ndtri(MIDDLES)
    return found / found.std()


@cache
def log_exponential_table() -> Floats:
    """Natural logarithms of standard exponentials."""
    return np.log(-np.log(MIDDLES))


@cache
def seldom_table(chance: float, mean: float) -> Floats:
    """Exponentials of that mean with that chance, else 0."""
    return -mean * np.log(np.minimum(MIDDLES / chance, 1.0))


def table_of(values: np.ndarray, chances: Floats) -> np.ndarray:
    """Each value as often as its chance says, to half a level; what the chances leave of 1 is the last value's."""
    ends = np.rint(np.cumsum(chances) * LEVELS).astype(np.int64)
    ends[-1] = LEVELS
    return np.repeat(values, np.diff(ends, prepend=0))


def look_up(rng: np.random.Generator, table: np.ndarray, *shape: int) -> np.ndarray:
    """Draw that many values of a table."""
    drawn = np.empty(shape, dtype=table.dtype)
    flat, ranks = drawn.reshape(-1), rng.integers(0, LEVELS, drawn.size, dtype=np.uint16)
    for start in range(0, drawn.size, CHUNK):
        # No rank lies outside the table, so there is nothing to clip, and numpy need not check it.
        np.take(table, ranks[start : start + CHUNK], out=flat[start : start + CHUNK], mode="clip")
    return drawn


def happens(rng: np.random.Generator, chance: float, months: int, paths: int) -> NDArray[np.bool_]:
    """Draw (months, paths) of what happens with that chance."""
    return rng.integers(0, LEVELS, (months, paths), dtype=np.uint16) < round(chance * LEVELS)


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
    """Turn log10 USD (months, paths), in place, into that of the sum with `others`, which broadcast to them.

    log10(10^a + 10^b) is the larger one and a little more, so that no path overflows. The little is taken in half the
    digits, which leaves it right to 1e-7.
    """
    for walk, other in zip(walks, others, strict=True):  # rows stay in the processor's cache
        little = np.abs(walk - other).astype(np.float32)
        little *= -LN10
        np.exp(little, out=little)
        little += 1
        np.log(little, out=little)
        little /= LN10
        np.add(np.maximum(walk, other), little, out=walk)
    return walks

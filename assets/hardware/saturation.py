"""How much faster software makes one accelerator: a saturating curve, fitted to a few releases.

speed(t) = first * (1 + (A - 1) * (1 - exp(-t / tau))), where A is the final gain and tau * ln 2 the time to half of it.
An exponential would extrapolate a doubling for ever, which releases do not show.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TAUS = 40
SHORTEST_TAU_YEARS = 1 / 24
"""Releases are half a year apart: a shorter tau could not be distinguished from a jump."""
FEWEST = 3
"""Fewest releases to fit: with two, any tau fits."""


@dataclass(frozen=True)
class SaturationCurve:
    """One fitted curve for each row of speeds: all arrays are (draws,)."""

    first: Floats
    gain: Floats
    tau: Floats

    @property
    def half_time(self) -> Floats:
        """Years until half of the final gain is reached; NaN where there is no gain."""
        return np.where(self.gain > 1, self.tau * math.log(2), np.nan)

    def at(self, years: float) -> Floats:
        """Return the gain over the first release after a number of years."""
        return 1 + (self.gain - 1) * (1 - np.exp(-years / self.tau))


def fit_saturation(years: Floats, speeds: Floats) -> SaturationCurve:
    """Fit the curve to speeds by least squares of relative errors.

    For each tau of a grid the rest is linear and solved exactly. tau is at most half the time observed, so that at
    least 86% of A was seen: with a longer tau the curve could not be distinguished from a straight line, and A would
    be a guess. A is at least 1, because an older release can always be run.

    Args:
        years: Years since the first release, (n,).
        speeds: Speeds at those times, one series a row, (draws, n).

    Returns:
        One curve for each row of `speeds`.

    Raises:
        ValueError: There are fewer than FEWEST releases.
    """
    if len(years) < FEWEST:
        raise ValueError(f"a saturating curve needs {FEWEST} releases")
    span = years[-1] - years[0]
    taus = np.geomspace(min(SHORTEST_TAU_YEARS, span / 4), span / 2, TAUS)
    rises = 1 - np.exp(-(years - years[0]) / taus[:, None])
    first, slope, errors = _lines_through(rises[:, None, :], speeds, 1 / speeds**2)
    best = errors.argmin(axis=0), np.arange(len(speeds))
    return SaturationCurve(first[best], 1 + slope[best] / first[best], taus[best[0]])


def _lines_through(rises: Floats, speeds: Floats, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """Weighted lines of speeds (draws, n) on rises (taus, 1, n), never falling: start, slope, error, (taus, draws)."""
    total = weights.sum(axis=-1)
    mean_rise, mean_speed = (weights * rises).sum(axis=-1) / total, (weights * speeds).sum(axis=-1) / total
    away = rises - mean_rise[..., None]
    slope = (weights * away * speeds).sum(axis=-1) / (weights * away**2).sum(axis=-1)
    # Slopes are limited so that the line starts at a tenth of the mean or more, because speeds are positive.
    slope = np.clip(slope, 0, 0.9 * mean_speed / mean_rise)
    first = mean_speed - slope * mean_rise
    errors = (weights * (speeds - first[..., None] - slope[..., None] * rises) ** 2).sum(axis=-1)
    return first, slope, errors
